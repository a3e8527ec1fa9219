package web

import (
	"fmt"
	"net/http"
	"time"

	"github.com/commonshelf/commonshelf/internal/lang"
)

// locale chooses the language: what the person chose, else what this browser chose here, else what it asks for.
func (r *Request) locale(person lang.Locale) lang.Locale {
	if lang.Known(person) {
		return person
	}
	if cookie, err := r.Cookie(r.site.cookieName("locale")); err == nil && lang.Known(lang.Locale(cookie.Value)) {
		return lang.Locale(cookie.Value)
	}
	return lang.Match(r.Header.Get("Accept-Language"))
}

// chooseLanguage handles POST /language: locale is the language, back the local address to return to.
func (s *Site) chooseLanguage(w http.ResponseWriter, r *Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	choice := lang.Locale(form.Text("locale"))
	if !lang.Known(choice) {
		return refusal{status: http.StatusBadRequest, key: "web.bad"}
	}
	if r.Actor.SignedIn() && s.Remember != nil {
		if err := s.Remember(r.Context(), r.Actor, choice); err != nil {
			return fmt.Errorf("remember the language: %w", err)
		}
	}
	s.setCookie(w, "locale", string(choice), 365*24*time.Hour)
	return SeeOther(w, r, Local(form.Text("back"), "/"), "")
}
