// Package sitetest serves the pages of one domain over the world of catalogtest, for tests of what stands between a form and an operation.
package sitetest

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"

	"github.com/commonshelf/commonshelf/internal/catalog/catalogtest"
	"github.com/commonshelf/commonshelf/internal/id"
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

// Get asks for a page as a person of the world who is signed in, nobody for an empty one, and is not sent on.
func (s *Site) Get(at string, as id.PersonID) *Page {
	s.T.Helper()
	return s.staying(as).Get(at)
}

// Post posts a form, and is not sent on.
func (s *Site) Post(at string, as id.PersonID, form url.Values) *Page {
	s.T.Helper()
	return s.staying(as).Post(at, form)
}

// staying is a browser that shows where it would be sent on.
func (s *Site) staying(as id.PersonID) *Visitor {
	s.T.Helper()
	v := s.As(as)
	v.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return v
}

// Is fails the test unless the page answered so and says each of the words.
func (s *Site) Is(p *Page, status int, words ...string) *Page {
	s.T.Helper()
	return p.Is(status).Says(words...)
}
