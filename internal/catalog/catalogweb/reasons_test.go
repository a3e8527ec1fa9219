package catalogweb_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/feedback"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

func TestAResultSaysWhereItWasTriedAndForWhichGradesItIs(t *testing.T) {
	s := newShelf(t)
	d := tip("Rivers on maps")
	d.About.Grades = grade.Range(4, 6)
	r := s.share(rosa, catalog.SeenByDistrict, d)
	use := feedback.New(feedback.Options{DB: s.db, Clock: s.clock, IDs: id.Source{}, Catalog: s.catalog})
	if _, err := use.Report(t.Context(), joan, r.ID, feedback.Said{School: joan.Schools[0].School, Outcome: feedback.Worked}); err != nil {
		t.Fatal(err)
	}
	p := s.as(rosa).get("/catalog?q=rivers+third+grade").is(http.StatusOK).says("Tried at Oak", "For grades 3–5")
	if all := s.as(rosa).get("/catalog").is(http.StatusOK).body; strings.Contains(all, "Tried at") || !strings.Contains(p.body, `<p class="reason">`) {
		t.Error("reasons stand where nothing was looked for, or are no reasons")
	}
	s.as(rosa).get("/catalog?q=rivers").is(http.StatusOK).says("Tried at Oak").saysNot("For grades")
	s.as(joan).get("/catalog?q=rivers").is(http.StatusOK).says("It worked at your school").saysNot("Tried at")
	if _, err := use.Report(t.Context(), rosa, r.ID, feedback.Said{School: rosa.Schools[0].School, Outcome: feedback.Worked}); err != nil {
		t.Fatal(err)
	}
	s.as(joan).get("/catalog?q=rivers").is(http.StatusOK).says("It worked at your school", "Tried at Elm")
}

func TestAResultSaysTheWordBehindItWhereNothingIsMarked(t *testing.T) {
	s := newShelf(t)
	d := tip("Les yeux du hibou")
	d.About.Language = "fr"
	s.share(rosa, catalog.SeenByDistrict, d)
	s.as(rosa).get("/catalog?q=oeil").is(http.StatusOK).says("Has “oeil”, or a form of it")
}

// A card shows some of its topics, and marks those by which it was found: they are named beside it only where it does not show them.
func TestATopicByWhichSomethingWasFoundIsNamedOnce(t *testing.T) {
	s := newShelf(t)
	for _, term := range []vocab.NewTerm{{English: "Atlases"}, {English: "Birds"}, {English: "Maps"}, {English: "Misinformation", Synonyms: []vocab.Name{{Text: "fake news"}}}} {
		if _, err := s.topics.Add(t.Context(), ana, term); err != nil {
			t.Fatal(err)
		}
	}
	d := tip("Kings who were fooled")
	d.About.Tags = []string{"misinformation"}
	s.share(rosa, catalog.SeenByDistrict, d)
	p := s.as(joan).get("/catalog?q=fake+news").is(http.StatusOK).wants("link", "Kings who were fooled").saysNot("Found through")
	if !strings.Contains(p.body, "<li><mark>Misinformation</mark></li>") {
		t.Error("the topic is not marked")
	}
	d.About.Title, d.About.Tags = "Queens who were not", []string{"atlases", "birds", "maps", "misinformation"}
	s.share(rosa, catalog.SeenByDistrict, d)
	s.as(joan).get("/catalog?q=fake+news").is(http.StatusOK).wants("link", "Queens who were not").says("Found through the topic Misinformation")
}

func TestAPageNamesWhatIsAboutTheSame(t *testing.T) {
	s := newShelf(t)
	r := s.share(rosa, catalog.SeenByDistrict, tip("Paper boats on the river"))
	s.share(joan, catalog.SeenByDistrict, tip("Paper boats"))
	s.as(rosa).get("/resources/"+string(r.ID)).is(http.StatusOK).wants("heading", "Like this").wants("link", "Paper boats").says("Quick tip, Oak")
	other := s.share(rosa, catalog.SeenByDistrict, tip("Volcano"))
	s.as(rosa).get("/resources/"+string(other.ID)).is(http.StatusOK).lacks("heading", "Like this")
}

func TestAPageNamesWhatIsUsedBesideIt(t *testing.T) {
	s := newShelf(t)
	r, globe := s.share(rosa, catalog.SeenByDistrict, tip("Maps")), s.share(joan, catalog.SeenByDistrict, tip("Globe"))
	s.as(rosa).get("/resources/"+string(r.ID)).is(http.StatusOK).lacks("heading", "Used together")
	at := func(of catalog.Resource) block.Body { return block.Link{URL: s.url + of.ID.Path(""), Title: "One"} }
	s.share(joan, catalog.SeenByDistrict, tip("Our unit", at(r), at(globe)))
	s.as(rosa).get("/resources/"+string(r.ID)).is(http.StatusOK).wants("heading", "Used together").wants("link", "Globe").wants("link", "Our unit").says("both in")
}
