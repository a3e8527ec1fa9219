package catalogweb

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/reading"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

func itoa(n int) string { return strconv.Itoa(n) }

// resourcePage is the page at /resources/{id}, and of a resource that a share link opens.
type resourcePage struct {
	ui.Chrome
	catalog.Shown
	KindWord    string
	Lang        string // of title, summary and parts, if not the page's
	Label       ui.SpineLabel
	Facts       []ui.Fact
	Tool        []rowView // what one asks of a digital tool
	Parts       []partView
	Plan        []monthView
	Tags        []ui.Way // topics, each to the catalog narrowed down
	Credit      ui.DueView
	NoteView    []noteView
	LeaveOut    string // asks those who may edit to leave out what looks like a student; empty: nothing does
	Gone        string // why it was taken out of the catalog; empty: it is there
	WaitsForWhy bool   // nobody has said why a colleague would want it, and the reader may
	NoteText    string // typed
	Wrong       map[string]string
	Address     string // in full, for print
	QR          qrView
	Bare        string            // address without the readable part, for forms
	ByLink      bool              // opened by a share link: nothing to do but read
	Margin      *ui.MarginView    // of another domain, above the parts and beside them; nil: nothing
	Acts        []templ.Component // of other domains, before the page's own buttons
	Under       []templ.Component // of other domains, below the parts
	Like        []likeView        // what is about the same
	Together    []togetherView    // what others use beside it
	Related     []templ.Component // of other domains, before what is about the same
}

// likeView is a resource that is about the same as the one shown.
type likeView struct{ URL, Title, Lang, Said string }

// togetherView is a resource that stands beside the one shown in a third.
type togetherView struct {
	likeView
	In likeView
}

// rowView is one line of what is asked and what is known.
type rowView struct{ Name, Text string }

type monthView struct{ ID, Name, HTML string }

type noteView struct {
	Who, Date, Text string
	Mine            bool
	Remove          string // address to POST to
	LeaveOut        string // as of the page
	ID              string
	Beside          templ.Component // of another domain; nil: nothing
}

// show handles GET /resources/{id} and /resources/{id}/{slug}.
func (p *pages) show(w http.ResponseWriter, r *web.Request) error {
	shown, err := p.Catalog.Show(r.Context(), r.Actor, catalog.ResourceID(r.PathValue("id")))
	if fault.IsNotFound(err) && !r.Actor.SignedIn() {
		return p.comeIn(w, r)
	}
	if err != nil {
		return err
	}
	page, err := p.resourcePage(r, shown, fileIn(shown.ID))
	if err != nil {
		return err
	}
	if err := p.fillResource(r, &page); err != nil {
		return err
	}
	if err := p.relate(r, &page, shown); err != nil {
		return err
	}
	return render(w, r, showResource(page))
}

// likeShown is how many resources about the same are named.
const likeShown = 3

// relate names what belongs to a resource that is in the catalog: what is used beside it, and what is about the same.
func (p *pages) relate(r *web.Request, page *resourcePage, shown catalog.Shown) (err error) {
	if shown.State != catalog.StatePublished {
		return nil
	}
	c := page.Chrome
	if page.Related, err = web.Fill(r, c, string(shown.ID), p.Slots.Related); err != nil {
		return err
	}
	together, err := p.Catalog.Companions(r.Context(), r.Actor, shown.Resource, p.BaseURL, likeShown)
	if err != nil {
		return err
	}
	var named []catalog.ResourceID
	for _, one := range together {
		named = append(named, one.ID)
		page.Together = append(page.Together, togetherView{likeOf(c, one.Card), likeOf(c, one.In)})
	}
	cards, err := p.Search.Like(r.Context(), r.Actor, shown, likeShown+len(named))
	for _, card := range cards {
		if len(page.Like) < likeShown && !slices.Contains(named, card.ID) {
			page.Like = append(page.Like, likeOf(c, card))
		}
	}
	return err
}

func likeOf(c ui.Chrome, card catalog.Card) likeView {
	a := card.About
	return likeView{URL: resourceURL(card.ID, a.Title), Title: a.Title, Lang: a.Language,
		Said: c.T("catalog.like.said", c.T("vocab.kind."+string(a.Type)), card.SchoolName)}
}

