package intake_test

import (
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/interop/intake"
)

const (
	tools = "ID,Title,Link\n" +
		"1,Kiwix,https://kiwix.org/\n" +
		"2,Star charts,https://stellarium-web.org/\n"
	lessons = "ID,Title,Link\n" +
		"1,Reading a map,https://www.loc.gov/maps/\n" +
		"2,Who paid for this,https://example.org/paid\n"
)

func TestTwoListsThatCountFromOneAreTwoLists(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.run(w.bring("tools.csv", tools))
		i := w.bring("lessons.csv", lessons)
		if looked := w.look(i); looked.Counts != (intake.Counts{Imported: 2}) || looked.List != "lessons" || looked.Rows[0].Message.Key != "" {
			t.Errorf("the preview says %+v of the list %q: %v", looked.Counts, looked.List, looked.Rows)
		}
		if done := w.run(i); done.Counts != (intake.Counts{Imported: 2}) {
			t.Errorf("came %+v", done.Counts)
		}
		for name, text := range map[string]string{"tools (2).csv": tools, "Copy of Tools 2026-12-01.csv": tools, "lessons-2026-12-01.csv": lessons} {
			if again := w.run(w.bring(name, text)); again.Counts != (intake.Counts{Skipped: 2}) {
				t.Errorf("%s, brought in before: %+v", name, again.Counts)
			}
		}
	})
}

// Lists are numbered anew, and unrelated ones may bear one name: a number alone proves nothing. Whatever the order in which
// they come, each thing is made once, and the preview says what a number stood for.
func TestANumberThatStandsForSomethingElseIsNew(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.run(w.bring("export.csv", tools))
		i := w.bring("export.csv", lessons)
		looked := w.look(i)
		if looked.Counts.Imported != 2 || looked.Rows[0].Message.Key != "bring.other" || looked.Rows[0].Message.Args[0] != "Kiwix" {
			t.Fatalf("the preview says %+v", looked.Rows)
		}
		done := w.run(i)
		if rows := w.rows(done, intake.RowImported); done.Counts.Imported != 2 || rows[0].Message.Key != "bring.other" {
			t.Errorf("came %+v: %+v", done.Counts, rows)
		}
		for range 2 {
			for _, text := range []string{tools, lessons} {
				if again := w.run(w.bring("export.csv", text)); again.Counts != (intake.Counts{Skipped: 2}) {
					t.Errorf("brought in before: %+v", again.Counts)
				}
			}
		}
	})
}

// A title is mended one week and an address moves the next: the thing stays the same, because what it is called is
// remembered each time.
func TestAThingIsKnownThroughItsChanges(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.run(w.bring("tools.csv", tools))
		mended := strings.ReplaceAll(tools, "Star charts", "The sky tonight")
		moved := strings.ReplaceAll(mended, "stellarium-web.org", "stellarium.example.org")
		for _, text := range []string{mended, moved} {
			if again := w.run(w.bring("tools.csv", text)); again.Counts != (intake.Counts{Skipped: 2}) {
				t.Errorf("came again: %+v", again.Counts)
			}
		}
		if again := w.run(w.bring("tools.csv", strings.ReplaceAll(tools, "2,Star charts,https://stellarium-web.org/", "2,Whale songs,https://example.org/whales"))); again.Counts != (intake.Counts{Imported: 1, Skipped: 1}) {
			t.Errorf("another thing under the number: %+v", again.Counts)
		}
	})
}

// One list, saved as CSV one week and as a workbook the next, is one list.
func TestAListIsKnownInAnotherFormat(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.run(w.bring("tools.csv", tools))
		if again := w.run(w.bring("tools.jsonl", `{"id":"1","title":"Kiwix","url":"https://kiwix.org/"}`+"\n"+`{"id":"3","title":"New","url":"https://example.org/new"}`+"\n")); again.Counts != (intake.Counts{Imported: 1, Skipped: 1}) {
			t.Errorf("came %+v", again.Counts)
		}
	})
}
