package adaptweb

import (
	"net/http"
	"net/url"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/reading"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// keepPage is the page at /resources/{id}/keep: which parts versions are asked to keep.
type keepPage struct {
	ui.Chrome
	Name   string // of the resource
	Back   string
	Action string
	Parts  ui.Choices
}

// keep handles GET /resources/{id}/keep.
func (p *pages) keep(w http.ResponseWriter, r *web.Request) error {
	resource := catalog.ResourceID(r.PathValue("id"))
	shown, err := p.Catalog.Show(r.Context(), r.Actor, resource)
	if err != nil {
		return err
	}
	if err := p.Adapt.MayAskToKeep(r.Actor, shown.Resource); err != nil {
		return err
	}
	kept, err := p.Adapt.Kept(r.Context(), r.Actor, resource)
	if err != nil {
		return err
	}
	c := r.Chrome(r.P.T("keep.head"), ui.Catalog)
	page := keepPage{Chrome: c, Name: shown.Document.About.Title, Back: path(resource), Action: path(resource) + "/keep"}
	page.Parts = ui.Choices{Label: ui.Label{Name: "part", Text: c.T("keep.parts")}, Multiple: true}
	view := reading.View{Chrome: c}
	for _, b := range shown.Document.Blocks {
		page.Parts.Options = append(page.Parts.Options, ui.Option{Value: string(b.Key), Label: view.Name(b.Body), Chosen: kept[b.Key]})
	}
	return web.Render(w, r, http.StatusOK, showKeep(page))
}

// askToKeep handles POST /resources/{id}/keep; undone, the address names the parts.
func (p *pages) askToKeep(w http.ResponseWriter, r *web.Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	names := form.All("part")
	undone := r.Query().Has("undo")
	if undone {
		names = r.Query().All("part")
	}
	var keys []block.Key
	for _, name := range names {
		keys = append(keys, block.Key(name))
	}
	resource := catalog.ResourceID(r.PathValue("id"))
	before, err := p.Adapt.AskToKeep(r.Context(), r.Actor, resource, keys)
	if err != nil {
		return err
	}
	if undone {
		return web.SeeOther(w, r, path(resource)+"/keep", "keep.flash.undone")
	}
	back := url.Values{"undo": {"yes"}}
	for _, key := range before {
		back.Add("part", string(key))
	}
	return web.SeeOtherUndo(w, r, path(resource), path(resource)+"/keep?"+back.Encode(), "keep.flash")
}
