package fold_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/fold"
)

func TestKey(t *testing.T) {
	for in, want := range map[string]string{
		"  Élan  Vital ": "elan vital", "ÑANDÚ": "nandu", "Đặng": "dang", "ﬁne": "fine", "a\tb\nc": "a b c", "": "", "東京": "東京",
	} {
		if got := fold.Key(in); got != want {
			t.Errorf("Key(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestKeyTwiceIsKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := fold.Key(rapid.String().Draw(t, "text"))
		if twice := fold.Key(once); twice != once {
			t.Fatalf("%q became %q", once, twice)
		}
	})
}

// An accent at the end is dropped; it only makes the text one that is not plain.
func TestKeyOfPlainTextIsThatOfAny(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.StringMatching(`[ -~\t\n\x00\x7f]*`).Draw(t, "text")
		if quick, slow := fold.Key(plain), fold.Key(plain+"\u0301"); quick != slow {
			t.Fatalf("%q became %q and %q", plain, quick, slow)
		}
	})
}

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{
		"Quiet ways to end a class": "quiet-ways-to-end-a-class", "¿Quién lo dice?": "quien-lo-dice", "東京": "", "a -- b": "a-b",
		"one two three four five six seven eight nine ten eleven twelve thirteen fourteen": "one-two-three-four-five-six-seven-eight-nine-ten-eleven",
	} {
		if got := fold.Slug(in, 60); got != want {
			t.Errorf("Slug(%q) = %q, want %q", in, got, want)
		}
	}
}
