package catalogweb

import (
	"cmp"
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

// draftsWaiting is how many drafts stand on the start page.
const draftsWaiting = 3

// draftTodos are the drafts that the reader left last as things that wait, and how many more there are.
func (p *pages) draftTodos(r *web.Request, c ui.Chrome) (out []ui.Todo, more int, err error) {
	list, err := p.Catalog.Drafts(r.Context(), r.Actor)
	if err != nil {
		return nil, 0, err
	}
	if more = len(list) - draftsWaiting; more < 2 { // one more stands in the place of the line that would tell of it
		more = 0
	}
	for _, d := range list[:len(list)-more] {
		todo, err := draftTodo(r, c, d)
		if err != nil {
			return nil, 0, err
		}
		out = append(out, todo)
	}
	return out, more, nil
}

// draftTodo is a draft as something that waits.
func draftTodo(r *web.Request, c ui.Chrome, d catalog.Draft) (ui.Todo, error) {
	f, err := decodeForm(d.Form)
	if err != nil {
		return ui.Todo{}, err
	}
	at := d.ChangedAt.In(c.Zone)
	todo := ui.Todo{Kind: f.Kind, Icon: "pencil", Title: cmp.Or(f.name(), c.T("catalog.form.untitled")), Lang: f.Language, URL: draftURL(d.ID),
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

func (p *pages) draftForm(r *web.Request) (catalog.Draft, form, error) {
	draft, err := p.Catalog.Draft(r.Context(), r.Actor, catalog.DraftID(r.PathValue("draft")))
	if err != nil {
		return draft, form{}, err
	}
	f, err := decodeForm(draft.Form)
	return draft, f, err
}
