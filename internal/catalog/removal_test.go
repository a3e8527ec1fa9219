package catalog_test

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// happened counts the activities of a verb.
func (w *world) happened(verb activity.Verb) int {
	w.t.Helper()
	n, err := db.One(w.t.Context(), w.db, db.Value[int], `SELECT count(*) FROM activity WHERE verb = $1`, string(verb))
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

// step is one of several that follow each other on the same thing.
type step struct {
	who  string
	by   actor.Actor
	back bool
	want func(error) bool
	// done and undone count the activities afterwards, of taking away and of being there.
	done, undone int
}

func ok(err error) bool { return err == nil }

func TestWhatACoordinatorTakesAwayTheAuthorDoesNotPutBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		r := w.share(w.rosa, catalog.SeenByDistrict, tip("A tip"))
		note, err := w.catalog.AddNote(t.Context(), w.mai, r.ID, "Works with blue as well.")
		if err != nil {
			t.Fatal(err)
		}
		if again, err := w.catalog.AddNote(t.Context(), w.mai, r.ID, " Works with blue as well."); err != nil || again != note {
			t.Errorf("sent twice it is noted as %s and as %s: %v", note, again, err)
		}
		for i, s := range []step{
			{"a colleague takes it away", w.rosa, false, fault.IsNotFound, 0, 1},
			{"the author puts back what is there", w.mai, true, ok, 0, 1},
			{"the author takes it away", w.mai, false, ok, 1, 1},
			{"and again", w.mai, false, ok, 1, 1},
			{"the author puts it back", w.mai, true, ok, 1, 2},
			{"and again", w.mai, true, ok, 1, 2},
			{"the coordinator takes it away", w.ana, false, ok, 2, 2},
			{"the author takes away what is gone", w.mai, false, ok, 2, 2},
			{"the author puts it back", w.mai, true, fault.IsDenied, 2, 2},
			{"a colleague puts it back", w.rosa, true, fault.IsNotFound, 2, 2},
			{"the coordinator puts it back", w.ana, true, ok, 2, 3},
			{"the author takes it away", w.mai, false, ok, 3, 3},
			{"the coordinator puts it back", w.ana, true, ok, 3, 4},
		} {
			if err := w.catalog.RemoveNote(t.Context(), s.by, r.ID, note, s.back); !s.want(err) {
				t.Errorf("%d, %s: %v", i, s.who, err)
			}
			if gone, there := w.happened(catalog.NoteGone), w.happened(catalog.Noted); gone != s.done || there != s.undone {
				t.Errorf("%d, %s: the log has %d removals and %d notes, want %d and %d", i, s.who, gone, there, s.done, s.undone)
			}
		}
	})
}

func TestALinkThatSomebodyClosedIsOpenedAgainByThemOrACoordinator(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		r := w.share(w.rosa, catalog.SeenByDistrict, tip("A tip"))
		if _, err := w.catalog.MakeShareLink(t.Context(), w.mai, r.ID, " For the fifth grade team ", ""); err != nil {
			t.Fatal(err)
		}
		link := func(by actor.Actor) catalog.ShareLink {
			t.Helper()
			links, err := w.catalog.ShareLinks(t.Context(), by, r.ID)
			if err != nil || len(links) != 1 || links[0].Purpose != "For the fifth grade team" {
				t.Fatalf("%+v, %v", links, err)
			}
			return links[0]
		}
		stranger := w.person(w.rosa.District, "county", "Sol", false, actor.Membership{School: w.pine, Role: actor.MediaSpecialist})
		for i, s := range []step{
			{"a colleague elsewhere closes it", stranger, false, fault.IsNotFound, 0, 1},
			{"the school's closes it", w.rosa, false, ok, 1, 1},
			{"and again", w.rosa, false, ok, 1, 1},
			{"its maker opens it", w.mai, true, fault.IsDenied, 1, 1},
			{"the school's opens it", w.rosa, true, ok, 1, 2},
			{"and again", w.rosa, true, ok, 1, 2},
			{"its maker closes it", w.mai, false, ok, 2, 2},
			{"the school's opens it", w.rosa, true, fault.IsDenied, 2, 2},
			{"the coordinator opens it", w.ana, true, ok, 2, 3},
		} {
			if may := link(s.by).MayTurn; i != 2 && i != 5 && may != s.want(nil) {
				t.Errorf("%d, %s: is told that they may: %v", i, s.who, may)
			}
			if err := w.catalog.CloseShareLink(t.Context(), s.by, r.ID, link(s.by).ID, s.back); !s.want(err) {
				t.Errorf("%d, %s: %v", i, s.who, err)
			}
			if closed, made := w.happened(catalog.LinkClosed), w.happened(catalog.LinkOpened); closed != s.done || made != s.undone {
				t.Errorf("%d, %s: the log has %d closings and %d links, want %d and %d", i, s.who, closed, made, s.done, s.undone)
			}
		}
	})
}
