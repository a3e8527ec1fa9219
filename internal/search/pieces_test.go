package search_test

import (
	"slices"
	"testing"

	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/search"
)

// A build leaves no id out and reads none twice, and a large one is cut so that no piece has more than its share.
func TestABuildIsCutIntoPiecesThatHoldEveryIDOnce(t *testing.T) {
	for resources, most := range map[int]int{100: 400, 1_000_000: 50} {
		at := search.Spans(resources)
		if !slices.IsSorted(at) || len(at) < 32 {
			t.Fatalf("cut at %q", at)
		}
		held := map[int]int{}
		for range 8192 {
			i, found := slices.BinarySearch(at, id.New[string](id.Source{}))
			if !found {
				i--
			}
			if i < 0 || i >= len(at)-1 {
				t.Fatal("an id lies in no piece")
			}
			if held[i]++; held[i] > most {
				t.Fatalf("of 8192 ids a piece of %d resources has more than %d", resources, most)
			}
		}
	}
}
