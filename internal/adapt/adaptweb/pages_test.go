package adaptweb_test

import (
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/adapt"
	"github.com/commonshelf/commonshelf/internal/adapt/adaptweb"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
)

func TestMakingAVersion(t *testing.T) {
	s := newSite(t)
	core := s.core("one:First")
	rosa := s.As(s.Rosa.Person)
	if to := rosa.Get(at(core, "")).Is(200).Link("Make our version"); to != at(core, "/adapt") {
		t.Errorf("it leads to %s", to)
	}
	rosa.Get(at(core, "/adapt")).Is(200).Says("You get every part of “Six moves”", "at Pine")
	draft := s.Post(at(core, "/adapt"), s.Rosa.Person, form("school", "elm")).Is(303)
	if !strings.HasPrefix(draft.To(), "/share/") {
		t.Errorf("it leads to %s", draft.To())
	}
	if again := s.Post(at(core, "/adapt"), s.Rosa.Person, form("school", "elm")).Is(303); again.To() != draft.To() {
		t.Errorf("a second time leads to %s, want %s", again.To(), draft.To())
	}
	rosa.Get(at(core, "/adapt")).Is(200).Says("Your school has a version already.")
	lin := s.As(s.Lin.Person)
	lin.Get(at(core, "/adapt")).Is(200).Says("For which school?", "Oak")
	mai := s.As(s.Mai.Person)
	mai.Get(at(core, "/adapt")).Is(200).Says("It is this school’s own")
	s.Post(at(core, "/adapt"), s.Mai.Person, form("school", "pine")).Is(409).Says("It is this school’s own")
	s.Post(at(core, "/adapt"), s.Rosa.Person, form("school", "pine")).Is(403)
	s.Post(at(core, "/adapt"), s.Rosa.Person, form()).Is(403)
	s.Get("/resources/0000000000000000/adapt", s.Rosa.Person).Is(404)
}

func TestWhatMayNotBeChangedIsLinked(t *testing.T) {
	s := newSite(t)
	d := guide("one:First")
	d.About.Rights = "cc-by-nd-4.0"
	r, err := s.Catalog.Share(t.Context(), s.Mai, catalog.ShareInput{School: "pine", Visibility: catalog.SeenByDistrict, Document: d})
	s.ok(err)
	page := s.As(s.Rosa.Person).Get(at(r.ID, "/adapt")).Is(200).Says("It cannot become a version of your own", "Its maker lets others use it as it is")
	if page.Has("Make our version") || !page.Has("Link to it instead") {
		t.Error("the wrong way is open")
	}
	s.Post(at(r.ID, "/adapt"), s.Rosa.Person, form("school", "elm")).Is(403).Says("Its maker lets others use it as it is")
	if to := s.Post(at(r.ID, "/adapt/link"), s.Rosa.Person, form("school", "elm")).Is(303).To(); !strings.HasPrefix(to, "/share/") {
		t.Errorf("the link is at %s", to)
	}
	s.Post(at(r.ID, "/adapt/link"), s.Rosa.Person, form("school", "pine")).Is(403)
}

func TestChangesOfTheCore(t *testing.T) {
	s := newSite(t)
	core := s.core("one:First", "two:Second", "three:Third", "four:Fourth")
	version := s.version(s.Rosa, core, "one:First, at Elm", "two:Second", "four:Fourth")
	s.save(s.Mai, core, "", "one:First, better", "two:Second, better", "three:Third, better", "five:Fifth")
	rosa := s.As(s.Rosa.Person)
	rosa.Get(at(version, "")).Says("Elm’s version of Pine’s original", "5 changes in Pine’s original", "See what changed")
	list := rosa.Get(at(version, "/core")).Is(200).Says("Both versions changed this part.", "Pine has changed this part. Nothing was changed here.", "Pine has changed this part, which was left out here.",
		"Pine has taken this part out.", "Pine has added this part.")
	for _, key := range []string{"one", "two", "three", "four", "five"} {
		rosa.Get(at(version, "/core/"+key)).Is(200).Says("Text: "+key, "Mai Tran, Pine")
	}
	rosa.Get(at(version, "/core/one")).Says("Ours, at Elm", "Pine’s original, now", "How it was before", "Text made of both").Press("Save this choice", "do", "keep").Is(200).Says("Ours stays as it is.")
	rosa.Get(at(version, "/core/three")).Press("Put it in as it is now", "do", "use").Is(200).Says("The change is used.")
	list.Press("Use the 3 changes that touch nothing of ours").Is(200).Says("The changes are used.")
	s.reads(version, "one", "First, at Elm")
	s.reads(version, "two", "Second, better")
	s.reads(version, "three", "Third, better")
	s.reads(version, "four", "")
	s.reads(version, "five", "Fifth")
	done := rosa.Get(at(version, "/core")).Is(200).Says("Nothing new in Pine’s original", "Decided lately", "Used by Rosa Delgado", "Ours kept by Rosa Delgado")
	done.Press("Undo: Text: two, Text: four and Text: five").Is(200).Says("Everything is as it was before.", "3 changes in Pine’s original")
	s.reads(version, "two", "Second")
	s.Post(at(version, "/core"), s.Rosa.Person, nil).Is(303)
	s.Post(at(version, "/core"), s.Rosa.Person, nil).Is(409).Says("Look at it once more.")
	s.Post(at(version, "/core/undo/0000000000000000"), s.Rosa.Person, nil).Is(404)
	if to := s.Get(at(version, "/core/nothing"), s.Rosa.Person).Is(303).To(); to != at(version, "/core") {
		t.Errorf("a part that does not wait leads to %s", to)
	}
	s.Post(at(version, "/core/nothing"), s.Rosa.Person, form("do", "use")).Is(409)
	s.Post(at(version, "/core/nothing"), s.Rosa.Person, form("do", "combine", "text.markdown", "Not lost at all.")).Is(409).Holds("Not lost at all.")
	s.Get(at(core, "/core"), s.Rosa.Person).Is(404)
}

