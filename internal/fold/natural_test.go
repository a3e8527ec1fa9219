package fold_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/fold"
)

func TestNumbersAreOrderedByWhatTheyCount(t *testing.T) {
	want := []string{"", "007 Academy", "7th Street School", "10th Street School", "Éclair", "Elm", "P.S. 9", "P.S. 10 Annex", "P.S. 11", "School", "school 1", "School 2", "School 10", "School 10 B"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortStableFunc(got, fold.Natural)
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// Whatever names there are, they can be put in order.
func TestNaturalIsAnOrder(t *testing.T) {
	name := rapid.StringMatching(`[a-c0-2é ]{0,6}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := name.Draw(t, "a"), name.Draw(t, "b"), name.Draw(t, "c")
		if fold.Natural(a, a) != 0 || fold.Natural(a, b) != -fold.Natural(b, a) {
			t.Fatalf("%q and %q: %d and %d", a, b, fold.Natural(a, b), fold.Natural(b, a))
		}
		if fold.Natural(a, b) <= 0 && fold.Natural(b, c) <= 0 && fold.Natural(a, c) > 0 {
			t.Fatalf("%q, %q, %q are in no order", a, b, c)
		}
	})
}
