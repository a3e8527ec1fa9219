package index

import "testing"

// A search allocates its result and little else, in ten times as many documents no more: words, beginnings, filters, counts.
func TestASearchAllocatesItsResultAlone(t *testing.T) {
	few, err := Build(testFacets, docSeq(largeDocs(500)))
	if err != nil {
		t.Fatal(err)
	}
	many, err := Build(testFacets, docSeq(largeDocs(5000)))
	if err != nil {
		t.Fatal(err)
	}
	scope := Scope{District: "1", Schools: nil, SignedIn: true}
	for name, q := range map[string]Query{
		"a word":            {Words: "worda", Limit: 20, Scope: scope},
		"two words":         {Words: "worda wordb", Limit: 20, Scope: scope},
		"a beginning":       {Words: "wo", Prefix: true, Exactly: true, HitsOnly: true, Limit: 20, Scope: scope},
		"a word and counts": {Words: "worda", Limit: 20, Counts: true, Values: 12, Scope: scope},
		"a filter":          {Filters: map[string][]string{testFacets[0]: {"1"}}, Limit: 20, Counts: true, Values: 12, Scope: scope},
	} {
		allocations := func(ix *Index) float64 {
			if ix.Search(q).Total == 0 {
				t.Fatalf("%s finds nothing", name)
			}
			return testing.AllocsPerRun(50, func() { ix.Search(q) })
		}
		inFew, inMany := allocations(few), allocations(many)
		if inMany > inFew+2 || inMany > mostAllocations {
			t.Errorf("%s allocates %.0f times in 500 documents, %.0f in 5,000", name, inFew, inMany)
		}
	}
}

// mostAllocations bounds what one search of the test above may allocate: its hits, and for each facet its values.
const mostAllocations = 8
