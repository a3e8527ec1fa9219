package search_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/feedback"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/search"
)

// asks is what a surface of the search is asked in the test below.
type asks struct {
	*world
	by    actor.Actor
	words string
	shown catalog.Shown // something that everybody of the district may see
}

// surfaces are all ways in which the search answers somebody, by the method: what comes out of it, whole. A method that is missing here
// fails the test.
var surfaces = map[string]func(a asks) any{
	"Search": func(a asks) any {
		var out []any
		for _, q := range []search.Query{{Words: a.words, Beside: true}, {Words: a.words, Every: true}, {Words: a.words, Newest: true}, {Words: a.words, AsTyped: true}, {Beside: true}} {
			out = append(out, a.look(a.by, q))
		}
		return out
	},
	"Suggest": func(a asks) any {
		var out []any
		for _, typed := range []string{a.words[:min(len(a.words), 5)], a.words, a.words + " 3rd gr", a.words[1:]} {
			out = append(out, must(a.search.Suggest(a.t.Context(), a.by, typed)))
		}
		return out
	},
	"Latest": func(a asks) any {
		ids, total, err := a.search.Latest(a.t.Context(), a.by, search.Query{Words: a.words}, 5)
		return []any{must(ids, err), total}
	},
	"Like":        func(a asks) any { return must(a.search.Like(a.t.Context(), a.by, a.shown, 5)) },
	"Count":       func(a asks) any { return must(a.search.Count(a.t.Context(), a.by, search.Query{Words: a.words})) },
	"Total":       func(a asks) any { return a.search.Total(a.by) },
	"Twins":       func(a asks) any { return a.search.Twins(a.by, 5) },
	"PeopleBegun": func(a asks) any { return must(a.search.PeopleBegun(a.t.Context(), a.by, strings.Fields(a.words))) },
	"CatchUp":     func(a asks) any { return nil }, // it waits for the log, and says nothing
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestEveryWayToAskIsAmongTheSurfaces(t *testing.T) {
	service := reflect.TypeFor[*search.Service]()
	for i := range service.NumMethod() {
		m := service.Method(i)
		for in := range m.Type.NumIn() {
			if m.Type.In(in) == reflect.TypeFor[actor.Actor]() && surfaces[m.Name] == nil {
				t.Errorf("%s answers an actor and is no surface of the test of what it may say", m.Name)
			}
		}
	}
}

// answers are what everybody is told by each surface of some words, on a node built anew: its index has no past. Everybody of home may see
// what is shown.
func (w *world) answers(d *db.DB, people map[string]actor.Actor, asked []string, of catalog.Resource) map[string]string {
	w.t.Helper()
	node := newNode(w.t, d, w.clock)
	if _, err := node.search.Build(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	now := *w
	now.node = node
	shown := must(node.catalog.Show(w.t.Context(), w.rosa, of.ID))
	out := map[string]string{}
	for who, by := range people {
		for _, words := range asked {
			for name, surface := range surfaces {
				out[fmt.Sprintf("%s by %s of %q", name, who, words)] = string(must(json.Marshal(surface(asks{&now, by, words, shown}))))
			}
		}
	}
	return out
}

func sameAnswers(t *testing.T, before, after map[string]string) {
	t.Helper()
	for _, key := range slices.Sorted(maps.Keys(before)) {
		if before[key] != after[key] {
			t.Errorf("%s was\n%s\nand is\n%s", key, before[key], after[key])
		}
	}
}

// TestNothingTellsOfWhatOneMayNotSee asks everything of everybody, adds what none of them may see, beside and as versions of what they
// may, with its own words, neighbors of theirs, topics, and how it was used, and asks again: word for word the answers are the same.
func TestNothingTellsOfWhatOneMayNotSee(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.topic("Maps", "Mapas", "cartography")
		core := w.share(w.rosa, catalog.SeenByDistrict, filed("Lantern on maps", "maps"))
		w.version(w.rosa, core, catalog.SeenByDistrict, "Lantern at Elm")
		w.share(w.rosa, catalog.SeenByDistrict, tip("A book", block.Book{ISBN: "9780140501827", Title: "The Snowy Day"}))
		w.share(w.rosa, catalog.SeenByDistrict, tip("A torch", block.Text{Markdown: "Lantern, beacon and candle."}))
		use := feedback.New(feedback.Options{DB: d, Clock: w.clock, IDs: id.Source{}, Catalog: w.catalog})
		asked := []string{"lantern", "torch lantern", "cartography", "zeppelin", "zepelin", "beacon zeppelin", "lan", "lanternfish", "maps", "Mai", "lantern grade 3", "pine", "pine lantern", "elm", "elm zeppelin", "Roza", "lantern roza", "lant zepp", "lanternfsh", "97801", "ISBN 9780064440202", "978006444", "grade 7", "9-12", "CCSS.ELA-LITERACY.RL.4.1", "RL.4.1.b", "\"lantern on maps\""}
		people := map[string]actor.Actor{"rosa": w.rosa, "tom": w.tom, "nell": w.nell, "far": w.far, "visitor": visitor}
		ask := func() map[string]string { return w.answers(d, people, asked, core) }
		before := ask()
		late := tip("A zeppelin for grade 7")
		late.About.Grades = grade.Range(8, 13)
		hidden := []catalog.Resource{
			w.share(w.mai, catalog.SeenBySchool, filed("Zeppelin over maps, a lantern", "maps")),
			w.version(w.mai, core, catalog.SeenBySchool, "Lantern with a zeppelin"),
			w.share(w.mai, catalog.SeenBySchool, tip("Lanternfish", block.Text{Markdown: "Beacon of a zeppelin; lanternfish and lantern."})),
			w.share(w.mai, catalog.SeenBySchool, tip("A torch", block.Text{Markdown: "Lantern, beacon and candle."})),
			w.share(w.mai, catalog.SeenBySchool, tip("Zeppelin books, CCSS.ELA-LITERACY.RL.4.1", block.Book{ISBN: "9780064440202", Title: "Frog and Toad Are Friends"},
				block.Book{ISBN: "9780140501827", Title: "A lantern on a zeppelin"}, block.Text{Markdown: "RL.4.1: Lantern."})),
			w.share(w.mai, catalog.SeenBySchool, late),
		}
		for _, r := range hidden {
			if _, err := use.Report(t.Context(), w.mai, r.ID, feedback.Said{School: w.pine, Outcome: feedback.Worked}); err != nil {
				t.Fatal(err)
			}
		}
		sameAnswers(t, before, ask())
		if found := w.look(w.mai, search.Query{Words: "zeppelin"}); found.Total == 0 || len(found.Tried) == 0 {
			t.Error("nothing was hidden that somebody else sees")
		}
	})
}

