package merge

import (
	"strings"
	"testing"
	"unicode"

	"github.com/commonshelf/commonshelf/internal/prose"
)

var seeds = []string{
	"", "a", "Look. Ask.\n\n- one\n- two\n  - three\n\n1. x\n2. y\n", "|a|b|\n|-|-|\n|1|2|\n", "# h\n\n> q\n> r\n", "```\ncode\n", "**bold** and [link](https://a.example/(x)) `code`",
	"a\r\nb\r\n\r\nc", "    code\n- [ ] task\n", "[a]: b\n***\n", "\\* \\[ ~~struck~~ <https://a.example>", "ñandú ¿qué? ¡ay! 日本語", "1.\n2.\n- ", "|a|\n|-|\n|b|c|d|",
}

// What is taken apart can be put together again, byte by byte.
func FuzzUnits(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		list, tail := units(text)
		var b strings.Builder
		for _, u := range list {
			b.WriteString(u.space + u.source())
			if got := sourceOf(tokens(u.text)); got != strings.TrimRightFunc(u.text, unicode.IsSpace) {
				t.Errorf("the words of %q are %q", u.text, got)
			}
		}
		if got := b.String() + tail; got != text {
			t.Errorf("%q became %q", text, got)
		}
	})
}

func letters(text string) map[rune]int {
	out := map[rune]int{}
	for _, c := range text {
		if unicode.IsLetter(c) {
			out[c]++
		}
	}
	return out
}

// Whatever the texts, the laws hold: nothing is read that was not written, and nothing that was added is lost in silence.
func FuzzProse(f *testing.F) {
	for i, s := range seeds {
		f.Add(s, s+"\n\nmore", seeds[(i+1)%len(seeds)])
		f.Add(s, "before "+s, s+" after")
	}
	f.Fuzz(func(t *testing.T, base, ours, theirs string) {
		got, clean := join(base, ours, theirs)
		if back, alsoClean := join(base, theirs, ours); back != got || clean != alsoClean {
			t.Errorf("%q, swapped %q", got, back)
		}
		if same, ok := join(base, ours, base); same != ours || !ok {
			t.Errorf("an unchanged side gives %q for %q", same, ours)
		}
		if !clean {
			return
		}
		was, o, th, now := letters(base), letters(ours), letters(theirs), letters(got)
		for c, n := range now {
			if n > o[c]+th[c] {
				t.Errorf("%q comes from nowhere", c)
			}
		}
		for _, side := range []map[rune]int{o, th} {
			for c, n := range side {
				if n-was[c] > now[c] {
					t.Errorf("%q was added %d times and is there %d times in %q", c, n-was[c], now[c], got)
				}
			}
		}
	})
}

// A comparison holds the newer text whole, and all that is not in it is marked.
func FuzzMark(f *testing.F) {
	for i, s := range seeds {
		f.Add(s, seeds[(i+1)%len(seeds)])
		f.Add(s, "before "+s+"\n\nafter")
	}
	r := prose.New()
	f.Fuzz(func(t *testing.T, older, newer string) {
		marked := Mark(older, newer)
		html := r.Marked(marked, prose.Said{"added:", "removed:"})
		for _, element := range []string{"ins", "del"} {
			if strings.Count(html, "<"+element+">") != strings.Count(html, "</"+element+">") {
				t.Errorf("%s is not closed: %s", element, html)
			}
		}
		if strings.ContainsAny(html, "\uE0F0\uE0F1\uE0F2\uE0F3") {
			t.Errorf("a sign is left: %q", html)
		}
		now := letters(prose.Unmarked(newer))
		for c, n := range letters(marked) {
			if n < now[c] {
				t.Errorf("%q of the newer is missing in %q", c, marked)
			}
		}
	})
}
