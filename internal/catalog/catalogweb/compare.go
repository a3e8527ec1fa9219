package catalogweb

import (
	"net/http"
	"strconv"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/merge"
	"github.com/commonshelf/commonshelf/internal/prose"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// comparePage is two versions of a resource, compared.
type comparePage struct {
	ui.Chrome
	Back  string // to all versions
	Older versionLine
	Newer versionLine
	Lang  string // of the texts, if not the page's
	Parts []comparedView
}

// versionLine names a version: whose and when.
type versionLine struct{ URL, Name, Who, Date, At string }

// comparedView is one part of two documents with what became of it.
type comparedView struct {
	Icon   string
	Head   string // "Steps: In class"
	What   string // "changed", "moved and changed"; empty: it is the same
	Fields []comparedField
	Screen bool // it says words of the screen and none of the texts
	Same   int  // so many parts that are the same stand here instead
}

// comparedField is one field with its changed words.
type comparedField struct {
	Label string
	HTML  string // safe
	Older pictureView
	Newer pictureView
}

// pictureView is a picture, or a file to be opened; empty: there is none.
type pictureView struct{ URL, Hash, Name, Alt string }

func (f comparedField) sideBySide() bool { return f.Older.URL != "" || f.Newer.URL != "" }

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
	view := p.comparing(c, terms, fileAt(versionURL(newer.Version)))
	view.olderFile = fileAt(versionURL(older.Version))
	page := comparePage{Chrome: c, Back: versionsURL(newer.Resource), Older: versionLineOf(c, older), Newer: versionLineOf(c, newer),
		Parts: view.parts(merge.Compare(older.Document, newer.Document))}
	if older.Visibility != newer.Visibility {
		page.Parts = append(page.Parts, view.circles(older.Visibility, newer.Visibility))
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
func (v comparing) circles(older, newer catalog.Visibility) comparedView {
	words := func(of catalog.Visibility) string { return v.T("vocab.visibility." + string(of)) }
	return comparedView{Icon: "eye", Head: v.T("catalog.field.visibility"), What: v.T("catalog.compare.what.edited"), Screen: true,
		Fields: []comparedField{{HTML: v.prose.MarkedLine(merge.MarkLine(words(older), words(newer)), v.said)}}}
}

func versionLineOf(c ui.Chrome, v catalog.VersionShown) versionLine {
	at := v.At.In(c.Zone)
	return versionLine{URL: versionURL(v.Version), Name: c.T("catalog.version", v.Number), Who: who(c, v.AuthorName, v.SchoolName),
		Date: c.Date(at) + ", " + c.Clock(at), At: at.Format("2006-01-02T15:04")}
}

// comparing shows comparisons to one reader.
type comparing struct {
	documentView
	terms     *vocab.Terms
	said      prose.Said
	olderFile func(hash, name string) string // address of a file of the older document
}

func (p *pages) comparing(c ui.Chrome, terms *vocab.Terms, file func(hash, name string) string) comparing {
	return comparing{documentView{Chrome: c, prose: p.prose, file: file}, terms, prose.Said{c.T("catalog.compare.said_added"), c.T("catalog.compare.said_removed")}, file}
}

func (v comparing) parts(list []merge.Part) []comparedView {
	var out []comparedView
	for _, p := range list {
		if p.What != merge.Same {
			out = append(out, v.compared(p))
			continue
		}
		if p.Key == block.AboutKey {
			continue
		}
		if n := len(out); n > 0 && out[n-1].Same > 0 {
			out[n-1].Same++
		} else {
			out = append(out, comparedView{Same: 1})
		}
	}
	return out
}

// compared shows one part with all its fields that changed.
func (v comparing) compared(p merge.Part) comparedView {
	what := string(p.What)
	if p.Moved && p.What == merge.Edited {
		what = "moved_edited"
	}
	body := p.Newer
	if body == nil {
		body = p.Older
	}
	out := comparedView{Icon: whatIcons[p.What], Head: v.nameOf(body), What: v.T("catalog.compare.what." + what)}
	if p.What == merge.Moved {
		return out
	}
	out.Fields = v.fields(p.Older, p.Newer, nil)
	return out
}

var whatIcons = map[merge.What]string{merge.Added: "plus", merge.Removed: "out", merge.Edited: "pencil", merge.Moved: "undo"}

// nameOf is a part as a heading: "Steps: In class".
func (v comparing) nameOf(body block.Body) string {
	if body.Kind() == block.KindAbout {
		return v.T("catalog.compare.about")
	}
	kind := v.T("catalog.block." + string(body.Kind()))
	if title := titleOf(body); title != "" {
		return v.T("catalog.compare.part", kind, title)
	}
	return kind
}

func titleOf(body block.Body) string {
	switch b := body.(type) {
	case block.Text:
		return b.Heading
	case block.Steps:
		return b.Heading
	case block.Link:
		return orText(b.Title, host(b.URL))
	case block.Book:
		return b.Title
	case block.File:
		return b.Name
	case block.Video:
		return b.Title
	}
	return ""
}

// fields are the fields of two states of a part that differ, or only those named. Either state may be missing.
func (v comparing) fields(older, newer block.Body, only []string) []comparedField {
	after := v.saidFields(newer)
	v.file = v.olderFile
	before := v.saidFields(older)
	names := map[string]bool{}
	for _, name := range only {
		names[name] = true
	}
	var out []comparedField
	for i := range max(len(before), len(after)) {
		var was, is saidField
		if i < len(before) {
			was = before[i]
		}
		if i < len(after) {
			is = after[i]
		}
		name := orText(is.name, was.name)
		same := was.text == is.text && was.picture.Hash == is.picture.Hash
		if same && !names[name] || len(only) > 0 && !names[name] {
			continue
		}
		out = append(out, v.field(was, is))
	}
	return out
}

// field shows one field with its changed words.
func (v comparing) field(was, is saidField) comparedField {
	rich := was.rich || is.rich
	f := comparedField{Label: orText(is.label, was.label), Older: was.picture, Newer: is.picture}
	switch {
	case rich:
		f.HTML = v.prose.Marked(merge.Mark(was.text, is.text), v.said)
	case was.text != "" || is.text != "":
		f.HTML = v.prose.MarkedLine(merge.MarkLine(was.text, is.text), v.said)
	}
	return f
}
