package fold_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/fold"
)

func TestWordsAreFoldedRunsOfLettersAndDigits(t *testing.T) {
	if got := fold.Words("¿Où est «Élan», 2nd-hand?"); !slices.Equal(got, []string{"ou", "est", "elan", "2nd", "hand"}) {
		t.Errorf("%q", got)
	}
}

func TestATextBeginsAsAnyBeginningsOfItsWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-cÉé1-2 ,.-]{0,20}`).Draw(t, "text")
		var begun []string
		for _, w := range fold.Words(text) {
			runes := []rune(w)
			begun = append(begun, string(runes[:rapid.IntRange(1, len(runes)).Draw(t, "length")]))
		}
		slices.Reverse(begun)
		if !fold.Begins(text, begun) {
			t.Fatalf("%q does not begin as %q", text, begun)
		}
		if fold.Begins(text, append(begun, strings.Repeat("z", 3))) {
			t.Fatalf("%q begins as zzz", text)
		}
	})
}

func TestAWordIsKnownInNumber(t *testing.T) {
	words := map[string]bool{"box": true, "maps": true}
	for word, known := range map[string]bool{"box": true, "boxes": true, "maps": true, "map": true, "mapes": false, "boxs": true, "bo": false, "": false} {
		if fold.InNumber(words, word) != known {
			t.Errorf("%q is known: %t", word, !known)
		}
	}
}
