// Package intakeweb is the pages on which people bring in what they have: choose a file, see what would come of it, watch
// it come, and undo it.
package intakeweb

import (
	"net/http"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/interop/intake"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// Options are what the pages are made of.
type Options struct {
	Intake *intake.Service
	People *people.Service
}

type pages struct{ Options }

// uploadLimit is the largest file and what stands beside it.
const uploadLimit = intake.MaxUpload + 1<<20

// Routes lists the routes.
func Routes(o Options) []web.Route {
	p := &pages{o}
	return []web.Route{
		{Pattern: "GET /bring", Who: web.Contributor, Handler: p.begin},
		{Pattern: "POST /bring", Who: web.Contributor, Handler: p.bring, Body: uploadLimit},
		{Pattern: "GET /bring/{id}", Who: web.Contributor, Handler: p.show},
		{Pattern: "POST /bring/{id}/columns", Who: web.Contributor, Handler: p.mapColumns},
		{Pattern: "POST /bring/{id}/rows", Who: web.Contributor, Handler: p.chooseRows},
		{Pattern: "POST /bring/{id}/school", Who: web.Contributor, Handler: p.chooseSchool},
		{Pattern: "POST /bring/{id}/go", Who: web.Contributor, Handler: p.run},
		{Pattern: "POST /bring/{id}/discard", Who: web.Contributor, Handler: p.discard},
		{Pattern: "GET /bring/{id}/report.csv", Who: web.Contributor, Handler: p.report},
		{Pattern: "POST /bring/{id}/topics", Who: web.Contributor, Handler: p.suggestTopics},
		{Pattern: "GET /bring/{id}/undo", Who: web.Contributor, Handler: p.undoShow},
		{Pattern: "POST /bring/{id}/undo", Who: web.Contributor, Handler: p.undo},
		{Pattern: "POST /bring/{id}/redo", Who: web.Contributor, Handler: p.redo},
	}
}

func importURL(i intake.ImportID) string { return "/bring/" + string(i) }

// LiveTopic is under which a page hears how an import comes along.
func LiveTopic(what intake.ImportID) string { return intake.ObjectKind + "/" + string(what) }

// show handles GET /bring/{id}: the preview, the progress or the report, as far as the import has come.
func (p *pages) show(w http.ResponseWriter, r *web.Request) error {
	i, err := p.Intake.Import(r.Context(), r.Actor, intake.ImportID(r.PathValue("id")))
	if err != nil {
		return err
	}
	c := r.Chrome(r.P.T("bring.title", i.Source), ui.Bring)
	if i.State != intake.Preview {
		return p.showResult(w, r, c, i)
	}
	chosen := chosenRows(r)
	looked, err := p.Intake.Look(r.Context(), r.Actor, i.ID, chosen.window())
	if last := chosen.last(looked.Counts); err == nil && chosen.Page > last {
		chosen.Page = last
		looked, err = p.Intake.Look(r.Context(), r.Actor, i.ID, chosen.window())
	}
	if err != nil {
		return err
	}
	page := previewOf(c, looked, chosen)
	if page.Schools, _, err = p.schools(r, i.School); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, showPreview(page))
}

// run handles POST /bring/{id}/go. The ticks of the page come with it.
func (p *pages) run(w http.ResponseWriter, r *web.Request) error {
	what := intake.ImportID(r.PathValue("id"))
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	if ticks := ticksOf(in); len(ticks) > 0 {
		if _, err := p.Intake.Choose(r.Context(), r.Actor, what, ticks); err != nil {
			return p.begun(w, r, what, err)
		}
	}
	return p.begun(w, r, what, p.Intake.Go(r.Context(), r.Actor, what))
}

// discard handles POST /bring/{id}/discard.
func (p *pages) discard(w http.ResponseWriter, r *web.Request) error {
	if err := p.Intake.Discard(r.Context(), r.Actor, intake.ImportID(r.PathValue("id"))); err != nil {
		return err
	}
	return web.SeeOther(w, r, "/bring", "bring.flash.discarded")
}

// begun leads to an import that was set going. So it does for a form that was sent twice: the import has gone on, and its page says how
// far it is.
func (p *pages) begun(w http.ResponseWriter, r *web.Request, what intake.ImportID, err error) error {
	if err != nil && !fault.IsConflict(err) {
		return err
	}
	return web.SeeOther(w, r, importURL(what), "")
}
