package catalogweb

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/block/typed"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/proto/isbn"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// beginPage is the page at /share: one box that takes a link, an ISBN, a file or a few words.
type beginPage struct {
	ui.Chrome
	What   string // typed so far
	Kind   string // asked for by a link that leads here; empty: to be guessed
	Made   maker  // of the file
	Draft  catalog.DraftID
	Kept   string // name of a file that the draft holds already; empty: none
	Wrong  map[string]string
	Drafts int           // begun earlier
	Like   []ui.CardView // what a colleague shared one at a time, the newest: so it will look; empty: nobody has yet
}

// shareBegin handles GET /share. What another program shares to this page comes in the address.
func (p *pages) shareBegin(w http.ResponseWriter, r *web.Request) error {
	in := r.Query()
	what := strings.TrimSpace(strings.Join([]string{in.Text("title"), in.Long("text"), in.Text("url")}, "\n"))
	return p.showBegin(w, r, http.StatusOK, beginPage{What: what, Kind: in.Text("kind")}, nil)
}

func (p *pages) showBegin(w http.ResponseWriter, r *web.Request, status int, page beginPage, wrong fault.Fields) error {
	drafts, err := p.Catalog.Drafts(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	page.Chrome = r.Chrome(r.P.T("base.share_something"), ui.Nowhere)
	page.Wrong, page.Drafts = faults(page.Chrome, wrong), len(drafts)
	cards, err := p.Catalog.SharedByHand(r.Context(), r.Actor, 1)
	if err != nil {
		return err
	}
	if page.Like, err = p.cardViews(r.Context(), page.Chrome, cards); err != nil {
		return err
	}
	return web.Render(w, r, status, showShareBegin(page))
}

// beginKeep handles POST /share/keep, which scripts send at every pause: what stands in the box becomes a draft.
func (p *pages) beginKeep(w http.ResponseWriter, r *web.Request) error {
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	if in.Text("what") == "" {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	f, err := p.newForm(r)
	if err != nil {
		return err
	}
	f.takeWords(in.Long("what"), p.newKey)
	draft, err := p.begunDraft(r, in)
	if err != nil {
		return err
	}
	before, err := decodeForm(draft.Form)
	if err != nil {
		return err
	}
	f.takeKept(before)
	if draft, err = p.keep(r, draft, f, in); err != nil {
		return err
	}
	return answerKept(w, r, map[string]string{"draft": string(draft.ID)}, nil)
}

// begunDraft is the draft that scripts began from the box; a new one where there is none, or none any more.
func (p *pages) begunDraft(r *web.Request, in web.Form) (catalog.Draft, error) {
	id := catalog.DraftID(in.Text("draft"))
	if id == "" {
		return catalog.Draft{}, nil
	}
	draft, err := p.Catalog.Draft(r.Context(), r.Actor, id)
	if fault.IsNotFound(err) {
		return catalog.Draft{}, nil
	}
	return draft, err
}

// shareBegun handles POST /share: it makes a draft of what was given and goes on to it.
func (p *pages) shareBegun(w http.ResponseWriter, r *web.Request) error {
	posted, err := p.readPost(r)
	if err != nil {
		return err
	}
	what := posted.form.Long("what")
	f, err := p.newForm(r)
	if err != nil {
		return err
	}
	f.takeWords(what, p.newKey)
	draft, err := p.begunDraft(r, posted.form)
	if err != nil {
		return err
	}
	before, err := decodeForm(draft.Form)
	if err != nil {
		return err
	}
	upload, hasFile := posted.files["file"]
	if hasFile {
		f.Blocks = append(f.Blocks, formBlock{Key: p.newKey(), Kind: block.KindFile, Made: maker(posted.form.Text("made"))})
		f.takeUpload(len(f.Blocks)-1, upload)
	}
	f.takeKept(before)
	if wrong := wrongBegun(what, posted, len(f.Blocks) > 0); wrong != nil {
		return p.beginAgain(w, r, posted, draft, f, wrong)
	}
	tab := tabOf(posted.form)
	if tab.ID == "" && draft.ID == "" {
		tab = once(what, posted)
	}
	looked, err := p.lookUp(r, &f)
	if err != nil {
		return err
	}
	f.Kind = string(f.clues().guess())
	if asked := block.ResourceKind(posted.form.Text("kind")); asked.Known() {
		f.Kind = string(asked)
	}
	f.Language = cmp.Or(f.Language, string(r.P.Locale))
	if draft, err = p.keepAs(r, draft, f, posted.form, tab); err != nil {
		return err
	}
	return web.SeeOther(w, r, draftURL(draft.ID), begunWords(f, hasFile && upload.Hash == "", looked))
}

// wrongBegun is what keeps what was given from becoming a draft to go on with.
func wrongBegun(what string, in posted, any bool) fault.Fields {
	var wrong fault.Fields
	switch {
	case in.wrong != nil:
		wrong = in.wrong
	case what == "" && !any:
		wrong.Add("what", "catalog.wrong.what")
	case slices.ContainsFunc(typed.Lines(what), isbn.Mistyped):
		wrong.Add("what", "catalog.wrong.isbn_digit")
	}
	return wrong
}

// beginAgain shows the first box again, with what is wrong. A file that came with it is kept in the draft.
func (p *pages) beginAgain(w http.ResponseWriter, r *web.Request, in posted, draft catalog.Draft, f form, wrong fault.Fields) error {
	page := beginPage{What: in.form.Long("what"), Kind: in.form.Text("kind"), Made: maker(in.form.Text("made")), Draft: draft.ID}
	for _, b := range f.Blocks {
		if b.Kind == block.KindFile && b.File.Hash != "" {
			page.Kept = b.File.Name
		}
	}
	if page.Kept != "" {
		draft, err := p.keep(r, draft, f, in.form)
		if err != nil {
			return err
		}
		page.Draft = draft.ID
	}
	return p.showBegin(w, r, http.StatusUnprocessableEntity, page, wrong)
}

// begunWords is what the writer should know of what was not found or not kept; empty: nothing.
func begunWords(f form, fileLeft bool, looked lookedUpAs) string {
	isBook := func(b formBlock) bool { return b.Kind == block.KindBook && b.Title == "" }
	switch {
	case slices.ContainsFunc(f.Blocks, formBlock.unanswered):
		return "catalog.flash.made"
	case fileLeft:
		return "catalog.flash.file_not_kept"
	case looked.often:
		return "catalog.flash.looked_up_often"
	case looked.unread && f.Title == "":
		return "catalog.flash.unread"
	case slices.ContainsFunc(f.Blocks, isBook):
		return "catalog.flash.book_unknown"
	}
	return ""
}

func (p *pages) newKey() block.Key { return block.NewKey(p.IDs) }

// newForm begins with what is known of whoever writes: the first school where they share, its grades.
func (p *pages) newForm(r *web.Request) (form, error) {
	f := form{Kind: string(block.QuickTip), Visibility: catalog.SeenByDistrict}
	schools, err := p.sharingSchools(r.Context(), r.Actor)
	if err != nil {
		return f, err
	}
	if len(schools) > 0 {
		f.School, f.Bands = schools[0].ID, schools[0].Bands
	}
	return f, nil
}

// sharingSchools are the schools in whose name the actor may share, the own ones first.
func (p *pages) sharingSchools(ctx context.Context, by actor.Actor) ([]School, error) {
	all, err := p.Schools(ctx, by.District)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(slices.Clone(all), func(s School) bool { return s.Closed })
	return actor.Sharing(by, all, func(s School) id.SchoolID { return s.ID }), nil
}
