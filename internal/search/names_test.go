package search_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/search"
)

// namedIn are the schools that the words of a search name.
func namedIn(found search.Found) (schools []string) {
	for _, s := range found.Schools {
		schools = append(schools, s.Short)
	}
	return schools
}

func (w *world) called(school id.SchoolID, name string) {
	w.exec(`UPDATE school SET name = $1 WHERE id = $2`, name, school)
}

func TestASchoolsNameFindsWhatItShared(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.called(w.elm, "Elm Elementary School")
		w.called(w.pine, "Martin Luther King Middle School")
		w.exec(`UPDATE school SET short_name = 'King' WHERE id = $1`, w.pine)
		w.share(w.rosa, catalog.SeenByDistrict, tip("Ballads and poetry", block.Text{Markdown: "In the dell."}))
		w.share(w.rosa, catalog.SeenByDistrict, tip("Opening checklist"))
		w.share(w.rosa, catalog.SeenBySchool, tip("Elm alone"))
		w.share(w.mai, catalog.SeenByDistrict, tip("Poetry slam"))
		w.share(w.mai, catalog.SeenByDistrict, tip("Shade", block.Text{Markdown: "Under an elm."}))
		for words, want := range map[string]struct{ titles, schools, rest string }{
			"elm":                        {"Ballads and poetry, Opening checklist, Shade", "Elm", ""},
			"ELM":                        {"Ballads and poetry, Opening checklist, Shade", "Elm", ""},
			"Elm's library":              {"Ballads and poetry, Opening checklist, Shade", "Elm", ""},
			"biblioteca de Elm":          {"Ballads and poetry, Opening checklist, Shade", "Elm", ""},
			"what did elm share":         {"Ballads and poetry, Opening checklist, Shade", "Elm", ""},
			"stuff from Elm":             {"Ballads and poetry, Opening checklist, Shade", "Elm", ""},
			`"Elm Elementary School"`:    {"Ballads and poetry, Opening checklist, Shade", "Elm", ""},
			"what Elm shared":            {"Ballads and poetry, Opening checklist, Shade", "Elm", ""},
			"escuela elm":                {"Ballads and poetry, Opening checklist, Shade", "Elm", ""},
			"Elm Elementary School":      {"Ballads and poetry, Opening checklist, Shade", "Elm", ""},
			"luther king":                {"Poetry slam, Shade", "King", ""},
			"luther":                     {"Poetry slam, Shade", "King", ""},
			"king middle school library": {"Poetry slam, Shade", "King", ""},
			"luther poetry":              {"Ballads and poetry, Poetry slam", "", ""},
			"escuela primaria Elm":       {"Ballads and poetry, Opening checklist, Shade", "Elm", ""},
			"elementary":                 {"Ballads and poetry, Opening checklist, Poetry slam, Shade", "", ""},
			"under an elm":               {"Shade", "Elm", "under an"},
			"elm and king":               {"Ballads and poetry, Opening checklist, Poetry slam, Shade", "Elm, King", ""},
			"elm grade 9":                {"", "Elm", "grade 9"},
			"elm -poetry":                {"Opening checklist, Shade", "Elm", "-poetry"},
			"elm poetry":                 {"Ballads and poetry, Poetry slam", "Elm", "poetry"},
			"elm,poetry":                 {"Ballads and poetry, Poetry slam", "Elm", "poetry"},
			"poetry/elm":                 {"Ballads and poetry, Poetry slam", "Elm", "poetry"},
			"elm poetry elm":             {"Ballads and poetry, Poetry slam", "Elm", "poetry"},
			"elm elm":                    {"Ballads and poetry, Opening checklist, Shade", "Elm", ""},
			`"under an elm" poetry`:      {"Shade", "Elm", `poetry "under an elm"`},
			`poetry "elm"`:               {"Shade", "Elm", `poetry "elm"`},
			`elm "poetry slam"`:          {"Poetry slam", "Elm", `"poetry slam"`},
		} {
			got := w.look(w.mai, search.Query{Words: words})
			if titlesOf(got) != want.titles || strings.Join(namedIn(got), ", ") != want.schools || len(got.Taken) > 0 {
				t.Errorf("%q finds %s and names %q, taken %v; want %v", words, titlesOf(got), namedIn(got), got.Taken, want)
				continue
			}
			for _, s := range got.Schools {
				on := w.look(w.mai, search.Query{Words: s.Rest, Filters: map[string][]string{search.School: {string(s.ID)}}})
				if s.Rest != want.rest || s.Total != on.Total {
					t.Errorf("%q leads to %q with %d, which finds %d", words, s.Rest, s.Total, on.Total)
				}
			}
		}
		both := w.look(w.mai, search.Query{Words: "elm poetry"})
		if len(both.Schools) != 1 || both.Schools[0].Rest != "poetry" || both.Schools[0].Total != 1 || both.Cards[0].About.Title != "Ballads and poetry" || !slices.Equal(both.Asked.Aside, []string{"Elm"}) || both.Relaxed {
			t.Errorf("beside other words: %s, %+v", titlesOf(both), both.Schools)
		}
		w.share(w.rosa, catalog.SeenByDistrict, tip("Shelves at noon", block.Text{Markdown: "A line of poetry; lanterns, and candles for the night."}))
		w.share(w.mai, catalog.SeenByDistrict, tip("Poetry at night", block.Text{Markdown: "Lanterns."}))
		first := func(by search.Query) string { return w.look(w.mai, by).Cards[0].About.Title }
		if got := w.look(w.mai, search.Query{Words: "elm poetry"}); got.Total != 4 || !slices.Equal(firstTitles(got, 2), []string{"Ballads and poetry", "Shelves at noon"}) {
			t.Errorf("what Elm shared is not first: %v", firstTitles(got, 4))
		}
		if got := first(search.Query{Words: "elm poetry slam"}); got != "Poetry slam" {
			t.Errorf("what lacks a word is before what has all: %s", got)
		}
		both = w.look(w.mai, search.Query{Words: "elm poetry"})
		for _, slip := range []string{"elm poetrry", "poetrry elm"} {
			got := w.look(w.mai, search.Query{Words: slip})
			if !slices.Equal(idsOfCards(got), idsOfCards(both)) || !slices.Equal(got.Asked.Aside, []string{"Elm"}) || !slices.Equal(namedIn(got), []string{"Elm"}) || len(got.Taken) != 1 || len(got.Unknown) > 0 {
				t.Errorf("%q finds %s, names %q, taken %v, unknown %q", slip, titlesOf(got), namedIn(got), got.Taken, got.Unknown)
			}
		}
		if got := w.look(w.mai, search.Query{Words: "elm"}); got.Cards[0].About.Title != "Shade" {
			t.Errorf("the tree comes after the school: %s", got.Cards[0].About.Title)
		}
		w.share(w.mai, catalog.SeenByDistrict, tip("Autumn leaves", block.Text{Markdown: "Of the elm."}))
		if got := w.look(w.mai, search.Query{Words: "elm leaves zeppelin"}); got.Cards[0].About.Title != "Autumn leaves" || len(got.Asked.Aside) > 0 {
			t.Errorf("where nothing has the other words together, the name is a word: %s", titlesOf(got))
		}
		if got := w.look(w.mai, search.Query{Words: "elm", AsTyped: true}); titlesOf(got) != "Autumn leaves, Shade" || len(got.Schools) > 0 {
			t.Errorf("as typed: %s, %q", titlesOf(got), namedIn(got))
		}
		if got := w.look(w.mai, search.Query{Words: "elm poetry", Filters: map[string][]string{search.School: {string(w.elm)}}}); titlesOf(got) != "Ballads and poetry, Shelves at noon" {
			t.Errorf("narrowed to Elm with its name beside: %s", titlesOf(got))
		}
	})
}

