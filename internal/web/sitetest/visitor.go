package sitetest

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"

	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/people"
)

// Visitor is a browser without scripts: it keeps cookies, is sent on, and presses the buttons of forms.
type Visitor struct {
	*Site
	client http.Client
}

// As is a browser in which a person of the world is signed in; nobody for an empty name.
func (s *Site) As(person id.PersonID) *Visitor {
	s.T.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.T.Fatal(err)
	}
	if person != "" {
		in, err := s.People.SignInAsDemo(s.T.Context(), string(person), people.Secret{})
		if err != nil {
			s.T.Fatal(err)
		}
		at, err := url.Parse(s.URL)
		if err != nil {
			s.T.Fatal(err)
		}
		jar.SetCookies(at, []*http.Cookie{{Name: "cs_session", Value: in.Secret.Reveal()}})
	}
	return &Visitor{s, http.Client{Jar: jar}}
}

// Get opens a local address.
func (v *Visitor) Get(path string) *Page {
	v.T.Helper()
	return v.ask(http.MethodGet, path, nil)
}

// Post sends a form to a local address.
func (v *Visitor) Post(path string, form url.Values) *Page {
	v.T.Helper()
	return v.ask(http.MethodPost, path, form)
}
