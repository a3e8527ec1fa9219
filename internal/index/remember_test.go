package index

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// What is remembered, however often it is asked again while documents come and go, is what would be found.
func TestWhatIsRememberedIsWhatWouldBeFound(t *testing.T) {
	docs := largeDocs(400)
	for i := range docs { // one stem, of which "runn" begins one form alone
		if i%3 == 0 {
			docs[i].Family = fmt.Sprint("f", i%11)
		}
		docs[i].Body += []string{" runs", " running", ""}[i%3]
	}
	rapid.Check(t, func(rt *rapid.T) {
		ix, err := Build(testFacets, docSeq(docs[:300]))
		if err != nil {
			rt.Fatal(err)
		}
		queries := someQueries(rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1)), 8)
		for i := range queries {
			q := &queries[i]
			q.Limit = rapid.SampledFrom([]int{0, 5, 25}).Draw(rt, "limit")
			q.Once = rapid.Bool().Draw(rt, "once")
			q.Own = Own{Facet: "kind", Values: rapid.SliceOfN(rapid.SampledFrom([]string{"0", "1"}), 0, 1).Draw(rt, "own")}
			if q.HitsOnly = rapid.Bool().Draw(rt, "hits only"); q.HitsOnly {
				q.Counts = false
			}
			if rapid.IntRange(0, 4).Draw(rt, "everything") == 0 {
				q.Words, q.Filters, q.Narrow, q.Since, q.Until, q.Sort = "", nil, nil, 0, 0, ByNewest
			} else if rapid.Bool().Draw(rt, "words") {
				q.Words = rapid.SampledFrom([]string{"worda", "wordbs", "rare", "wo", "word", "r", "runn"}).Draw(rt, "word")
				if rapid.Bool().Draw(rt, "unfiltered") {
					q.Filters = nil
				}
			} else {
				q.Words = ""
			}
			for _, values := range q.Filters {
				slices.Sort(values)
			}
		}
		remembered := rapid.SampledFrom([]int{1, 12, 40}).Draw(rt, "remembered") // of smaller segments nothing is
		for range rapid.IntRange(1, 6).Draw(rt, "rounds") {
			for _, q := range queries {
				for range 2 {
					ix.remembered = remembered
					got := ix.Search(q)
					ix.remembered, ix.kin.known = math.MaxInt, nil
					want := ix.Search(q)
					if q.HitsOnly {
						got.Total, got.Whole, got.Every, want.Total, want.Whole, want.Every = 0, 0, 0, 0, 0, 0
					}
					same(rt, got, want, true)
					ix.kin.known = nil
				}
			}
			for range rapid.IntRange(0, 120).Draw(rt, "changes") {
				d := docs[rapid.IntRange(0, len(docs)-1).Draw(rt, "document")]
				version, _ := ix.Version(d.ID)
				if d.Version = version + 1; rapid.IntRange(0, 3).Draw(rt, "change") == 0 {
					ix.Remove(d.ID, d.Version)
				} else {
					other := docs[rapid.IntRange(0, len(docs)-1).Draw(rt, "other")]
					d.Facets, d.Family = other.Facets, other.Family
					ix.Put(d)
				}
			}
			ix.settle()
		}
	})
}

// What stands for a word in one question is not remembered for the word.
func TestWhatStandsForAWordIsNotRememberedForIt(t *testing.T) {
	ix := shelf(Doc{ID: "hoaxes", Title: "Hoaxes"}, Doc{ID: "lies", Title: "Lies"}, Doc{ID: "more", Title: "Lies"}, Doc{ID: "yet more", Title: "Lies"})
	ix.remembered = 1
	also := []Also{{Of: "lies", Is: "hoaxes", Share: 0.5}}
	for range 3 {
		if got := ix.Search(Query{Words: "lies", Also: also, Limit: 9}); got.Total != 4 {
			t.Errorf("with the other word %d are found", got.Total)
		}
		if got := ix.Search(Query{Words: "lies", Limit: 9}); got.Total != 3 {
			t.Errorf("without it %d are found", got.Total)
		}
	}
}

