package catalogweb

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/merge"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/reading"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// versionsPage is the page at /resources/{id}/versions.
type versionsPage struct {
	ui.Chrome
	Name    string // of the resource
	Back    string
	Rows    []versionRow
	Older   string // address of the versions before these; empty: there are none
	Compare string // address that the form of two numbers leads to
	From    string // numbers that stand in the form
	To      string
}

// versionRow is one version in a line or two.
type versionRow struct {
	URL, Who, Date, At, Reason string
	Changes                    string // what it did to the one before, in a line
	Joins                      string // which versions it joined; empty: none
	Differs                    string // address of what changed; empty: it is the first
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
	Differs  string // address of what has changed since; empty: it is the newest
	Restore  string // address to POST to; empty: it is the newest, or not the reader's to change
	KindWord string
	Kind     string
}

func versionsURL(r catalog.ResourceID) string { return bareURL(r) + "/versions" }

// undoURL is where a save is taken back: what it changed becomes what it was, and what was saved after it stays.
func undoURL(r catalog.ResourceID, undone, former catalog.VersionID) string {
	return versionsURL(r) + "/" + string(former) + "/restore?undo=" + string(undone)
}

func versionURL(v catalog.Version) string { return versionsURL(v.Resource) + "/" + string(v.ID) }

func compareURL(r catalog.ResourceID, from, to int) string {
	return versionsURL(r) + "/compare?from=" + itoa(from) + "&to=" + itoa(to)
}

