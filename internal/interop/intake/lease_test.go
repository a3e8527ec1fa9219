package intake_test

import (
	"context"
	"errors"
	"os"
	"runtime/pprof"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/interop/intake"
)

// A row that the database will not have fails by itself, and is named.
func TestARowThatCannotBeStoredHoldsUpNoOther(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.exec(`CREATE UNIQUE INDEX only_one ON resource (title_key)`)
		i := w.run(w.bring("tools.csv", "Title,Link\nWhales,https://example.org/a\nWhales,https://example.org/b\nMaps,https://example.org/c\n"))
		rows := w.rows(i, intake.RowFailed)
		if i.State != intake.Done || i.Counts != (intake.Counts{Imported: 2, Failed: 1}) || rows[0].Title != "Whales" || rows[0].Message.Key != "bring.failed.unexpected" {
			t.Errorf("%s with %+v: %+v", i.State, i.Counts, rows)
		}
	})
}

// Control characters are in no text, and PostgreSQL refuses one of them.
func TestControlCharactersAreDropped(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		filler := "Long," + strings.Repeat("x", 70_000) + ",\n" // what a file is, is told by its beginning
		for name, text := range map[string]string{
			"items.jsonl": `{"title":"Wha\u0000les","url":"https://example.org/a","tags":["se\u0000a"],"why":"They\u0000 sing","ow\u0000n":"note\u0000s"}` + "\n",
			"tools.csv":   "Title,Why,Topics\n" + filler + "Wha\x00les,They\x01 sing,se\x00a\n",
			"list.md":     "# Sea\n" + strings.Repeat("Long text. ", 7000) + "\n# Se\x00a\n- [Wha\x00les](https://example.org/b)\n",
		} {
			i, err := w.intake.Bring(t.Context(), w.rosa, intake.BringInput{School: w.elm, Name: "a\x00" + name, From: strings.NewReader(text)})
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			done := w.run(i)
			if done.State != intake.Done || done.Counts.Imported == 0 || done.Counts.Failed != 0 || done.Source != "a"+name {
				t.Errorf("%s: %s with %+v, called %q", name, done.State, done.Counts, done.Source)
			}
			if rows := w.rows(done, intake.RowImported); rows[len(rows)-1].Title != "Whales" {
				t.Errorf("%s: came as %q", name, rows[len(rows)-1].Title)
			}
		}
	})
}

func TestAnImportWhosePersonLeftStopsAndAColleagueGoesOn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		i := w.bring("tools.csv", tools)
		w.must(w.intake.Go(t.Context(), w.rosa, i.ID))
		w.exec(`UPDATE person SET state = 'left' WHERE id = $1`, w.rosa.Person)
		if err := w.jobs.Drain(t.Context()); !fault.IsNotFound(err) {
			t.Errorf("the job says %v", err)
		}
		if i = w.drained(i); i.State != intake.Broken || i.Trouble.Key != "bring.broken.left" {
			t.Fatalf("%s: %v", i.State, i.Trouble)
		}
		w.exec(`UPDATE membership SET school = $1 WHERE person = $2`, w.elm, w.mai.Person)
		w.mai.Schools[0].School = w.elm
		w.must(w.intake.Go(t.Context(), w.mai, i.ID))
		if i = w.drained(i); i.State != intake.Done || i.Counts.Imported != 2 || i.Trouble.Key != "" {
			t.Errorf("%s with %+v: %v", i.State, i.Counts, i.Trouble)
		}
		if n := w.count(`SELECT count(*) FROM resource WHERE created_by = $1`, w.mai.Person); n != 2 {
			t.Errorf("%d are credited to who went on", n)
		}
	})
}

