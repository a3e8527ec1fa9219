package mylist_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/catalog/catalogtest"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/mylist"
)

type world struct {
	*catalogtest.World
	list *mylist.Service
}

func newWorld(t *testing.T, d *db.DB) *world {
	w := catalogtest.New(t, d)
	return &world{w, mylist.New(mylist.Options{DB: d, Clock: w.Clock, People: w.People, Catalog: w.Catalog, Jobs: w.Jobs})}
}

func (w *world) ok(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

const day = 24 * time.Hour

// said is a list in words: title, choice, due, and whether it was tried.
func said(list []mylist.Entry) string {
	var out []string
	for _, e := range list {
		title := "gone"
		if e.Card != nil {
			title = e.Card.About.Title
		}
		line := fmt.Sprint(title, " ", e.Chosen, " ", e.Due)
		if !e.TriedAt.IsZero() {
			line += " tried"
		}
		out = append(out, strings.TrimSpace(line))
	}
	return strings.Join(out, "; ")
}

func (w *world) is(by actor.Actor, want, due string) {
	w.T.Helper()
	list, err := w.list.List(w.T.Context(), by)
	w.ok(err)
	asked, err := w.list.Due(w.T.Context(), by)
	w.ok(err)
	if said(list) != want || said(asked) != due {
		w.T.Errorf("%s has %q and is asked about %q, want %q and %q", by.Name, said(list), said(asked), want, due)
	}
}

func TestWhatOneMeansToTryIsAskedAboutOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		maps, kites := w.Share(w.Mai, catalog.SeenByDistrict, "Maps"), w.Share(w.Mai, catalog.SeenByDistrict, "Kites")
		w.ok(w.list.Keep(ctx, w.Rosa, maps.ID, mylist.NextWeek))
		w.ok(w.list.Keep(ctx, w.Rosa, kites.ID, mylist.JustKeep))
		w.is(w.Rosa, "Maps week 2026-12-04; Kites keep", "")
		w.Clock.Advance(11 * day) // Friday of next week, in Denver too
		w.is(w.Rosa, "Maps week 2026-12-04; Kites keep", "Maps week 2026-12-04")
		w.ok(w.list.PutOff(ctx, w.Rosa, maps.ID))
		w.is(w.Rosa, "Kites keep; Maps week", "")
		w.Clock.Advance(300 * day)
		w.is(w.Rosa, "Kites keep; Maps week", "")
		w.ok(w.list.AskAgain(ctx, w.Rosa, maps.ID))
		w.is(w.Rosa, "Maps week 2027-09-30; Kites keep", "Maps week 2027-09-30")
		w.ok(w.list.TakeOff(ctx, w.Rosa, maps.ID))
		w.is(w.Rosa, "Kites keep", "")
		if err := w.list.TakeOff(ctx, w.Rosa, maps.ID); !fault.IsNotFound(err) {
			t.Errorf("taken off twice: %v", err)
		}
		w.ok(w.list.PutBack(ctx, w.Rosa, maps.ID))
		w.is(w.Rosa, "Maps week 2027-09-30; Kites keep", "Maps week 2027-09-30")
		w.ok(w.DB.Do(ctx, func(tx *db.DB) error { return w.list.Tried(ctx, tx, w.Rosa, maps.ID, false) }))
		w.is(w.Rosa, "Kites keep; Maps week 2027-09-30 tried", "")
		w.ok(w.DB.Do(ctx, func(tx *db.DB) error { return w.list.Tried(ctx, tx, w.Rosa, maps.ID, true) }))
		w.is(w.Rosa, "Maps week 2027-09-30; Kites keep", "Maps week 2027-09-30")
		w.ok(w.list.Keep(ctx, w.Rosa, maps.ID, mylist.ThisMonth))
		w.is(w.Rosa, "Maps month 2027-10-07; Kites keep", "")
	})
}

func TestAListIsItsOwnersAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		maps := w.Share(w.Mai, catalog.SeenByDistrict, "Maps")
		before := w.Logged()
		w.ok(w.list.Keep(ctx, w.Rosa, maps.ID, mylist.NextWeek))
		w.ok(w.list.PutOff(ctx, w.Rosa, maps.ID))
		w.ok(w.list.TakeOff(ctx, w.Rosa, maps.ID))
		w.ok(w.list.PutBack(ctx, w.Rosa, maps.ID))
		if after := w.Logged(); !slices.Equal(before, after) {
			t.Errorf("the log tells of it: %v", after[len(before):])
		}
		for _, by := range []actor.Actor{w.Mai, w.Ana, w.Tom, w.Stranger} {
			w.is(by, "", "")
			if err := w.list.TakeOff(ctx, by, maps.ID); !fault.IsNotFound(err) {
				t.Errorf("%s takes it off: %v", by.Name, err)
			}
		}
		if _, err := w.list.List(ctx, actor.Actor{District: "maple", System: true}); !fault.IsDenied(err) {
			t.Errorf("the program reads a list: %v", err)
		}
		if err := w.list.Keep(ctx, w.Stranger, maps.ID, mylist.NextWeek); !fault.IsNotFound(err) {
			t.Errorf("a stranger keeps it: %v", err)
		}
		if _, ok := fault.AsFields(w.list.Keep(ctx, w.Rosa, maps.ID, "someday")); !ok {
			t.Error("any time will do")
		}
	})
}

func TestWhatIsGoneFromTheCatalogIsNotAskedAbout(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		maps := w.Share(w.Mai, catalog.SeenByDistrict, "Maps")
		w.ok(w.list.Keep(ctx, w.Rosa, maps.ID, mylist.NextWeek))
		_, err := w.Catalog.Retire(ctx, w.Mai, maps.ID, "Old")
		w.ok(err)
		w.Clock.Advance(20 * day)
		w.is(w.Rosa, "gone week 2026-12-04", "")
		w.ok(w.list.TakeOff(ctx, w.Rosa, maps.ID))
		w.is(w.Rosa, "", "")
	})
}

func TestWhatIsOverIsForgotten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		maps, kites := w.Share(w.Mai, catalog.SeenByDistrict, "Maps"), w.Share(w.Mai, catalog.SeenByDistrict, "Kites")
		for _, by := range []actor.Actor{w.Rosa, w.Lin, w.Tom} {
			w.ok(w.list.Keep(ctx, by, maps.ID, mylist.JustKeep))
			w.ok(w.list.Keep(ctx, by, kites.ID, mylist.JustKeep))
		}
		w.ok(w.list.TakeOff(ctx, w.Rosa, maps.ID))
		_, err := w.People.Leave(ctx, w.Ana, w.Lin.Person)
		w.ok(err)
		rows := func() int {
			n, err := db.One(ctx, d, db.Value[int], `SELECT count(*) FROM list_entry`)
			w.ok(err)
			return n
		}
		w.Clock.Advance(29 * day)
		w.ok(w.list.Sweep(ctx))
		if rows() != 6 {
			t.Errorf("%d rows are left too soon", rows())
		}
		w.Clock.Advance(2 * day)
		w.ok(w.list.Sweep(ctx))
		if rows() != 3 {
			t.Errorf("%d rows are left", rows())
		}
	})
}
