package search_test

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/search"
)

// A program is no form of programming, and what is made in a makerspace is not all that is made.
func TestAWordOfItsOwnMeaningFindsNoOtherTopic(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.topic("Coding", "Programación", "programming")
		w.topic("Makerspace", "Taller creativo", "making")
		w.share(w.rosa, catalog.SeenByDistrict, filed("Robots on the rug", "coding"))
		w.share(w.rosa, catalog.SeenByDistrict, tip("Making a handout"))
		for typed, want := range map[string]int{"program": 0, "programs": 0, "programming": 1, "makerspace": 0} {
			if got := len(w.look(w.mai, search.Query{Words: typed}).Cards); got != want {
				t.Errorf("%q finds %d, want %d", typed, got, want)
			}
		}
	})
}