func TestAWordOfANameIsNeverCorrected(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.called(w.elm, "Martin Martinez Elementary School")
		w.called(w.pine, "Pinecrest Elementary School")
		w.exec(`UPDATE person SET name = 'Tom Okafor' WHERE id = $1`, w.tom.Person)
		w.share(w.rosa, catalog.SeenByDistrict, tip("Pinecresta and okaford"))
		for _, words := range []string{"pinecrest", "pinecrest elementary", "Okafor"} {
			if got := w.look(w.mai, search.Query{Words: words}); len(got.Taken)+len(got.Meant) > 0 {
				t.Errorf("%q is taken for %v, meant %v", words, got.Taken, got.Meant)
			}
		}
		if got := w.look(w.mai, search.Query{Words: "martin pinecresta"}); len(got.Taken) > 0 {
			t.Errorf("a word of a name is taken for another of the same: %v", got.Taken)
		}
		// Whoever may not know the name has it corrected as any other word: that it is right would tell of it.
		teacher := w.person(w.home, "county", "Lena", false, actor.Membership{School: w.pine, Role: actor.Teacher})
		for _, by := range []actor.Actor{teacher, w.nell} {
			w.share(w.rosa, catalog.SeenByConsortium, tip("Okaford"))
			if got := w.look(by, search.Query{Words: "Okafor"}); len(got.Taken) != 1 || got.Taken[0].For != "okaford" {
				t.Errorf("to %s the word is %v", by.Name, got.Taken)
			}
		}
	})
}

