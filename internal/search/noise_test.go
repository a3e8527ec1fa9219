package search

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestWhatNothingCanBeLookedForBy(t *testing.T) {
	long := strings.Repeat("ab", 40)
	for _, c := range []struct {
		typed, words string
		nothing      bool
		endless      int
	}{
		{"", "", false, 0},
		{"***", "", true, 0},
		{"%", "", true, 0},
		{`"`, "", true, 0},
		{"?!", "", true, 0},
		{"-", "", true, 0},
		{" … — ", "", true, 0},
		{"🙂", "", true, 0},
		{"maps ***", "maps", false, 0},
		{"100 %", "100", false, 0},
		{"C++", "C++", false, 0},
		{"-video", "", false, 0},
		{"grade 3", "", false, 0},
		{long, "", false, 1},
		{long + " maps", "maps", false, 1},
		{strings.Repeat("é", 33), "", false, 1},
		{strings.Repeat("word-", 40) + "word", strings.Repeat("word-", 40) + "word", false, 0},
		{strings.Repeat("図", 60), strings.Repeat("図", 60), false, 0},
	} {
		for name, a := range map[string]Asked{"understood": Understand(c.typed, nil), "as typed": AsTyped(c.typed)} {
			if name == "as typed" && c.typed == "grade 3" {
				continue
			}
			if a.Words != c.words || a.Nothing != c.nothing || len(a.Endless) != c.endless {
				t.Errorf("%s, %q: words %q, nothing %t, endless %q", name, c.typed, a.Words, a.Nothing, a.Endless)
			}
		}
	}
}

func TestNoWordIsLostWithTheNoise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-zñé]{1,12}`), 1, 5).Draw(t, "words")
		noise := rapid.SliceOfN(rapid.SampledFrom([]string{"***", "%", "…", "?!", "&"}), 0, 4).Draw(t, "noise")
		tokens := append(slices.Clone(words), noise...)
		if got, endless := takeNoise(tokens); !slices.Equal(got, words) || len(endless) > 0 {
			t.Fatalf("of %q is left %q", tokens, got)
		}
	})
}

func TestTheNameOfAKindAsksForAllOfIt(t *testing.T) {
	for typed, want := range map[string]string{
		"tips": "tip", "Tip": "tip", "quick tips": "tip", "consejos": "tip", "guía": "guide", "GUIAS": "guide", "guides": "guide", "reels": "reel", "listas": "list booklist",
		"lista de libros": "booklist", "book lists": "booklist", "unidades": "unit", "lecciones": "lesson", "lessons": "lesson", "herramientas digitales": "tool", "forms": "form",
		"makerspace activities": "maker", "makerspace": "", "year plans": "year", "access tips": "access", "tips for grade 3": "tip", "lessons grades 6-8": "lesson",
		"weather lesson": "", "guide dogs": "", "listless": "", "club": "", "": "", "books": "", "tip jar": "",
	} {
		a := Understand(typed, nil)
		if got := strings.Join(a.Kinds, " "); got != want {
			t.Errorf("%q asks for %q, want %q", typed, got, want)
		}
		if want != "" && (a.Words != "" || len(a.Also) > 0 || a.Nothing) {
			t.Errorf("%q: words are left: %+v", typed, a)
		}
		if got := AsTyped(typed).Kinds; len(got) > 0 {
			t.Errorf("%q as typed asks for %v", typed, got)
		}
	}
}
