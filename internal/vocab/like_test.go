package vocab

import "testing"

func TestAFormOfANameIsOneInItsLanguage(t *testing.T) {
	t.Parallel()
	terms := build([]Term{{ID: "sports"}, {ID: "lives"}}, []termName{
		{term: "sports", key: "sports", name: Name{"Sports", "en"}},
		{term: "sports", key: "deportes", name: Name{"Deportes", "es"}},
		{term: "lives", key: "vidas", name: Name{"Vidas", "es"}},
		{term: "lives", key: "biography", name: Name{"Biography", ""}},
	})
	for phrase, want := range map[string]TermID{
		"sport": "sports", "deporte": "sports", "vida": "lives", "biographies": "lives", // forms
		"deported": "", "deportation": "", "video": "", // words of which the stem is the same
	} {
		got, _ := terms.Like(phrase)
		if got.ID != want {
			t.Errorf("%q is a form of the name of %q, want %q", phrase, got.ID, want)
		}
		if parts := terms.WithWord(phrase); len(parts) > 1 || (len(parts) == 1) != (want != "") {
			t.Errorf("%q is a word of the names of %v", phrase, parts)
		}
	}
}
