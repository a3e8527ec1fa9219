package catalogweb

import (
	"slices"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
)

func TestALineIsALinkOrWords(t *testing.T) {
	for line, want := range map[string]string{
		"https://www.loc.gov/maps/": "https://www.loc.gov/maps/", "loc.gov/maps": "https://loc.gov/maps", "www.nasa.gov": "https://www.nasa.gov",
		"http://localhost:8080/x": "http://localhost:8080/x", "escuelas.edu.mx": "https://escuelas.edu.mx",
		"Because.": "", "Node.js": "", "e.g.": "", "gov": "", "co.uk": "", "See loc.gov": "", "javascript://x": "", "mailto:a@b.org": "", "": "", "1.": "",
	} {
		if got := asLink(line); got != want {
			t.Errorf("%q is read as %q, want %q", line, got, want)
		}
	}
}

func TestAFirstLineIsTheTitleAndLongTextAPart(t *testing.T) {
	keys := 0
	next := func() block.Key { keys++; return block.Key("k" + itoa(keys)) }
	var f form
	f.takeWords("Quiet endings.\n\nI ring a bell.", next)
	if f.Title != "Quiet endings" || f.Why != "I ring a bell." || len(f.Blocks) != 0 {
		t.Errorf("read as %+v", f)
	}
	for line, want := range map[string][2]string{
		"Number the tables. Lining up went from six minutes to two.": {"Number the tables", "Lining up went from six minutes to two."},
		"¿Filas largas? Ponga números en las mesas.":                 {"¿Filas largas?", "Ponga números en las mesas."},
		"Ideas from Ms. Lopez for rainy days":                        {"Ideas from Ms. Lopez for rainy days", ""},
		"Quiet endings":                                              {"Quiet endings", ""},
	} {
		f = form{}
		f.takeWords(line, next)
		if f.Title != want[0] || f.Why != want[1] || len(f.Blocks) != 0 {
			t.Errorf("%q: title %q, why %q", line, f.Title, f.Why)
		}
	}
	f = form{}
	f.takeWords("9780439023481, 978-0-306-40615-7; 0306406152", next)
	if f.Kind != string(block.BookList) || len(f.Blocks) != 3 || f.Title != "" {
		t.Errorf("three numbers of books are read as %+v", f)
	}
	f = form{}
	long := ""
	for range 40 {
		long += "Every word counts. "
	}
	f.takeWords("A title\n"+long, next)
	if f.Title != "A title" || f.Why != "" || len(f.Blocks) != 1 {
		t.Errorf("read as title %q, why %q, %d parts", f.Title, f.Why, len(f.Blocks))
	}
}

func TestLinksAmidASentenceBecomePartsAndTheSentenceStays(t *testing.T) {
	for sentence, want := range map[string][]string{
		"I use https://x.org/y for warmups":                    {"https://x.org/y"},
		"Look (https://x.org/y_(z)), then www.nasa.gov.":       {"https://x.org/y_(z)", "https://www.nasa.gov"},
		"padlet.com is fine, loc.gov/maps is better":           {"https://padlet.com", "https://loc.gov/maps"},
		"Twice: https://x.org/y and https://x.org/y":           {"https://x.org/y"},
		"We read.Then we wrote.so it was, e.g. in Node.js":     nil,
		"Write to ana@maple.org, rated 4.5/5":                  nil,
		"Uso https://x.org/y, «edsitement.neh.gov» y nada más": {"https://x.org/y", "https://edsitement.neh.gov"},
	} {
		var f form
		f.takeWords(sentence, func() block.Key { return "k" })
		var got []string
		for _, b := range f.Blocks {
			got = append(got, b.URL)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q gives %q, want %q", sentence, got, want)
		}
		if words := f.Title + f.Why; words != strings.TrimSuffix(sentence, ".") && words != sentence {
			t.Errorf("%q is kept as %q", sentence, words)
		}
		if len(want) > 0 && f.Title != "" {
			t.Errorf("%q became the title", f.Title)
		}
	}
}

func TestAFilmAmidASentenceLeavesTheKind(t *testing.T) {
	f := form{Kind: string(block.QuickTip)}
	f.takeWords("A calm start\nI show https://youtu.be/abc while they sit down.", func() block.Key { return "k" })
	if f.Title != "A calm start" || f.Kind != string(block.QuickTip) || len(f.Blocks) != 1 || f.Blocks[0].Kind != block.KindVideo {
		t.Errorf("read as %+v", f)
	}
}
