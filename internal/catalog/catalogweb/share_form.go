package catalogweb

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// sharePage is the form at /share/{draft}.
type sharePage struct {
	ui.Chrome
	Draft     catalog.Draft
	Form      form
	Wrong     map[string]string // by field; empty on first showing
	Faults    []ui.FieldFault   // the same in the order of the page
	Focus     string            // the field to go on with where nothing is wrong; empty: none in particular
	Editing   bool              // a resource that is shared already
	Schools   []School          // in whose name the reader may share
	Circles   []catalog.Visibility
	Terms     []vocab.Term // every topic of the district
	Suggests  []vocab.Term // topics found in what was written
	Doubles   []double
	Elsewhere bool // another tab has kept a newer state
	Preview   ui.CardView
}

// double is something that is there already.
type double struct {
	Head  string // "Elm already shared this link."
	Title string
	URL   string
	Note  string // address to post a note to
}

// suggested is how many topics are suggested from what was written.
const suggested = 6

// shareShow handles GET /share/{draft}.
func (p *pages) shareShow(w http.ResponseWriter, r *web.Request) error {
	draft, f, err := p.draftForm(r)
	if fault.IsNotFound(err) {
		return p.became(w, r, err)
	}
	if err != nil {
		return err
	}
	page, err := p.sharePage(r, draft, f, nil)
	if err != nil {
		return err
	}
	page.Focus = f.unfinished()
	return render(w, r, showShareForm(page))
}

// unfinished is the field with which a form that was just begun goes on: who made a file, where one can be found that was not
// kept, or a title.
func (f form) unfinished() string {
	for _, b := range f.Blocks {
		if b.unanswered() {
			return b.name("made")
		}
		if b.Kind == block.KindLink && b.URL == "" && b.Title != "" {
			return b.name("url")
		}
	}
	if f.Title == "" {
		return "title"
	}
	return ""
}

// showElsewhere shows what was typed in this tab although another has kept a newer state. Sent again, it takes that one's
// place.
func (p *pages) showElsewhere(w http.ResponseWriter, r *web.Request, draft catalog.Draft, f form) error {
	newest, err := p.Catalog.Draft(r.Context(), r.Actor, draft.ID)
	if err != nil {
		return err
	}
	page, err := p.sharePage(r, newest, f, nil)
	if err != nil {
		return err
	}
	page.Elsewhere = true
	return web.Render(w, r, http.StatusConflict, showShareForm(page))
}

func (p *pages) showForm(w http.ResponseWriter, r *web.Request, status int, draft catalog.Draft, f form, wrong fault.Fields) error {
	page, err := p.sharePage(r, draft, f, wrong)
	if err != nil {
		return err
	}
	return web.Render(w, r, status, showShareForm(page))
}

func (p *pages) sharePage(r *web.Request, draft catalog.Draft, f form, wrong fault.Fields) (sharePage, error) {
	title := r.P.T("base.share_something")
	switch {
	case draft.Change:
		title = r.P.T("catalog.form.edit")
	case draft.Core != "":
		title = r.P.T("catalog.form.version")
	}
	if len(wrong) > 0 {
		title = r.P.T("catalog.form.error", title)
	}
	c := r.Chrome(title, ui.Nowhere)
	page := sharePage{Chrome: c, Draft: draft, Form: f, Wrong: faults(c, wrong), Faults: inFormOrder(c, f, wrong), Editing: draft.Change}
	var err error
	if page.Schools, err = p.sharingSchools(r.Context(), r.Actor); err != nil {
		return page, err
	}
	terms, err := p.terms(r.Context(), r.Actor)
	if err != nil {
		return page, err
	}
	page.Terms = terms.All(c.Locale)
	page.Form.Tags = terms.Resolve(f.Tags)
	if page.Circles, err = p.Catalog.Circles(r.Context(), r.Actor); err != nil {
		return page, err
	}
	d, _ := f.document()
	for _, t := range terms.Suggest(catalog.Words(d), suggested) {
		if !slices.Contains(page.Form.Tags, string(t.ID)) {
			page.Suggests = append(page.Suggests, t)
		}
	}
	doubles, err := p.Catalog.Doubles(r.Context(), r.Actor, d, draft.Resource)
	if err != nil {
		return page, err
	}
	for _, dbl := range doubles {
		page.Doubles = append(page.Doubles, doubleView(c, dbl))
	}
	page.Preview = preview(c, d, page.Schools, f, terms)
	return page, nil
}