// However many of the best have died, the page is full.
func TestTheBestThatDiedAreMadeUpFor(t *testing.T) {
	docs := make([]Doc, 300)
	for i := range docs {
		docs[i] = Doc{ID: fmt.Sprintf("%03d", i), Version: 1, Visibility: SeenByAnyone, Language: "en", Title: "River", Shared: int64(i)}
	}
	for _, q := range []Query{{Words: "river", Limit: 40}, {Words: "river", Limit: 40, Sort: ByNewest}} {
		ix, err := Build(testFacets, docSeq(docs))
		if err != nil {
			t.Fatal(err)
		}
		ix.remembered = 1
		for newest := 299; newest > 230; newest-- {
			if got := ix.Search(q); len(got.Hits) != 40 || got.Hits[0].ID != docs[newest].ID {
				t.Fatalf("%d are shown and %s first, want 40 and %s", len(got.Hits), got.Hits[0].ID, docs[newest].ID)
			}
			ix.Remove(docs[newest].ID, 1)
		}
	}
}

// However many families have changed among the best and below them, the page has the best.
func TestTheBestFamiliesAreKnownAsTheyChange(t *testing.T) {
	docs := make([]Doc, 1000) // the families are of two that follow each other
	for i := range docs {
		docs[i] = Doc{ID: fmt.Sprintf("%04d", i), Version: 1, Visibility: SeenByAnyone, Language: "en", Title: "River", Shared: int64(i), Family: fmt.Sprint(i / 2)}
	}
	for _, q := range []Query{{Words: "river", Limit: 40}, {Words: "river", Limit: 40, Sort: ByNewest}, {Limit: 40, Sort: ByNewest, Counts: true}} {
		ix, err := Build(testFacets, docSeq(docs))
		if err != nil {
			t.Fatal(err)
		}
		ix.remembered, q.Once = 1, true
		for gone := range 240 {
			got, best := ix.Search(q), 999-2*(gone/2)-gone%2
			if len(got.Hits) != 40 || got.Hits[0].ID != docs[best].ID || got.Hits[39].ID != docs[999-2*(gone/2)-78].ID || got.Total != 500-gone/2 {
				t.Fatalf("of %d families %s is the first and %s the last, when %d are gone", got.Total, got.Hits[0].ID, got.Hits[39].ID, gone)
			}
			ix.Remove(docs[best].ID, 1)
			ix.Remove(docs[2*gone].ID, 1) // one of a family below
		}
	}
}

// What is remembered of families shows each asker their own.
func TestEachAskerIsShownTheirOwnOfAFamily(t *testing.T) {
	ix := shelf(Doc{ID: "a", Title: "River", Family: "f", Facets: map[string][]string{"tag": {"a"}}}, Doc{ID: "b", Title: "River", Family: "f", Facets: map[string][]string{"tag": {"b"}}})
	ix.remembered = 1
	for range 3 {
		for _, own := range []string{"a", "b"} {
			got := ix.Search(Query{Words: "river", Limit: 9, Once: true, Own: Own{Facet: "tag", Values: []string{own}}})
			if len(got.Hits) != 1 || got.Hits[0].ID != own {
				t.Errorf("the asker whose own is %s is shown %v", own, got.Hits)
			}
		}
	}
}

func TestWhatIsRememberedOfFamiliesIsBounded(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		var a answers
		held := func(of map[question]*answer) (n int) {
			for _, known := range of {
				n += known.kin.size()
			}
			return n
		}
		for range rapid.IntRange(1, 60).Draw(rt, "answers") {
			q := question{word: rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "f", "g", "h"}).Draw(rt, "word"), today: uint16(rapid.IntRange(0, 3).Draw(rt, "today"))}
			if known := a.get(q); known == nil || rapid.Bool().Draw(rt, "anew") {
				a.put(q, &answer{kin: &kinMarks{passing: make([]uint64, rapid.IntRange(0, rememberedKins/64).Draw(rt, "marks"))}}, rememberedAnswers)
			}
			if a.get(q) == nil {
				rt.Fatal("what was just asked for is forgotten")
			}
			if n := held(a.lately); n != a.kin || n > rememberedKins || held(a.older) > rememberedKins {
				rt.Fatalf("%d bytes lately, %d counted, %d before", n, a.kin, held(a.older))
			}
		}
	})
}
