package index

import "testing"

// Of several values of one facet a document rises by the first alone, and by values of several facets together.
func TestADocumentRisesOnceByAFacet(t *testing.T) {
	facets := map[string][]string{"kind": {"a", "b"}, "tag": {"c"}}
	ix := New("kind", "tag")
	ix.Put(Doc{ID: "one", Version: 1, Visibility: SeenByAnyone, Language: "en", Title: "River", Facets: facets})
	score := func(favors ...Favor) float32 {
		return ix.Search(Query{Words: "river", Limit: 1, Favors: favors}).Hits[0].Score
	}
	a, b, c := Favor{Facet: "kind", Value: "a", By: 1}, Favor{Facet: "kind", Value: "b", By: 1}, Favor{Facet: "tag", Value: "c", By: 0.5}
	plain := score()
	for _, x := range []struct {
		favors []Favor
		times  float32
	}{{[]Favor{a}, 2}, {[]Favor{a, b}, 2}, {[]Favor{a, a}, 2}, {[]Favor{c, a}, 3}, {[]Favor{a, c, b}, 3}} {
		if got := score(x.favors...); diff(got, plain*x.times) > 1e-3 {
			t.Errorf("by %v it counts %v, and %v by itself", x.favors, got, plain)
		}
	}
}
