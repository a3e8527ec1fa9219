package adaptweb

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
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

// corePage is the page at /resources/{id}/core: all that waits.
type corePage struct {
	ui.Chrome
	Name   string // of the version
	Back   string
	Head   string // "3 changes in Oak's original"
	Ends   string // that the core does not go on, and what becomes of the version; empty: it does
	Lines  []waitLine
	Free   int    // changes that touch nothing of one's own
	Action string // address to POST to
	Follow *followView
	Made   []madeView
}

// madeView is something that was decided.
type madeView struct {
	Parts string
	Text  string // what, by whom and when
	Undo  string // address to POST to; empty: something was decided since
}

// waitLine is one change that waits.
type waitLine struct{ Icon, Name, Text, URL string }

// followView is the choice to have untouched parts follow the core.
type followView struct {
	On     bool
	Text   string
	Button string
}

func coreURL(r catalog.ResourceID) string { return path(r) + "/core" }

func changeURL(r catalog.ResourceID, key block.Key) string {
	return coreURL(r) + "/" + url.PathEscape(string(key))
}

// ended says that the core of a version does not go on, and what becomes of the version.
func ended(c ui.Chrome, s adapt.Shown) string {
	return endedCore(c, s.Sees, s.Core.SchoolName, s.Core.Resource)
}

func endedCore(c ui.Chrome, sees bool, school string, core catalog.Resource) string {
	if !sees {
		return named(c, "adapt.ends.hidden.", school, core)
	}
	return named(c, "adapt.ends.retired.", school, core, core.RetireReason)
}

// waits says how many changes wait.
func waits(c ui.Chrome, school string, core catalog.Resource, changes int) string {
	return c.T("adapt.waits."+sort(core), changes, school)
}

// did says what the core did with a part, and that it was changed here.
func did(c ui.Chrome, s adapt.Shown, sides adapt.Sides, p adapt.Part) string {
	if field := repaired(sides, p); field != "" {
		words := c.T("adapt.did.repaired."+field, s.Core.SchoolName)
		if p.State == adapt.Changed {
			words += " " + c.T("adapt.did.stays")
		}
		return words
	}
	key := "adapt.did." + string(p.Waits)
	if p.Touches() {
		key += "." + string(p.State)
	}
	return c.T(key, s.Core.SchoolName)
}

// repaired is the field of a part that the core put right, where it did nothing else and that fits what was changed here.
func repaired(sides adapt.Sides, p adapt.Part) string {
	was, is := bodiesOf(sides.Base)[p.Key], bodiesOf(sides.Core)[p.Key]
	if p.Waits != merge.Edited || p.State != adapt.FromCore && p.State != adapt.Changed || was == nil || is == nil || was.Kind() != is.Kind() || sides.Clash(p.Key) != nil {
		return ""
	}
	fields := merge.Fields(was, is)
	if len(fields) == 1 && (fields[0] == "url" || fields[0] == "captions" || fields[0] == "isbn" || fields[0] == "alt") {
		return fields[0]
	}
	return ""
}

// core handles GET /resources/{id}/core.
func (p *pages) core(w http.ResponseWriter, r *web.Request) error {
	s, sides, err := p.Adapt.Weigh(r.Context(), r.Actor, catalog.ResourceID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if !s.MayDecide {
		return fault.Denied{Reason: fault.Say("adapt.denied.school")}
	}
	c := r.Chrome(waits(r.Chrome("", ui.Catalog), s.Core.SchoolName, s.Core.Resource, len(s.Waiting())), ui.Catalog)
	switch {
	case !s.Lives():
		c.Title = c.T("adapt.ends.head")
	case len(s.Waiting()) == 0:
		c.Title = named(c, "adapt.waits.none.", s.Core.SchoolName, s.Core.Resource)
	}
	page := corePage{Chrome: c, Name: s.Ours.Document.About.Title, Back: s.Resource.Path(s.Ours.Document.About.Title), Head: c.Title, Action: coreURL(s.Resource)}
	view := reading.View{Chrome: c}
	for _, part := range s.Waiting() {
		page.Lines = append(page.Lines, waitLine{Icon: waitIcons[part.Waits], Name: view.Name(bodyOf(sides, part.Key)), Text: did(c, s, sides, part), URL: changeURL(s.Resource, part.Key)})
		if !part.Touches() {
			page.Free++
		}
	}
	if !s.Lives() {
		page.Ends = ended(c, s)
	} else if s.In == s.District {
		page.Follow = &followView{On: s.Following, Text: named(c, "adapt.follow.off.", s.Core.SchoolName, s.Core.Resource), Button: c.T("adapt.follow")}
		if s.Following {
			page.Follow.Text, page.Follow.Button = named(c, "adapt.follow.on.", s.Core.SchoolName, s.Core.Resource), c.T("adapt.unfollow")
		}
	}
	if page.Made, err = p.made(r, view, s, sides); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, showCore(page))
}

