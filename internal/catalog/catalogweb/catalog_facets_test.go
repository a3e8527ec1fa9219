package catalogweb

import (
	"maps"
	"slices"
	"testing"

	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/web/ui"

	"pgregory.net/rapid"
)

// Schools that shared as much as each other stand by name, and not by ids that nobody sees.
func TestAnswersOfOneSizeStandByName(t *testing.T) {
	words, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	n := namer{Chrome: ui.Chrome{Printer: words.Printer(lang.English, lang.CallLibrarian)},
		schools: map[id.SchoolID]string{"a": "P.S. 10", "b": "P.S. 2", "c": "Ash", "d": "Fir"}}
	group, asked := facetGroup(n, index.Facet{Name: search.School, Values: []index.Value{{Value: "d", Count: 3}, {Value: "a", Count: 2}, {Value: "b", Count: 2}, {Value: "c", Count: 2}}}, 9, false)
	var names []string
	for _, option := range group.Options {
		names = append(names, option.Label)
	}
	if want := []string{"Fir", "Ash", "P.S. 2", "P.S. 10"}; !asked || !slices.Equal(names, want) {
		t.Errorf("the schools are offered as %q", names)
	}
}

// TestNoGroupVanishes draws what a search may count: whatever is chosen, each chosen value has its box and its count, and what has values
// is asked.
func TestNoGroupVanishes(t *testing.T) {
	words, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	n := namer{Chrome: ui.Chrome{Printer: words.Printer(lang.English, lang.CallLibrarian)}}
	named := map[string][]string{search.Kind: {"tip", "guide"}, search.Grade: {"k-2", "6-8"}, search.Subject: {"library", "ela"}, search.Language: {"en", "es"}}
	rapid.Check(t, func(t *rapid.T) {
		q, found := search.Query{Words: "news", Filters: map[string][]string{}}, search.Found{Total: rapid.IntRange(0, 3).Draw(t, "total")}
		for _, facet := range slices.Sorted(maps.Keys(named)) {
			f := index.Facet{Name: facet}
			for _, value := range named[facet] {
				v := index.Value{Value: value, Count: rapid.IntRange(0, 3).Draw(t, "count"), Chosen: rapid.Bool().Draw(t, "chosen")}
				if v.Chosen {
					q.Filters[facet] = append(q.Filters[facet], value)
				}
				f.Values = append(f.Values, v)
			}
			found.Facets = append(found.Facets, f)
		}
		groups := map[string]ui.FacetGroup{}
		for _, g := range narrowGroups(n, q, found) {
			groups[g.Name] = g
		}
		for _, f := range found.Facets {
			for _, v := range f.Values {
				wanted := v.Chosen || v.Count > 0 && len(q.Filters) > 0
				stands := slices.ContainsFunc(groups[f.Name].Options, func(o ui.FacetOption) bool { return o.Value == v.Value && o.Count == v.Count && o.Chosen == v.Chosen })
				if wanted && !stands {
					t.Fatalf("%s %s is not offered: %v", f.Name, v.Value, groups[f.Name])
				}
			}
		}
	})
}
