package index

import (
	"fmt"
	"testing"
)

// Every word that is there is met, and few others are.
func TestWhatIsThereIsMet(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 5, 300, 50_000} {
		m := newWordsMet(n)
		for i := range n {
			m.add(metHash(analyser(i%analysers), fmt.Sprint("word", i)))
		}
		wrong := 0
		for i := range max(n, 1000) {
			if i < n && !m.has(metHash(analyser(i%analysers), fmt.Sprint("word", i))) {
				t.Fatalf("of %d words number %d is not met", n, i)
			}
			if m.has(metHash(veryWord, fmt.Sprint("word", i))) {
				wrong++
			}
		}
		if wrong > max(n, 1000)/25 {
			t.Errorf("of %d words that are not there %d are met, beside %d", max(n, 1000), wrong, n)
		}
	}
}
