package index

import (
	"fmt"
	"testing"
)

// What many documents begin with is known before anybody types it, each day and after a merge anew, and it is what would be found.
func TestBeginningsAreKnownBeforeTheyAreTyped(t *testing.T) {
	var docs []Doc
	for i := range 60 {
		docs = append(docs, Doc{ID: fmt.Sprint(i), Version: 1, Visibility: SeenByAnyone, Language: "en", Title: []string{"river", "rice", "stone"}[i%3], Shared: int64(i)})
	}
	ix, err := Build(testFacets, docSeq(docs))
	if err != nil {
		t.Fatal(err)
	}
	ix.remembered = 20
	const day = 24 * 3600e6
	known := func() int { return len(ix.current.Load().views[0].segment.hits.lately) }
	for now := range int64(2) {
		n := 0
		for ix.WarmNext((20_000 + now) * day) {
			n++
		}
		if n != 2 || known() != 2*int(1+now) {
			t.Errorf("on day %d %d were asked for and %d are known, want ri and st", now, n, known())
		}
	}
	for _, typed := range []string{"ri", "st"} {
		q := Query{Words: typed, Prefix: true, Exactly: true, HitsOnly: true, Limit: 9, Now: 20_001 * day, Scope: Scope{}}
		before := known()
		if got := ix.Search(q); len(got.Hits) != 9 || known() != before {
			t.Errorf("%s finds %d, and %d are known after %d", typed, len(got.Hits), known(), before)
		}
	}
}

// What came with a merge is known beforehand, too, on the same day.
func TestALargeSegmentThatCameIsWarmed(t *testing.T) {
	ix := New(testFacets...)
	ix.remembered = 100
	warmed := func() (n int) {
		for ix.WarmNext(20_000 * 24 * 3600e6) {
			n++
		}
		return n
	}
	put := func(word string, times int) {
		for part := range times {
			var docs []Doc
			for i := range 30 {
				docs = append(docs, Doc{ID: fmt.Sprint(word, part, i), Version: 1, Visibility: SeenByAnyone, Language: "en", Title: word})
			}
			ix.Put(docs...)
			ix.settle()
		}
	}
	put("River", 4)
	first, n := ix.current.Load().views, warmed()
	if len(first) != 1 || n != 1 {
		t.Errorf("of %d segments %d beginnings are asked for, want ri", len(first), n)
	}
	put("Stone", 12)
	if then, n := ix.current.Load().views, warmed(); len(then) != 1 || then[0].segment == first[0].segment || n != 2 {
		t.Errorf("of %d segments %d beginnings are asked for, want ri and st", len(then), n)
	}
	if n := warmed(); n != 0 {
		t.Errorf("%d are asked for though nothing came", n)
	}
}

// Nothing is asked beforehand of an index that answers at once.
func TestASmallIndexIsNotWarmed(t *testing.T) {
	if ix := shelf(Doc{ID: "a", Title: "River"}); ix.WarmNext(1) {
		t.Error("a beginning was asked for")
	}
}