// The queue gives up: the import says so, and may go on.
func TestAnImportThatTheQueueGivesUpIsBroken(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		i := w.bring("tools.csv", tools)
		w.must(w.intake.Go(t.Context(), w.rosa, i.ID))
		w.hideScratch()
		if err := w.jobs.Drain(t.Context()); err == nil {
			t.Fatal("went well without a folder")
		}
		if i, err := w.intake.Import(t.Context(), w.rosa, i.ID); err != nil || i.State != intake.Running {
			t.Fatalf("%s while it is tried again, %v", i.State, err)
		}
		w.exec(`UPDATE river_job SET max_attempts = 1`)
		if err := w.jobs.Drain(t.Context()); err == nil {
			t.Fatal("went well without a folder")
		}
		i, err := w.intake.Import(t.Context(), w.rosa, i.ID)
		if err != nil || i.State != intake.Broken || i.Trouble.Key != "bring.broken.gave_up" {
			t.Fatalf("%s: %v, %v", i.State, i.Trouble, err)
		}
		w.showScratch()
		if done := w.run(i); done.State != intake.Done || done.Counts.Imported != 2 {
			t.Errorf("went on: %s with %+v", done.State, done.Counts)
		}
	})
}

// hideScratch puts a file where the folder for copies was.
func (w *world) hideScratch() {
	w.t.Helper()
	w.must(os.RemoveAll(w.scratch))
	w.must(os.WriteFile(w.scratch, nil, 0o600))
}

func (w *world) showScratch() {
	w.t.Helper()
	w.must(os.Remove(w.scratch))
}

// Nobody goes on reading a stored file for a copy that could not be made.
func TestNoReaderStaysBehind(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	i := w.bring("many.csv", many(5000))
	w.hideScratch()
	if _, err := w.intake.Look(t.Context(), w.rosa, i.ID, intake.Window{}); err == nil {
		t.Fatal("went well without a folder")
	}
	var running strings.Builder
	w.must(pprof.Lookup("goroutine").WriteTo(&running, 2))
	if strings.Contains(running.String(), "CopyOut") {
		t.Errorf("a reader stays behind:\n%s", running.String())
	}
}

// A command may take as long as it needs: the job that would take over from a dead one waits while it is heard of.
func TestTheJobWaitsWhileACommandIsAtWork(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		asked := 0
		i, err := w.intake.Run(t.Context(), w.rosa, intake.RunInput{BringInput: intake.BringInput{School: w.elm, Name: "many.csv", From: strings.NewReader(many(400))},
			Tell: func(int) {
				w.clock.Advance(2 * time.Minute) // a slow machine
				if asked++; asked == 4 {
					w.must(w.jobs.Drain(t.Context()))
				}
			}})
		if err != nil || i.State != intake.Done || i.Counts.Imported != 400 || asked < 8 {
			t.Fatalf("%s with %+v after %d batches, %v", i.State, i.Counts, asked, err)
		}
		w.clock.Advance(time.Hour)
		if i = w.drained(i); i.State != intake.Done || w.published() != 400 {
			t.Errorf("the job made of it %s, %d on the shelf", i.State, w.published())
		}
	})
}

// Ctrl-C means stop: nothing goes on unasked, and somebody may go on.
func TestACommandBrokenOffStops(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx, stop := context.WithCancel(t.Context())
		_, err := w.intake.Run(ctx, w.rosa, intake.RunInput{BringInput: intake.BringInput{School: w.elm, Name: "many.csv", From: strings.NewReader(many(400))},
			Tell: func(done int) {
				if done >= 100 {
					stop()
				}
			}})
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("ended with %v", err)
		}
		list, err := w.intake.Imports(t.Context(), w.rosa)
		w.must(err)
		i := list[0]
		if i.State != intake.Broken || i.Trouble.Key != "bring.broken.stopped" || i.Position == 400 {
			t.Fatalf("%s at %d: %v", i.State, i.Position, i.Trouble)
		}
		w.clock.Advance(time.Hour)
		if i = w.drained(i); i.State != intake.Broken {
			t.Errorf("the job made of it %s", i.State)
		}
		if i = w.run(i); i.State != intake.Done || w.published() != 400 {
			t.Errorf("went on: %s, %d on the shelf", i.State, w.published())
		}
	})
}