// TestNothingTellsOfAColleagueWhomOneMayNotKnow asks for the names of people before they are there and after: of somebody who has left,
// whose words one may not see, and, as a teacher and as anybody outside, of teachers.
func TestNothingTellsOfAColleagueWhomOneMayNotKnow(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		of := w.share(w.rosa, catalog.SeenByDistrict, tip("Lantern by the quay", block.Text{Markdown: "For Ms. Quay, and for Zeldas who share tips."}))
		w.share(w.rosa, catalog.SeenByDistrict, tip("A resource by hand"))
		asked := []string{"Quimby", "by Zelda Quimby", "Ms. Quimby", "what did Zelda share", "zelda", "tips by zelda", "zelda quimbi", "Quimbi", "lantern zelda quimby", "quimby lantern", "lantern quimby zeldas",
			"rosa", "tips by Rosa", "by Rosa", "rosa roza", "Rosa Lantern", "zel", `"zelda quimby"`, "zelda -quimby"}
		people := map[string]actor.Actor{"rosa": w.rosa, "tom": w.tom, "nell": w.nell, "far": w.far, "visitor": visitor}
		before := w.answers(d, people, asked, of)
		left := w.person(w.home, "county", "Zelda Quimby", false, actor.Membership{School: w.pine, Role: actor.MediaSpecialist})
		w.share(left, catalog.SeenBySchool, tip("Zelda Quimby's own lantern"))
		w.exec(`UPDATE person SET state = 'left' WHERE id = $1`, left.Person)
		sameAnswers(t, before, w.answers(d, people, asked, of))

		delete(people, "rosa") // a librarian knows the teachers of her district
		before = w.answers(d, people, asked, of)
		w.person(w.home, "county", "Zelda Quimby", false, actor.Membership{School: w.pine, Role: actor.Teacher})
		for i := range 9 {
			w.person(w.home, "county", fmt.Sprintf("Ada%d Rosa Quimby", i), false, actor.Membership{School: w.elm, Role: actor.Teacher})
		}
		sameAnswers(t, before, w.answers(d, people, asked, of))
	})
}
