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
		{"en", "how do I weed", "How do I weed?", "How do I weed?"},
		{"es", "cómo descartar libros", "¿Cómo descartar libros?", "¿Cómo descartar libros?"},
		{"en", "how", "", ""},
		{"en", "9-12", "", ""},
		{"en", "grade 3", "", ""},
		{"en", "5th graders", "", ""},
		{"es", "tercer grado", "", ""},
		{"en", "978 0 306 40615 7", "", ""},
		{"en", "the of", "", ""},
		{"en", "volcanoes grade 3", "Does anybody have something on volcanoes grade 3?", "Something on volcanoes grade 3"},
		{"en", "RL.3.1", "Does anybody have something on RL.3.1?", "Something on RL.3.1"},
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
