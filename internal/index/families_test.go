package index

import (
	"fmt"
	"pgregory.net/rapid"
	"slices"
	"testing"
)

func TestOneOfEachFamilyIsShown(t *testing.T) {
	doc := func(id, title, school, family string) Doc {
		return Doc{ID: id, Version: 1, Visibility: SeenByAnyone, Language: "en", Title: title, Family: family, Facets: map[string][]string{"school": {school}}}
	}
	ix := New("school")
	ix.Put(doc("first", "Volcano", "oak", "first"), doc("elm", "Volcano at home", "elm", "first"), doc("fir", "Lava, with a volcano far away in the south", "fir", "first"),
		doc("alone", "A small volcano of paper", "oak", ""), doc("quilt", "Quilt", "oak", "other"))
	for _, c := range []struct {
		words, own string
		once       bool
		want       string
		total      int
	}{
		{"volcano", "", false, "[first elm alone fir]", 4},
		{"volcano", "", true, "[first alone]", 2},
		{"volcano", "elm", true, "[elm alone]", 2},
		{"volcano", "pine", true, "[first alone]", 2},
		{"lava", "elm", true, "[fir]", 1},
		{"quilt", "elm", true, "[quilt]", 1},
		{"", "elm", true, "[alone elm quilt]", 3},
		{"", "elm", false, "[alone elm fir first quilt]", 5},
	} {
		got := ix.Search(Query{Words: c.words, Once: c.once, Own: Own{"school", []string{c.own}}, Limit: 9, Counts: true})
		var ids []string
		for _, h := range got.Hits {
			ids = append(ids, h.ID)
		}
		if fmt.Sprint(ids) != c.want || got.Total != c.total || got.Whole != c.total {
			t.Errorf("%q once %t for %q: %v of %d, %d whole, want %s of %d", c.words, c.once, c.own, ids, got.Total, got.Whole, c.want, c.total)
		}
	}
	got := ix.Search(Query{Words: "volcano", Once: true, Limit: 9, Counts: true})
	if oak, elm := got.Facets[0].Values[0], got.Facets[0].Values[1]; oak.Count != 2 || elm.Count != 1 || len(got.Facets[0].Values) != 3 {
		t.Errorf("counted %v: every version can be chosen", got.Facets)
	}
	if got.Hits[0].Family != "first" || got.Hits[1].Family != "" {
		t.Errorf("families %v", got.Hits)
	}
}

// TestNoFamilyIsLargerThanWhatOneMaySee counts by hand, while documents come, change and go.
func TestNoFamilyIsLargerThanWhatOneMaySee(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ix, o := New(testFacets...), newOracle(testFacets...)
		for _, d := range rapid.SliceOfN(rapid.Custom(drawDoc), 0, 40).Draw(t, "docs") {
			ix.Put(d)
			o.put(d)
		}
		scope := drawQuery(t).Scope
		want := map[string]int{}
		for _, d := range o.docs {
			if sees(scope, d) {
				want[d.Family]++
			}
		}
		got := ix.Kin(scope, []string{"f2", "f1", "unknown"})
		if !slices.Equal(got, []int{want["f2"], want["f1"], 0}) {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}
