package catalogweb

import (
	"net/http"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// retiredPage is the page at /retired: what was taken out of the catalog.
type retiredPage struct {
	ui.Chrome
	Rows []retiredRow
}

type retiredRow struct {
	ui.Todo
	Reason  string
	PutBack string // address to POST to; empty: not the reader's to do
}

// retired handles GET /retired.
func (p *pages) retired(w http.ResponseWriter, r *web.Request) error {
	c := r.Chrome(r.P.T("catalog.gone"), ui.Nowhere)
	list, err := p.Catalog.Retired(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	page := retiredPage{Chrome: c}
	for _, gone := range list {
		a := gone.About
		row := retiredRow{Reason: whyOut(c, gone.Reason), Todo: ui.Todo{Kind: string(a.Type), Icon: string(a.Type), Title: a.Title, Lang: a.Language, URL: resourceURL(gone.ID, a.Title),
			Text: c.T("catalog.retired_on", gone.SchoolName, c.Date(gone.At.In(c.Zone)))}}
		if gone.MayPutBack {
			row.PutBack = bareURL(gone.ID) + "/put-back"
		}
		page.Rows = append(page.Rows, row)
	}
	return render(w, r, showRetired(page))
}

// retirePage is the form at /resources/{id}/retire.
type retirePage struct {
	ui.Chrome
	Name   string // of the resource
	Back   string
	Action string
	Reason string // typed
	Wrong  map[string]string
}

// retireShow handles GET /resources/{id}/retire.
func (p *pages) retireShow(w http.ResponseWriter, r *web.Request) error {
	return p.showRetire(w, r, http.StatusOK, "", nil)
}

func (p *pages) showRetire(w http.ResponseWriter, r *web.Request, status int, reason string, wrong fault.Fields) error {
	shown, err := p.Catalog.Show(r.Context(), r.Actor, catalog.ResourceID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if !shown.MayRetire {
		return fault.Denied{Reason: fault.Say("catalog.denied.other_school")}
	}
	c := r.Chrome(r.P.T("catalog.act.retire"), ui.Catalog)
	return web.Render(w, r, status, showRetire(retirePage{Chrome: c, Name: shown.Document.About.Title, Back: resourceURL(shown.ID, shown.Document.About.Title),
		Action: bareURL(shown.ID) + "/retire", Reason: reason, Wrong: faults(c, wrong)}))
}

// retire handles POST /resources/{id}/retire.
func (p *pages) retire(w http.ResponseWriter, r *web.Request) error {
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	resource := catalog.ResourceID(r.PathValue("id"))
	_, err = p.Catalog.Retire(r.Context(), r.Actor, resource, in.Long("reason"))
	if wrong, ok := fault.AsFields(err); ok {
		return p.showRetire(w, r, http.StatusUnprocessableEntity, in.Long("reason"), wrong)
	}
	if err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, bareURL(resource), bareURL(resource)+"/put-back", "catalog.flash.retired")
}

// putBack handles POST /resources/{id}/put-back.
func (p *pages) putBack(w http.ResponseWriter, r *web.Request) error {
	resource := catalog.ResourceID(r.PathValue("id"))
	if _, err := p.Catalog.PutBack(r.Context(), r.Actor, resource); err != nil {
		return err
	}
	return web.SeeOther(w, r, bareURL(resource), "catalog.flash.put_back")
}

func (p retirePage) faults() []ui.FieldFault {
	if p.Wrong["reason"] == "" {
		return nil
	}
	return []ui.FieldFault{{Field: "reason", Text: p.Wrong["reason"]}}
}

// whyOut is the reason for which something is out of the catalog, as the reader sees it.
func whyOut(c ui.Chrome, reason string) string {
	switch reason {
	case catalog.ImportUndone:
		return c.T("catalog.import_undone")
	case catalog.StarterRemoved:
		return c.T("catalog.starter_removed")
	}
	return reason
}