func TestAMisspeltNameIsAColleagues(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.exec(`UPDATE person SET name = 'Rosa Delgado' WHERE id = $1`, w.rosa.Person)
		w.exec(`UPDATE person SET name = 'Tom Okafor' WHERE id = $1`, w.tom.Person)
		w.exec(`UPDATE person SET name = 'Mai Poettry' WHERE id = $1`, w.mai.Person)
		w.called(w.pine, "Villarreal High School")
		w.share(w.rosa, catalog.SeenByDistrict, tip("Lanterns"))
		w.share(w.mai, catalog.SeenByDistrict, tip("La línea delgada", block.Text{Markdown: "Una rosa delgada."}))
		for range 6 {
			w.share(w.mai, catalog.SeenByDistrict, tip("Poetry"))
		}
		for words, want := range map[string]string{
			"Rosa Delgdo": "Delgado", "delgdo": "Delgado", "DELGADDO": "Delgado", "Roza Delgado": "Rosa", "lanterns rosa delgdo": "Delgado",
			"villarreal hihg school": "High", "Okaffor": "Okafor", "villarreal hgih": "High", "vilareal": "Villarreal", "poetrry": "poetry", "delgadas": "", "la linea delgada": "", "delg": "",
		} {
			got := w.look(w.ana, search.Query{Words: words})
			if is := strings.Join(takenFor(got), " "); is != want {
				t.Errorf("%q is taken for %q, want %q", words, is, want)
			}
			if count, err := w.search.Count(t.Context(), w.ana, search.Query{Words: words}); err != nil || count.Total != got.Total {
				t.Errorf("%q finds %d and counts %+v, %v", words, got.Total, count, err)
			}
		}
		if got := w.look(w.ana, search.Query{Words: "Rosa Delgdo"}); got.Cards[0].About.Title != "Lanterns" || !slices.Equal(got.People, []id.PersonID{w.rosa.Person}) {
			t.Errorf("corrected it finds %s, named are %q", titlesOf(got), got.People)
		}
		if got := w.look(w.ana, search.Query{Words: "by Rosa Delgado"}); got.Cards[0].About.Title != "Lanterns" || got.Asked.Words != "rosa delgado" {
			t.Errorf("with a word beside that carries grammar: %s, by %q", titlesOf(got), got.Asked.Words)
		}
		for _, words := range []string{"Ms. Delgado", "señora delgado", "resources by rosa", "Rosa's tips", "what did Rosa share", "recursos de Rosa"} {
			if got := w.look(w.ana, search.Query{Words: words}); got.Total == 0 || !strings.Contains(titlesOf(got), "Lanterns") || !slices.Equal(got.People, []id.PersonID{w.rosa.Person}) || len(got.Taken)+len(got.Unknown) > 0 {
				t.Errorf("%q finds %s, names %q, takes %v, nothing has %q", words, titlesOf(got), got.People, got.Taken, got.Unknown)
			}
		}
		if got := w.look(w.ana, search.Query{Words: "poetry rosa"}); len(got.People) > 0 {
			t.Errorf("a first name beside what is looked for names %q", got.People)
		}
		if got := w.look(w.ana, search.Query{Words: "Rosa delgada"}); len(got.Taken) > 0 || len(got.Meant) != 1 || got.Meant[0].For != "Delgado" {
			t.Errorf("a word that is one: taken %v, meant %v", got.Taken, got.Meant)
		}
		w.exec(`UPDATE person SET name = 'Joan Kowalski' WHERE id = $1`, w.ana.Person)
		w.share(w.rosa, catalog.SeenByDistrict, tip("Jon in the hall"))
		fresh := newNode(t, d, w.clock)
		if _, err := fresh.search.Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := fresh.look(w.rosa, search.Query{Words: "Jon Kowalski"}); len(got.Meant) != 1 || got.Meant[0].For != "Joan" {
			t.Errorf("a first name of three letters is %v", got.Meant)
		}
		// A teacher is not told the names of other teachers, nobody outside the district anybody's; who has left is no suggestion.
		teacher := w.person(w.home, "county", "Lena", false, actor.Membership{School: w.pine, Role: actor.Teacher})
		for _, by := range []actor.Actor{teacher, w.nell, w.far, visitor} {
			for _, words := range []string{"Okaffor", "Tom Okaffor", "Rosa Delgdo"} {
				if got := w.look(by, search.Query{Words: words}); slices.Contains(takenFor(got), "Okafor") || by.District != w.home && len(takenFor(got))+len(got.People) > 0 && takenFor(got)[0] == "Delgado" {
					t.Errorf("%s typing %q is told %v", by.Name, words, got.Taken)
				}
			}
		}
		w.exec(`UPDATE person SET state = 'left' WHERE id = $1`, w.tom.Person)
		again := newNode(t, d, w.clock)
		if _, err := again.search.Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := again.look(w.ana, search.Query{Words: "Okaffor"}); len(got.Taken) > 0 {
			t.Errorf("who left is %v", got.Taken)
		}
	})
}