// fillResource lets other domains add what they know of a resource.
func (p *pages) fillResource(r *web.Request, page *resourcePage) (err error) {
	if page.Gone == "" { // nobody begins with what is out of the catalog
		if page.Acts, err = web.Fill(r, page.Chrome, string(page.ID), p.Slots.Acts); err != nil {
			return err
		}
	}
	if p.Slots.Margin != nil {
		if page.Margin, err = p.Slots.Margin(r, page.Chrome, string(page.ID)); err != nil {
			return err
		}
	}
	if page.Under, err = web.Fill(r, page.Chrome, string(page.ID), p.Slots.Under); err != nil || p.Slots.Notes == nil || len(page.NoteView) == 0 {
		return err
	}
	ids := make([]string, len(page.NoteView))
	for i, n := range page.NoteView {
		ids[i] = n.ID
	}
	beside, err := p.Slots.Notes(r, page.Chrome, ids)
	for i, n := range page.NoteView {
		page.NoteView[i].Beside = beside[n.ID]
	}
	return err
}

// resourcePage is the page of what is shown, with files found by their hash and name.
func (p *pages) resourcePage(r *web.Request, shown catalog.Shown, file func(hash, name string) string) (resourcePage, error) {
	a := shown.Document.About
	c := r.Chrome(a.Title, ui.Catalog)
	c.Zone = p.zone(shown.TimeZone)
	c.Now = c.Now.In(c.Zone)
	terms, err := p.Topics.Terms(r.Context(), shown.District)
	if err != nil {
		return resourcePage{}, err
	}
	circles := []catalog.Visibility{shown.Visibility}
	if beyond := shown.Visibility == catalog.SeenByConsortium || shown.Visibility == catalog.SeenByAnyone; beyond && shown.MayLook {
		if circles, err = p.Catalog.Circles(r.Context(), r.Actor); err != nil {
			return resourcePage{}, err
		}
	}
	page := resourcePage{Chrome: c, Shown: shown, KindWord: c.T("vocab.kind." + string(a.Type)), Bare: bareURL(shown.ID),
		Address: p.BaseURL + resourceURL(shown.ID, a.Title), Facts: facts(c, shown, circles), Tool: toolRows(c, a.Tool), Credit: creditOf(c, shown),
		Label: ui.SpineLabel{Grades: a.Grades.String(), School: shown.SchoolName, Year: shown.ChangedAt.In(c.Zone).Format("2006")}}
	if a.Language != string(c.Locale) {
		page.Lang = a.Language
	}
	page.Parts = documentView{Chrome: c, prose: p.prose, base: p.BaseURL, file: file}.parts(shown.Document)
	for _, m := range a.Plan {
		page.Plan = append(page.Plan, monthView{"month-" + itoa(m.Month), reading.MonthName(c, m.Month), p.prose.HTML(m.Text)})
	}
	for _, code := range terms.Resolve(a.Tags) {
		page.Tags = append(page.Tags, ui.Way{Text: reading.TermLabel(terms, code, c.Locale), URL: "/catalog?tag=" + url.QueryEscape(code)})
	}
	if doubts := catalog.Doubts(shown.Document); shown.MayEdit && len(doubts) > 0 {
		page.LeaveOut = c.T("ui.leave_out", doubts[0].Words)
	}
	for _, n := range shown.Notes {
		view := noteView{Who: c.T("catalog.who", n.PersonName, n.SchoolName), Date: c.Date(n.At.In(c.Zone)), Text: n.Text,
			ID: string(n.ID), Mine: n.MayRemove, Remove: bareURL(shown.ID) + "/notes/" + string(n.ID) + "/remove"}
		if n.MayRemove {
			view.LeaveOut = c.LeaveOut(n.Text)
		}
		page.NoteView = append(page.NoteView, view)
	}
	page.WaitsForWhy = shown.MayEdit && shown.State == catalog.StatePublished && catalog.WaitsForWhy(shown.Document)
	if shown.State == catalog.StateRetired {
		page.Gone = whyOut(page.Chrome, shown.RetireReason)
	}
	page.QR, err = qrOf(page.Address)
	return page, err
}

