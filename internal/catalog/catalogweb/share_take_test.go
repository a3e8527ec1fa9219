package catalogweb

import (
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
