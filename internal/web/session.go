package web

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/lang"
)

// Session is who asks, and what a page needs to know of them.
type Session struct {
	Actor        actor.Actor
	Locale       lang.Locale // the person's choice; empty: as the browser says
	DistrictName string
	SchoolName   string       // short name of the first school
	Calling      lang.Calling // what the district calls its school librarians
	Zone         *time.Location
	Expires      time.Time
}

// Sessions finds who holds a token.
type Sessions interface {
	// Find returns the session of a token, and fault.NotFound when there is none or it was ended. A session whose time is
	// over is still found for a day, with Expires in the past: it opens nothing, but says whose a late form is.
	Find(ctx context.Context, token string) (Session, error)
	// Holds says whether a session still opens something. To ask is not to use it: one that ends for want of use ends.
	Holds(ctx context.Context, token string) (bool, error)
}

// afterlife is how long a browser keeps the cookie of a session whose time is over.
const afterlife = 24 * time.Hour

const longestToken = 128

// recognise finds out who asks.
func (s *Site) recognise(r *Request) error {
	cookie, err := r.Cookie(s.cookieName("session"))
	if err != nil || cookie.Value == "" || len(cookie.Value) > longestToken {
		return nil
	}
	session, err := s.Sessions.Find(r.Context(), cookie.Value)
	if fault.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find session: %w", err)
	}
	if !session.Actor.SignedIn() {
		return nil
	}
	if !s.Clock.Now().Before(session.Expires) {
		r.expired = session
		return nil
	}
	r.token = cookie.Value
	r.Session = session
	r.Actor = session.Actor
	r.P = s.Catalog.Printer(r.locale(session.Locale), session.Calling)
	return nil
}

// Token is the token of the session in use; empty when signed out.
func (r *Request) Token() string { return r.token }

// StartSession hands the browser the token of a new session.
func (r *Request) StartSession(w http.ResponseWriter, token string, expires time.Time) {
	r.site.setCookie(w, "session", token, expires.Add(afterlife).Sub(r.site.Clock.Now()))
}

// StartSharedSession is StartSession on a computer that others use too: the browser forgets the token when it is closed.
func (r *Request) StartSharedSession(w http.ResponseWriter, token string) {
	http.SetCookie(w, r.site.cookie("session", token))
}

// Remember has the browser keep a short text under a name, for nobody but this program; a time of 0 takes it back.
func (r *Request) Remember(w http.ResponseWriter, name, text string, lasts time.Duration) {
	r.site.setCookie(w, name, base64.RawURLEncoding.EncodeToString([]byte(text)), lasts)
}

// Remembered is the text that the browser keeps under a name; empty when it keeps none.
func (r *Request) Remembered(name string) string {
	cookie, err := r.Cookie(r.site.cookieName(name))
	if err != nil {
		return ""
	}
	text, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil {
		return ""
	}
	return string(text)
}

// EndSession takes the token from the browser, and the pages it keeps for the Back button: PCs are shared.
func (r *Request) EndSession(w http.ResponseWriter) {
	r.site.setCookie(w, "session", "", 0)
	w.Header().Set("Clear-Site-Data", `"cache"`)
}

// cookieName is the name of a cookie of ours. By https the prefix keeps neighbours on the same domain from setting it.
func (s *Site) cookieName(of string) string {
	if s.https {
		return "__Host-cs_" + of
	}
	return "cs_" + of
}

// setCookie sets a cookie for a time; a time of 0 removes it.
func (s *Site) setCookie(w http.ResponseWriter, name, value string, lasts time.Duration) {
	age := int(lasts / time.Second)
	if age <= 0 {
		age = -1
	}
	c := s.cookie(name, value)
	c.MaxAge = age
	http.SetCookie(w, c)
}

// cookie is one of ours that the browser forgets when it is closed.
func (s *Site) cookie(name, value string) *http.Cookie {
	return &http.Cookie{
		Name:     s.cookieName(name),
		Value:    value,
		Path:     "/",
		HttpOnly: true,
		Secure:   s.https,
		SameSite: http.SameSiteLaxMode,
	}
}
