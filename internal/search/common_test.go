package search_test

import (
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/search"
)

// A good word that nothing has stays what it is: what else was typed is found, and no other word is looked for in its place.
func TestGoodWordsAreNotCorrected(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.share(w.rosa, catalog.SeenByDistrict, tip("Clips, a trap and riding in the field", block.Text{Markdown: "Esperanza has twins on the staff, a grade, a planner."}))
		for words, want := range map[string]struct{ found, taken, unknown, meant string }{
			"eclipse":          {"", "", "eclipse", ""},
			"eclipses":         {"", "", "eclipses", ""},
			"field trips":      {"Clips, a trap and riding in the field", "", "trips", ""},
			"esperanza rising": {"Clips, a trap and riding in the field", "", "rising", ""},
			"esperanza stuff":  {"Clips, a trap and riding in the field", "", "stuff", ""},
			"grado":            {"", "", "grado", ""},
			"fieldd trap":      {"Clips, a trap and riding in the field", "field", "", ""},
			"the ploop":        {"", "", "ploop", ""},
			"twips":            {"", "", "twips", "twins"},
		} {
			got := w.look(w.mai, search.Query{Words: words})
			meant := ""
			for _, m := range got.Meant {
				meant += m.For
			}
			if titlesOf(got) != want.found || strings.Join(takenFor(got), " ") != want.taken || strings.Join(got.Unknown, " ") != want.unknown || meant != want.meant {
				t.Errorf("%q finds %q, taken %v, unknown %v, meant %v; want %v", words, titlesOf(got), got.Taken, got.Unknown, got.Meant, want)
			}
		}
	})
}

// Common words of this list stand there once, and none has a space too many.
func TestEveryCommonWordIsKnownInItsForms(t *testing.T) {
	for words, want := range map[string]bool{"rising": true, "trips": true, "Eclipse": true, "orientation": true, "volcán": true, "niños": true, "kids": true, "zebras": true, "planned": true, "ploop": false, "traap": false} {
		if got := search.Understand(words, nil); (len(got.Right) == 1) != want {
			t.Errorf("%q is right: %v", words, got.Right)
		}
	}
}