// made are the decisions about a version that stand, the last first.
func (p *pages) made(r *web.Request, view reading.View, s adapt.Shown, sides adapt.Sides) ([]madeView, error) {
	list, err := p.Adapt.Latest(r.Context(), r.Actor, s)
	var out []madeView
	for _, m := range list {
		var names []string
		for _, key := range m.Keys {
			body := m.Gone[key]
			if body == nil {
				body = bodyOf(sides, key)
			}
			names = append(names, view.Name(body))
		}
		key, day := "adapt.made.kept", view.Date(m.At.In(view.Zone))
		switch {
		case m.By == "":
			key = "adapt.made.followed"
		case m.Used:
			key = "adapt.made.used"
		}
		v := madeView{Parts: view.List(names), Text: view.T(key, day, m.By)}
		if m.Open {
			v.Undo = coreURL(s.Resource) + "/undo/" + string(m.ID)
		}
		out = append(out, v)
	}
	return out, err
}

var waitIcons = map[merge.What]string{merge.Added: "added", merge.Removed: "gone", merge.Edited: "pencil", merge.Moved: "swap"}

// bodyOf is a part as the first of the three sides has it that has it.
func bodyOf(s adapt.Sides, key block.Key) block.Body {
	for _, d := range []block.Document{s.Core, s.Ours, s.Base} {
		if body := bodiesOf(d)[key]; body != nil {
			return body
		}
	}
	return block.Text{}
}

// takeAll handles POST /resources/{id}/core: everything that touches nothing of one's own.
func (p *pages) takeAll(w http.ResponseWriter, r *web.Request) error {
	resource := catalog.ResourceID(r.PathValue("id"))
	decision, err := p.Adapt.TakeAll(r.Context(), r.Actor, resource, r.P.T("adapt.reason.use"))
	if err != nil {
		return err
	}
	return p.goOn(w, r, resource, decision, "adapt.flash.all")
}

// goOn leads to what waits still, or back to the version, with a way back.
func (p *pages) goOn(w http.ResponseWriter, r *web.Request, resource catalog.ResourceID, decision adapt.DecisionID, flash string) error {
	s, err := p.Adapt.Show(r.Context(), r.Actor, resource)
	if err != nil {
		return err
	}
	to := path(resource)
	if len(s.Waiting()) > 0 {
		to = coreURL(resource)
	}
	return web.SeeOtherUndo(w, r, to, coreURL(resource)+"/undo/"+string(decision), flash)
}

// undo handles POST /resources/{id}/core/undo/{decision}.
func (p *pages) undo(w http.ResponseWriter, r *web.Request) error {
	resource := catalog.ResourceID(r.PathValue("id"))
	if err := p.Adapt.Undo(r.Context(), r.Actor, resource, adapt.DecisionID(r.PathValue("decision")), r.P.T("adapt.reason.undo")); err != nil {
		return err
	}
	return web.SeeOther(w, r, coreURL(resource), "adapt.flash.undone")
}

// follow handles POST /resources/{id}/core/follow.
func (p *pages) follow(w http.ResponseWriter, r *web.Request) error {
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	resource, on := catalog.ResourceID(r.PathValue("id")), in.Text("follow") == "on"
	if err := p.Adapt.Follow(r.Context(), r.Actor, resource, on); err != nil {
		return err
	}
	if on {
		return web.SeeOther(w, r, path(resource), "adapt.flash.followed")
	}
	return web.SeeOther(w, r, path(resource), "adapt.flash.unfollowed")
}

// changePage is the page at /resources/{id}/core/{key}: one change.
type changePage struct {
	ui.Chrome
	Name    string // of the version
	Back    string
	Head    string
	Steps   []ui.Step
	Part    string // the part's name
	Lang    string // of the texts, if not the page's
	Text    string // what happened
	By      string // who changed it in the core, and when
	Fields  []reading.Field
	Both    *reading.Conflict // all three sides; nil: one difference is enough
	Seen    string
	Here    string
	Action  string
	Leaving bool       // the reader was about to leave what they wrote
	Told    string     // what happened meanwhile; empty: nothing
	Typed   []keptView // what the reader wrote and stands in no field
	Use     string     // words of the buttons
	Keep    string
	Faults  []ui.FieldFault
}

