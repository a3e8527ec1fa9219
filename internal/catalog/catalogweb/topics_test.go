package catalogweb

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/lang"
)

func TestTheLanguageOfAProposedWord(t *testing.T) {
	for _, c := range []struct {
		word    string
		reads   lang.Locale
		written string
		want    lang.Locale
	}{
		{"bookworms", lang.English, "", lang.English},
		{"bookworms", lang.English, "en", lang.English},
		{"otoño", lang.English, "en", lang.Spanish},
		{"otoño", lang.English, "fr", lang.Spanish},
		{"biblioteca", lang.English, "es", lang.Spanish},
		{"biblioteca", lang.English, "es-MX", lang.Spanish},
		{"biblioteca", lang.Spanish, "", lang.Spanish},
		{"biblioteca", lang.Spanish, "en", lang.Spanish},
		{"poesía", lang.English, "en", lang.Spanish},
		{"café littéraire", lang.English, "fr", lang.English},
		{"bibliothèque", lang.Spanish, "fr", lang.English},
	} {
		if got := proposedIn(c.word, c.reads, c.written); got != c.want {
			t.Errorf("%q of who reads %s, with something in %q: %s", c.word, c.reads, c.written, got)
		}
	}
}