// facts are who shared it, for whom, how long it takes, and what it costs; and who sees it where that is not the district and there
// are such people: partner districts, or anyone.
func facts(c ui.Chrome, shown catalog.Shown, circles []catalog.Visibility) []ui.Fact {
	a := shown.Document.About
	out := []ui.Fact{{Icon: "school", Text: c.T("catalog.shared_by", shown.SchoolName, c.Date(shown.SharedAt.In(c.Zone)))},
		{Icon: "flag", Text: c.T("catalog.grades", a.Grades.Len(), a.Grades.Said())}}
	add := func(icon, text string) { out = append(out, ui.Fact{Icon: icon, Text: text}) }
	if a.Minutes > 0 {
		add("clock", c.T("catalog.minutes", a.Minutes))
	}
	if cost := reading.CostWords(c, a.Cost); cost != "" {
		add("cost", cost)
	}
	if a.Language != "" && a.Language != string(c.Locale) {
		add("globe", capital(c.LanguageName(a.Language)))
	}
	words := func(list vocab.List, codes []string) []string {
		var out []string
		for _, code := range codes {
			out = append(out, c.T(list.Key(code)))
		}
		return out
	}
	if len(a.Audience) > 0 {
		add("people", c.T("catalog.for_whom", c.List(lowered(words(vocab.Audiences, a.Audience)))))
	}
	if len(a.Formats) > 0 {
		forms := words(vocab.Formats, a.Formats)
		add("file", c.List(append(forms[:1:1], lowered(forms[1:])...)))
	}
	if len(a.Subjects) > 0 {
		add("guide", c.List(words(vocab.Subjects, a.Subjects)))
	}
	if len(a.Access) > 0 {
		add("listen", c.List(words(vocab.Access, a.Access)))
	}
	if shown.Visibility != catalog.SeenByDistrict && shown.MayLook && slices.Contains(circles, shown.Visibility) {
		add("eye", c.T("catalog.seen_by."+string(shown.Visibility)))
	}
	if a.Rough {
		add("pencil", c.T("catalog.rough"))
	}
	if a.ReviewBy != "" {
		add("calendar", c.T("catalog.review_by", c.Day(a.ReviewBy)))
	}
	return out
}

// lowered are words as they stand within a sentence.
func lowered(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		first, size := utf8.DecodeRuneInString(w)
		out[i] = string(unicode.ToLower(first)) + w[size:]
	}
	return out
}

func toolRows(c ui.Chrome, tool *block.Tool) []rowView {
	if tool == nil {
		return nil
	}
	var out []rowView
	add := func(field, text string) {
		if text != "" {
			out = append(out, rowView{c.T("catalog.field." + field), text})
		}
	}
	add("tool_for", tool.For)
	if tool.SignIn != "" {
		add("tool_signin", c.T(vocab.SignIns.Key(tool.SignIn)))
	}
	if tool.Approved != "" {
		add("tool_approved", c.T(vocab.Approvals.Key(tool.Approved)))
	}
	add("tool_accessibility", tool.Accessibility)
	return out
}

// creditOf is derived from the versions: who began it, who changed it, and where it came from.
func creditOf(c ui.Chrome, shown catalog.Shown) ui.DueView {
	view := ui.DueView{ID: "credit", Head: c.T("catalog.credit"), Text: c.T("catalog.credit_text"), Foot: catalog.Foot(c.Printer, shown.Document.About)}
	for _, k := range shown.Credit {
		first := k.First.In(c.Zone)
		view.Rows = append(view.Rows, ui.DueRow{Date: c.Date(first), At: first.Format("2006-01-02"), Who: k.Who(c.Printer), What: k.Did(c.Printer, c.Zone)})
	}
	return view
}

// who is a person of a school, as far as the reader may know.
func who(c ui.Chrome, person, school string) string {
	if person == "" {
		return c.T("catalog.library", school)
	}
	return c.T("catalog.who", person, school)
}

// edit handles POST /resources/{id}/edit: it opens the draft of a change.
func (p *pages) edit(w http.ResponseWriter, r *web.Request) error {
	shown, err := p.Catalog.Show(r.Context(), r.Actor, catalog.ResourceID(r.PathValue("id")))
	if err != nil {
		return err
	}
	data, err := FormOf(shown.Document, shown.School, shown.Visibility)
	if err != nil {
		return err
	}
	draft, err := p.Catalog.EditDraft(r.Context(), r.Actor, shown.ID, data)
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, draftURL(draft.ID), "")
}

// unshare handles POST /resources/{id}/unshare, the way back from sharing.
func (p *pages) unshare(w http.ResponseWriter, r *web.Request) error {
	shown, err := p.Catalog.Show(r.Context(), r.Actor, catalog.ResourceID(r.PathValue("id")))
	if err != nil {
		return err
	}
	form := formOf(shown.Document, shown.School, shown.Visibility)
	if p.Credit != nil {
		if form.Idea, err = p.Credit.Named(r.Context(), r.Actor, shown.ID); err != nil {
			return err
		}
	}
	data, err := form.encode()
	if err != nil {
		return err
	}
	draft, err := p.Catalog.Unshare(r.Context(), r.Actor, shown.ID, data)
	if fault.IsConflict(err) {
		if again, lost := p.Catalog.DraftOf(r.Context(), r.Actor, shown.ID); lost == nil {
			return web.SeeOther(w, r, draftURL(again.ID), "catalog.flash.unshared")
		}
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, draftURL(draft.ID), "catalog.flash.unshared")
}

