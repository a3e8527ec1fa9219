package intakeweb

import (
	"net/http"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/interop/intake"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// undoPage is the page at /bring/{id}/undo.
type undoPage struct {
	ui.Chrome
	Name   string
	Back   string
	Action string
	Count  int // that would be taken out in any case
	Worked []ui.Option
}

// undoShow handles GET /bring/{id}/undo.
func (p *pages) undoShow(w http.ResponseWriter, r *web.Request) error {
	i, err := p.Intake.Import(r.Context(), r.Actor, intake.ImportID(r.PathValue("id")))
	if err != nil {
		return err
	}
	worked, err := p.Intake.Worked(r.Context(), r.Actor, i.ID)
	if err != nil {
		return err
	}
	c := r.Chrome(r.P.T("bring.undo.title"), ui.Bring)
	page := undoPage{Chrome: c, Name: i.Source, Back: importURL(i.ID), Action: importURL(i.ID) + "/undo", Count: i.Counts.Imported - len(worked)}
	for _, k := range worked {
		page.Worked = append(page.Worked, ui.Option{Value: string(k.Resource), Label: k.Title})
	}
	return web.Render(w, r, http.StatusOK, showUndo(page))
}

// undo handles POST /bring/{id}/undo.
func (p *pages) undo(w http.ResponseWriter, r *web.Request) error {
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	var also []catalog.ResourceID
	for _, resource := range in.All("also") {
		also = append(also, catalog.ResourceID(resource))
	}
	what := intake.ImportID(r.PathValue("id"))
	return p.begun(w, r, what, p.Intake.Undo(r.Context(), r.Actor, what, also))
}

// redo handles POST /bring/{id}/redo.
func (p *pages) redo(w http.ResponseWriter, r *web.Request) error {
	what := intake.ImportID(r.PathValue("id"))
	return p.begun(w, r, what, p.Intake.Redo(r.Context(), r.Actor, what))
}
