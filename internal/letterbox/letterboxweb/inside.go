package letterboxweb

import (
	"net/http"
	"net/url"

	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// insidePage is the page at /letters/{token}/inside/{path}: what a letter leads to is for who is signed in.
type insidePage struct {
	ui.Chrome
	At    string // where its button posts to
	Whose string
	Mail  string // where the link goes
	Door  string // another way to sign in
}

// inside is the local address that the address of the page ends with.
func inside(r *web.Request) string {
	to := "/" + r.PathValue("path")
	if q := r.URL.RawQuery; q != "" {
		to += "?" + q
	}
	return web.Local(to, "/")
}

func door(next string) string { return "/sign-in?next=" + url.QueryEscape(next) }

// askInside handles GET /letters/{token}/inside/{path...}: it asks, and signs nobody in. Whoever is signed in goes on.
func (p *pages) askInside(w http.ResponseWriter, r *web.Request) error {
	h, err := p.held(r)
	if err != nil {
		return err
	}
	hide(w)
	to := inside(r)
	if r.Actor.SignedIn() && r.Actor.Person == h.Person.ID {
		return web.SeeOther(w, r, to, "")
	}
	plate, err := p.Letters.People.Doorplate(r.Context())
	if err != nil {
		return err
	}
	if h.Old || plate.AccountOnly {
		return web.SeeOther(w, r, door(to), "")
	}
	c := r.Chrome(r.P.T("letter.inside"), ui.Nowhere)
	return web.Render(w, r, http.StatusOK, showInside(insidePage{Chrome: c, At: r.URL.RequestURI(), Mail: h.Person.Mail, Door: door(to),
		Whose: c.T("letter.whose", h.Person.Name, h.Person.Mail)}))
}

// sendInside handles POST /letters/{token}/inside/{path...}: the reader of the letter, and nobody to whom it was passed on, is sent a
// link that signs them in.
func (p *pages) sendInside(w http.ResponseWriter, r *web.Request) error {
	h, err := p.held(r)
	if err != nil {
		return err
	}
	hide(w)
	to := inside(r)
	plate, err := p.Letters.People.Doorplate(r.Context())
	if err != nil {
		return err
	}
	if h.Old || plate.AccountOnly {
		return web.SeeOther(w, r, door(to), "")
	}
	if err := p.MayAsk(r, h.Person.Mail); err != nil {
		return err
	}
	request, err := p.Letters.People.AskToSignIn(r.Context(), people.AskInput{Mail: h.Person.Mail, Next: to, Locale: r.P.Locale})
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, "/sign-in/"+request, "")
}
