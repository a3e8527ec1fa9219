package adaptweb

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/adapt"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/block/typed"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/merge"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/reading"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// suggestionPage is the page at /suggestions/{id}: what a version suggests to its core.
type suggestionPage struct {
	ui.Chrome
	Name     string // of the core
	Back     string
	Head     string // "Elm suggests a change"
	Why      string
	By       string // who, and when
	State    string // what became of it; empty: it waits
	Reason   string // why not, for whoever offered; empty: nothing to tell
	Wait     string // who is asked; empty: the reader is
	Told     string // what happened meanwhile; empty: nothing
	Lang     string // of the texts, if not the page's
	Parts    []suggestedView
	Kept     []keptView // what the reader typed and cannot be used any more
	Action   string     // address to POST to
	Answer   bool       // the reader may use it, or not
	Many     bool       // of several parts
	TakeBack bool       // the reader may withdraw it
	Undo     string     // words to take back what was decided; empty: the reader may not
	Decline  ui.Area
	Refuse   bool // the words why not stand open
	Faults   []ui.FieldFault
}

// suggestedView is one part that is offered.
type suggestedView struct {
	Key    string
	Head   string
	Text   string // what it does, and whether the core has moved on
	Fields []reading.Field
	Seen   string
	Both   *reading.Conflict // both changed it: all three sides; nil: one difference is enough
	Words  []ui.Area         // to change a word
	Open   bool              // words were changed
	Choose *ui.Choices       // whether this part is used, where there are several
}

// keptView is what somebody typed.
type keptView struct{ Label, Text string }

// picks is what was chosen and typed for each part.
type picks struct {
	choice map[string]string // by the part's key
	texts  map[string]string // by the field's name on the page
	reason string            // why not
	wrong  fault.Fields
	told   string
	refuse bool
}

// suggestion handles GET /suggestions/{id}.
func (p *pages) suggestion(w http.ResponseWriter, r *web.Request) error {
	return p.showSuggestion(w, r, http.StatusOK, picks{})
}

func (p *pages) showSuggestion(w http.ResponseWriter, r *web.Request, status int, in picks) error {
	o, err := p.Adapt.ShowOffer(r.Context(), r.Actor, adapt.OfferID(r.PathValue("id")))
	if err != nil {
		return err
	}
	c := r.Chrome(headOf(r, o.Offer), ui.Catalog)
	terms, err := p.Topics.Terms(r.Context(), o.District)
	if err != nil {
		return err
	}
	view := reading.View{Chrome: c, Prose: p.prose, Terms: terms, File: reading.FileAt(path(o.Version)), OlderFile: reading.FileAt(path(o.Core))}
	title := o.CoreNow.Document.About.Title
	page := suggestionPage{Chrome: c, Name: title, Back: path(o.Core), Head: c.Title, Why: o.Why, By: who(c, o.PersonName, o.SchoolName) + ", " + c.Date(o.At.In(c.Zone)),
		Action: SuggestionPath(o.ID), Answer: o.State == adapt.Open && o.MayAnswer, TakeBack: o.State == adapt.Open && o.MayUndo,
		Many: len(o.Keys) > 1, Told: in.told, Reason: o.Reason, Refuse: in.refuse, Faults: c.Faults(in.wrong)}
	if !o.Sees {
		page.Back = path(o.Version)
	}
	page.State, page.Wait = stateOf(c, o)
	switch {
	case o.State == adapt.Open || !o.MayUndo:
	case o.State == adapt.Withdrawn:
		page.Undo = c.T("offer.undo.withdrawn")
	default:
		page.Undo = c.T("offer.undo.decided")
	}
	if l := o.CoreNow.Document.About.Language; l != string(c.Locale) {
		page.Lang = l
	}
	for _, key := range o.Keys {
		page.Parts = append(page.Parts, suggested(c, view, o, key, in))
	}
	page.Kept = keptOf(view, o, in, page.fields())
	if in.reason != "" && !page.Answer {
		page.Kept = append(page.Kept, keptView{c.T("offer.decline"), in.reason})
	}
	page.Decline = ui.Area{Label: ui.Label{Name: "reason", Text: c.T("offer.decline.why", o.PersonName), Hint: c.T("offer.decline.hint", o.PersonName), Wrong: c.Wrong(in.wrong, "reason"),
		Free: true, Focus: in.wrong["reason"].Key != ""}, Value: in.reason, Rows: "2"}
	return web.Render(w, r, status, showSuggestion(page))
}

