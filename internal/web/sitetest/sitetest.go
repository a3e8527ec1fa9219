// Package sitetest serves the pages of one domain over the world of catalogtest, for tests of what stands between a form and an operation.
package sitetest

import (
	"context"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"

	"github.com/commonshelf/commonshelf/internal/catalog/catalogtest"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/people/peopleweb"
	"github.com/commonshelf/commonshelf/internal/web"
)

// Site is the pages of a world, served on this machine.
type Site struct {
	*catalogtest.World
	URL string // without a slash at the end
}

// New serves routes, which are told the address of the site.
func New(w *catalogtest.World, routes func(base string) []web.Route) *Site {
	w.T.Helper()
	server := httptest.NewUnstartedServer(nil)
	s := &Site{World: w, URL: "http://" + server.Listener.Addr().String()}
	site, err := web.New(web.Options{
		Catalog: w.Words, Clock: w.Clock, Logger: slog.New(slog.DiscardHandler), BaseURL: s.URL, Assets: noAssets{}, Limits: w.People,
		Sessions: peopleweb.NewSessions(w.People), Parking: peopleweb.Parking{People: w.People}, Ready: func(context.Context) error { return nil },
	})
	if err != nil {
		w.T.Fatal(err)
	}
	site.Add(routes(s.URL)...)
	server.Config.Handler = site.Handler()
	server.Start()
	w.T.Cleanup(server.Close)
	return s
}

type noAssets struct{ http.Handler }

func (noAssets) URL(name string) string { return "/assets/" + name }

// Answer is what a page answered.
type Answer struct {
	Status int
	To     string // where it leads, without the host
	Body   string // as it was sent
}

var tags = regexp.MustCompile(`<[^>]*>|\s+`)

// Text is what one reads of a page.
func (a Answer) Text() string {
	return strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(a.Body, " "))), " ")
}

// Get asks for a page as a person of the world who is signed in; nobody for an empty one.
func (s *Site) Get(at string, as id.PersonID) Answer {
	s.T.Helper()
	return s.send(http.MethodGet, at, as, nil)
}

// Post posts a form.
func (s *Site) Post(at string, as id.PersonID, form url.Values) Answer {
	s.T.Helper()
	return s.send(http.MethodPost, at, as, form)
}

func (s *Site) send(method, at string, as id.PersonID, form url.Values) Answer {
	s.T.Helper()
	request, err := http.NewRequestWithContext(s.T.Context(), method, s.URL+at, strings.NewReader(form.Encode()))
	if err != nil {
		s.T.Fatal(err)
	}
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if as != "" {
		in, err := s.People.SignInAsDemo(s.T.Context(), string(as), people.Secret{})
		if err != nil {
			s.T.Fatal(err)
		}
		request.Header.Set("Cookie", "cs_session="+in.Secret.Reveal())
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		s.T.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		s.T.Fatal(err)
	}
	return Answer{response.StatusCode, strings.TrimPrefix(response.Header.Get("Location"), s.URL), string(body)}
}

// Is fails the test unless the page answered so and says each of the words.
func (s *Site) Is(a Answer, status int, words ...string) Answer {
	s.T.Helper()
	if a.Status != status {
		s.T.Errorf("answered %d, want %d: %s", a.Status, status, a.Text())
	}
	for _, w := range words {
		if !strings.Contains(a.Text(), w) {
			s.T.Errorf("the page does not say %q: %s", w, a.Text())
		}
	}
	return a
}
