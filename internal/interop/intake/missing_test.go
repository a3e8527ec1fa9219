package intake_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/interop/intake"
)

// Two rows name the makers, one of them twice and in other letters; one is unticked; maps are a topic.
const zines = "Title,Link,Topics\n" +
	"Fold one,https://example.org/1,\"Zines, maps, Makers\"\n" +
	"Fold two,https://example.org/2,\"makers, MAKERS\"\n" +
	"Fold three,https://example.org/3,\"Makers, Origami\"\n"

func counted(m intake.Missing) string {
	var out []string
	for _, t := range m {
		out = append(out, fmt.Sprint(t.Word, " ", t.Rows))
	}
	return strings.Join(out, ", ")
}

// Topics that the district does not have are counted by rows, in the preview and in what came in, and asked for by choice.
func TestMissingTopicsAreCountedAndSuggested(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		i := w.bring("zines.csv", zines)
		if got := counted(w.look(i).Missing); got != "Makers 3, Zines 1, Origami 1" {
			t.Errorf("the preview counts %s", got)
		}
		_, err := w.intake.Choose(t.Context(), w.rosa, i.ID, []intake.Tick{{Row: 3}})
		w.must(err)
		if got := counted(w.look(i).Missing); got != "Makers 2, Zines 1" {
			t.Errorf("with a row left out the preview counts %s", got)
		}
		i = w.run(i)
		if got := counted(i.Missing.ByRows()); got != "Makers 2, Zines 1" {
			t.Errorf("the import counts %s", got)
		}
		w.must(w.intake.Suggest(t.Context(), w.rosa, i.ID, []string{"Makers", "something else"}))
		left, err := w.intake.Unasked(t.Context(), w.rosa, i.ID)
		if err != nil || counted(left) != "Zines 1" {
			t.Errorf("left to be asked for: %s, %v", counted(left), err)
		}
		proposed, err := db.All(t.Context(), d, db.Value[string], `SELECT name FROM term_proposal WHERE state = 'waiting'`)
		if err != nil || strings.Join(proposed, ", ") != "Makers" {
			t.Errorf("proposed: %v, %v", proposed, err)
		}
		if err := w.intake.Suggest(t.Context(), w.mai, i.ID, []string{"Zines"}); !fault.IsNotFound(err) {
			t.Errorf("of another school: %v", err)
		}
		if _, err := w.intake.Unasked(t.Context(), w.mai, i.ID); !fault.IsNotFound(err) {
			t.Errorf("of another school: %v", err)
		}
	})
}

// What does not say why comes in without, may be changed back to that, and cannot be left so by a form that asks.
func TestWhatDoesNotSayWhyWaitsForIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		i := w.bring("zines.csv", zines)
		if looked := w.look(i); looked.Unsaid != 3 || looked.Ungraded != 3 || looked.Rows[0].GradesOf != "Elm" || looked.Rows[0].Grades.String() != "K–5" {
			t.Errorf("%d do not say why, %d name no grades, the first gets %q of %q", looked.Unsaid, looked.Ungraded, looked.Rows[0].Grades, looked.Rows[0].GradesOf)
		}
		row := w.rows(w.run(i), intake.RowImported)[0]
		if row.Message.Key != "bring.waits_why" {
			t.Errorf("the report says %q", row.Message.Key)
		}
		shown, err := w.catalog.Show(t.Context(), w.rosa, row.Resource)
		w.must(err)
		if shown.Document.About.Why != "" {
			t.Errorf("why is %q", shown.Document.About.Why)
		}
		said := shown.Document
		said.About.Why = "They fold in a minute."
		saved, err := w.catalog.Save(t.Context(), w.rosa, catalog.SaveInput{Resource: row.Resource, Base: shown.Head, Document: said})
		w.must(err)
		if again := w.rows(i, intake.RowImported)[0]; again.Message.Key != "" {
			t.Errorf("when it was said the report says %q", again.Message.Key)
		}
		if _, err := w.catalog.Save(t.Context(), w.rosa, catalog.SaveInput{Resource: row.Resource, Base: saved.Head, Document: shown.Document}); err != nil {
			t.Errorf("it cannot go back to what it was: %v", err)
		}
		by := said
		by.About.Why = ""
		if _, err := w.catalog.Share(t.Context(), w.rosa, catalog.ShareInput{School: w.elm, Visibility: catalog.SeenByDistrict, Document: by}); err == nil {
			t.Error("one that nobody brought in is shared without a why")
		}
	})
}

// What an undo took out is said to be out, and what was kept is not.
func TestRowsOfAnUndoneImportAreOut(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		i := w.run(w.bring("zines.csv", zines))
		rows := w.rows(i, intake.RowImported)
		_, err := w.catalog.AddNote(t.Context(), w.mai, rows[0].Resource, "Ours are blue.")
		w.must(err)
		out := func(i intake.Import) (out string) {
			for _, row := range w.rows(i, "") {
				out += fmt.Sprint(row.Out, " ")
			}
			return out
		}
		if got := out(i); got != "false false false " {
			t.Errorf("before: %s", got)
		}
		i = w.undo(i)
		if got := out(i); got != "false true true " {
			t.Errorf("undone: %s", got)
		}
		if got := out(w.redo(i)); got != "false false false " {
			t.Errorf("and back: %s", got)
		}
	})
}