func headOf(r *web.Request, o adapt.Offer) string {
	if len(o.Keys) == 1 {
		return r.P.T("offer.head.one", o.SchoolName)
	}
	return r.P.T("offer.head.many", o.SchoolName)
}

// stateOf says what became of an offer, or who is asked.
func stateOf(c ui.Chrome, o adapt.OfferShown) (state, wait string) {
	day := c.Date(o.DecidedAt.In(c.Zone))
	switch o.State {
	case adapt.Accepted:
		return c.T("offer.state.accepted", o.DecidedByName, day), ""
	case adapt.Declined:
		return c.T("offer.state.declined", day), ""
	case adapt.Withdrawn:
		return c.T("offer.state.withdrawn", o.DecidedByName, day), ""
	}
	switch {
	case !o.Sees:
		return "", c.T("offer.wait.hidden")
	case o.CoreNow.State != catalog.StatePublished:
		return "", c.T("offer.wait.gone")
	case !o.MayAnswer:
		return "", c.T("offer.wait", o.CoreNow.SchoolName)
	}
	return "", ""
}

// suggested shows one part that is offered.
func suggested(c ui.Chrome, view reading.View, o adapt.OfferShown, key block.Key, in picks) suggestedView {
	name, clash := string(key), o.Sides.Clash(key)
	now, then := bodiesOf(o.Sides.Ours)[key], bodiesOf(o.Sides.Choose(key, adapt.Use, nil).Ours)[key]
	v := suggestedView{Key: name, Head: view.Name(bodyOf(o.Sides, key)), Seen: string(o.Seen(key))}
	switch {
	case o.State != adapt.Open || !o.Sees:
		now, then = bodiesOf(o.Sides.Base)[key], bodiesOf(o.Sides.Core)[key]
		v.Text = c.T("offer.did."+didTo(now, then), o.SchoolName)
	case o.Already(key):
		v.Text = c.T("offer.did.already", o.CoreNow.SchoolName)
	default:
		v.Text = c.T("offer.did."+didTo(bodiesOf(o.Sides.Base)[key], bodiesOf(o.Sides.Core)[key]), o.SchoolName)
		if o.Moved(key) && clash == nil {
			v.Text += " " + c.T("offer.did.moved", o.CoreNow.SchoolName)
		}
	}
	v.Fields = view.Fields(now, then, nil)
	if o.State != adapt.Open || !o.MayAnswer {
		return v
	}
	choice := ui.Choices{Label: ui.Label{Name: "do." + name, Text: c.T("offer.choose"), Wrong: c.Wrong(in.wrong, "do."+name), Focus: in.wrong["do."+name].Key != ""}}
	option := func(do adapt.Choice, words string) {
		choice.Options = append(choice.Options, ui.Option{Value: string(do), Label: c.T(words), Chosen: in.choice[name] == string(do) || clash == nil && in.choice[name] == "" && do == adapt.Use})
	}
	v.Words, v.Open = wordsOf(c, view, o, key, in)
	if clash == nil {
		option(adapt.Use, "offer.choose.use")
		option(adapt.Keep, "offer.choose.keep")
		if len(o.Keys) > 1 || choice.Wrong != "" {
			v.Choose = &choice
		}
		return v
	}
	v.Both = &reading.Conflict{ID: "part-" + name, Head: v.Head, Text: c.T("offer.did.both"),
		Mine:   reading.Side{ID: "mine-" + name, Icon: "core", Head: named(c, "adapt.now.", o.CoreNow.SchoolName, o.CoreNow.Resource)},
		Theirs: reading.Side{ID: "theirs-" + name, Icon: "offer", Head: c.T("offer.side", o.SchoolName)},
		Before: reading.Side{ID: "before-" + name, Icon: "clock", Head: c.T("adapt.before")}, Choices: choice}
	if l := o.CoreNow.Document.About.Language; l != string(c.Locale) {
		v.Both.Lang = l
	}
	core := view
	core.File = reading.FileAt(path(o.Core))
	reading.Three(v.Both, *clash, core, view, c.T("adapt.side.gone"), c.T("adapt.side.new"))
	option(adapt.Use, "offer.choose.use")
	option(adapt.Keep, "offer.choose.keep")
	if len(v.Words) > 0 {
		option(adapt.Combine, "adapt.combine")
	}
	v.Both.Choices, v.Both.Combine, v.Words = choice, v.Words, nil
	return v
}

