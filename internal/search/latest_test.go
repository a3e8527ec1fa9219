package search_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/search"
)

// The latest are those that a search finds, newest first, and nothing that lacks a word.
func TestTheLatestHaveAllThatIsAskedFor(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		var wanted []catalog.ResourceID
		for _, title := range []string{"River maps", "Maps of a river bend"} {
			w.clock.Advance(time.Minute)
			wanted = append([]catalog.ResourceID{w.share(w.mai, catalog.SeenByDistrict, tip(title)).ID}, wanted...)
		}
		w.clock.Advance(time.Minute)
		w.share(w.mai, catalog.SeenBySchool, tip("River maps for Pine alone"))
		w.share(w.mai, catalog.SeenByDistrict, tip("River without"))
		latest := func(by actor.Actor, q search.Query, limit int) ([]catalog.ResourceID, int) {
			t.Helper()
			ids, total, err := w.search.Latest(t.Context(), by, q, limit)
			if err != nil {
				t.Fatal(err)
			}
			return ids, total
		}
		for q, want := range map[string]int{"river maps": 2, "maps": 2, "river": 3, "river maps zeppelin": 0, "zeppelin": 0, "?!": 0} {
			if ids, total := latest(w.rosa, search.Query{Words: q}, 30); total != want || len(ids) != want {
				t.Errorf("%q: %d of %d", q, len(ids), total)
			}
		}
		if ids, total := latest(w.rosa, search.Query{Words: "river maps", Page: 7}, 1); total != 2 || !slices.Equal(ids, wanted[:1]) {
			t.Errorf("the newest one is %v of %d", ids, total)
		}
		if ids, _ := latest(w.mai, search.Query{Words: "river maps"}, 30); len(ids) != 3 {
			t.Errorf("Pine finds %v", ids)
		}
		if ids, _ := latest(w.far, search.Query{}, 30); len(ids) != 0 {
			t.Errorf("another district finds %v", ids)
		}
		if ids, _ := latest(w.rosa, search.Query{Filters: map[string][]string{search.School: {string(w.elm)}}}, 30); len(ids) != 0 {
			t.Errorf("Elm has %v", ids)
		}
	})
}

// Whoever keeps a search is told of what its page shows, however names in it are read.
func TestTheLatestAreThoseOfThePage(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.exec(`UPDATE person SET name = 'Rosa Delgado' WHERE id = $1`, w.rosa.Person)
		w.share(w.rosa, catalog.SeenByDistrict, tip("Ballads", block.Text{Markdown: "Some poetry."}))
		w.share(w.mai, catalog.SeenByDistrict, tip("Poetry, poetry"))
		w.share(w.mai, catalog.SeenByDistrict, tip("Poetry slam"))
		w.share(w.mai, catalog.SeenByDistrict, tip("Opening checklist"))
		for words, want := range map[string]int{"elm poetry": 3, "elm poetrry": 3, "delgado poetry": 1, `"Rosa Delgado"`: 1, "what did elm share": 1, "delgado checklist": 0, "poetry trip": 0} {
			ids, total, err := w.search.Latest(t.Context(), w.mai, search.Query{Words: words}, 30)
			page := w.look(w.mai, search.Query{Words: words, Every: true})
			shown := idsOfCards(page)[:page.Whole]
			slices.Sort(ids)
			slices.Sort(shown)
			if err != nil || total != want || !slices.Equal(ids, shown) {
				t.Errorf("%q: the latest are %v of %d, the page has %v, %v", words, ids, total, shown, err)
			}
			if strings.HasSuffix(words, " poetry") && page.Cards[0].About.Title != "Ballads" {
				t.Errorf("%q finds %v: whoever is named comes first", words, firstTitles(page, 3))
			}
		}
	})
}
