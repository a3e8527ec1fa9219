package search_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/search"
)

// choices are the values that random resources and filters have, one that nothing has among them.
var choices = map[string][]string{
	search.Kind: {"tip", "guide", "lesson", "nonsense"}, search.Subject: {"ela", "math", "science"}, search.Grade: {"pk", "k-2", "3-5", "9-12"},
	search.Language: {"en", "es", "vi"}, search.Format: {"read", "watch"}, search.Tag: {"maps", "poetry", "robots"}, search.Access: {"captions", "braille"},
}

var someWords = []string{"lantern", "torch", "beacon", "candle"}

// shelf is a world with random resources in every state, and what is known of them without the index.
type shelf struct {
	*world
	all []catalog.Resource
}

// fill shares resources from home, the partner and far away, then edits, retires and narrows some.
func fill(w *world, random *rand.Rand, n int) *shelf {
	s := &shelf{world: w}
	w.exec(`UPDATE district SET public_on = TRUE WHERE id = $1`, w.far.District)
	some := func(list []string) []string {
		out := slices.Clone(list)
		random.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
		return out[:random.IntN(len(out)+1)]
	}
	for i := range n {
		w.clock.Advance(time.Minute)
		by := []actor.Actor{w.rosa, w.rosa, w.mai, w.nell, w.far}[random.IntN(5)]
		d := block.Document{About: block.About{
			Title: fmt.Sprintf("%s %d", someWords[random.IntN(len(someWords))], i), Why: someWords[random.IntN(len(someWords))],
			Type: block.ResourceKind(choices[search.Kind][random.IntN(3)]), Subjects: some(choices[search.Subject]),
			Grades: grade.FromBands(append(some(choices[search.Grade]), "6-8")), Language: append(some(choices[search.Language]), "")[0],
			Formats: some(choices[search.Format]), Access: some(choices[search.Access]), Tags: some(choices[search.Tag]),
		}}
		r := w.share(by, catalog.Visibilities[random.IntN(4)], d)
		s.all = append(s.all, r)
		var err error
		switch random.IntN(6) {
		case 0:
			_, err = w.catalog.Retire(w.t.Context(), by, r.ID, "Old")
		case 1:
			_, err = w.catalog.Unshare(w.t.Context(), by, r.ID, []byte("{}"))
		case 2:
			d.About.Title += " " + someWords[random.IntN(len(someWords))]
			_, err = w.catalog.Save(w.t.Context(), by, catalog.SaveInput{Resource: r.ID, Base: r.Head, Document: d, Visibility: catalog.Visibilities[random.IntN(4)]})
		}
		if err != nil {
			w.t.Fatal(err)
		}
	}
	return s
}

// seen reads one by one what the actor may see of the catalog.
func (s *shelf) seen(by actor.Actor) []catalog.Shown {
	s.t.Helper()
	var out []catalog.Shown
	for _, r := range s.all {
		shown, err := s.catalog.Show(s.t.Context(), by, r.ID)
		if fault.IsNotFound(err) || err == nil && shown.State != catalog.StatePublished {
			continue
		}
		if err != nil {
			s.t.Fatal(err)
		}
		out = append(out, shown)
	}
	return out
}

// valuesOf are the facet values of a resource, by facet.
func valuesOf(r catalog.Shown) map[string][]string {
	a := r.Document.About
	if a.Language == "" {
		a.Language = "en"
	}
	return map[string][]string{search.Kind: {string(a.Type)}, search.Subject: a.Subjects, search.Grade: grade.BandsOf(a.Grades),
		search.Language: {a.Language}, search.Format: a.Formats, search.School: {string(r.School)}, search.Tag: a.Tags, search.Access: a.Access}
}

func overlaps(a, b []string) bool {
	return slices.ContainsFunc(a, func(v string) bool { return slices.Contains(b, v) })
}

