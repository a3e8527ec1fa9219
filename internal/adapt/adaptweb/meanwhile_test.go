package adaptweb_test

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/adapt"
	"github.com/commonshelf/commonshelf/internal/adapt/adaptweb"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/web/sitetest"
)

const smoothed = "Both of us said it,\nand now it is one text."

// Whatever happens while somebody makes one text of two, what they typed stands on the page that tells them.
func TestWhatIsTypedOutlivesWhatHappensMeanwhile(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile func(s *site, core, version catalog.ResourceID)
		status    int
		says      []string
		reads     string // the part in the end
	}{
		"nothing":               {func(*site, catalog.ResourceID, catalog.ResourceID) {}, 303, nil, smoothed},
		"the core is taken out": {func(s *site, core, _ catalog.ResourceID) { s.retire(core) }, 303, nil, smoothed},
		"the core is kept to its school": {func(s *site, core, _ catalog.ResourceID) {
			s.save(s.Mai, core, catalog.SeenBySchool, "one:Better", "two:Same")
		}, 409, []string{"is not open to you any more"}, "At Elm"},
		"the core is another school's":   {func(s *site, core, _ catalog.ResourceID) { s.give(core, "oak") }, 303, nil, smoothed},
		"the core changes again":         {func(s *site, core, _ catalog.ResourceID) { s.save(s.Mai, core, "", "one:Best", "two:Same") }, 409, []string{"This has changed since you looked at it."}, "At Elm"},
		"the core takes its change back": {func(s *site, core, _ catalog.ResourceID) { s.save(s.Mai, core, "", "one:First", "two:Same") }, 409, []string{"This has changed since you looked at it."}, "At Elm"},
		"a colleague changes the version": {func(s *site, _, version catalog.ResourceID) {
			s.save(s.Lin, version, "", "one:As Lin has it", "two:Same")
		}, 409, []string{"This has changed since you looked at it.", "As Lin has it"}, "As Lin has it"},
		"a colleague leaves the part out": {func(s *site, _, version catalog.ResourceID) { s.save(s.Lin, version, "", "two:Same") }, 409, []string{"This has changed since you looked at it."}, ""},
		"a colleague decides":             {func(s *site, _, version catalog.ResourceID) { s.decide(version, adapt.Keep) }, 409, []string{"This has changed since you looked at it."}, "At Elm"},
		"a colleague uses the core's":     {func(s *site, _, version catalog.ResourceID) { s.decide(version, adapt.Use) }, 409, []string{"This has changed since you looked at it."}, "Better"},
		"the version is taken out":        {func(s *site, _, version catalog.ResourceID) { s.retireAs("elm", version) }, 403, nil, "At Elm"},
		"the version is another school's": {func(s *site, _, version catalog.ResourceID) { s.give(version, "oak") }, 403, nil, "At Elm"},
		"she is no librarian there any more": {func(s *site, _, _ catalog.ResourceID) {
			s.exec(`UPDATE membership SET role = 'teacher' WHERE person = 'rosa'`)
		}, 403, nil, "At Elm"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			core := s.core("one:First", "two:Same")
			version := s.version(s.Rosa, core, "one:At Elm", "two:Same")
			s.save(s.Mai, core, "", "one:Better", "two:Same")
			page := s.As(s.Rosa.Person).Get(at(version, "/core/one")).Is(200)
			fields := sent(page, "do", "combine", "text.markdown", smoothed)
			c.meanwhile(s, core, version)
			after := s.Post(at(version, "/core/one"), s.Rosa.Person, form(fields...)).Is(c.status).Says(c.says...)
			if c.status != 303 {
				after.Holds(smoothed)
			}
			s.reads(version, "one", c.reads)
		})
	}
}

// sent are the hidden fields of the page of a change, with others.
func sent(p *sitetest.Page, more ...string) []string {
	return append([]string{"seen", p.Value("seen"), "here", p.Value("here")}, more...)
}

func TestWhatIsTypedOutlivesAChoiceThatWasNotMade(t *testing.T) {
	s := newSite(t)
	version := s.waiting("one:First", "one:At Elm", "one:Better")
	page := s.As(s.Rosa.Person).Get(at(version, "/core/one"))
	page.Press("Save this choice", "text.markdown", smoothed).Is(422).Says("Choose one.").Holds(smoothed)
	page.Press("Save this choice", "text.markdown", smoothed, "do", "burn").Is(422).Says("Choose one.").Holds(smoothed)
	asked := page.Press("Decide later", "text.markdown", smoothed, "later", "yes").Is(200).Says("You have written something here.").Holds(smoothed)
	asked.Press("Decide later", "later", "yes").Is(200).SaysNot("You have written something here.").Says("It waits here.", "1 change in Pine’s original")
	page.Press("Decide later", "later", "yes").Is(200).Says("It waits here.")
	asked.Press("Save this choice").Is(200).Says("Some of each is used.")
	s.reads(version, "one", smoothed)
}

// waiting is a version at Elm of a core of one part that says first, in its own words, while the core has changed again.
func (s *site) waiting(first, ours, now string) catalog.ResourceID {
	s.T.Helper()
	core := s.core(first)
	version := s.version(s.Rosa, core, ours)
	s.save(s.Mai, core, "", now)
	return version
}

