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
	"Suggest": func(a asks) any { return must(a.search.Suggest(a.t.Context(), a.by, a.words[:min(len(a.words), 5)])) },
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

// TestNothingTellsOfWhatOneMayNotSee asks everything of everybody, adds what none of them may see, beside and as versions of what they
// may, with its own words, neighbors of theirs, topics, and how it was used, and asks again: word for word the answers are the same.
func TestNothingTellsOfWhatOneMayNotSee(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.topic("Maps", "Mapas", "cartography")
		core := w.share(w.rosa, catalog.SeenByDistrict, filed("Lantern on maps", "maps"))
		w.version(w.rosa, core, catalog.SeenByDistrict, "Lantern at Elm")
		w.share(w.rosa, catalog.SeenByDistrict, tip("A torch", block.Text{Markdown: "Lantern, beacon and candle."}))
		use := feedback.New(feedback.Options{DB: d, Clock: w.clock, IDs: id.Source{}, Catalog: w.catalog})
		asked := []string{"lantern", "torch lantern", "cartography", "zeppelin", "zepelin", "beacon zeppelin", "lan", "lanternfish", "maps", "Mai", "lantern grade 3", "pine", "pine lantern", "elm", "elm zeppelin", "Roza", "lantern roza", "\"lantern on maps\""}
		people := map[string]actor.Actor{"rosa": w.rosa, "tom": w.tom, "nell": w.nell, "far": w.far, "visitor": visitor}
		// Built anew each time: both times the index has no past.
		ask := func() map[string]string {
			t.Helper()
			node := newNode(t, d, w.clock)
			if _, err := node.search.Build(t.Context()); err != nil {
				t.Fatal(err)
			}
			now := *w
			now.node = node
			out := map[string]string{}
			for who, by := range people {
				shown, err := node.catalog.Show(t.Context(), w.rosa, core.ID)
				if err != nil {
					t.Fatal(err)
				}
				for _, words := range asked {
					for name, surface := range surfaces {
						text, err := json.Marshal(surface(asks{&now, by, words, shown}))
						if err != nil {
							t.Fatal(err)
						}
						out[fmt.Sprintf("%s by %s of %q", name, who, words)] = string(text)
					}
				}
			}
			return out
		}
		before := ask()
		hidden := []catalog.Resource{
			w.share(w.mai, catalog.SeenBySchool, filed("Zeppelin over maps, a lantern", "maps")),
			w.version(w.mai, core, catalog.SeenBySchool, "Lantern with a zeppelin"),
			w.share(w.mai, catalog.SeenBySchool, tip("Lanternfish", block.Text{Markdown: "Beacon of a zeppelin; lanternfish and lantern."})),
			w.share(w.mai, catalog.SeenBySchool, tip("A torch", block.Text{Markdown: "Lantern, beacon and candle."})),
		}
		for _, r := range hidden {
			if _, err := use.Report(t.Context(), w.mai, r.ID, feedback.Said{School: w.pine, Outcome: feedback.Worked}); err != nil {
				t.Fatal(err)
			}
		}
		after := ask()
		for _, key := range slices.Sorted(maps.Keys(before)) {
			if before[key] != after[key] {
				t.Errorf("%s was\n%s\nand is\n%s", key, before[key], after[key])
			}
		}
		if found := w.look(w.mai, search.Query{Words: "zeppelin"}); found.Total == 0 || len(found.Tried) == 0 {
			t.Error("nothing was hidden that somebody else sees")
		}
	})
}
