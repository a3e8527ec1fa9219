package prose_test

import (
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/prose"
)

func TestWordsAreWhatOneReads(t *testing.T) {
	r := prose.New()
	for markdown, want := range map[string]string{
		"Plain words.":                              "Plain words.",
		"## Old *maps* of\nthe **sea**":             "Old maps of\nthe sea",
		"See [the log](https://log.example/a) soon": "See the log soon",
		"- one\n- two":                              "one\ntwo",
		"a line\nand its end":                       "a line and its end",
		"5 \\* 3 &amp; 2, `x*y`":                    "5 * 3 & 2, x*y",
		"<b onclick=1>loud</b> words":               "loud words",
		"<https://log.example>":                     "https://log.example",
		"    kept as\n    it is":                    "kept as\nit is",
		"| a | b |\n|---|---|\n| c | d |":           "a\nb\nc\nd",
	} {
		if got := r.Words(markdown); got != want {
			t.Errorf("%q: %q, want %q", markdown, got, want)
		}
	}
	endless := strings.Repeat("> ", 5000) + "deep"
	if got := r.Words(endless); got != endless {
		t.Errorf("what asks for too much became %.40q", got)
	}
}