func doubleView(c ui.Chrome, d catalog.Double) double {
	return double{
		Head:  c.T("catalog.double."+string(d.Likeness), d.SchoolName),
		Title: d.About.Title, URL: resourceURL(d.ID, d.About.Title), Note: resourceURL(d.ID, d.About.Title) + "#note",
	}
}

func preview(c ui.Chrome, d block.Document, schools []School, f form, terms *vocab.Terms) ui.CardView {
	card := catalog.Card{About: d.About, ChangedAt: c.Now}
	for _, s := range schools {
		if s.ID == f.School {
			card.SchoolName = s.Name
		}
	}
	if card.About.Title == "" {
		card.About.Title = c.T("catalog.form.untitled")
	}
	if !card.About.Type.Known() {
		card.About.Type = block.QuickTip
	}
	return cardView(c, card, terms, c.Zone)
}

// inFormOrder lists the faults as they stand on the page.
func inFormOrder(c ui.Chrome, f form, wrong fault.Fields) []ui.FieldFault {
	order := []string{"title", "why", "grades", "tags", "kind", "tool_signin", "tool_approved", "school", "parts"}
	for _, b := range f.Blocks {
		for _, field := range []string{"heading", "text", "title", "url", "creators", "isbn", "year", "format", "language", "made", "file", "alt", "captions", "track", "students", "minutes", "note"} {
			order = append(order, b.name(field))
		}
	}
	order = append(order, "language", "minutes", "cost", "per", "subjects", "formats", "audience", "access", "rights", "source_url", "visibility", "review_by")
	return c.Faults(wrong, order...)
}

// keep writes what was typed into the draft, in the place of a newer state where that is what the writer chose.
func (p *pages) keep(r *web.Request, draft catalog.Draft, f form, in web.Form) (catalog.Draft, error) {
	return p.keepAs(r, draft, f, in, tabOf(in))
}

// keepAs is keep from a browser tab that the form may not name.
func (p *pages) keepAs(r *web.Request, draft catalog.Draft, f form, in web.Form, tab catalog.Tab) (catalog.Draft, error) {
	data, err := f.encode()
	if err != nil {
		return catalog.Draft{}, err
	}
	return p.Catalog.KeepDraft(r.Context(), r.Actor, catalog.DraftInput{Draft: draft.ID, School: f.School, Title: f.Title, Form: data, Saves: draft.Saves, Replaces: replaced(in), Tab: tab})
}

// post reads the form of a draft. The count of saves comes from the form, so that a second tab is noticed.
func (p *pages) post(r *web.Request) (catalog.Draft, form, posted, error) {
	draft, err := p.Catalog.Draft(r.Context(), r.Actor, catalog.DraftID(r.PathValue("draft")))
	if err != nil {
		return draft, form{}, posted{}, err
	}
	kept, err := decodeForm(draft.Form)
	if err != nil {
		return draft, form{}, posted{}, err
	}
	in, err := p.readPost(r)
	if err != nil {
		return draft, form{}, posted{}, err
	}
	f := readForm(in.form, kept)
	f.takeFiles(&in)
	if saves, ok := in.form.Int("saves"); ok {
		draft.Saves = int64(saves)
	}
	return draft, f, in, nil
}

// replaced is the count of the newer state beside which the form was shown; 0 where it was the newest itself.
func replaced(in web.Form) int64 {
	count, _ := in.Int("replaces")
	return int64(count)
}

// longestTab is how long the name of a browser tab may be.
const longestTab = 64