// A command is killed: nobody is heard of, and the job takes over.
func TestTheJobTakesOverFromADeadCommand(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		i := w.bring("many.csv", many(120))
		w.must(w.intake.Go(t.Context(), w.rosa, i.ID))
		w.exec(`UPDATE import SET until = $1`, w.clock.Now().Add(2*time.Minute).UnixMicro()) // as a command leaves it that was killed
		if i = w.drained(i); i.State != intake.Running || i.Position != 0 {
			t.Fatalf("somebody went on with what is held: %s at %d", i.State, i.Position)
		}
		w.clock.Advance(3 * time.Minute)
		if i = w.drained(i); i.State != intake.Done || w.published() != 120 {
			t.Errorf("%s, %d on the shelf", i.State, w.published())
		}
	})
}

// Whatever became of its job, an import of which nothing is heard can be set going again.
func TestAnImportThatIsNotHeardOfCanBeSetGoing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		i := w.bring("tools.csv", tools)
		w.must(w.intake.Go(t.Context(), w.rosa, i.ID))
		w.exec(`DELETE FROM river_job`)
		if err := w.intake.Go(t.Context(), w.rosa, i.ID); !fault.IsConflict(err) {
			t.Errorf("set going while it may be at work: %v", err)
		}
		w.clock.Advance(time.Hour)
		if i = w.run(i); i.State != intake.Done || i.Counts.Imported != 2 {
			t.Errorf("%s with %+v", i.State, i.Counts)
		}
		w.must(w.intake.Undo(t.Context(), w.rosa, i.ID, nil))
		w.exec(`DELETE FROM river_job`)
		w.clock.Advance(time.Hour)
		if i = w.undo(i); i.State != intake.Taken || w.published() != 0 {
			t.Errorf("undo set going: %s, %d on the shelf", i.State, w.published())
		}
	})
}

func TestATryKeepsNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		looked, err := w.intake.Try(t.Context(), w.rosa, intake.BringInput{School: w.elm, Name: "tools.csv", From: strings.NewReader(sheet)}, intake.Window{Outcome: intake.RowImported, Limit: 1})
		if err != nil || looked.Total != 3 || len(looked.Rows) != 1 {
			t.Fatalf("%+v, %v", looked, err)
		}
		if n := w.count(`SELECT (SELECT count(*) FROM import) + (SELECT count(*) FROM file) + (SELECT count(*) FROM resource)`); n != 0 {
			t.Errorf("%d rows were kept of it", n)
		}
		kept, err := w.files.List(t.Context(), w.rosa.District)
		if err != nil || len(kept) != 0 {
			t.Errorf("%d files were kept of it, %v", len(kept), err)
		}
	})
}

// Every row of a preview is on one of its pages, and on one page of those with its outcome.
func TestAPreviewIsPagedThrough(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	text := many(130) + "x,,\n" + "y,,\n"
	i := w.bring("many.csv", text)
	for _, o := range []intake.Outcome{"", intake.RowImported, intake.RowFailed} {
		seen := map[int]bool{}
		for from := 0; ; from += 50 {
			looked, err := w.intake.Look(t.Context(), w.rosa, i.ID, intake.Window{Outcome: o, From: from, Limit: 50})
			w.must(err)
			for _, row := range looked.Rows {
				if seen[row.Number] || o != "" && row.Outcome != o {
					t.Errorf("%q: row %d (%s) from %d", o, row.Number, row.Outcome, from)
				}
				seen[row.Number] = true
			}
			if len(looked.Rows) == 0 {
				if len(seen) != looked.Counts.Of(o) {
					t.Errorf("%q: %d rows on all pages, want %d", o, len(seen), looked.Counts.Of(o))
				}
				break
			}
		}
	}
}

// Somebody brings in for a school of another district, or of none.
func TestASchoolElsewhereIsRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		boss := w.rosa
		boss.Coordinator, boss.Schools = true, nil
		if _, err := w.intake.Bring(t.Context(), boss, intake.BringInput{School: "elsewhere", Name: "x.csv", From: strings.NewReader(sheet)}); !fault.IsDenied(err) {
			t.Errorf("got %v", err)
		}
	})
}