func TestFollowing(t *testing.T) {
	s := newSite(t)
	core := s.core("one:First")
	version := s.version(s.Rosa, core, "one:First")
	rosa := s.As(s.Rosa.Person)
	rosa.Get(at(version, "/core")).Press("Follow").Is(200).Says("From now on, changes come by themselves", "Its changes come by themselves.")
	s.save(s.Mai, core, "", "one:Better")
	s.ok(s.Jobs.Drain(t.Context()))
	s.reads(version, "one", "Better")
	rosa.Get(at(version, "/core")).Says("It came by itself").Press("Ask me about each change").Is(200).Says("you are asked about each change")
	s.save(s.Mai, core, "", "one:Best")
	s.ok(s.Jobs.Drain(t.Context()))
	s.reads(version, "one", "Better")
}

// A core that ended leaves its page with what was decided, and a way to take that back.
func TestACoreThatEnded(t *testing.T) {
	s := newSite(t)
	core := s.core("one:First")
	version := s.version(s.Rosa, core, "one:First")
	s.save(s.Mai, core, "", "one:Better")
	rosa := s.As(s.Rosa.Person)
	used := rosa.Get(at(version, "/core")).Press("Use the change that touches nothing of ours").Is(200)
	s.retire(core)
	used.Press("Undo").Is(200).Says("Everything is as it was before.", "Nothing more comes from the original", "Pine has taken its original out of the catalog: “It has had its day.”").SaysNot("Follow")
	s.reads(version, "one", "First")
	rosa.Get(at(version, "")).Says("Pine has taken its original out of the catalog", "stays as it is, with everyone’s credit")
	s.Get(at(version, "/suggest"), s.Rosa.Person).Is(409).Says("has been taken out of the catalog")
}

func TestSuggesting(t *testing.T) {
	s := newSite(t)
	core := s.core("one:First", "two:Second")
	version := s.version(s.Rosa, core, "one:First, at Elm", "two:Second", "three:Third")
	rosa := s.As(s.Rosa.Person)
	page := rosa.Get(at(version, "/suggest?part=one")).Is(200).Says("Suggest a change to Pine", "Text: one", "Text: three").SaysNot("Text: two")
	page.Press("Suggest this change").Is(422).Says("Say in one line why.")
	page.Press("Suggest this change", "why", strings.Repeat("a ", 200)).Is(422).Says("At most 300 characters, please.")
	page.Press("Suggest this change", "part", "two", "why", "It held their attention.").Is(422).Says("Choose at least one part that differs.")
	made := page.Press("Suggest this change", "why", "It held their attention.").Is(200).Says("Suggested.", "It waits for a librarian at Pine.", "It held their attention.")
	page.Press("Suggest this change", "why", "A second time.").Is(409).Says("One of these parts is suggested already.", "Suggested already: Text: one")
	mai := s.As(s.Mai.Person)
	mai.Get(at(core, "")).Says("Elm suggests a change", "It held their attention.")
	answer := mai.Get(made.Path).Is(200)
	s.Post(made.Path+"/not-now", s.Mai.Person, form("reason", " ")).Is(422).Says("Say why, so that the answer helps.")
	s.Post(made.Path+"/not-now", s.Mai.Person, form("reason", strings.Repeat("a ", 400))).Is(422).Says("At most 600 characters")
	answer.Press("Not this time", "reason", "Our slips are shorter.").Is(200).Says("Said: not this time.").SaysNot("Our slips are shorter.")
	rosa.Get(made.Path).Says("Not this time", "Our slips are shorter.")
	rosa.Get(at(version, "")).Says("Not this time, in", "Our slips are shorter.")
	mai.Get(made.Path).Press("Take this decision back").Is(200).Says("It waits again")
	answer.Press("Use it").Is(200).Says("Used, with credit to Rosa Delgado.")
	s.reads(core, "one", "First, at Elm")
	s.Post(made.Path, s.Ana.Person, form("seen.one", "0")).Is(409).Says("Somebody has decided about this suggestion already.")
	rosa.Get(at(version, "")).Says("Mai Tran used your change in")
	s.Post(made.Path+"/back", s.Rosa.Person, nil).Is(409)
	mai.Get(made.Path).Press("Take this decision back").Is(200)
	s.reads(core, "one", "First")
	rosa.Get(made.Path).Press("Take the suggestion back").Is(200).Says("The suggestion is taken back.", "Taken back by Rosa Delgado")
	rosa.Get(made.Path).Press("Suggest it again").Is(200).Says("It waits again")
	s.Get("/suggestions/0000000000000000", s.Rosa.Person).Is(404)
}

