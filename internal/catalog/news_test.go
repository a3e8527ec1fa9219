package catalog_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
)

// bring shares things as an import does.
func (w *world) bring(by actor.Actor, name string, n int, v catalog.Visibility) {
	w.t.Helper()
	for i := range n {
		if _, err := w.catalog.Share(w.t.Context(), by, catalog.ShareInput{School: by.Schools[0].School, Visibility: v, Document: tip(fmt.Sprint(name, " ", i)), Import: name}); err != nil {
			w.t.Fatal(err)
		}
	}
}

func TestWhatIsNewIsCountedBySchoolAsFarAsOneMaySee(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		since := w.clock.Now()
		w.share(w.mai, catalog.SeenByDistrict, tip("Too long ago"))
		w.clock.Advance(time.Hour)
		since = since.Add(30 * time.Minute)
		w.bring(w.mai, "import", 50, catalog.SeenByDistrict)
		w.share(w.mai, catalog.SeenBySchool, tip("For Pine alone"))
		w.share(w.rosa, catalog.SeenByDistrict, tip("By Elm"))
		gone := w.share(w.rosa, catalog.SeenByDistrict, tip("Taken out"))
		if _, err := w.catalog.Retire(t.Context(), w.rosa, gone.ID, "Over."); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			name string
			by   actor.Actor
			want string
		}{
			{"Elm", w.rosa, "[Pine 50]"}, {"Pine", w.mai, "[Elm 1]"}, {"the coordinator", w.ana, "[Pine 51 Elm 1]"}, {"another district", w.far, "[]"},
		} {
			list, err := w.catalog.SharedSince(t.Context(), c.by, since)
			if err != nil {
				t.Fatal(err)
			}
			said := []string{}
			for _, n := range list {
				said = append(said, fmt.Sprint(n.Name, " ", n.Count))
			}
			if fmt.Sprint(said) != c.want {
				t.Errorf("%s reads %v, want %s", c.name, said, c.want)
			}
		}
	})
}

func TestAnImportIsOneThingAmongWhatIsNew(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		before := w.clock.Now().Add(-time.Hour)
		w.share(w.rosa, catalog.SeenByDistrict, tip("By hand"))
		w.clock.Advance(time.Hour)
		w.bring(w.mai, "list", 45, catalog.SeenByDistrict)
		w.bring(w.mai, "quiet", 3, catalog.SeenBySchool)
		cards, err := w.catalog.SharedByHand(t.Context(), w.rosa, 40)
		if err != nil || len(cards) != 1 || cards[0].About.Title != "By hand" {
			t.Errorf("by hand %+v, %v", cards, err)
		}
		brought, err := w.catalog.BroughtSince(t.Context(), w.rosa, before)
		if err != nil || len(brought) != 1 || brought[0].Import != "list" || brought[0].SchoolName != "Pine" || brought[0].Count != 45 || brought[0].At.Before(cards[0].SharedAt) {
			t.Errorf("brought %+v, %v", brought, err)
		}
		if brought, err := w.catalog.BroughtSince(t.Context(), w.mai, before); err != nil || len(brought) != 2 {
			t.Errorf("Pine reads %+v, %v", brought, err)
		}
		if brought, err := w.catalog.BroughtSince(t.Context(), w.rosa, w.clock.Now()); err != nil || len(brought) != 0 {
			t.Errorf("later: %+v, %v", brought, err)
		}
	})
}

func TestWhenSomethingWasSharedIsWhenTheLogSaysSo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.bring(w.mai, "list", 2, catalog.SeenByDistrict)
		r := w.share(w.rosa, catalog.SeenByDistrict, tip("Shared, undone, shared again"))
		w.clock.Advance(time.Hour)
		if _, err := w.catalog.Unshare(t.Context(), w.rosa, r.ID, []byte(`{}`)); err != nil {
			t.Fatal(err)
		}
		w.clock.Advance(time.Hour)
		if _, err := w.catalog.Share(t.Context(), w.rosa, catalog.ShareInput{ID: r.ID, School: w.elm, Document: tip("Again")}); err != nil {
			t.Fatal(err)
		}
		w.clock.Advance(time.Hour)
		if _, err := w.catalog.Retire(t.Context(), w.rosa, r.ID, "Over."); err != nil {
			t.Fatal(err)
		}
		w.clock.Advance(time.Hour)
		if _, err := w.catalog.PutBack(t.Context(), w.rosa, r.ID); err != nil {
			t.Fatal(err)
		}
		list, err := w.catalog.New(t.Context(), w.ana, 10)
		if err != nil || len(list) != 3 {
			t.Fatalf("%+v, %v", list, err)
		}
		for _, card := range list {
			logged, err := db.One(t.Context(), d, db.Value[int64], `SELECT max(at) FROM activity WHERE district = $1 AND object = $2 AND verb = $3`,
				card.District, string(card.ID), string(catalog.Shared))
			if err != nil || logged != clock.Micros(card.SharedAt) {
				t.Errorf("%s was shared at %s, and by the log at %s, %v", card.About.Title, card.SharedAt, clock.FromMicros(logged), err)
			}
		}
	})
}

// What one put on the shelf for a school oneself is no news to oneself.
func TestOnesOwnIsNoNews(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		if _, err := w.catalog.Share(t.Context(), w.ana, catalog.ShareInput{School: w.elm, Visibility: catalog.SeenByDistrict, Document: tip("Starter")}); err != nil {
			t.Fatal(err)
		}
		for who, c := range map[string]struct {
			by   actor.Actor
			want int
		}{"the coordinator who did": {w.ana, 0}, "a colleague at another school": {w.mai, 1}} {
			news, err := w.catalog.SharedSince(t.Context(), c.by, w.clock.Now().Add(-time.Hour))
			if err != nil || len(news) != c.want {
				t.Errorf("%s is told of %+v, %v", who, news, err)
			}
		}
	})
}
