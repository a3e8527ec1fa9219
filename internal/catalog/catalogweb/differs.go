package catalogweb

import (
	"errors"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/block/typed"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/merge"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/reading"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// differsPage is the page at /share/{draft}/differs: somebody saved in between, and both changed the same parts.
type differsPage struct {
	ui.Chrome
	Name      string
	Back      string
	Action    string
	Who       string // saved in between
	When      string
	Head      string // the version that was looked at
	Joined    string // what could be joined, in a line; empty: nothing
	Lang      string // of the texts, if not the page's
	Conflicts []reading.Conflict
	Leaving   bool            // the writer was about to leave what they smoothed
	Invalid   string          // why the joined text cannot be saved as it is; empty: it can
	Faults    []ui.FieldFault // what was not decided, or not well
}

// differs handles GET /share/{draft}/differs.
func (p *pages) differs(w http.ResponseWriter, r *web.Request) error {
	draft, f, err := p.draftForm(r)
	if err != nil {
		return err
	}
	d, err := p.divergence(r, draft, f, "")
	if err != nil {
		return err
	}
	return p.showDiffers(w, r, http.StatusOK, draft, d, decision{})
}

func (p *pages) divergence(r *web.Request, draft catalog.Draft, f form, with catalog.VersionID) (catalog.Divergence, error) {
	return p.Catalog.Reconcile(r.Context(), r.Actor, draft.Resource, written(draft, f), with)
}

// written is what a form holds, from the version on that its draft began from.
func written(draft catalog.Draft, f form) catalog.Written {
	mine, _ := f.document()
	return catalog.Written{Base: draft.Base, Visibility: f.Visibility, Document: mine}
}

// decision is what was chosen and typed on the page.
type decision struct {
	chosen  map[block.Key]merge.Side
	seen    merge.Side        // who can see it, where both changed that
	typed   map[string]string // by the field's name on the page
	wrong   fault.Fields
	leaving bool // the writer was about to decide later, and has smoothed a text
}

// smoothed says whether a text that begins with the words of both is another by now.
func (d decision) smoothed(r merge.Result) bool {
	for _, c := range r.Conflicts {
		both := c.With(merge.Both)
		for _, field := range combinable(c) {
			text, sent := d.typed[conflictName(c.Key)+"."+field]
			if was, _ := typed.Field(both, field); sent && strings.TrimSpace(text) != strings.TrimSpace(was) {
				return true
			}
		}
	}
	return false
}

func conflictName(key block.Key) string { return "c." + string(key) }

// circle is the field of who can see it.
const circle = "visibility"

// visibility is who can see it, as it was decided.
func (d decision) visibility(of catalog.Circles) catalog.Visibility {
	if of.Apart && d.seen == merge.Ours {
		return of.Ours
	}
	return of.Joined
}

// readDecision reads what was chosen for each conflict, and the parts that come of it.
func readDecision(in web.Form, seen catalog.Circles, r merge.Result) (decision, map[block.Key]block.Body) {
	out := decision{chosen: map[block.Key]merge.Side{}, typed: map[string]string{}}
	decided := map[block.Key]block.Body{}
	if seen.Apart {
		if out.seen = merge.Side(in.Text(circle)); out.seen != merge.Ours && out.seen != merge.Theirs {
			out.wrong.Add(circle, "catalog.differs.wrong.choose_circle")
		}
	}
	for _, c := range r.Conflicts {
		name := conflictName(c.Key)
		side := merge.Side(in.Text(name))
		out.chosen[c.Key] = side
		for _, field := range combinable(c) {
			out.typed[name+"."+field] = in.Long(name + "." + field)
		}
		switch side {
		case merge.Ours, merge.Theirs:
			decided[c.Key] = c.With(side)
		case merge.Both:
			if body := out.combined(c); body != nil {
				decided[c.Key] = body
			}
		default:
			out.wrong.Add(name, "catalog.differs.wrong.choose")
		}
	}
	return out, decided
}

// combined is a part with the fields that were typed; nil if it cannot be.
func (d *decision) combined(c merge.Conflict) block.Body {
	name := conflictName(c.Key)
	body := c.With(merge.Both)
	var wrong fault.Fields
	for _, field := range combinable(c) {
		body = typed.With(body, field, d.typed[name+"."+field], &wrong)
	}
	if c.Key != block.AboutKey {
		for field, message := range catalog.Check(block.Document{Blocks: []block.Block{{Key: c.Key, Body: body}}}) {
			if rest, ok := strings.CutPrefix(field, "blocks.0."); ok {
				wrong.Add(rest, message.Key, message.Args...)
			}
		}
	}
	for _, message := range wrong {
		d.wrong.Add(name+"."+combinable(c)[0], message.Key, message.Args...)
	}
	return body
}

// combinable are the fields of a conflict in which the two texts can be smoothed into one.
func combinable(c merge.Conflict) []string {
	if c.Removed() != "" || c.Ours.Kind() != c.Theirs.Kind() {
		return nil
	}
	var out []string
	for _, field := range c.Fields {
		if _, isText := typed.Field(c.Ours, field); isText {
			out = append(out, field)
		}
	}
	return out
}

func (p *pages) showDiffers(w http.ResponseWriter, r *web.Request, status int, draft catalog.Draft, d catalog.Divergence, made decision) error {
	terms, err := p.terms(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	title := r.P.T("catalog.differs")
	if len(made.wrong) > 0 {
		title = r.P.T("catalog.form.error", title)
	}
	c := r.Chrome(title, ui.Nowhere)
	view := p.comparing(c, terms, reading.FileAt(versionURL(d.Head.Version)))
	mine := p.comparing(c, terms, reading.FileAt(draftURL(draft.ID)))
	view.OlderFile, mine.OlderFile = reading.FileAt(versionURL(d.Base.Version)), reading.FileAt(versionURL(d.Base.Version))
	at := d.Head.At.In(c.Zone)
	page := differsPage{Chrome: c, Name: d.Head.Document.About.Title, Back: bareURL(draft.Resource), Action: draftURL(draft.ID) + "/differs", Head: string(d.Head.ID),
		Who: who(c, d.Head.AuthorName, d.Head.SchoolName), When: c.Date(at) + ", " + c.Clock(at), Joined: did(c, joined(d.Result), !d.Seen.Apart && d.Seen.Theirs != d.Seen.Base), Faults: c.Faults(made.wrong), Leaving: made.leaving}
	if l := d.Head.Document.About.Language; l != string(c.Locale) {
		page.Lang = l
	}
	if len(d.Faults) > 0 {
		page.Invalid = c.Faults(d.Faults)[0].Text
	}
	for _, conflict := range d.Result.Conflicts {
		page.Conflicts = append(page.Conflicts, page.conflict(conflict, mine, view, d, made))
	}
	if d.Seen.Apart {
		page.Conflicts = append(page.Conflicts, page.circles(d, made))
	}
	return web.Render(w, r, status, showDiffers(page))
}

// circles shows that both changed who can see it.
func (p differsPage) circles(d catalog.Divergence, made decision) reading.Conflict {
	out := reading.Conflict{ID: circle + "-head", Head: p.T("catalog.field.visibility"), Text: p.T("catalog.differs.both_circle"), Screen: true}
	out.Mine, out.Theirs, out.Before = p.sides(circle, d)
	line := func(v catalog.Visibility) []reading.Field {
		return []reading.Field{{HTML: templ.EscapeString(p.T("vocab.visibility." + string(v)))}}
	}
	out.Mine.Fields, out.Theirs.Fields, out.Before.Fields = line(d.Seen.Ours), line(d.Seen.Theirs), line(d.Seen.Base)
	option := func(side merge.Side, key string) ui.Option {
		return ui.Option{Value: string(side), Label: p.T("catalog.differs.use." + key), Chosen: made.seen == side}
	}
	out.Choices = ui.Choices{Label: ui.Label{Name: circle, Text: p.T("catalog.field.visibility"), Wrong: p.Wrong(made.wrong, circle), Focus: p.first(circle)},
		Options: []ui.Option{option(merge.Ours, "mine"), option(merge.Theirs, "theirs")}}
	return out
}

// sides are the heads of the three states of a part.
func (p differsPage) sides(name string, d catalog.Divergence) (mine, theirs, before reading.Side) {
	mine = reading.Side{ID: name + "-mine", Icon: "pencil", Head: p.T("catalog.differs_mine")}
	theirs = reading.Side{ID: name + "-theirs", Icon: "people", Head: p.T("catalog.differs_theirs"), By: p.Who + ", " + p.When}
	at := d.Base.At.In(p.Zone)
	before = reading.Side{ID: name + "-before", Icon: "clock", Head: p.T("catalog.differs.before"),
		By: who(p.Chrome, d.Base.AuthorName, d.Base.SchoolName) + ", " + p.Date(at) + ", " + p.Clock(at)}
	return mine, theirs, before
}

// joined is what the other side changed and what could be taken over without asking.
func joined(r merge.Result) []merge.Change {
	asked := map[block.Key]bool{}
	for _, c := range r.Conflicts {
		asked[c.Key] = true
	}
	var out []merge.Change
	for _, c := range r.Changes {
		if c.By != merge.Ours && !asked[c.Key] {
			out = append(out, c)
		}
	}
	return out
}

// conflict shows one part that both changed, with the fields in which they differ.
func (p differsPage) conflict(c merge.Conflict, mine, theirs reading.View, d catalog.Divergence, made decision) reading.Conflict {
	name := conflictName(c.Key)
	body := c.Theirs
	if body == nil {
		body = c.Ours
	}
	out := reading.Conflict{ID: name + "-head", Lang: p.Lang, Head: theirs.Name(body), Text: p.T("catalog.differs.both")}
	out.Mine, out.Theirs, out.Before = p.sides(name, d)
	reading.Three(&out, c, mine, theirs, p.T("catalog.differs.gone"), p.T("catalog.differs.new"))
	if c.Removed() != "" {
		out.Text = p.T("catalog.differs.removed_" + string(c.Removed()))
	}
	out.Choices = p.choices(c, made)
	for _, field := range combinable(c) {
		out.Combine = append(out.Combine, p.area(c, field, theirs, made))
	}
	return out
}

func (p differsPage) choices(c merge.Conflict, made decision) ui.Choices {
	name := conflictName(c.Key)
	option := func(side merge.Side, key string) ui.Option {
		return ui.Option{Value: string(side), Label: p.T("catalog.differs.use." + key), Hint: p.T("catalog.differs.use_hint." + key), Chosen: made.chosen[c.Key] == side}
	}
	keys := [2]string{"mine", "theirs"}
	switch c.Removed() {
	case merge.Ours:
		keys = [2]string{"out", "theirs_kept"}
	case merge.Theirs:
		keys = [2]string{"mine_kept", "out"}
	}
	out := ui.Choices{Label: ui.Label{Name: name, Text: p.T("catalog.differs.question"), Wrong: p.Wrong(made.wrong, name), Focus: p.first(name)},
		Options: []ui.Option{option(merge.Ours, keys[0]), option(merge.Theirs, keys[1])}}
	if len(combinable(c)) > 0 {
		out.Options = append(out.Options, option(merge.Both, "both"))
	}
	return out
}

func (p differsPage) first(name string) bool {
	return len(p.Faults) > 0 && p.Faults[0].Field == name
}

// area is a field to be smoothed: it begins with the words of both.
func (p differsPage) area(c merge.Conflict, field string, how reading.View, made decision) ui.Area {
	name := conflictName(c.Key) + "." + field
	text, kept := made.typed[name]
	both := c.With(merge.Both)
	if !kept {
		text, _ = typed.Field(both, field)
	}
	words := p.T("catalog.differs.combined")
	for _, f := range how.Said(both) {
		if f.Name == field && len(combinable(c)) > 1 {
			words += ": " + f.Label
		}
	}
	area := ui.Area{Label: ui.Label{Name: name, Text: words, Wrong: p.Wrong(made.wrong, name), Focus: p.first(name)}, Value: text, Rows: "5"}
	if field == "steps" {
		area.Hint = p.T("catalog.differs.steps_hint")
	}
	return area
}

// differsDecided handles POST /share/{draft}/differs. Whatever is chosen, both texts stay in the history.
func (p *pages) differsDecided(w http.ResponseWriter, r *web.Request) error {
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	draft, f, err := p.draftForm(r)
	if err != nil {
		return err
	}
	later := in.Text("do") == "later"
	if later && in.Has("warned") {
		return web.SeeOther(w, r, bareURL(draft.Resource), "catalog.flash.kept")
	}
	d, err := p.divergence(r, draft, f, catalog.VersionID(in.Text("head")))
	if err != nil {
		return err
	}
	made, decided := readDecision(in, d.Seen, d.Result)
	if later {
		if made.wrong, made.leaving = nil, made.smoothed(d.Result); made.leaving {
			return p.showDiffers(w, r, http.StatusOK, draft, d, made)
		}
		return web.SeeOther(w, r, bareURL(draft.Resource), "catalog.flash.kept")
	}
	if in.Text("do") == "edit" {
		for _, c := range d.Result.Conflicts {
			if _, known := decided[c.Key]; !known {
				decided[c.Key] = made.combined(c)
			}
		}
		return p.goOnWith(w, r, draft, f, d, made, merge.Resolve(d.Result, decided), "")
	}
	if len(made.wrong) > 0 {
		return p.showDiffers(w, r, http.StatusUnprocessableEntity, draft, d, made)
	}
	return p.saveDecided(w, r, draft, f, d, merge.Resolve(d.Result, decided), made)
}

// saveDecided saves what came of the decisions, with what had been written beside it.
func (p *pages) saveDecided(w http.ResponseWriter, r *web.Request, draft catalog.Draft, f form, d catalog.Divergence, doc block.Document, made decision) error {
	mine := written(draft, f)
	saved, err := p.Catalog.Save(r.Context(), r.Actor, catalog.SaveInput{Resource: draft.Resource, Base: d.Head.ID, Visibility: made.visibility(d.Seen), Document: doc,
		Proposals: doc.About.Missing, Reason: f.Reason, Draft: draft.At(), Beside: &mine})
	var moved catalog.Diverged
	switch {
	case errors.As(err, &moved): // yet another has saved: what was decided is the draft from here on
		return p.goOnWith(w, r, draft, f, d, made, doc, "/differs")
	case err == nil:
		return web.SeeOtherUndo(w, r, resourceURL(draft.Resource, doc.About.Title), undoURL(draft.Resource, saved.Head, saved.Former), "catalog.flash.decided")
	}
	if wrong, invalid := fault.AsFields(err); invalid {
		d.Faults = wrong
		return p.showDiffers(w, r, http.StatusUnprocessableEntity, draft, d, made)
	}
	return err
}

// goOnWith makes a document the draft, from the version it was decided against. The draft as it was is among those thrown away,
// where it can be brought back.
func (p *pages) goOnWith(w http.ResponseWriter, r *web.Request, draft catalog.Draft, f form, d catalog.Divergence, made decision, doc block.Document, to string) error {
	next := formOf(doc, f.School, made.visibility(d.Seen))
	next.Reason = f.Reason
	data, err := next.encode()
	if err != nil {
		return err
	}
	if _, err := p.Catalog.KeepDraft(r.Context(), r.Actor, catalog.DraftInput{Draft: draft.ID, School: f.School, Title: next.Title, Form: data, Saves: draft.Saves, Replaces: draft.Saves}); err != nil {
		return err
	}
	if _, err := p.Catalog.Rebase(r.Context(), r.Actor, draft.ID, d.Head.ID); err != nil {
		return err
	}
	return web.SeeOther(w, r, draftURL(draft.ID)+to, "")
}