// counted counts by hand: the resources that pass the filters, and for each facet the values of those that pass all others.
func counted(all []catalog.Shown, filters map[string][]string) (total int, facets map[string]map[string]int) {
	facets = map[string]map[string]int{}
	for _, facet := range search.Facets {
		facets[facet] = map[string]int{}
	}
	for _, r := range all {
		values := valuesOf(r)
		var fails []string
		for facet, chosen := range filters {
			if !overlaps(values[facet], chosen) {
				fails = append(fails, facet)
			}
		}
		if len(fails) == 0 {
			total++
		}
		for _, facet := range search.Facets {
			if len(fails) == 0 || len(fails) == 1 && fails[0] == facet {
				for _, v := range values[facet] {
					facets[facet][v]++
				}
			}
		}
	}
	return total, facets
}

// said gives the counts of a result that are not nothing.
func said(list []index.Facet) map[string]map[string]int {
	out := map[string]map[string]int{}
	for _, f := range list {
		out[f.Name] = map[string]int{}
		for _, v := range f.Values {
			if v.Count > 0 {
				out[f.Name][v.Value] = v.Count
			}
		}
	}
	return out
}

func TestCountsAreThoseOfWhatOneMaySee(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for seed := range uint64(3) {
			s := fill(newWorld(t, d), rand.New(rand.NewPCG(seed, 1)), 40)
			actors := s.everyone()
			delete(actors, "the program")
			names := slices.Sorted(maps.Keys(actors))
			seen := map[string][]catalog.Shown{}
			for who, by := range actors {
				if seed == 0 || by.SignedIn() && who != "far" { // who sees what is public also sees that of earlier worlds
					seen[who] = s.seen(by)
				}
			}
			names = slices.DeleteFunc(names, func(who string) bool { _, ok := seen[who]; return !ok })
			rapid.Check(t, func(rt *rapid.T) {
				who := rapid.SampledFrom(names).Draw(rt, "who")
				filters := map[string][]string{}
				for _, facet := range rapid.SliceOfN(rapid.SampledFrom(search.Facets), 0, 3).Draw(rt, "facets") {
					if facet == search.School {
						filters[facet] = []string{string(rapid.SampledFrom([]actor.Actor{s.rosa, s.mai, s.nell}).Draw(rt, "school").Schools[0].School)}
					} else {
						filters[facet] = rapid.SliceOfNDistinct(rapid.SampledFrom(choices[facet]), 1, 2, rapid.ID).Draw(rt, facet)
					}
				}
				found, err := s.search.Search(t.Context(), actors[who], search.Query{Filters: filters})
				if err != nil {
					rt.Fatal(err)
				}
				total, facets := counted(seen[who], filters)
				if found.Total != total {
					rt.Fatalf("%s finds %d by %v, want %d", who, found.Total, filters, total)
				}
				for facet, want := range facets {
					if got := said(found.Facets)[facet]; !maps.Equal(got, want) {
						rt.Fatalf("%s: %s counts %v by %v, want %v", who, facet, got, filters, want)
					}
				}
			})
		}
	})
}

func TestBuildingAnewMakesTheSameIndex(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.topic("Maps", "Mapas", "cartography")
		s := fill(w, rand.New(rand.NewPCG(7, 7)), 60)
		again := newNode(t, d, s.clock)
		if again.search.Ready() {
			t.Error("ready before it was built")
		}
		if _, err := again.search.Build(t.Context()); err != nil || !again.search.Ready() {
			t.Fatalf("ready %t, %v", again.search.Ready(), err)
		}
		if again.search.Len() != s.search.Len() {
			t.Fatalf("built %d resources, want %d", again.search.Len(), s.search.Len())
		}
		for who, by := range s.everyone() {
			for _, words := range append(someWords, "", "cartography", "lantern torch beacon") {
				for page := range 3 {
					q := search.Query{Words: words, Page: page + 1}
					before, after := s.look(by, q), again.look(by, q)
					if before.Total != after.Total || titlesOf(before) != titlesOf(after) || before.Relaxed != after.Relaxed || !sameCounts(before, after) {
						t.Errorf("%s asks for %q: %d before, %d after", who, words, before.Total, after.Total)
					}
				}
			}
		}
		if len(s.seen(s.rosa)) == 0 || s.look(s.rosa, search.Query{Words: "cartography"}).Total == 0 {
			t.Error("nothing was compared")
		}
	})
}

func sameCounts(a, b search.Found) bool {
	return maps.EqualFunc(said(a.Facets), said(b.Facets), maps.Equal)
}
