package catalog_test

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
)

// A remembered card is never older than what the database says, and never shown to whom it says no.
func TestCardsAreRememberedAndNeverStale(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		r := w.share(w.rosa, catalog.SeenByConsortium, tip("First title"))
		other := w.share(w.mai, catalog.SeenByDistrict, tip("Another"))
		cards := func(by actor.Actor) []catalog.Card {
			t.Helper()
			list, err := w.catalog.Cards(t.Context(), by, []catalog.ResourceID{other.ID, "0000000000000000", r.ID})
			if err != nil {
				t.Fatal(err)
			}
			return list
		}
		for range 2 {
			if list := cards(w.mai); len(list) != 2 || list[0].ID != other.ID || list[1].About.Title != "First title" || list[1].SchoolName != "Elm" {
				t.Fatalf("got %+v", list)
			}
		}
		if list := cards(w.partner); len(list) != 1 || list[0].ID != r.ID {
			t.Errorf("a partner gets %+v", list)
		}
		if list := cards(w.far); len(list) != 0 {
			t.Errorf("a stranger gets %+v", list)
		}

		w.exec(`UPDATE school SET short_name = 'Old Elm' WHERE id = $1`, w.elm)
		saved, err := w.catalog.Save(t.Context(), w.rosa, catalog.SaveInput{Resource: r.ID, Base: r.Head, Document: tip("Second title")})
		if err != nil {
			t.Fatal(err)
		}
		if list := cards(w.mai); list[1].About.Title != "Second title" || list[1].SchoolName != "Old Elm" {
			t.Errorf("after a change: %+v", list[1])
		}
		if _, err := w.catalog.Save(t.Context(), w.rosa, catalog.SaveInput{Resource: r.ID, Base: saved.Head, Visibility: catalog.SeenBySchool, Document: w.show(w.rosa, r.ID).Document}); err != nil {
			t.Fatal(err)
		}
		if list := cards(w.mai); len(list) != 1 {
			t.Errorf("another school still gets it: %+v", list)
		}
		if list := cards(w.partner); len(list) != 0 {
			t.Errorf("a partner still gets it: %+v", list)
		}
		if _, err := w.catalog.Retire(t.Context(), w.mai, other.ID, "Over."); err != nil {
			t.Fatal(err)
		}
		if list := cards(w.mai); len(list) != 0 {
			t.Errorf("taken out and still there: %+v", list)
		}
	})
}
