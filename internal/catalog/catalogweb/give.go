package catalogweb

import (
	"net/http"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// givePage is the page at /resources/{id}/school: to which school something is given.
type givePage struct {
	ui.Chrome
	Name   string // of the resource
	Back   string
	Action string
	Choice ui.Choices // without options: there is no other school
	Faults []ui.FieldFault
}

// giveShow handles GET /resources/{id}/school.
func (p *pages) giveShow(w http.ResponseWriter, r *web.Request) error {
	return p.showGive(w, r, http.StatusOK, "", nil)
}

func (p *pages) showGive(w http.ResponseWriter, r *web.Request, status int, chosen id.SchoolID, wrong fault.Fields) error {
	shown, err := p.Catalog.Show(r.Context(), r.Actor, catalog.ResourceID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if !shown.MayGive {
		return fault.Denied{Reason: fault.Say("catalog.denied.other_school")}
	}
	schools, err := p.Schools(r.Context(), r.Actor.District)
	if err != nil {
		return err
	}
	c := r.Chrome(r.P.T("catalog.act.give"), ui.Catalog)
	page := givePage{Chrome: c, Name: shown.Document.About.Title, Back: resourceURL(shown.ID, shown.Document.About.Title), Action: bareURL(shown.ID) + "/school", Faults: c.Faults(wrong)}
	page.Choice = ui.Choices{Label: ui.Label{Name: "school", Text: c.T("catalog.give.school"), Wrong: c.Wrong(wrong, "school"), Focus: wrong["school"].Key != ""}}
	for _, s := range actor.Sharing(r.Actor, schools, func(s School) id.SchoolID { return s.ID }) {
		if s.ID != shown.School && !s.Closed {
			page.Choice.Options = append(page.Choice.Options, ui.Option{Value: string(s.ID), Label: s.Name, Chosen: s.ID == chosen})
		}
	}
	return web.Render(w, r, status, showGive(page))
}

// give handles POST /resources/{id}/school; undone, the address names the school it came from.
func (p *pages) give(w http.ResponseWriter, r *web.Request) error {
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	resource, to := catalog.ResourceID(r.PathValue("id")), id.SchoolID(in.Text("school"))
	undone := r.Query().Has("back")
	if undone {
		to = id.SchoolID(r.Query().Text("back"))
	}
	before, err := p.Catalog.Outline(r.Context(), r.Actor, resource)
	if err != nil {
		return err
	}
	_, err = p.Catalog.Give(r.Context(), r.Actor, resource, to)
	if wrong, invalid := fault.AsFields(err); invalid {
		return p.showGive(w, r, http.StatusUnprocessableEntity, to, wrong)
	}
	if err != nil {
		return err
	}
	names, err := p.Catalog.SchoolNames(r.Context(), []id.SchoolID{to})
	if err != nil {
		return err
	}
	if undone || before.School == to {
		return web.SeeOther(w, r, bareURL(resource), "catalog.flash.given_back", names[to])
	}
	return web.SeeOtherUndo(w, r, bareURL(resource), bareURL(resource)+"/school?back="+string(before.School), "catalog.flash.given", names[to])
}
