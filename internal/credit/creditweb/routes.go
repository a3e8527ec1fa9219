// Package creditweb is the page, opened by a letter, on which somebody takes down what credits them.
package creditweb

import (
	"net/http"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/credit"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/letterbox"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// Options are what the page is made of.
type Options struct {
	Credit  *credit.Service
	Letters *letterbox.Service
	Words   *lang.Catalog
}

type pages struct{ Options }

// Routes lists the routes of credit.
func Routes(o Options) []web.Route {
	p := &pages{o}
	return []web.Route{
		{Pattern: "GET /letters/{token}/credit", Who: web.Open, Handler: p.show},
		{Pattern: "POST /letters/{token}/credit/down", Who: web.Open, Handler: p.takeDown},
		{Pattern: "POST /letters/{token}/credit/back", Who: web.Open, Handler: p.putBack},
	}
}

// creditPage is the page at /letters/{token}/credit: a resource that credits its reader.
type creditPage struct {
	ui.Chrome
	credit.Credited
	At    string // where its buttons post to
	Whose string // "This is about the email to Rosa Delgado, ..."
	Text  string
	Reads string // local address at which the letter's reader reads it
}

// credited is the letter of the address while its links act, and the resource it tells of, in its reader's language.
func (p *pages) credited(w http.ResponseWriter, r *web.Request) (letterbox.Held, credit.Credited, error) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Robots-Tag", "noindex")
	h, err := p.Letters.Open(r.Context(), r.PathValue("token"))
	if err != nil {
		return h, credit.Credited{}, err
	}
	if lang.Known(h.Person.Locale) {
		r.P = p.Words.Printer(h.Person.Locale, h.District.Calling)
	}
	about := h.About(credit.Crediting)
	switch {
	case h.Old:
		err = fault.Conflict{Reason: fault.Say("letter.old")}
	case about == "":
		err = fault.NotFound{What: "credit"}
	}
	if err != nil {
		return h, credit.Credited{}, err
	}
	c, err := p.Credit.Credited(r.Context(), h.Actor, catalog.ResourceID(about))
	return h, c, err
}

// show handles GET /letters/{token}/credit: it asks, and takes nothing down.
func (p *pages) show(w http.ResponseWriter, r *web.Request) error {
	h, credited, err := p.credited(w, r)
	if err != nil {
		return err
	}
	title := "credit.title"
	if credited.Down {
		title = "credit.down"
	}
	c := r.Chrome(r.P.T(title), ui.Nowhere)
	page := "/letters/" + r.PathValue("token")
	return web.Render(w, r, http.StatusOK, showCredit(creditPage{Chrome: c, Credited: credited, At: page + "/credit", Whose: c.T("letter.whose", h.Person.Name, h.Person.Mail),
		Text: c.T("credit.text_"+string(credited.Why), credited.Who(c.Printer)), Reads: page + credited.Resource.Path("")}))
}

// takeDown handles POST /letters/{token}/credit/down.
func (p *pages) takeDown(w http.ResponseWriter, r *web.Request) error { return p.move(w, r, false) }

// putBack handles POST /letters/{token}/credit/back.
func (p *pages) putBack(w http.ResponseWriter, r *web.Request) error { return p.move(w, r, true) }

func (p *pages) move(w http.ResponseWriter, r *web.Request, back bool) error {
	h, credited, err := p.credited(w, r)
	if err != nil {
		return err
	}
	reason := p.Words.Printer(h.District.Locale, h.District.Calling).T("credit.reason_"+string(credited.Why), h.Person.Name)
	if err := p.Credit.TakeDown(r.Context(), h.Actor, credited.Resource, reason, back); err != nil {
		return err
	}
	to := "/letters/" + r.PathValue("token") + "/credit"
	if back {
		return web.SeeOther(w, r, to, "credit.flash.up")
	}
	return web.SeeOtherUndo(w, r, to, to+"/back", "credit.flash.down")
}
