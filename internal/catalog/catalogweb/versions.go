package catalogweb

import (
	"net/http"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// versionsPage is the page at /resources/{id}/versions.
type versionsPage struct {
	ui.Chrome
	Name string // of the resource
	Back string
	Rows []versionRow
}

type versionRow struct {
	URL, Who, Date, At, Reason string
	Changes                    string // what it did to the one before, in a line
	Number                     int
	Newest                     bool
}

// versionPage is one earlier version.
type versionPage struct {
	ui.Chrome
	About    string // title as it was
	Why      string
	Who      string
	Date     string
	Lang     string // of the text, if not the page's
	Parts    []partView
	Back     string // to all versions
	Restore  string // address to POST to; empty: it is the newest, or not the reader's to change
	KindWord string
	Kind     string
}

// versions handles GET /resources/{id}/versions.
func (p *pages) versions(w http.ResponseWriter, r *web.Request) error {
	shown, err := p.Catalog.Show(r.Context(), r.Actor, catalog.ResourceID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if !shown.MayLook {
		return fault.NotFound{What: catalog.ObjectKind}
	}
	c := r.Chrome(r.P.T("catalog.versions_of", shown.Document.About.Title), ui.Catalog)
	page := versionsPage{Chrome: c, Name: shown.Document.About.Title, Back: resourceURL(shown.ID, shown.Document.About.Title)}
	for i, v := range shown.Versions {
		at := v.At.In(c.Zone)
		row := versionRow{URL: bareURL(shown.ID) + "/versions/" + string(v.ID), Who: writer(c, v),
			Date: c.Date(at) + ", " + c.Clock(at), At: at.Format("2006-01-02T15:04"), Reason: v.Reason, Number: v.Number, Newest: i == 0}
		if i+1 < len(shown.Versions) {
			row.Changes = changes(c, block.Compare(shown.Versions[i+1].Manifest, v.Manifest))
		}
		page.Rows = append(page.Rows, row)
	}
	return render(w, r, showVersions(page))
}

// changes says in a line what one version did to the one before.
func changes(c ui.Chrome, ch block.Changes) string {
	var out []string
	count := func(key string, n int) {
		if n > 0 {
			out = append(out, c.T("catalog.changes."+key, n))
		}
	}
	count("added", ch.Added)
	count("changed", ch.Changed)
	count("removed", ch.Removed)
	if ch.Moved {
		out = append(out, c.T("catalog.changes.moved"))
	}
	if ch.About {
		out = append(out, c.T("catalog.changes.about"))
	}
	return c.List(out)
}

// version handles GET /resources/{id}/versions/{version}.
func (p *pages) version(w http.ResponseWriter, r *web.Request) error {
	shown, err := p.Catalog.Show(r.Context(), r.Actor, catalog.ResourceID(r.PathValue("id")))
	if err != nil {
		return err
	}
	v, err := p.Catalog.ShowVersion(r.Context(), r.Actor, shown.ID, catalog.VersionID(r.PathValue("version")))
	if err != nil {
		return err
	}
	c := r.Chrome(r.P.T("catalog.version_of", v.Number, v.Document.About.Title), ui.Catalog)
	view := documentView{Chrome: c, prose: p.prose, file: fileAt(bareURL(shown.ID) + "/versions/" + string(v.ID))}
	at := v.At.In(c.Zone)
	page := versionPage{Chrome: c, About: v.Document.About.Title, Why: v.Document.About.Why, Who: writer(c, v.Version),
		Date: c.Date(at) + ", " + c.Clock(at), Parts: view.parts(v.Document), Back: bareURL(shown.ID) + "/versions",
		Kind: string(v.Document.About.Type), KindWord: c.T("vocab.kind." + string(v.Document.About.Type))}
	if v.Document.About.Language != string(c.Locale) {
		page.Lang = v.Document.About.Language
	}
	if shown.MayEdit && v.ID != shown.Head {
		page.Restore = bareURL(shown.ID) + "/versions/" + string(v.ID) + "/restore"
	}
	return render(w, r, showVersion(page))
}

// restore handles POST /resources/{id}/versions/{version}/restore: an earlier text becomes the newest version.
func (p *pages) restore(w http.ResponseWriter, r *web.Request) error {
	shown, err := p.Catalog.Show(r.Context(), r.Actor, catalog.ResourceID(r.PathValue("id")))
	if err != nil {
		return err
	}
	v, err := p.Catalog.ShowVersion(r.Context(), r.Actor, shown.ID, catalog.VersionID(r.PathValue("version")))
	if err != nil {
		return err
	}
	former := shown.Head
	if _, err := p.Catalog.Save(r.Context(), r.Actor, catalog.SaveInput{Resource: shown.ID, Base: shown.Head, Document: v.Document,
		Reason: r.P.T("catalog.restored", v.Number)}); err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, resourceURL(shown.ID, v.Document.About.Title), bareURL(shown.ID)+"/versions/"+string(former)+"/restore", "catalog.flash.restored")
}