// tabOf is the browser tab that a form comes from, as its script names it.
func tabOf(in web.Form) catalog.Tab {
	name := in.Text("tab")
	turn, ok := in.Int("turn")
	if !ok || len(name) > longestTab {
		return catalog.Tab{}
	}
	return catalog.Tab{ID: name, Turn: int64(turn)}
}

// shareKeep handles POST /share/{draft}/keep, which scripts send at every pause.
func (p *pages) shareKeep(w http.ResponseWriter, r *web.Request) error {
	draft, f, in, err := p.post(r)
	if err != nil {
		return err
	}
	if draft, err = p.keep(r, draft, f, in.form); err != nil {
		return err
	}
	_, wrong := f.document()
	fields := []string{}
	for field := range wrong {
		fields = append(fields, field)
	}
	return answerKept(w, r, map[string]string{"saves": strconv.FormatInt(draft.Saves, 10)}, fields)
}

// answerKept tells the script which fields of its form have changed, which are still wrong (nil: nobody looked), and when the
// draft was kept by the district's clock.
func answerKept(w http.ResponseWriter, r *web.Request, fields map[string]string, wrong []string) error {
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(struct {
		Fields map[string]string `json:"fields"`
		Wrong  []string          `json:"wrong,omitempty"`
		Looked bool              `json:"looked,omitempty"`
		Time   string            `json:"time"`
	}{fields, wrong, wrong != nil, r.P.Clock(r.Now())})
}

