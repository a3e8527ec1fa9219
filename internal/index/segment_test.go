package index

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A stem is found where it stands among the others of its analyser, however many begin as it does.
func TestStemsAreFoundWhereTheyStand(t *testing.T) {
	word := rapid.StringMatching(`(in|internat|internation)?[abß]{0,4}`)
	rapid.Check(t, func(rt *rapid.T) {
		var s segment
		var stems [analysers][]string
		for a := range analyser(analysers) {
			stems[a] = rapid.SliceOfNDistinct(word, 0, 150, rapid.ID[string]).Draw(rt, "stems")
			slices.Sort(stems[a])
			for _, stem := range stems[a] {
				s.stems.add(stem)
			}
			s.firstTerm[a+1] = uint32(s.stems.len())
		}
		s.markStems()
		for range 20 {
			a := analyser(rapid.IntRange(0, analysers-1).Draw(rt, "analyser"))
			sought := word.Draw(rt, "sought")
			want, _ := slices.BinarySearchFunc(stems[a], sought, strings.Compare)
			if got := s.termFrom(a, sought) - s.firstTerm[a]; got != uint32(want) {
				rt.Fatalf("%q stands at %d of %q, found at %d", sought, want, stems[a], got)
			}
		}
	})
}
