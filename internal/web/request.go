package web

import (
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// Request is a request with who asks and in which language they read.
type Request struct {
	*http.Request
	Actor   actor.Actor  // zero when signed out
	P       lang.Printer // says messages in the reader's language
	Session Session      // zero when signed out

	site    *Site
	answer  *answer
	token   string  // of the session cookie; empty: none
	expired Session // whose time is over; zero: none
	flashed bool    // the flash stands on the page being made
}

// visitor is a request before anyone is recognised: signed out, in the browser's language.
func (s *Site) visitor(w http.ResponseWriter, plain *http.Request) *Request {
	a, ok := w.(*answer)
	if !ok {
		a = &answer{ResponseWriter: w}
	}
	r := &Request{Request: plain, site: s, answer: a}
	r.P = s.Catalog.Printer(r.locale(""), "")
	return r
}

// Partial says whether only a part of a page is asked for, to be put into a page that stands already.
func (r *Request) Partial() bool { return r.Header.Get("HX-Request-Type") == "partial" }

// api says whether a program asks, which reads JSON.
func (r *Request) api() bool { return strings.HasPrefix(r.URL.Path, "/api/") }

// writes says whether the request may change something.
func (r *Request) writes() bool {
	return r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != http.MethodOptions
}

// Zone is the district's time zone; UTC for a signed-out visitor.
func (r *Request) Zone() *time.Location {
	if r.Session.Zone == nil {
		return time.UTC
	}
	return r.Session.Zone
}

// Now is the present in the district's time zone.
func (r *Request) Now() time.Time { return r.site.Clock.Now().In(r.Zone()) }

// Chrome is what stands around the page. It takes the flash, which is then shown once.
func (r *Request) Chrome(title string, here ui.Place) ui.Chrome {
	c := ui.Chrome{
		Printer:  r.P,
		Assets:   r.site.assets,
		Title:    title,
		Here:     here,
		URL:      r.Here(),
		Posted:   r.posted(),
		District: r.Session.DistrictName,
		Demo:     r.site.Demo,
		Flash:    r.takeFlash(),
		Zone:     r.Zone(),
		Now:      r.Now(),
	}
	if r.Actor.SignedIn() {
		c.Reader = &ui.Reader{
			Name:        r.Actor.Name,
			Initials:    initials(r.Actor.Name),
			School:      r.Session.SchoolName,
			Contributes: r.Actor.Contributes(),
			Coordinator: r.Actor.Coordinator,
		}
	}
	return c
}

// Here is the local path and query one can come back to: this page, or after a form the page it stood on. A form that was refused stands
// at an address to which one can only post: then it is the nearest page above.
func (r *Request) Here() string {
	at := r.URL
	if r.writes() || r.Partial() {
		from, err := url.Parse(r.Referer())
		if err != nil || from.Host != r.Host {
			return "/"
		}
		at = r.site.standing(from, r.Host)
	}
	return Local(at.RequestURI(), "/")
}

// standing is the address itself where a page stands there, or the nearest one above it that has a page.
func (s *Site) standing(at *url.URL, host string) *url.URL {
	for up := *at; ; up = (url.URL{Path: path.Dir(up.Path)}) {
		if up.Path == "/" || up.Path == "." || s.allows(http.MethodGet, &up, host) {
			return &up
		}
	}
}

// initials are the first letters of the first and the last name.
func initials(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return ""
	}
	out := first(words[0])
	if len(words) > 1 {
		out += first(words[len(words)-1])
	}
	return strings.ToUpper(out)
}

func first(word string) string {
	_, size := utf8.DecodeRuneInString(word)
	return word[:size]
}