// Where both changed a part, whoever answers chooses, or makes one text of both.
func TestASuggestionThatTheCoreHasMovedOnFrom(t *testing.T) {
	s := newSite(t)
	core := s.core("one:First of all")
	version := s.version(s.Rosa, core, "one:First at Elm")
	offer, err := s.adapt.Offer(t.Context(), s.Rosa, adapt.OfferInput{Version: version, Keys: []block.Key{"one"}, Why: "It held their attention."})
	s.ok(err)
	s.save(s.Mai, core, "", "one:Second to none")
	page := s.As(s.Mai.Person).Get(adaptweb.SuggestionPath(offer)).Is(200).Says("Both versions changed this part.", "Pine’s original, now", "As Elm suggests it", "How it was before")
	page.Press("Use it").Is(422).Says("Choose one.")
	page.Press("Use it", "do.one", "burn").Is(422).Says("Choose one.")
	page.Press("Use it", "do.one", "keep").Is(422).Says("Use at least one part")
	page.Press("Use it", "do.one", "combine", "text.one.markdown", "Both of us.").Is(200).Says("Used, with credit to Rosa Delgado.")
	s.reads(core, "one", "Both of us.")
}

func TestFamilyAndPeople(t *testing.T) {
	s := newSite(t)
	core := s.core("one:First", "two:Second")
	elm := s.version(s.Rosa, core, "one:First, at Elm", "three:Third")
	s.version(s.Joan, elm, "one:First, at Elm", "three:Third")
	tom := s.As(s.Tom.Person)
	if to := tom.Get(at(core, "")).Says("In use at Elm and Oak.").Link("See all versions"); to != at(core, "/family") {
		t.Errorf("it leads to %s", to)
	}
	tom.Get(at(elm, "/family")).Is(200).Says("Where it is used", "Pine’s original", "Elm’s version", "Oak’s version", "1 part changed, 1 part added and 1 part left out", "Made from")
	tom.Get("/people/mai").Is(200).Says("Mai Tran", "Six moves", "Tom Ortiz, Elm")
	tom.Get("/people/nobody").Is(404)
	tom.Get("/resources/0000000000000000/family").Is(404)
}

func TestPartsToKeep(t *testing.T) {
	s := newSite(t)
	core := s.core("one:First", "two:Second")
	elm := s.version(s.Rosa, core, "one:First, at Elm", "two:Second")
	mai := s.As(s.Mai.Person)
	mai.Get(at(core, "/keep")).Is(200).Press("Ask versions to keep these", "part", "one").Is(200)
	if got := mai.Get(at(core, "/keep")).Value("part"); got != "one" {
		t.Errorf("%q is ticked", got)
	}
	s.Post(at(core, "/keep"), s.Mai.Person, form("part", "nothing")).Is(422)
	s.Post(at(core, "/keep"), s.Rosa.Person, form("part", "one")).Is(403)
	s.Get(at(elm, "/keep"), s.Rosa.Person).Is(200)
}

