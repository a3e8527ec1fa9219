package search_test

import (
	"context"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
)

// traced is what a person does, and the transaction of it.
func (w *world) traced(act func(ctx context.Context)) int64 {
	ctx, trace := activity.Tracing(w.t.Context())
	act(ctx)
	return trace.Last()
}

// hold has a transaction under way, which holds back all who read the log, until the returned function is called.
func (w *world) hold() (release func()) {
	w.t.Helper()
	begun, end, ended := make(chan error, 1), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tx, err := w.db.WritePool().BeginTx(context.Background(), nil)
		if err == nil {
			_, err = tx.ExecContext(context.Background(), `SELECT pg_current_xact_id()`)
		}
		begun <- err
		if err != nil {
			return
		}
		<-end
		_ = tx.Rollback()
	}()
	if err := <-begun; err != nil {
		w.t.Fatal(err)
	}
	return func() { close(end); <-ended }
}

func (w *world) shareTraced(by actor.Actor, title string) int64 {
	return w.traced(func(ctx context.Context) {
		if _, err := w.catalog.Share(ctx, by, catalog.ShareInput{School: by.Schools[0].School, Visibility: catalog.SeenByDistrict, Document: tip(title)}); err != nil {
			w.t.Fatal(err)
		}
	})
}

// Another transaction holds the log back for longer than anybody waits: whoever wrote on one node finds it on another all the
// same, and a colleague as soon as the log goes on.
func TestCatchUpReadsOnesOwnAheadOfTheLog(t *testing.T) {
	d := dbtest.Postgres(t)
	w := newWorld(t, d)
	other := w.beside()
	w.share(w.rosa, catalog.SeenByDistrict, tip("Lanterns"))
	dbtest.Soon(t, "the log brings it", func() bool { return other.titles(w.rosa, "lanterns") == "Lanterns" })

	release := w.hold()
	written := w.shareTraced(w.rosa, "Torches")
	elsewhere := w.shareTraced(w.mai, "Beacons")
	if written == 0 || elsewhere <= written {
		t.Fatalf("written in %d and %d", written, elsewhere)
	}
	other.finds(w.rosa, "torches", "")
	began := time.Now()
	if err := other.search.CatchUp(t.Context(), w.rosa, written); err != nil {
		t.Fatal(err)
	}
	if waited := time.Since(began); waited < 200*time.Millisecond {
		t.Errorf("it read ahead after %v, though the log may bring it", waited)
	}
	other.finds(w.rosa, "torches", "Torches")
	other.finds(w.rosa, "beacons", "")
	impatient, leave := context.WithCancel(t.Context())
	leave()
	if err := other.search.CatchUp(impatient, w.rosa, written); err != nil {
		t.Errorf("it waits again for what is there: %v", err)
	}
	release()
	dbtest.Soon(t, "the log goes on", func() bool { return other.titles(w.rosa, "beacons") == "Beacons" })
}

// Without anything in its way the log brings it within the wait.
func TestCatchUpWaitsForTheLog(t *testing.T) {
	d := dbtest.Postgres(t)
	w := newWorld(t, d)
	other := w.beside()
	for range 5 {
		written := w.shareTraced(w.rosa, "Torches")
		if err := other.search.CatchUp(t.Context(), w.rosa, written); err != nil {
			t.Fatal(err)
		}
		if here, there := w.titles(w.rosa, "torches"), other.titles(w.rosa, "torches"); here != there {
			t.Fatalf("here %q, there %q", here, there)
		}
	}
}

func TestOnSQLiteNothingIsTraced(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	if got := w.shareTraced(w.rosa, "Lanterns"); got != 0 {
		t.Errorf("traced %d", got)
	}
}