func takenFor(found search.Found) (out []string) {
	for _, t := range found.Taken {
		out = append(out, t.For)
	}
	return out
}

// That nothing else is meant beside the name of somebody whom the asker may not know would tell that there is somebody of that name.
func TestAHiddenNameKeepsNothingFromBeingMeant(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.exec(`UPDATE person SET name = 'Rosa Delgado', coordinator = TRUE WHERE id = $1`, w.rosa.Person)
		w.exec(`UPDATE person SET name = 'Tom Okafor' WHERE id = $1`, w.tom.Person)
		w.share(w.mai, catalog.SeenByDistrict, tip("La línea delgada", block.Text{Markdown: "Una rosa delgada."}))
		teacher := w.person(w.home, "county", "Lena", false, actor.Membership{School: w.pine, Role: actor.Teacher})
		known, unknown := w.look(teacher, search.Query{Words: "rosa delgada tom okafor"}), w.look(teacher, search.Query{Words: "rosa delgada tim okufor"})
		if len(unknown.Meant) != 1 || !slices.Equal(known.Meant, unknown.Meant) {
			t.Errorf("beside a colleague’s name %v is meant, beside nobody’s %v", known.Meant, unknown.Meant)
		}
		if got := w.look(w.mai, search.Query{Words: "rosa delgada tom okafor"}); len(got.Meant) > 0 {
			t.Errorf("beside a name that is known %v is meant", got.Meant)
		}
	})
}

func TestSchoolsAreNamedToThoseWhoMayReadTheirPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.share(w.rosa, catalog.SeenByAnyone, tip("Lanterns"))
		for _, by := range []actor.Actor{w.nell, w.far, visitor} {
			if got := w.look(by, search.Query{Words: "elm"}); len(got.Schools) > 0 || got.Total > 0 {
				t.Errorf("%s finds %s, named are %q", by.Name, titlesOf(got), namedIn(got))
			}
		}
		w.exec(`UPDATE district SET public_on = TRUE WHERE id = $1`, w.home)
		again := newNode(t, d, w.clock)
		if _, err := again.search.Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := again.look(visitor, search.Query{Words: "elm"}); !slices.Equal(namedIn(got), []string{"Elm"}) || titlesOf(got) != "Lanterns" {
			t.Errorf("a visitor finds %s, named are %q", titlesOf(got), namedIn(got))
		}
		if got := again.look(visitor, search.Query{Words: "oak"}); len(got.Schools) > 0 {
			t.Errorf("of a district without public pages: %q", namedIn(got))
		}
	})
}

func TestOfNamesWithinEachOtherTheLongerIsMeant(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.called(w.elm, "Elm Elementary School")
		w.called(w.pine, "Elm Middle School")
		w.exec(`UPDATE school SET short_name = 'Elm' WHERE id = $1`, w.pine)
		for words, want := range map[string][]id.SchoolID{"elm middle": {w.pine}, "Elm Elementary School": {w.elm}, "elm": {w.elm, w.pine}} {
			var got []id.SchoolID
			for _, s := range w.look(w.mai, search.Query{Words: words}).Schools {
				got = append(got, s.ID)
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%q names %q, want %q", words, got, want)
			}
		}
	})
}

func TestNewSchoolsAndNamesAreKnownFromTheLog(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.share(w.rosa, catalog.SeenByDistrict, tip("Lanterns"))
		w.finds(w.mai, "sycamore", "")
		w.called(w.elm, "Sycamore")
		err := d.Do(t.Context(), func(tx *db.DB) error {
			return activity.Write(t.Context(), tx, activity.Activity{District: w.home, School: w.elm, Person: w.ana.Person, Verb: people.SchoolChanged,
				ObjectKind: "school", Object: string(w.elm), At: w.clock.Now()})
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.search.ReadLog(t.Context(), activity.Position{}); err != nil {
			t.Fatal(err)
		}
		w.finds(w.mai, "sycamore", "Lanterns")
	})
}

func TestAWordIsAsFarFromAnotherAsTheOtherFromIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[a-e]{0,8}`)
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		there, back := index.Apart(a, b, 3), index.Apart(b, a, 3)
		if there != back || (there == 0) != (a == b) {
			t.Fatalf("%q to %q is %d, back %d", a, b, there, back)
		}
	})
}