// Whatever happens while a suggestion is read, what its reader typed stands on the page that tells them.
func TestAnAnswerOutlivesWhatHappensMeanwhile(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile func(s *site, core, version catalog.ResourceID, offer adapt.OfferID)
		accept    int // status
		decline   int
	}{
		"nothing": {func(*site, catalog.ResourceID, catalog.ResourceID, adapt.OfferID) {}, 303, 303},
		"it is withdrawn": {func(s *site, _, _ catalog.ResourceID, o adapt.OfferID) {
			s.ok(s.adapt.Withdraw(s.T.Context(), s.Rosa, o))
		}, 409, 409},
		"a colleague declines": {func(s *site, _, _ catalog.ResourceID, o adapt.OfferID) {
			s.ok(s.adapt.Decline(s.T.Context(), s.Ana, o, "No."))
		}, 409, 409},
		"the core is taken out":        {func(s *site, core, _ catalog.ResourceID, _ adapt.OfferID) { s.retire(core) }, 409, 303},
		"the core is another school's": {func(s *site, core, _ catalog.ResourceID, _ adapt.OfferID) { s.give(core, "oak") }, 404, 404},
		"the core changes the part": {func(s *site, core, _ catalog.ResourceID, _ adapt.OfferID) {
			s.save(s.Mai, core, "", "one:Best", "two:Same")
		}, 409, 303},
		"the core takes the part out": {func(s *site, core, _ catalog.ResourceID, _ adapt.OfferID) { s.save(s.Mai, core, "", "two:Same") }, 409, 303},
		"the version is taken out":    {func(s *site, _, version catalog.ResourceID, _ adapt.OfferID) { s.retireAs("elm", version) }, 303, 303},
		"the version changes": {func(s *site, _, version catalog.ResourceID, _ adapt.OfferID) {
			s.save(s.Rosa, version, "", "one:Otherwise", "two:Same")
		}, 303, 303},
		"he is no librarian any more": {func(s *site, _, _ catalog.ResourceID, _ adapt.OfferID) {
			s.exec(`UPDATE membership SET role = 'teacher' WHERE person = 'mai'`)
		}, 403, 403},
		"the version is another school's": {func(s *site, _, version catalog.ResourceID, _ adapt.OfferID) { s.give(version, "oak") }, 303, 303},
	} {
		t.Run(name, func(t *testing.T) {
			for _, how := range []string{"accept", "decline"} {
				s := newSite(t)
				core := s.core("one:First", "two:Same")
				version := s.version(s.Rosa, core, "one:At Elm", "two:Same")
				offer, err := s.adapt.Offer(s.T.Context(), s.Rosa, adapt.OfferInput{Version: version, Keys: []block.Key{"one"}, Why: "It held their attention."})
				s.ok(err)
				address := adaptweb.SuggestionPath(offer)
				page := s.As(s.Mai.Person).Get(address).Is(200)
				fields, to, want := []string{"seen.one", page.Value("seen.one"), "text.one.markdown", smoothed}, address, c.accept
				if how == "decline" {
					fields, to, want = []string{"reason", smoothed}, address+"/not-now", c.decline
				}
				c.meanwhile(s, core, version, offer)
				after := s.Post(to, s.Mai.Person, form(fields...)).Is(want)
				if want != 303 {
					after.Holds(smoothed)
				} else if how == "accept" {
					s.reads(core, "one", smoothed)
				}
			}
		})
	}
}

// Whatever happens while somebody says why they suggest something, why stands on the page that tells them.
func TestWhyOutlivesWhatHappensMeanwhile(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile func(s *site, core, version catalog.ResourceID)
		status    int
	}{
		"nothing":                         {func(*site, catalog.ResourceID, catalog.ResourceID) {}, 303},
		"the core is taken out":           {func(s *site, core, _ catalog.ResourceID) { s.retire(core) }, 409},
		"the core is kept to its school":  {func(s *site, core, _ catalog.ResourceID) { s.save(s.Mai, core, catalog.SeenBySchool, "one:First") }, 409},
		"the version is another school's": {func(s *site, _, version catalog.ResourceID) { s.give(version, "oak") }, 403},
		"the part is as in the core":      {func(s *site, _, version catalog.ResourceID) { s.save(s.Rosa, version, "", "one:First") }, 422},
		"a colleague suggests it": {func(s *site, _, version catalog.ResourceID) {
			_, err := s.adapt.Offer(s.T.Context(), s.Lin, adapt.OfferInput{Version: version, Keys: []block.Key{"one"}, Why: "Lin says so."})
			s.ok(err)
		}, 409},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			core := s.core("one:First")
			version := s.version(s.Rosa, core, "one:At Elm")
			c.meanwhile(s, core, version)
			page := s.Post(at(version, "/suggest"), s.Rosa.Person, form("part", "one", "why", "It held their attention.")).Is(c.status)
			if c.status != 303 {
				page.Holds("It held their attention.")
			}
		})
	}
}

func (s *site) retire(r catalog.ResourceID) { s.retireAs("pine", r) }

func (s *site) retireAs(school string, r catalog.ResourceID) {
	s.T.Helper()
	by := s.Mai
	if school == "elm" {
		by = s.Rosa
	}
	_, err := s.Catalog.Retire(s.T.Context(), by, r, "It has had its day.")
	s.ok(err)
}

func (s *site) give(r catalog.ResourceID, to string) {
	s.T.Helper()
	_, err := s.Catalog.Give(s.T.Context(), s.Ana, r, id.SchoolID(to))
	s.ok(err)
}

func (s *site) exec(query string) {
	s.T.Helper()
	_, err := s.DB.Exec(s.T.Context(), query)
	s.ok(err)
}

// decide has Lin choose about the first part of a version.
func (s *site) decide(r catalog.ResourceID, choice adapt.Choice) {
	s.T.Helper()
	page := s.As(s.Lin.Person).Get(at(r, "/core/one"))
	page.Visitor.Post(at(r, "/core/one"), form(sent(page, "do", string(choice))...)).Is(200)
}
