package block

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

func TestWhatReadsTheSameIsStoredTheSame(t *testing.T) {
	for name, c := range map[string]struct{ in, want Body }{
		"about": {About{Title: " A\r\nmap ", Why: "\n Why. \n", Source: Source{URL: " https://nasa.gov\n"}, Tool: &Tool{For: "maps\n"}, Plan: []Month{{7, "Rest."}, {1, "Go on."}, {8, "Begin.\n"}}},
			About{Title: "A map", Why: "Why.", Source: Source{URL: "https://nasa.gov"}, Tool: &Tool{For: "maps"}, Plan: []Month{{8, "Begin."}, {1, "Go on."}, {7, "Rest."}}}},
		"unseen": {Book{Title: "\u202EMa\u200Bps", Creators: []string{"\uFEFFE. B. White"}}, Book{Title: "Maps", Creators: []string{"E. B. White"}}},
		"text":   {Text{"Head\n", "\n\r\n    code\r\nmore \n\n"}, Text{"Head", "    code\nmore"}},
		"blank":  {Text{"", " \n \n"}, Text{}},
		"link":   {Link{URL: "https://loc.gov ", Note: "Good.\n"}, Link{URL: "https://loc.gov", Note: "Good."}},
		"book":   {Book{Title: "Charlotte's Web ", Creators: []string{" E. B. White"}, Note: "Read.\n"}, Book{Title: "Charlotte's Web", Creators: []string{"E. B. White"}, Note: "Read."}},
		"file":   {File{Name: "a.pdf\n", Alt: " A map", Note: "x\n"}, File{Name: "a.pdf", Alt: "A map", Note: "x"}},
		"video": {Video{Title: "Film\t", Captions: []Caption{{"en", ""}, {"es", "stored"}, {"ar", ""}}},
			Video{Title: "Film", Captions: []Caption{{"es", "stored"}, {"en", ""}, {"ar", ""}}}},
		"steps":     {Steps{"How ", []string{"\nLook.\nAsk.\n"}}, Steps{"How", []string{"Look.\nAsk."}}},
		"materials": {Materials{Items: []Material{{Name: "tape ", Amount: "2\nrolls"}}}, Materials{Items: []Material{{Name: "tape", Amount: "2 rolls"}}}},
	} {
		if got := Tidy(c.in); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestTidyingChangesNothingTwiceAndNothingThatItIsGiven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching("[ab\n\r\t ]{0,20}")
		steps := []string{text.Draw(t, "step")}
		given := steps[0]
		for _, b := range []Body{Text{text.Draw(t, "heading"), text.Draw(t, "text")}, Steps{Steps: steps}, About{Title: text.Draw(t, "title"), Why: text.Draw(t, "why")}} {
			once := Tidy(b)
			if again := Tidy(once); !reflect.DeepEqual(once, again) {
				t.Fatalf("%+v becomes %+v", once, again)
			}
		}
		if steps[0] != given {
			t.Fatalf("%q became %q", given, steps[0])
		}
	})
}
