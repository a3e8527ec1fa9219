package catalogweb

import (
	"net/http"
	"strings"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// draftsPage is the page at /drafts.
type draftsPage struct {
	ui.Chrome
	Rows      []draftRow
	Discarded []draftRow
	Retired   int // taken out of the catalog, in the reader's reach
}

// draftRow is a draft with what can be done about it.
type draftRow struct {
	ui.Todo
	Other string // address that its second button posts to: throw away, or bring back
}

// drafts handles GET /drafts.
func (p *pages) drafts(w http.ResponseWriter, r *web.Request) error {
	c := r.Chrome(r.P.T("catalog.drafts"), ui.Nowhere)
	list, err := p.Catalog.Drafts(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	gone, err := p.Catalog.DiscardedDrafts(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	retired, err := p.Catalog.Retired(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	page := draftsPage{Chrome: c, Retired: len(retired)}
	for _, d := range list {
		todo, err := draftTodo(r, c, d)
		if err != nil {
			return err
		}
		page.Rows = append(page.Rows, draftRow{todo, discardURL(d.ID)})
	}
	for _, d := range gone {
		todo, err := draftTodo(r, c, d.Draft)
		if err != nil {
			return err
		}
		at := d.At.In(c.Zone)
		todo.Text = c.T("catalog.discarded_on", c.Date(at), c.Clock(at))
		page.Discarded = append(page.Discarded, draftRow{todo, restoreURL(d.ID)})
	}
	return render(w, r, showDrafts(page))
}

// draftTodos are the reader's drafts as things that wait.
func (p *pages) draftTodos(r *web.Request, c ui.Chrome) ([]ui.Todo, error) {
	list, err := p.Catalog.Drafts(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	var out []ui.Todo
	for _, d := range list {
		todo, err := draftTodo(r, c, d)
		if err != nil {
			return nil, err
		}
		out = append(out, todo)
	}
	return out, nil
}

// draftTodo is a draft as something that waits.
func draftTodo(r *web.Request, c ui.Chrome, d catalog.Draft) (ui.Todo, error) {
	f, err := decodeForm(d.Form)
	if err != nil {
		return ui.Todo{}, err
	}
	at := d.ChangedAt.In(c.Zone)
	todo := ui.Todo{Kind: f.Kind, Icon: "pencil", Title: orText(f.name(), c.T("catalog.form.untitled")), Lang: f.Language, URL: draftURL(d.ID),
		Text: c.T("catalog.draft_kept", c.Date(at), c.Clock(at)), Action: c.T("catalog.go_on"), To: draftURL(d.ID)}
	if !block.ResourceKind(f.Kind).Known() {
		todo.Kind = string(block.QuickTip)
	}
	if d.HandedOver && d.Person != r.Actor.Person {
		todo.Text = c.T("catalog.draft_handed_over", c.Date(at))
	}
	return todo, nil
}

// nameLength is how many characters of what was written stand for a title.
const nameLength = 60

// name is the title of a form, or what tells it from others as long as it has none: an address, a book, the first words.
func (f form) name() string {
	if f.Title != "" {
		return f.Title
	}
	for _, b := range f.Blocks {
		switch {
		case b.Removed:
		case b.Title != "":
			return b.Title
		case b.URL != "":
			return strings.TrimPrefix(strings.TrimPrefix(b.URL, "https://"), "http://")
		case b.ISBN != "":
			return "ISBN " + b.ISBN
		}
	}
	for _, text := range append([]string{f.Why}, writtenIn(f.Blocks)...) {
		if words := []rune(strings.Join(strings.Fields(text), " ")); len(words) > nameLength {
			return strings.TrimSpace(string(words[:nameLength])) + "…"
		} else if len(words) > 0 {
			return string(words)
		}
	}
	return ""
}

func writtenIn(blocks []formBlock) []string {
	var out []string
	for _, b := range blocks {
		if !b.Removed {
			out = append(out, b.Heading, b.Text, b.File.Name, b.Note)
		}
	}
	return out
}

func discardURL(d catalog.DraftID) string { return "/drafts/" + string(d) + "/discard" }

func restoreURL(d catalog.DraftID) string { return "/drafts/" + string(d) + "/restore" }

// draftDiscard handles POST /drafts/{draft}/discard.
func (p *pages) draftDiscard(w http.ResponseWriter, r *web.Request) error {
	draft := catalog.DraftID(r.PathValue("draft"))
	if err := p.Catalog.DiscardDraft(r.Context(), r.Actor, draft); err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, "/drafts", restoreURL(draft), "catalog.flash.discarded")
}

// draftRestore handles POST /drafts/{draft}/restore.
func (p *pages) draftRestore(w http.ResponseWriter, r *web.Request) error {
	draft, err := p.Catalog.RestoreDraft(r.Context(), r.Actor, catalog.DraftID(r.PathValue("draft")))
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, draftURL(draft.ID), "catalog.flash.draft_back")
}

// differsPage is the page at /share/{draft}/differs: somebody saved in between.
type differsPage struct {
	ui.Chrome
	Name   string
	Action string
	Who    string // saved in between
	When   string
	Mine   sideView
	Theirs sideView
}

type sideView struct {
	Head  string
	Title string
	Why   string
	Parts []partView
}

// differs handles GET /share/{draft}/differs: both texts side by side.
func (p *pages) differs(w http.ResponseWriter, r *web.Request) error {
	draft, f, err := p.draftForm(r)
	if err != nil {
		return err
	}
	shown, err := p.Catalog.Show(r.Context(), r.Actor, draft.Resource)
	if err != nil {
		return err
	}
	d, _ := f.document()
	c := r.Chrome(r.P.T("catalog.differs"), ui.Nowhere)
	head := shown.Versions[0]
	at := head.At.In(c.Zone)
	mine := documentView{Chrome: c, prose: p.prose, file: fileAt(draftURL(draft.ID))}
	theirs := documentView{Chrome: c, prose: p.prose, file: fileIn(shown.ID)}
	return render(w, r, showDiffers(differsPage{
		Chrome: c, Name: shown.Document.About.Title, Action: draftURL(draft.ID) + "/differs",
		Who: c.T("catalog.who", head.AuthorName, head.SchoolName), When: c.Date(at) + ", " + c.Clock(at),
		Mine:   sideView{c.T("catalog.differs_mine"), d.About.Title, d.About.Why, prefixed("mine-", mine.parts(d))},
		Theirs: sideView{c.T("catalog.differs_theirs"), shown.Document.About.Title, shown.Document.About.Why, prefixed("theirs-", theirs.parts(shown.Document))},
	}))
}

// prefixed keeps the ids of two documents on one page apart.
func prefixed(prefix string, parts []partView) []partView {
	for i := range parts {
		parts[i].ID = prefix + parts[i].ID
	}
	return parts
}

func (p *pages) draftForm(r *web.Request) (catalog.Draft, form, error) {
	draft, err := p.Catalog.Draft(r.Context(), r.Actor, catalog.DraftID(r.PathValue("draft")))
	if err != nil {
		return draft, form{}, err
	}
	f, err := decodeForm(draft.Form)
	return draft, f, err
}

// differsDecided handles POST /share/{draft}/differs. Whatever is chosen, both texts stay: the other in the earlier
// versions, or one's own in the draft.
func (p *pages) differsDecided(w http.ResponseWriter, r *web.Request) error {
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	draft, f, err := p.draftForm(r)
	if err != nil {
		return err
	}
	if in.Text("do") == "later" {
		return web.SeeOther(w, r, bareURL(draft.Resource), "catalog.flash.kept")
	}
	if draft, err = p.Catalog.Rebase(r.Context(), r.Actor, draft.ID); err != nil {
		return err
	}
	if in.Text("do") == "mine" {
		return p.publish(w, r, draft, f)
	}
	return web.SeeOther(w, r, draftURL(draft.ID), "")
}
