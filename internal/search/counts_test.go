package search_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/search"
)

// TestACountIsWhatIsFoundWhenItIsChosen chooses everything that is counted, for everybody, in random catalogs with versions.
func TestACountIsWhatIsFoundWhenItIsChosen(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		rapid.Check(t, func(rt *rapid.T) {
			w := newWorld(t, d)
			word := "q" + string(w.elm)[:8]
			var shared []catalog.Resource
			for i := range rapid.IntRange(1, 8).Draw(rt, "resources") {
				by, circle := rapid.SampledFrom([]actor.Actor{w.rosa, w.mai, w.nell}).Draw(rt, "who"), rapid.SampledFrom(catalog.Visibilities[:3]).Draw(rt, "circle")
				doc := tip(fmt.Sprintf("%s %d", word, i))
				doc.About.Type = rapid.SampledFrom([]block.ResourceKind{"tip", "guide"}).Draw(rt, "kind")
				doc.About.Grades = grade.Set(rapid.Uint16Range(1, uint16(grade.All)).Draw(rt, "grades"))
				in := catalog.ShareInput{School: by.Schools[0].School, Visibility: circle, Document: doc}
				if of := rapid.IntRange(-1, len(shared)-1).Draw(rt, "of"); of >= 0 {
					in.Core, in.CoreVersion = shared[of].ID, shared[of].Head
				}
				r, err := w.catalog.Share(t.Context(), by, in)
				if err != nil {
					rt.Fatal(err)
				}
				shared = append(shared, r)
			}
			other := newNode(t, d, w.clock)
			if _, err := other.search.Build(t.Context()); err != nil {
				rt.Fatal(err)
			}
			filters := map[string][]string{}
			for facet, values := range map[string][]string{search.Kind: {"tip", "guide", "unit"}, search.Grade: {"k-2", "6-8", "4-7"}, search.School: {string(w.elm), string(w.pine)}} {
				if chosen := rapid.SliceOfNDistinct(rapid.SampledFrom(values), 0, 2, rapid.ID).Draw(rt, facet); len(chosen) > 0 {
					filters[facet] = chosen
				}
			}
			q := search.Query{Words: rapid.SampledFrom([]string{word, "", word + " grade 4"}).Draw(rt, "words"), Filters: filters, Every: rapid.Bool().Draw(rt, "every"), Beside: true}
			for who, by := range w.everyone() {
				if !by.System {
					countsHold(rt, other, who, by, q)
				}
			}
		})
	})
}

// countsHold chooses everything that a query counts.
func countsHold(t *rapid.T, n *node, who string, by actor.Actor, q search.Query) {
	found := n.look(by, q)
	if count, err := n.search.Count(t.Context(), by, q); err != nil || count != (search.Counted{Total: found.Total, Whole: found.Whole}) {
		t.Fatalf("%s finds %d, %d of them whole, and counts %+v, %v", who, found.Total, found.Whole, count, err)
	}
	choose := func(facet, value string, count int) {
		one := q
		one.Filters = maps.Clone(q.Filters)
		one.Filters[facet] = []string{value}
		if facet == search.Grade { // grades that are typed are chosen too
			one.Words = strings.TrimSuffix(q.Words, " grade 4")
		}
		if got := n.look(by, one).Total; got != count {
			t.Fatalf("%s, %v: %s %s counts %d and finds %d", who, q, facet, value, count, got)
		}
	}
	for _, f := range found.Facets {
		for _, v := range f.Values {
			choose(f.Name, v.Value, v.Count)
		}
		for _, value := range q.Filters[f.Name] {
			if !slices.ContainsFunc(f.Values, func(v index.Value) bool { return v.Value == value && v.Chosen }) {
				t.Fatalf("%s, %v: %s %s is chosen and not counted", who, q, f.Name, value)
			}
		}
	}
	for name, value := range map[string]string{search.Use: search.OfMySchool, search.Tried: search.NotYet} {
		if count, ok := found.Beside[name]; ok {
			choose(name, value, count)
		}
	}
}
