package questionweb

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/lang"
)

func TestWhatWasLookedForAsAQuestionAndATitle(t *testing.T) {
	words, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		locale                  lang.Locale
		looked, asked, proposed string
	}{
		{"en", " xylophone ", "Does anybody have something on xylophone?", "Something on xylophone"},
		{"es", "xilófono", "¿Alguien tiene algo sobre xilófono?", "Algo sobre xilófono"},
		{"en", "where are maps?", "where are maps?", "where are maps?"},
		{"en", "something for the last day before winter", "something for the last day before winter", "something for the last day before winter"},
		{"en", "", "", ""},
	} {
		p := words.Printer(c.locale, "")
		if got := sentence(p, c.looked); got != c.asked {
			t.Errorf("%q is asked as %q", c.looked, got)
		}
		if got := titleOf(p, c.asked); got != c.proposed {
			t.Errorf("%q proposes %q", c.asked, got)
		}
	}
	if got := titleOf(words.Printer("en", ""), "xylophone"); got != "Something on xylophone" {
		t.Errorf("a word proposes %q", got)
	}
}