// Who sees and does what on every page of versions: Rosa of the version, Mai of the core, Joan of another school and a coordinator of the
// district, Tom a teacher, a stranger of another district, and who is signed out.
func TestPagesOfVersionsByRole(t *testing.T) {
	s := newSite(t)
	core := s.core("one:First")
	version := s.version(s.Rosa, core, "one:First, at Elm")
	offer, err := s.adapt.Offer(t.Context(), s.Rosa, adapt.OfferInput{Version: version, Keys: []block.Key{"one"}, Why: "It held their attention."})
	s.ok(err)
	s.save(s.Mai, core, "", "one:Better")
	s.exec(`UPDATE person SET coordinator = FALSE WHERE id = 'joan'`)
	people := []actor.Actor{s.Rosa, s.Mai, s.Joan, s.Tom, s.Stranger, {}}
	suggestion := adaptweb.SuggestionPath(offer)
	for _, c := range []struct {
		method, path string
		want         [6]int
	}{
		{"GET", at(core, "/adapt"), [6]int{200, 200, 200, 403, 404, 303}},
		{"GET", at(version, "/core"), [6]int{200, 403, 403, 403, 404, 303}},
		{"GET", at(version, "/core/one"), [6]int{200, 403, 403, 403, 404, 303}},
		{"GET", at(version, "/suggest"), [6]int{200, 403, 403, 403, 404, 303}},
		{"GET", at(core, "/keep"), [6]int{403, 200, 403, 403, 404, 303}},
		{"GET", at(core, "/family"), [6]int{200, 200, 200, 200, 404, 303}},
		{"GET", suggestion, [6]int{200, 200, 404, 403, 404, 303}},
		{"GET", "/people/rosa", [6]int{200, 200, 200, 200, 404, 303}},
		{"POST", at(core, "/adapt"), [6]int{403, 409, 403, 403, 404, 401}}, // for Pine, whose own it is
		{"POST", at(core, "/adapt/link"), [6]int{403, 303, 403, 403, 404, 401}},
		{"POST", at(version, "/core"), [6]int{409, 403, 403, 403, 404, 401}}, // nothing is free
		{"POST", at(version, "/core/follow"), [6]int{303, 403, 403, 403, 404, 401}},
		{"POST", at(version, "/core/undo/0000000000000000"), [6]int{404, 403, 403, 403, 404, 401}},
		{"POST", at(version, "/core/one"), [6]int{409, 403, 403, 403, 404, 401}},
		{"POST", at(version, "/suggest"), [6]int{422, 403, 403, 403, 404, 401}},
		{"POST", at(core, "/keep"), [6]int{403, 422, 403, 403, 404, 401}},
		{"POST", suggestion, [6]int{403, 409, 404, 403, 404, 401}},
		{"POST", suggestion + "/not-now", [6]int{403, 422, 404, 403, 404, 401}},
		{"POST", suggestion + "/reopen", [6]int{303, 303, 404, 403, 404, 401}}, // it waits already
		{"POST", suggestion + "/back", [6]int{303, 403, 404, 403, 404, 401}},
	} {
		for i, by := range people {
			got, want := 0, c.want[i]
			if c.method == "GET" {
				got = s.Get(c.path, by.Person).Status
			} else {
				got = s.Post(c.path, by.Person, form("school", "pine", "do", "use", "part", "nothing")).Status
			}
			if got != want {
				t.Errorf("%s %s as %q: %d, want %d", c.method, c.path, by.Person, got, want)
			}
		}
	}
}

// What is named in a form is looked for among what the address names, and nowhere else.
func TestForgedFields(t *testing.T) {
	s := newSite(t)
	core := s.core("one:First", "two:Second")
	version := s.version(s.Rosa, core, "one:First, at Elm", "two:Second")
	other := s.version(s.Lin, core, "one:First", "two:Second, at Oak")
	s.save(s.Mai, core, "", "one:Better", "two:Second")
	rosa := s.As(s.Rosa.Person)
	s.Post(at(version, "/core/one"), s.Rosa.Person, form("do", "use", "seen", "../../etc/passwd", "here", strings.Repeat("f", 4096))).Is(409)
	s.Post(at(version, "/core/about"), s.Rosa.Person, form("do", "use")).Is(409)
	s.Post(at(version, "/core/%00"), s.Rosa.Person, form("do", "use")).Is(404)
	rosa.Get(at(version, "/core/one")).Press("Save this choice", "do", "use").Is(200)
	undo := s.lastDecision(version)
	s.Post(at(other, "/core/undo/"+string(undo)), s.Lin.Person, nil).Is(404)
	s.Post(at(version, "/suggest"), s.Rosa.Person, form("part", "two", "part", "one", "part", "one", "why", "Twice.")).Is(422)
	s.Post(at(version, "/core/one"), s.Rosa.Person, form("do", "combine", "text.markdown", strings.Repeat("ñ", 1<<20))).Is(413)
	s.reads(other, "one", "First")
}

// lastDecision is the newest decision about a version.
func (s *site) lastDecision(r catalog.ResourceID) adapt.DecisionID {
	s.T.Helper()
	shown, err := s.adapt.Show(s.T.Context(), s.Rosa, r)
	s.ok(err)
	list, err := s.adapt.Latest(s.T.Context(), s.Rosa, shown)
	s.ok(err)
	if len(list) == 0 {
		s.T.Fatal("nothing was decided")
	}
	return list[0].ID
}