func didTo(was, is block.Body) string {
	switch {
	case was == nil:
		return string(merge.Added)
	case is == nil:
		return string(merge.Removed)
	}
	return string(merge.Edited)
}

// wording is the part in which words may be changed before it is used, and the fields that differ.
func wording(o adapt.OfferShown, key block.Key) (block.Body, []string) {
	if clash := o.Sides.Clash(key); clash != nil {
		if clash.Removed() != "" || clash.Ours.Kind() != clash.Theirs.Kind() {
			return nil, nil
		}
		return clash.With(merge.Both), clash.Fields
	}
	then := bodiesOf(o.Sides.Choose(key, adapt.Use, nil).Ours)[key]
	if then == nil {
		return nil, nil
	}
	now := bodiesOf(o.Sides.Ours)[key]
	if now == nil || now.Kind() != then.Kind() {
		return then, typed.Fields(then)
	}
	return then, merge.Fields(now, then)
}

// wordsOf are the fields of a part in which a word may be changed, and whether one was.
func wordsOf(c ui.Chrome, view reading.View, o adapt.OfferShown, key block.Key, in picks) (out []ui.Area, changed bool) {
	body, fields := wording(o, key)
	labels := map[string]string{}
	for _, f := range view.Said(body) {
		labels[f.Name] = f.Label
	}
	for _, field := range fields {
		text, ok := typed.Field(body, field)
		if !ok {
			continue
		}
		name := "text." + string(key) + "." + field
		if kept, was := in.texts[name]; was {
			changed = changed || strings.TrimSpace(kept) != strings.TrimSpace(text)
			text = kept
		}
		label := ui.Label{Name: name, Text: labels[field], Wrong: c.Wrong(in.wrong, name), Focus: in.wrong[name].Key != ""}
		changed = changed || label.Wrong != ""
		if field == "steps" {
			label.Hint = c.T("catalog.differs.steps_hint")
		}
		out = append(out, ui.Area{Label: label, Value: text, Rows: "4"})
	}
	return out, changed
}

// fields are the names of those in which words can be changed on the page.
func (p suggestionPage) fields() []string {
	var out []string
	for _, part := range p.Parts {
		areas := part.Words
		if part.Both != nil {
			areas = append(areas, part.Both.Combine...)
		}
		for _, a := range areas {
			out = append(out, a.Name)
		}
	}
	return out
}

// keptOf are the words that the reader changed and that stand in none of the fields that are shown.
func keptOf(view reading.View, o adapt.OfferShown, in picks, shown []string) []keptView {
	var out []keptView
	for _, key := range o.Keys {
		for _, at := range slices.Sorted(maps.Keys(in.texts)) {
			field, of := strings.CutPrefix(at, "text."+string(key)+".")
			if of && !slices.Contains(shown, at) && !says(bodiesOf(o.Sides.Core)[key], field, in.texts[at]) && !says(bodiesOf(o.Sides.Ours)[key], field, in.texts[at]) {
				out = append(out, keptView{view.Name(bodyOf(o.Sides, key)), in.texts[at]})
			}
		}
	}
	return out
}

// says tells whether a field of a part holds a text.
func says(body block.Body, field, text string) bool {
	was, ok := typed.Field(body, field)
	return ok && strings.TrimSpace(was) == strings.TrimSpace(text)
}

