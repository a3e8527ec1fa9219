// Package digestweb is the page on which a coordinator enters breaks, in which no weekly email goes.
package digestweb

import (
	"net/http"

	"github.com/commonshelf/commonshelf/internal/digest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

type pages struct{ digest *digest.Service }

// Routes lists the routes of breaks.
func Routes(s *digest.Service) []web.Route {
	p := &pages{s}
	return []web.Route{
		{Pattern: "GET /admin/breaks", Who: web.Coordinator, Handler: p.breaks},
		{Pattern: "POST /admin/breaks", Who: web.Coordinator, Handler: p.add},
		{Pattern: "POST /admin/breaks/{id}/remove", Who: web.Coordinator, Handler: p.remove},
		{Pattern: "POST /admin/breaks/{id}/return", Who: web.Coordinator, Handler: p.putBack},
	}
}

const at = "/admin/breaks"

// breaksPage is the page at /admin/breaks.
type breaksPage struct {
	ui.Chrome
	Breaks []digest.Break
	Form   digest.BreakInput // as typed
	Errors fault.Fields
}

// span says a break's days: "Dec 21, 2026 to Jan 1, 2027".
func (p breaksPage) span(b digest.Break) string {
	return p.T("digest.breaks.span", p.Day(b.First), p.Day(b.Last))
}

func (p breaksPage) name(b digest.Break) string {
	if b.Name == "" {
		return p.T("digest.break.unnamed")
	}
	return b.Name
}

// breaks handles GET /admin/breaks.
func (p *pages) breaks(w http.ResponseWriter, r *web.Request) error {
	return p.show(w, r, breaksPage{})
}

func (p *pages) show(w http.ResponseWriter, r *web.Request, page breaksPage) error {
	var err error
	if page.Breaks, err = p.digest.Breaks(r.Context(), r.Actor); err != nil {
		return err
	}
	page.Chrome = r.Chrome(r.P.T("digest.breaks"), ui.Admin)
	status := http.StatusOK
	if len(page.Errors) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return web.Render(w, r, status, showBreaks(page))
}

// add handles POST /admin/breaks.
func (p *pages) add(w http.ResponseWriter, r *web.Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	in := digest.BreakInput{Name: form.Text("name"), First: form.Text("first"), Last: form.Text("last")}
	b, err := p.digest.AddBreak(r.Context(), r.Actor, in)
	if wrong, ok := fault.AsFields(err); ok {
		return p.show(w, r, breaksPage{Form: in, Errors: wrong})
	}
	if err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, at, at+"/"+string(b.ID)+"/remove", "digest.break.added")
}

// remove handles POST /admin/breaks/{id}/remove.
func (p *pages) remove(w http.ResponseWriter, r *web.Request) error {
	which := r.PathValue("id")
	if err := p.digest.RemoveBreak(r.Context(), r.Actor, digest.BreakID(which), false); err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, at, at+"/"+which+"/return", "digest.break.removed")
}

// putBack handles POST /admin/breaks/{id}/return.
func (p *pages) putBack(w http.ResponseWriter, r *web.Request) error {
	if err := p.digest.RemoveBreak(r.Context(), r.Actor, digest.BreakID(r.PathValue("id")), true); err != nil {
		return err
	}
	return web.SeeOther(w, r, at, "digest.break.returned")
}
