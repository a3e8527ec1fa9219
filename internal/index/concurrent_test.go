package index

import (
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/commonshelf/commonshelf/internal/id"
)

// Writers save pairs of documents together, each time under a new stamp, and now and then take them out. Whatever a search
// meets, it is one moment: both of a pair, or none, and counts that add up.
func TestSearchesSeeOneMoment(t *testing.T) {
	const writers, rounds, pairs = 3, 400, 8
	ix := New("kind", "stamp")
	ix.remembered = 1
	var done atomic.Int32
	var wait sync.WaitGroup
	for w := range writers {
		wait.Go(func() {
			defer done.Add(1)
			for round := range rounds {
				pair := fmt.Sprintf("w%dp%d", w, round%pairs)
				version := int64(round) * 10
				stamp := fmt.Sprintf("%s-%d", pair, round)
				ix.Put(paired(pair+"a", version, stamp), paired(pair+"b", version, stamp))
				if got := ix.Search(Query{Words: "quake", Scope: everywhere("d"), Filters: map[string][]string{"stamp": {stamp}}}); got.Total != 2 {
					t.Errorf("%s was saved and %d documents found", stamp, got.Total)
				}
				ix.Put(paired(pair+"a", version-1, "outdated"))
				if round%5 == 4 {
					ix.Put(paired(pair+"a", version+1, pair+"-last"), paired(pair+"b", version+1, pair+"-last"))
					ix.Remove("other"+strconv.Itoa(round), version)
				}
			}
		})
	}
	for range 2 {
		wait.Go(func() {
			for done.Load() < writers {
				checkMoment(t, ix.Search(Query{Words: "quake", Scope: everywhere("d"), Counts: true, Limit: 1000}))
				checkMoment(t, ix.Search(Query{Scope: everywhere("d"), Counts: true, Limit: 1000, Sort: ByNewest}))
			}
		})
	}
	wait.Wait()
	ix.settle()
	if want := 2 * pairs * writers; ix.Len() != want {
		t.Fatalf("holds %d, want %d", ix.Len(), want)
	}
	checkMoment(t, ix.Search(Query{Words: "quake", Scope: everywhere("d"), Counts: true, Limit: 1000}))
}

func paired(id string, version int64, stamp string) Doc {
	return Doc{ID: id, Version: version, District: "d", Visibility: SeenByDistrict, Language: "en", Title: "Quakes", Body: stamp,
		Facets: map[string][]string{"kind": {id[len(id)-1:]}, "stamp": {stamp}}}
}

func checkMoment(t *testing.T, r Result) {
	t.Helper()
	seen := map[string]bool{}
	for _, hit := range r.Hits {
		if seen[hit.ID] {
			t.Errorf("%s is found twice", hit.ID)
		}
		seen[hit.ID] = true
	}
	if len(seen) != r.Total {
		t.Errorf("%d hits of %d", len(seen), r.Total)
	}
	sum := 0
	for _, v := range r.Facet("kind") {
		sum += v.Count
	}
	if sum != r.Total {
		t.Errorf("kinds add up to %d, not %d", sum, r.Total)
	}
	for _, v := range r.Facet("stamp") {
		if v.Count != 2 || v.Value == "outdated" {
			t.Errorf("%d documents are stamped %s", v.Count, v.Value)
		}
	}
}

// A removed document stays away while large merges run over it, and documents saved meanwhile keep their newest version.
func TestMergesForgetNothing(t *testing.T) {
	ix := New("kind")
	const documents = 3000
	for i := range documents {
		ix.Put(paired(strconv.Itoa(i)+"a", 1, "first"))
		if i%3 == 0 {
			ix.Put(paired(strconv.Itoa(i)+"a", 2, "second"))
		}
		if i%7 == 0 {
			ix.Remove(strconv.Itoa(i)+"a", 2)
		}
	}
	ix.settle()
	if n := len(ix.current.Load().views); n > 40 {
		t.Errorf("%d segments are left", n)
	}
	for i := range documents {
		version, ok := ix.Version(strconv.Itoa(i) + "a")
		want := int64(1)
		if i%3 == 0 {
			want = 2
		}
		if gone := i%7 == 0; ok == gone || ok && version != want {
			t.Fatalf("document %d: version %d, there %t", i, version, ok)
		}
	}
	kept := documents - (documents+6)/7
	if got := ix.Search(Query{Words: "quakes", Scope: everywhere(id.DistrictID("d"))}); got.Total != kept || ix.Len() != kept {
		t.Fatalf("finds %d of %d, want %d", got.Total, ix.Len(), kept)
	}
}

// settle waits until nothing is merging.
func (ix *Index) settle() {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	for ix.busy {
		ix.idle.Wait()
	}
}
