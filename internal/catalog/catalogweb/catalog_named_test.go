package catalogweb_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

func TestASchoolStandsBeforeWhatItsNameFinds(t *testing.T) {
	s := newShelf(t)
	s.exec(`UPDATE school SET name = 'Elm Elementary' WHERE id = 'elm'`)
	s.share(rosa, catalog.SeenByDistrict, tip("Poetry aloud"))
	s.share(rosa, catalog.SeenByDistrict, tip("Opening checklist"))
	s.share(rosa, catalog.SeenBySchool, tip("Elm alone"))
	s.share(joan, catalog.SeenByDistrict, tip("Poetry slam"))
	p := s.as(joan).get("/catalog?q=elm").is(http.StatusOK).says("2 found").lacks("link", "Elm alone")
	p.wants("link", "Elm Elementary: the library", "What Elm shared (2)")
	p.saysNot("Found by who shared it")
	if !strings.Contains(p.body, "<mark>Elm</mark>") {
		t.Error("the school is not marked on its cards")
	}
	if at := attr(p.find("link", "Elm Elementary: the library"), "href"); at != "/schools/elm" {
		t.Errorf("the library leads to %s", at)
	}
	only := attr(p.find("link", "What Elm shared (2)"), "href")
	if only != "/catalog?school=elm" {
		t.Errorf("what it shared leads to %s", only)
	}
	s.as(joan).get(only).says("2 found").wants("link", "Opening checklist").lacks("link", "What Elm shared (2)")
	s.as(rosa).get("/catalog?q=elm").wants("link", "What Elm shared (3)", "Elm alone")

	// Beside other words it narrows, and loses nothing.
	beside := s.as(joan).get("/catalog?q=elm+poetry").says("2 found", "“Elm” is read as the school.").wants("link", "Poetry aloud", "Poetry slam", "Look only for what I typed")
	chip := attr(beside.find("link", "Only what Elm shared: “poetry” (1)"), "href")
	narrowed := s.as(joan).get(chip).says("1 found").wants("link", "Poetry aloud").lacks("link", "Poetry slam").lacks("link", "Elm Elementary: the library")
	if away := attr(narrowed.find("link", "Remove Elm"), "href"); away != "/catalog?q=poetry" {
		t.Errorf("the chip taken away leads to %s", away)
	}
	s.as(joan).get("/catalog?q=elm+poetry&school=elm").says("1 found").wants("link", "Elm Elementary: the library").lacks("link", "Only what Elm shared: “poetry” (1)")
	s.as(joan).get("/catalog?q=elm&as=typed").lacks("link", "Elm Elementary: the library").lacks("link", "What Elm shared (2)")
	s.as(joan).get("/catalog?q=zzzz+elm").wants("link", "Elm Elementary: the library")
	// Elsewhere nobody is told of it.
	for _, by := range []actor.Actor{sam, noOne} {
		who := s.as(by)
		who.get("/catalog?q=elm").lacks("link", "Elm Elementary: the library")
		if body := who.get("/catalog/suggest?q=elm").body; body != "" {
			t.Errorf("suggested elsewhere: %s", body)
		}
	}
}

func TestAColleagueStandsBeforeWhatSheShared(t *testing.T) {
	s := newShelf(t)
	s.share(rosa, catalog.SeenByDistrict, tip("Lanterns"))
	s.as(joan).get("/catalog?q=Delgdo").says("1 found", "Nothing has the word delgdo. Looked for Delgado instead.", "By Rosa Delgado").wants("link", "Rosa Delgado", "Lanterns")
	if body := s.as(joan).get("/catalog?q=delgado").wants("link", "Rosa Delgado").body; !strings.Contains(body, "By <mark>Rosa Delgado</mark>") {
		t.Error("her name is not marked on her card")
	}
	s.as(rosa).get("/catalog?q=okafor").lacks("link", "Tom Okafor") // whom the reader may not know stands nowhere but in what he shared
	s.as(sam).get("/catalog?q=Delgdo").lacks("link", "Rosa Delgado")
	s.as(rosa).get("/catalog?q=kowalski").says("Nothing that you may see is from Joan Kowalski yet.").saysNot("Nothing has")
	s.share(rosa, catalog.SeenByDistrict, tip("Jon in the hall"))
	s.as(rosa).get("/catalog?q=jon+kowalski").says("Did you mean “Joan kowalski”?").saysNot("kowalski.")
}

// To a teacher a page says the same of a name, whether a teacher of that name is there or not.
func TestAPageTellsNoTeacherOfAnother(t *testing.T) {
	pages := func(s *shelf) (out []string) {
		id := string(s.share(rosa, catalog.SeenByDistrict, tip("Lanterns")).ID)
		for _, words := range []string{"Quimby", "by+Zelda+Quimby", "Ms.+Quimby", "what+did+zelda+share", "lanterns+by+zelda+quimby", "zelda+quimbi"} {
			p := s.as(tom).get("/catalog?q=" + words).is(http.StatusOK)
			out = append(out, strings.NewReplacer(s.url, "", id, "lanterns").Replace(p.body), s.as(tom).get("/catalog/suggest?q="+words).body)
		}
		return out
	}
	without, with := newShelf(t), newShelf(t)
	with.exec(`INSERT INTO person (id, district, name, name_key, mail, mail_key, locale, coordinator, state, demo, created_at)
		VALUES ('zelda', $1, 'Zelda Quimby', 'zelda', 'zelda', 'zelda', '', FALSE, 'active', NULL, 0)`, maple)
	expected := pages(without)
	for i, page := range pages(with) {
		if page != expected[i] {
			t.Errorf("page %d was\n%s\nand is\n%s", i, expected[i], page)
		}
	}
}

func TestSuggestionsThatFitBestComeFirst(t *testing.T) {
	s := newShelf(t)
	s.exec(`UPDATE school SET name = 'Elm Elementary' WHERE id = 'elm'`)
	topic, err := s.topics.Add(t.Context(), ana, vocab.NewTerm{English: "Storytelling", Spanish: "Cuentacuentos", Synonyms: []vocab.Name{{Text: "Elmwood tales"}}})
	if err != nil {
		t.Fatal(err)
	}
	bark := tip("A tale of elm bark")
	bark.About.Tags = []string{string(topic.Term)}
	s.share(rosa, catalog.SeenByDistrict, bark)
	p := s.as(joan).get("/catalog/suggest?q=elm").is(http.StatusOK)
	p.wants("link", "Elm Elementary Its library", "What Elm shared School", "A tale of elm bark Quick tip", "Storytelling – also called Elmwood tales Topic")
	if school, title, topic := strings.Index(p.body, "Elm Elementary"), strings.Index(p.body, "elm bark"), strings.Index(p.body, "Storytelling"); school > title || title > topic {
		t.Error("what begins so comes first, then what has such a word, then what has another name")
	}
	if p := s.as(joan).get("/catalog/suggest?q=elementary").wants("link", "For grades K–5 Grades"); strings.Contains(p.body, "library") {
		t.Errorf("what all schools are called suggests %s", p.body)
	}
	s.as(joan).get("/catalog/suggest?q=biblioteca+el").wants("link", "Elm Elementary Its library")
}