// addNote handles POST /resources/{id}/notes.
func (p *pages) addNote(w http.ResponseWriter, r *web.Request) error {
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	resource := catalog.ResourceID(r.PathValue("id"))
	note, err := p.Catalog.AddNote(r.Context(), r.Actor, resource, in.Long("note"))
	if wrong, ok := fault.AsFields(err); ok {
		shown, err := p.Catalog.Show(r.Context(), r.Actor, resource)
		if err != nil {
			return err
		}
		page, err := p.resourcePage(r, shown, fileIn(shown.ID))
		if err != nil {
			return err
		}
		if err := p.fillResource(r, &page); err != nil {
			return err
		}
		page.NoteText, page.Wrong = in.Long("note"), faults(page.Chrome, wrong)
		return web.Render(w, r, http.StatusUnprocessableEntity, showResource(page))
	}
	if err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, bareURL(resource)+"#notes", bareURL(resource)+"/notes/"+string(note)+"/remove", "catalog.flash.noted")
}

// removeNote handles POST /resources/{id}/notes/{note}/remove.
func (p *pages) removeNote(w http.ResponseWriter, r *web.Request) error {
	resource, note := catalog.ResourceID(r.PathValue("id")), catalog.NoteID(r.PathValue("note"))
	if err := p.Catalog.RemoveNote(r.Context(), r.Actor, resource, note, false); err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, bareURL(resource), bareURL(resource)+"/notes/"+string(note)+"/back", "catalog.flash.note_removed")
}

// putNoteBack handles POST /resources/{id}/notes/{note}/back.
func (p *pages) putNoteBack(w http.ResponseWriter, r *web.Request) error {
	resource := catalog.ResourceID(r.PathValue("id"))
	if err := p.Catalog.RemoveNote(r.Context(), r.Actor, resource, catalog.NoteID(r.PathValue("note")), true); err != nil {
		return err
	}
	return web.SeeOther(w, r, bareURL(resource)+"#notes", "catalog.flash.note_back")
}

// file handles GET /resources/{id}/files/{hash}/{name}.
func (p *pages) file(w http.ResponseWriter, r *web.Request) error {
	resource, f, err := p.Catalog.FileOf(r.Context(), r.Actor, catalog.ResourceID(r.PathValue("id")), r.PathValue("hash"))
	if err != nil {
		return err
	}
	return p.serve(w, r, anHour, resource.District, f.Hash, r.PathValue("name"), f.MediaType)
}

// versionFile handles GET /resources/{id}/versions/{version}/files/{hash}/{name}: what an earlier version held.
func (p *pages) versionFile(w http.ResponseWriter, r *web.Request) error {
	resource, f, err := p.Catalog.FileOfVersion(r.Context(), r.Actor, catalog.ResourceID(r.PathValue("id")), catalog.VersionID(r.PathValue("version")), r.PathValue("hash"))
	if err != nil {
		return err
	}
	return p.serve(w, r, anHour, resource.District, f.Hash, r.PathValue("name"), f.MediaType)
}

// linkFile handles GET /s/{token}/files/{hash}/{name}.
func (p *pages) linkFile(w http.ResponseWriter, r *web.Request) error {
	resource, f, err := p.Catalog.FileOfLink(r.Context(), r.PathValue("token"), r.PathValue("hash"))
	if err != nil {
		return err
	}
	w.Header().Set("X-Robots-Tag", "noindex")
	return p.serve(w, r, asked, resource.District, f.Hash, r.PathValue("name"), f.MediaType)
}

// How long a browser shows a file again without asking: not at all where a link may be withdrawn.
const (
	anHour = "private, max-age=3600"
	asked  = "private, no-cache"
)

func (p *pages) serve(w http.ResponseWriter, r *web.Request, kept string, district id.DistrictID, hash, name, mediaType string) error {
	w.Header().Set("Cache-Control", kept)
	if r.URL.Query().Has("small") && strings.HasPrefix(mediaType, "image/") {
		return p.Files.ServeSmall(w, r.Request, district, files.Hash(hash))
	}
	return p.Files.Serve(w, r.Request, district, files.Hash(hash), name, mediaType)
}
