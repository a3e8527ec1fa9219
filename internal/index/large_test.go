package index

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/id"
)

// largeDocs are enough documents for lists of many blocks, columns of many combinations and values that stand loose.
func largeDocs(n int) []Doc {
	random := rand.New(rand.NewPCG(1, 2))
	some := func(of, most int) []string {
		var out []string
		for range random.IntN(most + 1) {
			out = append(out, fmt.Sprint(random.IntN(of)*random.IntN(of)/of))
		}
		return out
	}
	docs := make([]Doc, n)
	for i := range docs {
		var words []string
		for range 4 + random.IntN(20) {
			words = append(words, fmt.Sprintf("word%c%s", 'a'+random.IntN(26)*random.IntN(26)/26, []string{"", "s"}[random.IntN(2)]))
		}
		if i%97 == 0 {
			words = append(words, "rare")
		}
		docs[i] = Doc{
			ID: fmt.Sprintf("d%05d", i), Version: 1, Language: []string{"en", "es"}[random.IntN(2)], Body: strings.Join(words, " "),
			District: id.DistrictID(fmt.Sprint(random.IntN(2))), School: id.SchoolID(fmt.Sprint(random.IntN(5))),
			Visibility: Visibility(1 + random.IntN(4)), Shared: int64(random.IntN(2000)) * 24 * 3600e6,
			Facets: map[string][]string{"kind": some(6, 1), "subject": some(8, 2), "tag": some(300, 5)}, Traits: some(9, 3),
		}
	}
	return docs
}

// narrowAtRandom narrows a query by traits and days of largeDocs.
func (q *Query) narrowAtRandom(random *rand.Rand) {
	trait := func() []string { return []string{fmt.Sprint(random.IntN(5))} }
	q.Narrow = []Narrow{{Without: trait(), Unless: trait()}, {Without: trait()}}[:random.IntN(3)]
	if day := int64(24 * 3600e6); random.IntN(2) == 0 {
		q.Since, q.Until = int64(random.IntN(1500))*day, int64(random.IntN(2000))*day
	}
}

func TestLargeAnswersLikeTheOracle(t *testing.T) {
	docs := largeDocs(2000)
	o := newOracle(testFacets...)
	built, err := Build(testFacets, docSeq(docs))
	if err != nil {
		t.Fatal(err)
	}
	saved := New(testFacets...)
	for i, d := range docs {
		o.put(d)
		saved.Put(d)
		if i%4 == 0 { // a second version leaves a dead document behind
			d.Version, d.Facets = 2, docs[(i*7)%len(docs)].Facets
			o.put(d)
			saved.Put(d)
			built.Put(d)
		}
	}
	fresh, err := Build(testFacets, docSeq(slices.Collect(maps.Values(o.docs))))
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 4))
	for _, words := range []string{"", "worda", "wordas wordb", "rare", "rare worda", "wordzs rare wordq", "word", "rare nothing"} {
		for range 4 {
			q := Query{Words: words, Exactly: true, Prefix: random.IntN(2) == 0, Counts: true, Limit: 25, Now: 2500 * 24 * 3600e6, Filters: map[string][]string{},
				Sort: Sort(random.IntN(2)), Scope: Scope{District: "1", Schools: []id.SchoolID{"1", "2"}, SignedIn: random.IntN(3) > 0}}
			for _, facet := range testFacets {
				for range random.IntN(3) {
					q.Filters[facet] = append(q.Filters[facet], []string{"0", "1", "2", "30"}[random.IntN(4)])
				}
			}
			if random.IntN(2) == 0 {
				q.narrowAtRandom(random)
			}
			scored := q.Sort == ByNewest || q.Words == ""
			for _, ix := range []*Index{built, saved} { // how rare a word is, dead documents have a say in
				o.index = ix
				same(t, ix.Search(q), o.search(q), scored)
			}
			o.index = fresh
			want, got := o.search(q), fresh.Search(q)
			same(t, got, want, scored)
			for i, hit := range got.Hits {
				if q.Sort == ByFit && diff(hit.Score, want.Hits[i].Score) > 1e-3 {
					t.Fatalf("%q: hit %d scores %v, want %v", words, i, hit.Score, want.Hits[i].Score)
				}
			}
		}
	}
}
