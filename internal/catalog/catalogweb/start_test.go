package catalogweb_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/catalog/catalogweb"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

func TestATeacherBeginsWithHerLibraryAndHerGrades(t *testing.T) {
	s := newShelf(t)
	s.as(tom).get("/").is(http.StatusOK).says("Nothing is shared yet.", "What are you looking for? A unit, a topic, a tool").
		saysNot("From the library at", "For grades", "One small move")

	s.share(rosa, catalog.SeenByDistrict, tip("Lantern walk"))
	s.as(tom).get("/").says("From the library at Elm", "Lantern walk").saysNot("For grades", "New in the district", "See all")

	fitting, beyond := tip("Paper cranes"), tip("College essays")
	fitting.About.Grades, beyond.About.Grades = grade.Range(3, 4), grade.Range(11, 13)
	s.share(joan, catalog.SeenByDistrict, fitting)
	s.share(joan, catalog.SeenByDistrict, beyond)
	s.share(joan, catalog.SeenBySchool, tip("For Oak alone"))
	p := s.as(tom).get("/").says("For grades K–5, from other schools", "Paper cranes", "New in the district", "College essays").saysNot("For Oak alone")
	if n := strings.Count(p.words(), "Paper cranes"); n != 1 {
		t.Errorf("one thing stands there %d times", n)
	}
	for i := range 5 {
		s.clock.Advance(time.Minute)
		s.share(rosa, catalog.SeenByDistrict, tip(fmt.Sprint("Elm writes ", i)))
	}
	s.as(tom).get("/").says("Elm writes 4", "Elm writes 2").wants("link", "See all: From the library at Elm")
}

func TestTheCoordinatorIsToldOfSuggestedTopics(t *testing.T) {
	var s *shelf
	wait := func(r *web.Request, c ui.Chrome) ([]ui.Todo, error) { return catalogweb.ProposalsWait(s.topics)(r, c) }
	s = shelfWith(t, catalogweb.Slots{Waiting: []web.Todos{wait}})
	s.as(ana).get("/").saysNot("Waiting for you")
	propose := func(words ...string) {
		t.Helper()
		if _, err := s.catalog.Share(t.Context(), rosa, catalog.ShareInput{School: "elm", Document: tip("Asks for " + words[0]), Proposals: words}); err != nil {
			t.Fatal(err)
		}
	}
	propose("zines")
	s.as(ana).get("/").says("Waiting for you", "A colleague suggests a topic", "“zines” by Rosa Delgado").wants("link", "Decide: A colleague suggests a topic")
	propose("slow looking", "soundscapes", "tabletop games")
	s.as(ana).get("/").says("4 topics are suggested", "and more")
	s.as(rosa).get("/").saysNot("topics are suggested")
}

func TestWhoSeesItIsSaidWhereThereIsSomebody(t *testing.T) {
	s := newShelf(t)
	wide, open := s.share(rosa, catalog.SeenByConsortium, tip("For partners")), s.share(rosa, catalog.SeenByAnyone, tip("For anyone"))
	const partners, anyone = "Seen by partner districts too", "Seen by anyone"
	s.exec(`UPDATE district SET consortium = '', public_on = FALSE`)
	s.as(rosa).get(s.at(wide)).saysNot(partners)
	s.as(rosa).get(s.at(open)).saysNot(anyone)
	s.exec(`UPDATE district SET consortium = 'county', public_on = TRUE`)
	s.as(rosa).get(s.at(wide)).says(partners)
	s.as(rosa).get(s.at(open)).says(anyone)
}

func TestLinksAreLookedUpOnlySoOften(t *testing.T) {
	s := newShelf(t)
	s.often = "look_up"
	p := s.as(rosa).send("/share", url.Values{"what": {s.page}}).is(http.StatusOK).says("We looked up many links for you just now").saysNot("Old maps of rivers")
	if !strings.HasPrefix(p.path, "/share/") {
		t.Errorf("it stays at %s", p.path)
	}
	s.often = ""
	s.as(rosa).send("/share", url.Values{"what": {s.page}}).is(http.StatusOK).saysNot("We looked up many links")
}

func TestThePageOfSharingShowsHowItWillLook(t *testing.T) {
	s := newShelf(t)
	s.as(rosa).get("/share").says("What happens then").saysNot("How it looks to colleagues")
	s.share(joan, catalog.SeenByDistrict, tip("Paper cranes"))
	s.as(rosa).get("/share").says("How it looks to colleagues", "Paper cranes")
}

func TestAListOfManyTopics(t *testing.T) {
	s := newShelf(t)
	for i := range 45 {
		label := fmt.Sprintf("%c topic %02d", 'A'+i/2, i)
		if _, err := s.topics.Add(t.Context(), ana, vocab.NewTerm{English: label, Spanish: "Tema", Synonyms: []vocab.Name{{Text: fmt.Sprint("synonym ", i)}}}); err != nil {
			t.Fatal(err)
		}
	}
	v := s.as(ana)
	for at, c := range map[string]struct{ says, listed, other string }{
		"":                     {"45 topics in use", "A topic 00", "W topic 44"},
		"?page=3":              {"45 topics in use", "W topic 44", "A topic 00"},
		"?page=-4&q=":          {"45 topics in use", "A topic 00", "W topic 44"},
		"?q=SYN%C3%93NYM+44":   {"One topic has “SYNÓNYM 44” among its names.", "W topic 44", "A topic 00"},
		"?q=tema+&page=2":      {"45 topics have “tema” among their names.", "K topic 20", "A topic 00"},
		"?q=nothing+like+this": {"No topic has “nothing like this” among its names.", "Show all topics", "A topic 00"},
	} {
		p := v.get("/admin/topics"+at).is(http.StatusOK).says(c.says).wants("link", c.listed)
		if p.find("link", c.other) != nil {
			t.Errorf("%q lists %s", at, c.other)
		}
	}
	v.get("/admin/topics").wants("link", "W").wants("link", "Next")
}
