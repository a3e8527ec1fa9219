package fold_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/fold"
)

func TestWhatNobodySeesIsLeftOut(t *testing.T) {
	for in, want := range map[string]string{
		"Maps":                            "Maps",
		"Ma\u200Bps":                      "Maps",
		"\uFEFFMaps\u2060":                "Maps",
		"book\u00ADlist":                  "booklist",
		"\u202Eespam\u202C fdp":           "espam fdp",
		"\u2066Oak\u2069 \u200EHi":        "Oak Hi",
		"El\u200Dm":                       "Elm",
		"Elm \u200C Oak":                  "Elm  Oak",
		"می\u200Cخواهم":                   "می\u200Cخواهم",
		"می\u200B\u200C\u200Cخواهم\u200C": "می\u200Cخواهم",
		"क्\u200Dष":                       "क्\u200Dष",
		"👩\u200D👧 reads":                  "👩\u200D👧 reads",
		"👩🏽\u200D🏫":                       "👩🏽\u200D🏫",
		"כיתה א\u200F!":                   "כיתה א\u200F!",
		"Niño, façade":                    "Niño, façade",
		"\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F": "\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F",
	} {
		if got := fold.Visible(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
	if got := fold.Line(" Oak\u200B \t Hill\u202E\n"); got != "Oak Hill" {
		t.Errorf("the line is %q", got)
	}
}

func TestWhatIsLeftOutChangesNothingElse(t *testing.T) {
	some := rapid.StringOfN(rapid.OneOf(rapid.SampledFrom([]rune("ab é\u00AD\u200B\u200C\u200D\u200E\u200F\u202E\u2066\uFEFF👩م中क्")), rapid.Rune()), 0, 20, -1)
	rapid.Check(t, func(t *rapid.T) {
		text := some.Draw(t, "text")
		once := fold.Visible(text)
		if again := fold.Visible(once); again != once {
			t.Fatalf("%q becomes %q and then %q", text, once, again)
		}
		if fold.Key(once) != fold.Key(text) {
			t.Fatalf("%q is found as %q and no longer as %q", text, fold.Key(once), fold.Key(text))
		}
		if strings.ContainsAny(once, "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\u200B") || !utf8.ValidString(once) {
			t.Fatalf("%q becomes %q", text, once)
		}
	})
}