// accept handles POST /suggestions/{id}.
func (p *pages) accept(w http.ResponseWriter, r *web.Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	o, err := p.Adapt.ShowOffer(r.Context(), r.Actor, adapt.OfferID(r.PathValue("id")))
	if err != nil {
		return err
	}
	in, parts := readPicks(form, o)
	if len(in.wrong) > 0 {
		return p.showSuggestion(w, r, http.StatusUnprocessableEntity, in)
	}
	err = p.Adapt.Accept(r.Context(), r.Actor, o.ID, adapt.AcceptInput{Parts: parts, Reason: r.P.T("offer.reason.use", o.SchoolName)})
	if wrong, invalid := fault.AsFields(err); invalid {
		for field, message := range wrong {
			if !strings.HasPrefix(field, "do.") {
				field = "do." + string(o.Keys[0])
			}
			in.wrong.Add(field, message.Key, message.Args...)
		}
		return p.showSuggestion(w, r, http.StatusUnprocessableEntity, in)
	}
	if fault.IsConflict(err) {
		in.told = toldOf(r, err)
		return p.showSuggestion(w, r, http.StatusConflict, in)
	}
	if err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, path(o.Core), SuggestionPath(o.ID)+"/reopen", "offer.flash.accepted", o.PersonName)
}

// toldOf is what kept an answer from being given.
func toldOf(r *web.Request, err error) string {
	var c fault.Conflict
	if errors.As(err, &c) {
		return r.P.T(c.Reason.Key, c.Reason.Args...)
	}
	return r.P.T("offer.conflict.moved")
}

// readPicks reads what was chosen and typed for each part.
func readPicks(form web.Form, o adapt.OfferShown) (picks, map[block.Key]adapt.Picked) {
	in := picks{choice: map[string]string{}, texts: map[string]string{}}
	for _, name := range form.Fields() {
		if strings.HasPrefix(name, "text.") {
			in.texts[name] = form.Long(name)
		}
	}
	parts := map[block.Key]adapt.Picked{}
	for _, key := range o.Keys {
		name := string(key)
		in.choice[name] = form.Text("do." + name)
		picked := adapt.Picked{Choice: adapt.Choice(in.choice[name]), Seen: block.Hash(form.Text("seen." + name))}
		body, fields := wording(o, key)
		changed := false
		for _, field := range fields {
			at := "text." + name + "." + field
			was, ok := typed.Field(body, field)
			if !ok || !form.Has(at) {
				continue
			}
			if strings.TrimSpace(in.texts[at]) == strings.TrimSpace(was) {
				continue
			}
			changed = true
			var wrong fault.Fields
			body = typed.With(body, field, in.texts[at], &wrong)
			for _, message := range wrong {
				in.wrong.Add(at, message.Key, message.Args...)
			}
		}
		plain := o.Sides.Clash(key) == nil && (picked.Choice == adapt.Use || picked.Choice == "")
		if picked.Body = body; plain && changed {
			picked.Choice = adapt.Combine
		}
		if picked.Choice != "" && !picked.Choice.Known() {
			picked.Choice = ""
		}
		parts[key] = picked
	}
	return in, parts
}

// decline handles POST /suggestions/{id}/not-now.
func (p *pages) decline(w http.ResponseWriter, r *web.Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	offer, in := adapt.OfferID(r.PathValue("id")), picks{reason: form.Long("reason"), refuse: true}
	err = p.Adapt.Decline(r.Context(), r.Actor, offer, in.reason)
	if wrong, invalid := fault.AsFields(err); invalid {
		in.wrong = wrong
		return p.showSuggestion(w, r, http.StatusUnprocessableEntity, in)
	}
	if fault.IsConflict(err) {
		in.told = toldOf(r, err)
		return p.showSuggestion(w, r, http.StatusConflict, in)
	}
	if err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, SuggestionPath(offer), SuggestionPath(offer)+"/reopen", "offer.flash.declined")
}

// withdraw handles POST /suggestions/{id}/back.
func (p *pages) withdraw(w http.ResponseWriter, r *web.Request) error {
	offer := adapt.OfferID(r.PathValue("id"))
	if err := p.Adapt.Withdraw(r.Context(), r.Actor, offer); err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, SuggestionPath(offer), SuggestionPath(offer)+"/reopen", "offer.flash.withdrawn")
}

// reopen handles POST /suggestions/{id}/reopen.
func (p *pages) reopen(w http.ResponseWriter, r *web.Request) error {
	offer := adapt.OfferID(r.PathValue("id"))
	if err := p.Adapt.Reopen(r.Context(), r.Actor, offer, r.P.T("adapt.reason.undo")); err != nil {
		return err
	}
	return web.SeeOther(w, r, SuggestionPath(offer), "offer.flash.reopened")
}
