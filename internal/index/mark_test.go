package index

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// marked is a text with its marks in brackets.
func marked(text string, marks []Span) string {
	var out strings.Builder
	at := 0
	for _, m := range marks {
		out.WriteString(text[at:m.From] + "[" + text[m.From:m.To] + "]")
		at = m.To
	}
	return out.String() + text[at:]
}

func TestMarksStandOnWhatWasAskedFor(t *testing.T) {
	for _, c := range []struct{ words, phrase, language, text, want string }{
		{"map", "", "en", "Old maps, and a mapping of it", "Old [maps], and a [mapping] of it"},
		{"MAPS", "", "en", "Map’s edge. Maple", "[Map’s] edge. Maple"},
		{"the map", "", "en", "the map of the sea", "the [map] of the sea"},
		{"niños", "", "es", "El niño lee; NIÑA no", "El [niño] lee; [NIÑA] no"},
		{"informacion", "", "es", "Más informaciones", "Más [informaciones]"},
		{"", "media literacy", "en", "Media, and media literacy", "Media, and [media literacy]"},
		{"3-5", "", "en", "For 3-5 and K-2", "For [3-5] and K-2"},
		{"9780306406157", "", "en", "See 0-306-40615-2 first", "See [0-306-40615-2] first"},
		{"図書館", "", "ja", "学校図書館の本", "学校[図書館]の本"},
		{"makerspace", "maker space", "en", "Our maker space, a makerspace", "Our [maker space], a [makerspace]"},
		{"", "", "en", "Nothing", "Nothing"},
		{"tell", "", "en", "Songs that were told", "Songs that were [told]"},
		{"mouse", "", "en", "Three mice, a moose", "Three [mice], a moose"},
		{"help", "", "en", "Also to help", "Also to [help]"},
		{"who helps", "", "en", "Who asks, and who helps", "Who asks, and who [helps]"},
		{"newcomers", "EL", "es", "El libro", "El libro"},
		{"newcomers", "EL", "en", "For EL students", "For [EL] students"},
		{"كتاب", "", "ar", "هذا الكتاب", "هذا [الكتاب]"},
	} {
		m := NewMarker(c.words)
		if c.phrase != "" {
			m = NewMarker(c.words, c.phrase)
		}
		if got := marked(c.text, m.Marks(c.text, c.language)); got != c.want {
			t.Errorf("%q in %q: %s, want %s", c.words, c.text, got, c.want)
		}
	}
}

// Whatever is asked of whatever text, marks are pieces of it in order, and an excerpt is a piece with a mark.
func TestMarksAndExcerptsArePieces(t *testing.T) {
	piece := rapid.SampledFrom([]string{"map", "maps", "Map's", " ", ", ", "niño", "図書館", "-", "l'école", "K-2", "😀", "\u0301", "a", "\xff", "long" + strings.Repeat("er", 40)})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(piece, 0, 40).Draw(t, "text"), "")
		words := strings.Join(rapid.SliceOfN(piece, 0, 3).Draw(t, "words"), " ")
		size := rapid.IntRange(1, 200).Draw(t, "size")
		marks := NewMarker(words, strings.Join(rapid.SliceOfN(piece, 0, 3).Draw(t, "phrase"), " ")).Marks(text, "en")
		end := 0
		for _, m := range marks {
			if m.From < end || m.To <= m.From || m.To > len(text) {
				t.Fatalf("marks of %q: %v", text, marks)
			}
			end = m.To
		}
		span, ok := Excerpt(text, marks, size)
		if ok != (len(marks) > 0) {
			t.Fatalf("an excerpt of %d marks: %v", len(marks), ok)
		}
		if !ok {
			return
		}
		whole := false
		for _, m := range marks {
			whole = whole || m.From >= span.From && m.To <= span.To
		}
		if !whole || span.From < 0 || span.To > len(text) {
			t.Fatalf("%q, marks %v, excerpt of %d: %v", text, marks, size, span)
		}
	})
}

// What nobody reads as a word, or words without end, are not marked whole: a hit shows a line of a text and no more.
func TestAMarkIsShort(t *testing.T) {
	for text, some := range map[string]bool{strings.Repeat("map-", 2000): false, strings.Repeat("map ", 2000): true, strings.Repeat("map’s ", 2000): true} {
		marks := NewMarker("map", "map map").Marks(text, "en")
		for _, m := range marks {
			if m.To-m.From > longestMark {
				t.Errorf("%.12q: a mark of %d bytes", text, m.To-m.From)
			}
		}
		if span, ok := Excerpt(text, marks, 180); ok != some || span.To-span.From > 180+longestMark {
			t.Errorf("%.12q: %v, an excerpt of %d bytes", text, ok, span.To-span.From)
		}
	}
}
