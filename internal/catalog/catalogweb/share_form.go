package catalogweb

import (
	"net/http"
	"slices"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/credit"
	"github.com/commonshelf/commonshelf/internal/fault"
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
	Others    []credit.Colleague // whose idea something new may have been; none: nobody is asked
	Terms     []vocab.Term       // every topic of the district
	Suggests  []vocab.Term       // topics found in what was written
	Doubles   []double
	Answers   ui.Way // to the question that this answers once it is shared; without text: none
	Elsewhere bool   // another tab has kept a newer state
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
	if page.Answers, err = p.answering(r, f); err != nil {
		return page, err
	}
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
	if p.Credit != nil && !draft.Change {
		if page.Others, err = p.Credit.Colleagues(r.Context(), r.Actor); err != nil {
			return page, err
		}
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
	view := cardView(c, card, terms, c.Zone)
	view.URL = ""
	return view
}

// inFormOrder lists the faults as they stand on the page.
func inFormOrder(c ui.Chrome, f form, wrong fault.Fields) []ui.FieldFault {
	order := []string{"title", "why", "grades", "tags", "kind", "tool_signin", "tool_approved", "school", "parts"}
	for _, b := range f.Blocks {
		for _, field := range []string{"heading", "text", "title", "url", "creators", "isbn", "year", "format", "language", "made", "file", "alt", "captions", "track", "students", "minutes", "note"} {
			order = append(order, b.name(field))
		}
	}
	order = append(order, "language", "minutes", "cost", "per", "subjects", "formats", "audience", "access", "rights", "idea", "source_url", "visibility", "review_by")
	return c.Faults(wrong, order...)
}