// versions handles GET /resources/{id}/versions.
func (p *pages) versions(w http.ResponseWriter, r *web.Request) error {
	id := catalog.ResourceID(r.PathValue("id"))
	before, _ := strconv.Atoi(r.Query().Text("before"))
	history, err := p.Catalog.History(r.Context(), r.Actor, id, before)
	if err != nil {
		return err
	}
	if len(history.Steps) == 0 {
		return fault.NotFound{What: catalog.ObjectKind}
	}
	shown, err := p.Catalog.Show(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	c := r.Chrome(r.P.T("catalog.versions_of", shown.Document.About.Title), ui.Catalog)
	page := versionsPage{Chrome: c, Name: shown.Document.About.Title, Back: resourceURL(id, shown.Document.About.Title), Compare: versionsURL(id) + "/compare"}
	for _, s := range history.Steps {
		page.Rows = append(page.Rows, stepRow(c, shown, s))
	}
	if history.Older > 0 {
		page.Older = versionsURL(id) + "?before=" + itoa(history.Older)
	}
	if n := shown.Newest.Number; n > 1 {
		page.From, page.To = itoa(n-1), itoa(n)
	}
	return render(w, r, showVersions(page))
}

func stepRow(c ui.Chrome, shown catalog.Shown, s catalog.Step) versionRow {
	at := s.At.In(c.Zone)
	row := versionRow{URL: versionURL(s.Version), Who: who(c, s.AuthorName, s.SchoolName), Date: c.Date(at) + ", " + c.Clock(at),
		At: at.Format("2006-01-02T15:04"), Reason: s.Reason, Number: s.Number, Newest: s.ID == shown.Head}
	if !s.First {
		row.Changes, row.Differs = did(c, s.Changes, s.Seen), versionURL(s.Version)+"/changes"
	}
	if len(s.Joins) == 2 {
		row.Joins = c.T("catalog.version_joins", s.Joins[0], s.Joins[1])
	}
	return row
}

// did says in a line what was done: "changed the steps, added a video".
func did(c ui.Chrome, changes []merge.Change, seen bool) string {
	type deed struct {
		what merge.What
		kind block.Kind
	}
	var order []deed
	count := map[deed]int{}
	var fields []string
	for _, ch := range changes {
		if ch.Kind == block.KindAbout {
			fields = append(fields, ch.Fields...)
			continue
		}
		d := deed{ch.What, ch.Kind}
		if count[d] == 0 {
			order = append(order, d)
		}
		count[d]++
	}
	var out []string
	if named := fieldsNamed(c, fields); named != "" {
		out = append(out, c.T("catalog.did.edited", named))
	}
	for _, d := range order {
		noun := "the"
		if d.what == merge.Added {
			noun = "a"
		}
		out = append(out, c.T("catalog.did."+string(d.what), c.T("catalog.did."+noun+"."+string(d.kind), count[d])))
	}
	if seen {
		out = append(out, c.T("catalog.did.seen"))
	}
	return c.List(out)
}

// fieldsNamed are the fields of what a resource is about as words amid a sentence, each once; the rest is not named one by one
// where there are many.
func fieldsNamed(c ui.Chrome, fields []string) string {
	var out []string
	for _, field := range fields {
		name := c.T("catalog.did.field." + fieldGroup(field))
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	if more := len(out) - fieldsSaid; more > 1 {
		out = append(out[:fieldsSaid:fieldsSaid], c.T("catalog.did.fields_more", more))
	}
	return c.List(out)
}

// fieldsSaid is how many fields a line of the history names.
const fieldsSaid = 4

// fieldGroup is the name under which a history speaks of a field: what one form asks together is one thing.
func fieldGroup(field string) string {
	switch {
	case strings.HasPrefix(field, "tool_"):
		return "tool"
	case field == "missing":
		return "tags"
	}
	return field
}

// version handles GET /resources/{id}/versions/{version}.
func (p *pages) version(w http.ResponseWriter, r *web.Request) error {
	shown, v, err := p.versionIn(r)
	if err != nil {
		return err
	}
	c := r.Chrome(r.P.T("catalog.version_of", v.Number, v.Document.About.Title), ui.Catalog)
	view := documentView{Chrome: c, prose: p.prose, base: p.BaseURL, file: reading.FileAt(bareURL(shown.ID) + "/versions/" + string(v.ID))}
	at := v.At.In(c.Zone)
	page := versionPage{Chrome: c, About: v.Document.About.Title, Why: v.Document.About.Why, Who: who(c, v.AuthorName, v.SchoolName),
		Date: c.Date(at) + ", " + c.Clock(at), Parts: view.parts(v.Document), Back: versionsURL(shown.ID),
		Kind: string(v.Document.About.Type), KindWord: c.T("vocab.kind." + string(v.Document.About.Type))}
	if v.Document.About.Language != string(c.Locale) {
		page.Lang = v.Document.About.Language
	}
	if v.ID != shown.Head {
		page.Differs = compareURL(shown.ID, v.Number, shown.Newest.Number)
		if shown.MayEdit {
			page.Restore = versionURL(v.Version) + "/restore"
		}
	}
	return render(w, r, showVersion(page))
}

// versionIn is the resource and the version that an address names.
func (p *pages) versionIn(r *web.Request) (catalog.Shown, catalog.VersionShown, error) {
	shown, err := p.Catalog.Show(r.Context(), r.Actor, catalog.ResourceID(r.PathValue("id")))
	if err != nil {
		return shown, catalog.VersionShown{}, err
	}
	v, err := p.Catalog.ShowVersion(r.Context(), r.Actor, shown.ID, catalog.VersionID(r.PathValue("version")))
	return shown, v, err
}

// restore handles POST /resources/{id}/versions/{version}/restore: an earlier text becomes the newest version.
func (p *pages) restore(w http.ResponseWriter, r *web.Request) error {
	shown, v, err := p.versionIn(r)
	if err != nil {
		return err
	}
	in := catalog.SaveInput{Resource: shown.ID, Base: shown.Head, Document: v.Document, Reason: r.P.T("catalog.restored", v.Number)}
	if undone := r.Query().Text("undo"); undone != "" {
		in.Base, in.Visibility = catalog.VersionID(undone), v.Visibility
	}
	saved, err := p.Catalog.Save(r.Context(), r.Actor, in)
	if err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, resourceURL(shown.ID, v.Document.About.Title), undoURL(shown.ID, saved.Head, saved.Former), "catalog.flash.restored")
}