// change handles GET /resources/{id}/core/{key}.
func (p *pages) change(w http.ResponseWriter, r *web.Request) error {
	return p.showChange(w, r, http.StatusOK, typedBody{})
}

// typedBody is what was chosen and typed for one part.
type typedBody struct {
	choice  adapt.Choice
	texts   map[string]string
	wrong   fault.Fields
	told    string // what kept it from being used
	leaving bool   // the reader was about to decide later
}

func (p *pages) showChange(w http.ResponseWriter, r *web.Request, status int, in typedBody) error {
	s, sides, err := p.Adapt.Weigh(r.Context(), r.Actor, catalog.ResourceID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if !s.MayDecide {
		return fault.Denied{Reason: fault.Say("adapt.denied.school")}
	}
	key := block.Key(r.PathValue("key"))
	part, waiting := partOf(s, key)
	if !waiting && in.told == "" {
		if status == http.StatusOK {
			return web.SeeOther(w, r, coreURL(s.Resource), "")
		}
		in.told = r.P.T("adapt.conflict.moved")
	}
	if in.told != "" && !s.Lives() {
		in.told = ended(r.Chrome("", ui.Catalog), s)
	}
	c := r.Chrome(waits(r.Chrome("", ui.Catalog), s.Core.SchoolName, s.Core.Resource, len(s.Waiting())), ui.Catalog)
	view, mine, err := p.views(r, c, s, key)
	if err != nil {
		return err
	}
	page := changePage{Chrome: c, Name: s.Ours.Document.About.Title, Back: path(s.Resource), Head: c.Title, Part: view.Name(bodyOf(sides, key)), Told: in.told, Leaving: in.leaving}
	if !waiting {
		page.Head = page.Part
		page.Typed = in.kept(page.Part, nil)
		return web.Render(w, r, status, showDecided(page))
	}
	page.Text, page.Seen, page.Action = did(c, s, sides, part), string(hashOf(s.Core.Newest.Manifest, key)), changeURL(s.Resource, key)
	page.Here = string(hashOf(s.Ours.Newest.Manifest, key))
	page.Use, page.Keep, page.Faults = c.T("adapt.use"), c.T("adapt.keep"), c.Faults(in.wrong)
	if l := s.Core.Document.About.Language; l != string(c.Locale) {
		page.Lang = l
	}
	for _, other := range s.Waiting() {
		page.Steps = append(page.Steps, ui.Step{Text: view.Name(bodyOf(sides, other.Key)), URL: changeURL(s.Resource, other.Key), Here: other.Key == part.Key})
	}
	coreBy, oursBy, err := p.bylines(r, c, s, key)
	if err != nil {
		return err
	}
	page.By = coreBy
	switch {
	case part.State == adapt.Changed:
		page.Both = threeSides(c, s, sides, part, view, mine, in, coreBy, oursBy)
		page.Both.Lang = page.Lang
		page.Typed = in.kept(page.Part, page.Both.Combine)
	case part.State == adapt.Removed:
		page.Use, page.Keep = c.T("adapt.use.put_in"), c.T("adapt.keep.out")
		page.Fields = view.Fields(bodiesOf(sides.Base)[key], bodiesOf(sides.Core)[key], nil)
	case part.Waits != merge.Moved:
		page.Fields = view.Fields(bodiesOf(sides.Base)[key], bodiesOf(sides.Core)[key], nil)
	}
	if page.Both == nil {
		page.Typed = in.kept(page.Part, nil)
	}
	return web.Render(w, r, status, showChange(page))
}

// kept is what was typed about a part and stands in none of the fields that are shown.
func (in typedBody) kept(part string, shown []ui.Area) []keptView {
	var out []keptView
	for _, field := range slices.Sorted(maps.Keys(in.texts)) {
		if !slices.ContainsFunc(shown, func(a ui.Area) bool { return a.Name == "text."+field }) {
			out = append(out, keptView{part, in.texts[field]})
		}
	}
	return out
}

// views show a part of the core with its former texts, and of the version with them.
func (p *pages) views(r *web.Request, c ui.Chrome, s adapt.Shown, key block.Key) (core, ours reading.View, err error) {
	terms, err := p.Topics.Terms(r.Context(), s.District)
	if err != nil {
		return core, ours, err
	}
	from := s.Ours.CoreVersion
	if hash := hashOf(s.Base, key); hash != "" && s.Sees {
		at, err := p.Catalog.Stood(r.Context(), r.Actor, s.Core.ID, block.Entry{Key: key, Hash: hash})
		if err != nil && !fault.IsNotFound(err) {
			return core, ours, err
		}
		from = cmp.Or(at, from)
	}
	was := reading.FileAt(path(s.Core.ID) + "/versions/" + string(from))
	core = reading.View{Chrome: c, Prose: p.prose, Terms: terms, File: reading.FileAt(path(s.Core.ID)), OlderFile: was}
	ours = core
	ours.File = reading.FileAt(path(s.Resource))
	return core, ours, nil
}

func partOf(s adapt.Shown, key block.Key) (adapt.Part, bool) {
	for _, p := range s.Waiting() {
		if p.Key == key {
			return p, true
		}
	}
	return adapt.Part{}, false
}

func hashOf(m block.Manifest, key block.Key) block.Hash {
	for _, e := range m {
		if e.Key == key {
			return e.Hash
		}
	}
	return ""
}

// bylines say who gave a part its words in the core and here, and when.
func (p *pages) bylines(r *web.Request, c ui.Chrome, s adapt.Shown, key block.Key) (core, ours string, err error) {
	if core, err = p.byline(r, c, s.Core.ID, key); err == nil {
		ours, err = p.byline(r, c, s.Resource, key)
	}
	return core, ours, err
}

func (p *pages) byline(r *web.Request, c ui.Chrome, resource catalog.ResourceID, key block.Key) (string, error) {
	wrote, err := p.Catalog.Wrote(r.Context(), r.Actor, resource, []block.Key{key})
	if err != nil {
		return "", err
	}
	var names []string
	day := ""
	for _, v := range wrote[key] {
		names = append(names, who(c, v.AuthorName, v.SchoolName))
		day = c.Date(v.At.In(c.Zone))
	}
	return c.List(names) + ", " + day, nil
}

// who is a person of a school, as far as the reader may know.
func who(c ui.Chrome, person, school string) string {
	if person == "" {
		return c.T("catalog.library", school)
	}
	return c.T("catalog.who", person, school)
}

// threeSides shows what both made of a part, and asks.
func threeSides(c ui.Chrome, s adapt.Shown, sides adapt.Sides, part adapt.Part, core, ours reading.View, in typedBody, coreBy, oursBy string) *reading.Conflict {
	conflict := sides.Conflict(part.Key)
	out := &reading.Conflict{ID: "part", Head: core.Name(bodyOf(sides, part.Key)), Text: did(c, s, sides, part),
		Mine:   reading.Side{ID: "mine", Icon: "pencil", Head: c.T("adapt.ours", s.Ours.SchoolName), By: oursBy},
		Theirs: reading.Side{ID: "theirs", Icon: "core", Head: named(c, "adapt.now.", s.Core.SchoolName, s.Core.Resource), By: coreBy},
		Before: reading.Side{ID: "before", Icon: "clock", Head: c.T("adapt.before")},
	}
	reading.Three(out, conflict, ours, core, c.T("adapt.side.gone"), c.T("adapt.side.new"))
	option := func(choice adapt.Choice, words, hint string) ui.Option {
		return ui.Option{Value: string(choice), Label: c.T(words), Hint: c.T(hint), Chosen: in.choice == choice}
	}
	hint := "adapt.use_hint"
	if sides.Clash(part.Key) == nil {
		hint = "adapt.use_hint.fits"
	}
	out.Choices = ui.Choices{Label: ui.Label{Name: "do", Text: c.T("adapt.question", s.Ours.SchoolName), Wrong: c.Wrong(in.wrong, "do"), Focus: in.wrong["do"].Key != ""},
		Options: []ui.Option{option(adapt.Keep, "adapt.keep", "adapt.keep_hint"), option(adapt.Use, "adapt.use", hint)}}
	if out.Combine = areas(c, core, conflict, in); len(out.Combine) > 0 {
		out.Choices.Options = append(out.Choices.Options, option(adapt.Combine, "adapt.combine", "adapt.combine_hint"))
	}
	return out
}

// areas are the fields in which two texts can be smoothed into one, with the words of both.
func areas(c ui.Chrome, view reading.View, conflict merge.Conflict, in typedBody) []ui.Area {
	if conflict.Removed() != "" || conflict.Ours.Kind() != conflict.Theirs.Kind() {
		return nil
	}
	both := conflict.With(merge.Both)
	labels := map[string]string{}
	for _, f := range view.Said(both) {
		labels[f.Name] = f.Label
	}
	var out []ui.Area
	for _, field := range conflict.Fields {
		text, ok := typed.Field(both, field)
		if !ok {
			continue
		}
		if kept, was := in.texts[field]; was {
			text = kept
		}
		label := ui.Label{Name: "text." + field, Text: c.T("adapt.combined"), Wrong: c.Wrong(in.wrong, "text."+field)}
		if len(conflict.Fields) > 1 {
			label.Text += ": " + labels[field]
		}
		if field == "steps" {
			label.Hint = c.T("catalog.differs.steps_hint")
		}
		out = append(out, ui.Area{Label: label, Value: text, Rows: "5"})
	}
	return out
}

// decide handles POST /resources/{id}/core/{key}.
func (p *pages) decide(w http.ResponseWriter, r *web.Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	resource, key := catalog.ResourceID(r.PathValue("id")), block.Key(r.PathValue("key"))
	in := typedBody{choice: adapt.Choice(form.Text("do")), texts: map[string]string{}}
	for _, name := range form.Fields() {
		if field, typed := strings.CutPrefix(name, "text."); typed {
			in.texts[field] = form.Long(name)
		}
	}
	if form.Text("do") == "later" || form.Has("later") {
		return p.later(w, r, in, form.Has("warned"))
	}
	decided := adapt.Decided{Key: key, Choice: in.choice, Seen: block.Hash(form.Text("seen")), Here: block.Hash(form.Text("here")), Reason: r.P.T("adapt.reason.use")}
	if !in.choice.Known() {
		in.wrong.Add("do", "adapt.wrong.choose")
		return p.showChange(w, r, http.StatusUnprocessableEntity, in)
	}
	if in.choice == adapt.Combine {
		_, sides, err := p.Adapt.Weigh(r.Context(), r.Actor, resource)
		if err != nil {
			return err
		}
		decided.Body, decided.Reason = in.body(sides.Conflict(key)), r.P.T("adapt.reason.combine")
		if len(in.wrong) > 0 {
			return p.showChange(w, r, http.StatusUnprocessableEntity, in)
		}
	}
	decision, err := p.Adapt.Decide(r.Context(), r.Actor, resource, decided)
	if wrong, invalid := fault.AsFields(err); invalid {
		for _, message := range wrong {
			in.wrong.Add("do", message.Key, message.Args...)
		}
		return p.showChange(w, r, http.StatusUnprocessableEntity, in)
	}
	if fault.IsConflict(err) {
		in.told = toldOf(r, err)
		return p.showChange(w, r, http.StatusConflict, in)
	}
	if err != nil {
		return err
	}
	return p.goOn(w, r, resource, decision, "adapt.flash."+string(in.choice))
}

// later handles POST /resources/{id}/core/{key} for who decides later. Who has written something is asked first, once.
func (p *pages) later(w http.ResponseWriter, r *web.Request, in typedBody, warned bool) error {
	resource, key := catalog.ResourceID(r.PathValue("id")), block.Key(r.PathValue("key"))
	if !warned && len(in.texts) > 0 {
		_, sides, err := p.Adapt.Weigh(r.Context(), r.Actor, resource)
		if err != nil {
			return err
		}
		both := sides.Conflict(key).With(merge.Both)
		for field, text := range in.texts {
			in.leaving = in.leaving || !says(both, field, text)
		}
	}
	if in.leaving {
		in.choice, in.told = adapt.Combine, r.P.T("adapt.later.typed")
		return p.showChange(w, r, http.StatusOK, in)
	}
	return web.SeeOther(w, r, path(resource), "adapt.flash.later")
}

// body is a part of which both texts were smoothed into one.
func (in *typedBody) body(conflict merge.Conflict) block.Body {
	body := conflict.With(merge.Both)
	for _, field := range conflict.Fields {
		text, was := in.texts[field]
		if !was {
			continue
		}
		var wrong fault.Fields
		body = typed.With(body, field, text, &wrong)
		for _, message := range wrong {
			in.wrong.Add("text."+field, message.Key, message.Args...)
		}
	}
	return body
}
