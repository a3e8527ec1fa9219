package intake_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/interop/intake"
)

func TestUndoKeepsWhatWasWorkedWithAndHasAWayBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		i := w.run(w.bring("tools.csv", sheet))
		made := i.Counts.Imported
		rows := w.rows(i, intake.RowImported)
		_, err := w.catalog.AddNote(t.Context(), w.mai, rows[0].Resource, "Works with the town hall's map too.")
		w.must(err)
		worked, err := w.intake.Worked(t.Context(), w.rosa, i.ID)
		if err != nil || len(worked) != 1 || worked[0].Resource != rows[0].Resource {
			t.Fatalf("worked with: %v, %v", worked, err)
		}
		if i = w.undo(i); i.State != intake.Taken || w.published() != 1 {
			t.Fatalf("%s, and %d of %d are left", i.State, w.published(), made)
		}
		if got := w.left(i); got != rows[0].Title+": bring.kept.worked" {
			t.Errorf("left: %s", got)
		}
		if err := w.intake.Undo(t.Context(), w.rosa, i.ID, nil); !fault.IsConflict(err) {
			t.Errorf("undone twice: %v", err)
		}
		if i = w.redo(i); i.State != intake.Done || w.published() != made || w.left(i) != "" {
			t.Fatalf("%s, and %d of %d are back; left: %s", i.State, w.published(), made, w.left(i))
		}
		if i = w.undo(i, rows[0].Resource); w.published() != 0 {
			t.Errorf("%d are left although all were chosen", w.published())
		}
		if again := w.run(w.bring("tools.csv", sheet)); again.Counts.Imported != made {
			t.Errorf("after the undo %+v came in, want %d", again.Counts, made)
		}
	})
}

func many(n int) string {
	var b strings.Builder
	b.WriteString("ID,Title,Link\n")
	for k := range n {
		fmt.Fprintf(&b, "%d,Thing number %d,https://example.org/%d\n", k, k, k)
	}
	return b.String()
}

// The reader of the page may leave, the process may die: what was begun is done by the job, from wherever it stands.
func TestUndoGoesOnWhereItStopped(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		i := w.run(w.bring("many.csv", many(450)))
		reader, leaves := context.WithCancel(t.Context())
		w.must(w.intake.Undo(reader, w.rosa, i.ID, nil))
		leaves()
		if n := w.published(); n != 450 {
			t.Fatalf("%d are there before the job ran", n)
		}
		ctx, dies := context.WithCancel(t.Context())
		w.catalogChanged = func() {
			if w.published() < 400 {
				dies()
			}
		}
		if err := w.jobs.Drain(ctx); err == nil {
			t.Fatal("the job ran to its end although it was broken off")
		}
		w.catalogChanged = nil
		if n := w.published(); n == 450 || n == 0 {
			t.Fatalf("%d are there after the job was broken off", n)
		}
		turned, err := w.intake.Turned(t.Context(), w.rosa, i.ID)
		if err != nil || turned != 450-w.published() {
			t.Errorf("said to be out: %d, %v", turned, err)
		}
		if i = w.drained(i); i.State != intake.Taken || w.published() != 0 {
			t.Errorf("%s, and %d are left", i.State, w.published())
		}
		if n := w.count(`SELECT count(*) FROM activity WHERE verb = 'import.undone'`); n != 1 {
			t.Errorf("the log says %d times that it was undone", n)
		}
	})
}

// Who undoes may not be who brought it in: what belongs to a school not theirs stays and is named, the rest is undone.
func TestUndoNamesWhatIsOfAnotherSchool(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		both := w.rosa
		both.Schools = append(both.Schools, actor.Membership{School: w.pine, Role: actor.MediaSpecialist})
		w.exec(`INSERT INTO membership (district, person, school, role, percent, place) VALUES ($1, $2, $3, 'media_specialist', 50, 1)`, w.rosa.District, w.rosa.Person, w.pine)
		i := w.run(w.bring("tools.csv", "Title,Link,School\nWhales,https://example.org/whales,Pine\nMaps,https://example.org/maps,Elm\nStorms,https://example.org/storms,\n"))
		w.exec(`DELETE FROM membership WHERE district = $1 AND person = $2 AND school = $3`, w.rosa.District, w.rosa.Person, w.pine)
		if i = w.undo(i); i.State != intake.Taken || w.published() != 1 {
			t.Fatalf("%s, and %d are left", i.State, w.published())
		}
		if got := w.left(i); got != "Whales: catalog.denied.other_school" {
			t.Errorf("left: %s", got)
		}
		if i = w.redo(i); i.State != intake.Done || w.published() != 3 || w.left(i) != "" {
			t.Errorf("%s, and %d are back; left: %s", i.State, w.published(), w.left(i))
		}
	})
}

func TestRedoLeavesWhatWasBroughtInAnew(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		first := w.undo(w.run(w.bring("tools.csv", tools)))
		second := w.run(w.bring("tools.csv", strings.ReplaceAll(tools, "2,Star", "3,Star")))
		if second.Counts.Imported != 2 {
			t.Fatalf("after the undo came %+v", second.Counts)
		}
		if first = w.redo(first); first.State != intake.Done || w.published() != 3 {
			t.Errorf("%s, and %d are on the shelf", first.State, w.published())
		}
		if got := w.left(first); got != "Kiwix: bring.kept.again" {
			t.Errorf("left: %s", got)
		}
		// The other way round: what was redone is what the file is known by.
		second = w.undo(second)
		if first = w.redo(w.undo(first)); w.published() != 2 || w.left(first) != "" {
			t.Errorf("%d are on the shelf; left: %s", w.published(), w.left(first))
		}
		if third := w.run(w.bring("tools.csv", tools)); third.Counts != (intake.Counts{Skipped: 2}) {
			t.Errorf("brought in once more: %+v", third.Counts)
		}
		if second = w.redo(second); w.left(second) != "Kiwix: bring.kept.again" || w.published() != 3 {
			t.Errorf("%d are on the shelf; left: %s", w.published(), w.left(second))
		}
	})
}

// Who asked for it leaves before it is done: nobody waits for ever, and a colleague may ask again.
func TestAnUndoWhosePersonLeftIsGivenUp(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		i := w.run(w.bring("tools.csv", tools))
		w.must(w.intake.Undo(t.Context(), w.rosa, i.ID, nil))
		w.exec(`UPDATE person SET state = 'left' WHERE id = $1`, w.rosa.Person)
		if err := w.jobs.Drain(t.Context()); !fault.IsNotFound(err) {
			t.Errorf("the job says %v", err)
		}
		if i = w.drained(i); i.State != intake.Done || w.published() != 2 || !strings.Contains(w.left(i), "Kiwix: bring.kept.stopped") {
			t.Errorf("%s, %d on the shelf; left: %s", i.State, w.published(), w.left(i))
		}
		w.exec(`UPDATE person SET state = 'active' WHERE id = $1`, w.rosa.Person)
		if i = w.undo(i); i.State != intake.Taken || w.published() != 0 {
			t.Errorf("asked again: %s, %d on the shelf", i.State, w.published())
		}
	})
}
