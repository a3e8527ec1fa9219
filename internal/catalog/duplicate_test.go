package catalog_test

import (
	"context"
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
)

// One book is named wherever a colleague has it; a long list has some book in common with many.
func TestABookThatAColleagueHas(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		games, maps, cakes := block.Book{ISBN: "9780439023481", Title: "The Hunger Games"}, block.Book{ISBN: "9780000000002", Title: "Maps"}, block.Book{ISBN: "9780306406157", Title: "Cakes"}
		list := func(books ...block.Body) block.Document {
			doc := tip("Books", books...)
			doc.About.Type = block.BookList
			return doc
		}
		w.share(w.rosa, catalog.SeenByDistrict, list(games, maps, cakes))
		for n, books := range [][]block.Body{{}, {games}, {games, maps}, {games, maps, cakes}} {
			doubles, err := w.catalog.Doubles(t.Context(), w.mai, list(books...), "")
			if err != nil {
				t.Fatal(err)
			}
			if found := len(doubles) == 1 && doubles[0].Likeness == catalog.SameBook; found != (n == 1 || n == 2) {
				t.Errorf("%d books: %+v", n, doubles)
			}
		}
	})
}

func TestAFailureWhileDoublesAreLookedForIsSaid(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.share(w.rosa, catalog.SeenByDistrict, tip("Maps", block.Link{URL: "https://www.loc.gov/maps/"}))
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if list, err := w.catalog.Doubles(gone, w.mai, tip("Maps", block.Link{URL: "https://www.loc.gov/maps/"}), ""); err == nil {
			t.Errorf("found %+v as if nothing had happened", list)
		}
	})
}
