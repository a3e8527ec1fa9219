package ui_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/web/ui"
)

func TestATextIsCutAfterAWord(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Old maps", "Old maps"}, {"Old maps, new", "Old maps, new"}, {"Old maps, new seas", "Old maps…"}, {"Cartographers of old", "Cartographer…"}, {"Él és ñandú más", "Él és ñandú…"},
	} {
		if got := ui.Shorten(c.text, 13); got != c.want {
			t.Errorf("%q becomes %q, want %q", c.text, got, c.want)
		}
	}
}

func TestAShortenedTextIsTheBeginningOfIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, most := rapid.StringMatching(`[a-cé ,.-]{0,40}`).Draw(t, "text"), rapid.IntRange(1, 30).Draw(t, "most")
		got := ui.Shorten(text, most)
		if utf8.RuneCountInString(got) > most || !strings.HasPrefix(text, strings.TrimSuffix(got, "…")) {
			t.Fatalf("%q becomes %q at %d", text, got, most)
		}
	})
}