// sharePost handles POST /share/{draft}: the buttons of the form.
func (p *pages) sharePost(w http.ResponseWriter, r *web.Request) error {
	draft, f, in, err := p.post(r)
	if fault.IsNotFound(err) {
		return p.sharedAgain(w, r, err)
	}
	if err != nil {
		return err
	}
	at := f.press(in.form, p.newKey)
	terms, err := p.terms(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	f.knowTopics(terms)
	let := f.letGo()
	kept, err := p.keep(r, draft, f, in.form)
	if fault.IsConflict(err) {
		if err = p.showElsewhere(w, r, draft, f); err == nil {
			return nil
		}
	}
	if fault.IsNotFound(err) { // shared while this form was on its way
		return p.sharedMeanwhile(w, r, f, err)
	}
	if err != nil {
		return err
	}
	draft = kept
	switch {
	case len(in.wrong) > 0:
		return p.showForm(w, r, http.StatusUnprocessableEntity, draft, f, in.wrong)
	case in.form.Text("do") == "share":
		return p.publish(w, r, draft, f)
	case in.form.Text("do") == "keep":
		return web.SeeOther(w, r, "/drafts", "catalog.flash.kept")
	case in.form.Text("do") == "preview":
		return web.SeeOther(w, r, draftURL(draft.ID)+"/preview", "")
	}
	if let || slices.ContainsFunc(slices.Collect(maps.Values(in.files)), func(f storedFile) bool { return f.Hash == "" }) {
		return web.SeeOther(w, r, draftURL(draft.ID), "catalog.flash.file_not_kept")
	}
	return web.SeeOther(w, r, draftURL(draft.ID)+at, "")
}

// publish shares the draft, or adds a version.
func (p *pages) publish(w http.ResponseWriter, r *web.Request, draft catalog.Draft, f form) error {
	d, wrong := f.document()
	if len(wrong) == 0 {
		var err error
		flash, undo := "catalog.flash.saved", ""
		if !draft.Change {
			_, err = p.Catalog.Share(r.Context(), r.Actor, catalog.ShareInput{ID: draft.Resource, School: f.School, Visibility: f.Visibility,
				Document: d, Proposals: d.About.Missing, Draft: draft.At()})
		} else {
			var saved catalog.Saved
			saved, err = p.Catalog.Save(r.Context(), r.Actor, catalog.SaveInput{Resource: draft.Resource, Base: draft.Base, Visibility: f.Visibility,
				Document: d, Proposals: d.About.Missing, Reason: f.Reason, Draft: draft.At()})
			switch {
			case saved.OpenLinks > 0:
				flash = "catalog.flash.saved_links"
			case saved.Joined:
				flash = "catalog.flash.joined"
			}
			if saved.Head != saved.Former {
				undo = undoURL(draft.Resource, saved.Head, saved.Former)
			}
		}
		var moved catalog.Diverged
		switch {
		case !draft.Change && fault.IsConflict(err):
			return p.sharedMeanwhile(w, r, f, err)
		case errors.As(err, &moved):
			return web.SeeOther(w, r, draftURL(draft.ID)+"/differs", "")
		case err == nil && draft.Change:
			return web.SeeOtherUndo(w, r, resourceURL(draft.Resource, d.About.Title), undo, flash)
		case err == nil:
			return web.SeeOtherUndo(w, r, resourceURL(draft.Resource, d.About.Title), bareURL(draft.Resource)+"/unshare", "catalog.flash.shared")
		}
		var invalid bool
		if wrong, invalid = fault.AsFields(err); !invalid {
			return err
		}
	}
	return p.showForm(w, r, http.StatusUnprocessableEntity, draft, f, wrong)
}

// knowTopics files the words that name a topic under it and leaves the others to be proposed.
func (f *form) knowTopics(terms *vocab.Terms) {
	var missing []string
	for _, word := range f.proposals() {
		term, ok := terms.Find(word)
		switch {
		case !ok:
			missing = append(missing, word)
		case !slices.Contains(f.Tags, string(term.ID)):
			f.Tags = append(f.Tags, string(term.ID))
		}
	}
	f.Proposals = strings.Join(missing, ", ")
}

// press does what a button other than share and keep asks of the form, and says where on the page to go on.
func (f *form) press(in web.Form, newKey func() block.Key) (at string) {
	switch {
	case in.Has("add"):
		b := formBlock{Key: newKey(), Kind: block.Kind(in.Text("add"))}
		if !slices.Contains(block.Kinds, b.Kind) {
			return ""
		}
		f.Blocks = append(f.Blocks, b)
		return "#" + string(b.Key) + "-head"
	case in.Has("move"):
		way, key, _ := strings.Cut(in.Text("move"), ":")
		f.move(block.Key(key), way)
		return "#" + key + "-head"
	case in.Has("remove"), in.Has("back"):
		key := block.Key(in.Text("remove") + in.Text("back"))
		if i := f.find(key); i >= 0 {
			f.Blocks[i].Removed = in.Has("remove")
		}
		return "#" + string(key) + "-head"
	case in.Text("do") == "topic":
		return "#proposals"
	case in.Text("do") == "kind":
		return "#kind"
	}
	return ""
}

// move changes the place of a part by one.
func (f *form) move(key block.Key, way string) {
	i := f.find(key)
	j := i + 1
	if way == "up" {
		j = i - 1
	}
	if i >= 0 && j >= 0 && j < len(f.Blocks) {
		f.Blocks[i], f.Blocks[j] = f.Blocks[j], f.Blocks[i]
	}
}

// draftFile handles GET /share/{draft}/files/{hash}/{name}: a file that the writer has just stored.
func (p *pages) draftFile(w http.ResponseWriter, r *web.Request) error {
	draft, err := p.Catalog.Draft(r.Context(), r.Actor, catalog.DraftID(r.PathValue("draft")))
	if err != nil {
		return err
	}
	f, err := decodeForm(draft.Form)
	if err != nil {
		return err
	}
	hash := r.PathValue("hash")
	for _, b := range f.Blocks {
		if b.File.Hash == hash && hash != "" {
			return p.serve(w, r, r.Actor.District, b.File.Hash, b.File.Name, b.File.MediaType)
		}
		for _, t := range b.Tracks {
			if t.Hash == hash && hash != "" {
				return p.serve(w, r, r.Actor.District, t.Hash, r.PathValue("name"), files.VTT)
			}
		}
	}
	return fault.NotFound{What: "file"}
}
