package catalogweb

import (
	"net/http"
	"strconv"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/merge"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/reading"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// comparePage is two versions of a resource, compared.
type comparePage struct {
	ui.Chrome
	Name  string // of the resource
	Back  string // to all versions
	Older versionLine
	Newer versionLine
	Lang  string // of the texts, if not the page's
	Parts []reading.Part
}

// versionLine names a version: whose and when.
type versionLine struct{ URL, Name, Who, Date, At string }

// compare handles GET /resources/{id}/versions/compare?from=3&to=7.
func (p *pages) compare(w http.ResponseWriter, r *web.Request) error {
	from, _ := strconv.Atoi(r.Query().Text("from"))
	to, _ := strconv.Atoi(r.Query().Text("to"))
	id := catalog.ResourceID(r.PathValue("id"))
	older, err := p.Catalog.VersionAt(r.Context(), r.Actor, id, min(from, to))
	if err != nil {
		return err
	}
	newer, err := p.Catalog.VersionAt(r.Context(), r.Actor, id, max(from, to))
	if err != nil {
		return err
	}
	return p.showCompared(w, r, older, newer)
}

// changes handles GET /resources/{id}/versions/{version}/changes: what a version did to its parent.
func (p *pages) changes(w http.ResponseWriter, r *web.Request) error {
	shown, v, err := p.versionIn(r)
	if err != nil {
		return err
	}
	if v.Parent == "" {
		return fault.NotFound{What: "version"}
	}
	parent, err := p.Catalog.ShowVersion(r.Context(), r.Actor, shown.ID, v.Parent)
	if err != nil {
		return err
	}
	return p.showCompared(w, r, parent, v)
}

func (p *pages) showCompared(w http.ResponseWriter, r *web.Request, older, newer catalog.VersionShown) error {
	c := r.Chrome(r.P.T("catalog.compare.title", older.Number, newer.Number, newer.Document.About.Title), ui.Catalog)
	terms, err := p.terms(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	view := p.comparing(c, terms, reading.FileAt(versionURL(newer.Version)))
	view.OlderFile = reading.FileAt(versionURL(older.Version))
	page := comparePage{Chrome: c, Name: newer.Document.About.Title, Back: versionsURL(newer.Resource), Older: versionLineOf(c, older), Newer: versionLineOf(c, newer),
		Parts: view.Parts(merge.Compare(older.Document, newer.Document))}
	if older.Visibility != newer.Visibility {
		page.Parts = append(page.Parts, circles(view, older.Visibility, newer.Visibility))
	}
	if len(page.Parts) == 1 && page.Parts[0].Same > 0 {
		page.Parts = nil
	}
	if l := newer.Document.About.Language; l != string(c.Locale) {
		page.Lang = l
	}
	return render(w, r, showCompare(page))
}

// circles says that who can see it has changed.
func circles(v reading.View, older, newer catalog.Visibility) reading.Part {
	words := func(of catalog.Visibility) string { return v.T("vocab.visibility." + string(of)) }
	return reading.Part{Icon: "eye", Head: v.T("catalog.field.visibility"), What: v.T("catalog.compare.what.edited"), Screen: true,
		Fields: []reading.Field{v.Line(words(older), words(newer))}}
}

func versionLineOf(c ui.Chrome, v catalog.VersionShown) versionLine {
	at := v.At.In(c.Zone)
	return versionLine{URL: versionURL(v.Version), Name: c.T("catalog.version", v.Number), Who: who(c, v.AuthorName, v.SchoolName),
		Date: c.Date(at) + ", " + c.Clock(at), At: at.Format("2006-01-02T15:04")}
}

// comparing shows comparisons to one reader, with files found by their hash and name.
func (p *pages) comparing(c ui.Chrome, terms *vocab.Terms, file func(hash, name string) string) reading.View {
	return reading.View{Chrome: c, Prose: p.prose, Terms: terms, File: file, OlderFile: file}
}
