package web

import (
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/web/ui"
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

// chooseLanguage handles POST /language: locale is the language, back the local address to return to. Where the page answered a form,
// to and posted are where that went and what it held: nobody is to type it again for having changed the language.
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
	back := Local(form.Text("back"), "/")
	if p := (ui.Posted{To: form.Text("to"), Form: form.values.Get("posted")}); s.takes(r, p) {
		r.P = s.Catalog.Printer(choice, r.Session.Calling)
		return s.showPosted(w, r, p, back)
	}
	return SeeOther(w, r, back, "")
}

// takes says whether what was posted can be posted again.
func (s *Site) takes(r *Request, p ui.Posted) bool {
	to, err := url.Parse(p.To)
	return p.Form != "" && err == nil && IsLocal(p.To) && s.allows(http.MethodPost, to, r.Host)
}

// showPosted shows what somebody typed in the language they have just chosen, to go on with it or to leave it.
func (s *Site) showPosted(w http.ResponseWriter, r *Request, p ui.Posted, back string) error {
	fields, err := fieldsInOrder(p.Form)
	if err != nil {
		return unreadable(err)
	}
	c := r.Chrome(r.P.T("web.kept.title"), ui.Nowhere)
	c.URL, c.Posted = back, p
	return Render(w, r, http.StatusOK, postedPage(postedForm{Chrome: c, Fields: fields}))
}

// postedForm is the page that follows a change of language after a form that was refused.
type postedForm struct {
	ui.Chrome
	Fields []keptField
}

// posted is what the form held that this page answers, so that it can be posted again. What another site made a browser send is nobody's.
func (r *Request) posted() ui.Posted {
	if r.Method != http.MethodPost || r.Partial() || len(r.PostForm) == 0 || r.site.origin.Check(r.Request) != nil {
		return ui.Posted{}
	}
	p := ui.Posted{To: r.URL.RequestURI(), Form: r.PostForm.Encode()}
	if len(p.Form) > longestParked {
		return ui.Posted{}
	}
	return p
}
