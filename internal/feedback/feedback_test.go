package feedback_test

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
	"github.com/commonshelf/commonshelf/internal/feedback"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/mylist"
)

type world struct {
	*catalogtest.World
	list *mylist.Service
	use  *feedback.Service
}

func newWorld(t *testing.T, d *db.DB) *world {
	w := &world{World: catalogtest.New(t, d)}
	w.list = mylist.New(mylist.Options{DB: d, Clock: w.Clock, People: w.People, Catalog: w.Catalog})
	w.use = feedback.New(feedback.Options{DB: d, Clock: w.Clock, Catalog: w.Catalog, Tried: w.list.Tried})
	return w
}

func (w *world) ok(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

func (w *world) report(by actor.Actor, r catalog.ResourceID, in feedback.Said) feedback.ReportID {
	w.T.Helper()
	id, err := w.use.Report(w.T.Context(), by, r, in)
	w.ok(err)
	w.Clock.Advance(time.Minute)
	return id
}

// words is a report in words.
func words(r feedback.Report) string {
	who := r.PersonName
	if who == "" {
		who = "a teacher"
	}
	return strings.TrimSpace(fmt.Sprintf("%s at %s, %s, grades %s, %d visits, %d classes: %s", who, r.SchoolName, r.Outcome, r.Grades, r.Visits, r.Classes, r.Words))
}

func (w *world) is(by actor.Actor, r catalog.ResourceID, want ...string) {
	w.T.Helper()
	list, all, err := w.use.Of(w.T.Context(), by, r, 20)
	w.ok(err)
	var got []string
	for _, u := range list {
		got = append(got, words(u))
	}
	if !slices.Equal(got, want) || all != len(want) {
		w.T.Errorf("%s reads %q (%d), want %q", by.Name, got, all, want)
	}
}

func (w *world) thanked(by actor.Actor, want ...string) {
	w.T.Helper()
	list, err := w.use.Thanks(w.T.Context(), by, w.Clock.Now().Add(-14*24*time.Hour), 20)
	w.ok(err)
	var got []string
	for _, u := range list {
		got = append(got, u.Card.About.Title+": "+words(u.Report))
	}
	if !slices.Equal(got, want) {
		w.T.Errorf("%s is thanked for %q, want %q", by.Name, got, want)
	}
}

func TestAUseStandsUnderTheResourceAndThanksItsAuthor(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		maps := w.Share(w.Mai, catalog.SeenByDistrict, "Maps")
		w.ok(w.list.Keep(ctx, w.Rosa, maps.ID, mylist.NextWeek))
		report := w.report(w.Rosa, maps.ID, feedback.Said{School: "elm", Outcome: feedback.Worked, Grades: grade.Range(5, 5), Visits: 2, Words: " We used three stations. "})
		said := "Rosa Delgado at Elm, worked, grades 4, 2 visits, 0 classes: We used three stations."
		for _, by := range []actor.Actor{w.Rosa, w.Mai, w.Tom, w.Ana} {
			w.is(by, maps.ID, said)
		}
		w.thanked(w.Mai, "Maps: "+said)
		w.thanked(w.Rosa)
		w.thanked(w.Ana)
		entry, _, err := w.list.Of(ctx, w.Rosa, maps.ID)
		w.ok(err)
		if entry.TriedAt.IsZero() {
			t.Error("it is asked about although she said how it went")
		}
		w.ok(w.use.Change(ctx, w.Rosa, report, feedback.Said{Outcome: feedback.Improve, Classes: 3, Words: "Shorter."}))
		w.is(w.Mai, maps.ID, "Rosa Delgado at Elm, improve, grades , 0 visits, 3 classes: Shorter.")
		for _, by := range []actor.Actor{w.Mai, w.Ana, w.Lin} {
			if err := w.use.Change(ctx, by, report, feedback.Said{Outcome: feedback.Worked}); !fault.IsDenied(err) {
				t.Errorf("%s changes it: %v", by.Name, err)
			}
		}
		w.ok(w.use.Remove(ctx, w.Rosa, report, false))
		w.ok(w.use.Remove(ctx, w.Rosa, report, false))
		w.is(w.Mai, maps.ID)
		w.thanked(w.Mai)
		if entry, _, err = w.list.Of(ctx, w.Rosa, maps.ID); err != nil || !entry.TriedAt.IsZero() {
			t.Errorf("taken back, the list still says that she tried it: %v", err)
		}
		w.ok(w.use.Remove(ctx, w.Rosa, report, true))
		w.is(w.Mai, maps.ID, "Rosa Delgado at Elm, improve, grades , 0 visits, 3 classes: Shorter.")
		w.ok(w.use.Remove(ctx, w.Ana, report, false))
		if err := w.use.Remove(ctx, w.Rosa, report, true); !fault.IsDenied(err) {
			t.Errorf("she brings back what the coordinator took away: %v", err)
		}
		logged := w.Logged()
		if got := strings.Join(logged[len(logged)-5:], " "); got != "use.reported use.changed use.removed use.reported use.removed" {
			t.Errorf("logged %s", got)
		}
	})
}

func TestAReportSentTwiceCountsOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		maps := w.Share(w.Mai, catalog.SeenByDistrict, "Maps")
		in := feedback.Said{School: "elm", Outcome: feedback.Worked, Classes: 2, Words: "We used three stations."}
		first := w.report(w.Rosa, maps.ID, in)
		if again := w.report(w.Rosa, maps.ID, in); again != first {
			t.Errorf("it stands as %s and as %s", first, again)
		}
		said := "Rosa Delgado at Elm, worked, grades , 0 visits, 2 classes: We used three stations."
		w.is(w.Mai, maps.ID, said)
		w.Clock.Advance(time.Hour) // the next class
		w.report(w.Rosa, maps.ID, in)
		w.is(w.Mai, maps.ID, said, said)
	})
}

func TestWhatCannotBeReported(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		maps, inside := w.Share(w.Mai, catalog.SeenByDistrict, "Maps"), w.Share(w.Mai, catalog.SeenBySchool, "Inside")
		fields := func(by actor.Actor, in feedback.Said) string {
			_, err := w.use.Report(ctx, by, maps.ID, in)
			wrong, ok := fault.AsFields(err)
			if !ok {
				t.Fatalf("%+v: %v", in, err)
			}
			var names []string
			for name := range wrong {
				names = append(names, name)
			}
			slices.Sort(names)
			return strings.Join(names, " ")
		}
		if got := fields(w.Rosa, feedback.Said{School: "elm", Visits: -1, Classes: 100, Words: strings.Repeat("é", 601)}); got != "classes outcome visits words" {
			t.Errorf("wrong: %s", got)
		}
		if got := fields(w.Ana, feedback.Said{School: "ridge", Outcome: feedback.Worked}); got != "school" {
			t.Errorf("wrong: %s", got)
		}
		if _, err := w.use.Report(ctx, w.Rosa, maps.ID, feedback.Said{School: "pine", Outcome: feedback.Worked}); !fault.IsDenied(err) {
			t.Errorf("for another school: %v", err)
		}
		if _, err := w.use.Report(ctx, w.Rosa, inside.ID, feedback.Said{School: "elm", Outcome: feedback.Worked}); !fault.IsNotFound(err) {
			t.Errorf("of what she may not see: %v", err)
		}
		if _, _, err := w.use.Of(ctx, w.Rosa, inside.ID, 5); !fault.IsNotFound(err) {
			t.Errorf("reads what stands under what she may not see: %v", err)
		}
	})
}

func TestReportsStayWithinTheDistrict(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		if _, err := d.Exec(ctx, `UPDATE district SET public_on = TRUE, consortium = 'county'`); err != nil {
			t.Fatal(err)
		}
		maps := w.Share(w.Mai, catalog.SeenByAnyone, "Maps")
		report := w.report(w.Rosa, maps.ID, feedback.Said{School: "elm", Outcome: feedback.Worked})
		stranger := w.Actor("far", "stranger")
		w.is(stranger, maps.ID)
		if _, err := w.use.Find(ctx, stranger, report); !fault.IsNotFound(err) {
			t.Errorf("a stranger finds it: %v", err)
		}
		if err := w.use.Remove(ctx, stranger, report, false); !fault.IsNotFound(err) {
			t.Errorf("a stranger takes it away: %v", err)
		}
		if _, _, err := w.use.Of(ctx, actor.Actor{}, maps.ID, 5); !fault.IsDenied(err) {
			t.Errorf("a visitor reads them: %v", err)
		}
		w.report(stranger, maps.ID, feedback.Said{School: "ridge", Outcome: feedback.Worked})
		w.is(stranger, maps.ID, "Sam Stranger at Ridge, worked, grades , 0 visits, 0 classes:")
		w.is(w.Rosa, maps.ID, "Rosa Delgado at Elm, worked, grades , 0 visits, 0 classes:")
		w.thanked(w.Mai, "Maps: Rosa Delgado at Elm, worked, grades , 0 visits, 0 classes:")
	})
}

func TestATeacherWithALinkSaysItWorked(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		maps := w.Share(w.Mai, catalog.SeenByDistrict, "Maps")
		token, err := w.Catalog.MakeShareLink(ctx, w.Rosa, maps.ID, "", "")
		w.ok(err)
		send := func(back feedback.WayBack, classes int, words string) error {
			_, err := w.use.ReportByLink(ctx, token, back, classes, words, false)
			return err
		}
		first := feedback.NewWayBack()
		w.ok(send(first, 2, ""))
		w.ok(send(first, 2, "")) // the page sent again
		w.is(w.Mai, maps.ID, "a teacher at Elm, worked, grades , 0 visits, 2 classes:")
		w.thanked(w.Mai, "Maps: a teacher at Elm, worked, grades , 0 visits, 2 classes:")
		w.thanked(w.Rosa, "Maps: a teacher at Elm, worked, grades , 0 visits, 2 classes:") // who sent the link
		_, err = w.use.TakeBackByLink(ctx, token, first)
		w.ok(err)
		_, err = w.use.TakeBackByLink(ctx, token, first)
		w.ok(err)
		w.is(w.Mai, maps.ID)
		if _, err := w.use.TakeBackByLink(ctx, token, feedback.NewWayBack()); !fault.IsNotFound(err) {
			t.Errorf("takes back what she did not send: %v", err)
		}
		w.ok(send(first, 3, "Loud, and good.")) // the same page once more
		w.is(w.Mai, maps.ID, "a teacher at Elm, worked, grades , 0 visits, 3 classes: Loud, and good.")
		if _, wrong := fault.AsFields(send(feedback.NewWayBack(), 0, "")); !wrong {
			t.Error("no class counts")
		}
		if _, wrong := fault.AsFields(send(feedback.NewWayBack(), 100, "")); !wrong {
			t.Error("a hundred classes count")
		}
		if _, wrong := fault.AsFields(send("x", 1, "")); !wrong {
			t.Error("any token will do")
		}
		list, _, err := w.use.Of(ctx, w.Rosa, maps.ID, 5)
		w.ok(err)
		if list[0].Quotable {
			t.Error("words that nobody let be shown may be quoted")
		}
		quoted := feedback.NewWayBack()
		_, err = w.use.ReportByLink(ctx, token, quoted, 1, "Say so.", true)
		w.ok(err)
		if latest, _, err := w.use.Of(ctx, w.Rosa, maps.ID, 1); err != nil || !latest[0].Quotable {
			t.Errorf("words that she let be shown may not be quoted: %v", err)
		}
		_, err = w.use.TakeBackByLink(ctx, token, quoted)
		w.ok(err)
		if held, err := feedback.BelongingTo(ctx, d, w.Rosa.District, "elm"); err != nil || len(held) != 1 || held[0].Args[0] != 2 {
			t.Errorf("Elm holds %v, %v", held, err)
		}
		if held, err := feedback.BelongingTo(ctx, d, w.Rosa.District, "pine"); err != nil || len(held) != 0 {
			t.Errorf("Pine holds %v, %v", held, err)
		}
		if !list[0].MayRemove || list[0].MayChange {
			t.Errorf("the media specialist of the school may: %+v", list[0])
		}
		if err := w.use.Remove(ctx, w.Mai, list[0].ID, false); !fault.IsDenied(err) {
			t.Errorf("a colleague elsewhere takes it away: %v", err)
		}
		w.ok(w.use.Remove(ctx, w.Rosa, list[0].ID, false))
		w.ok(send(first, 3, "Again.")) // what she took away stays away
		w.is(w.Mai, maps.ID)
		links, err := w.Catalog.ShareLinks(ctx, w.Rosa, maps.ID)
		w.ok(err)
		w.ok(w.Catalog.CloseShareLink(ctx, w.Rosa, maps.ID, links[0].ID, false))
		if err := send(feedback.NewWayBack(), 1, ""); !fault.IsDenied(err) {
			t.Errorf("by a closed link: %v", err)
		}
	})
}

func TestAReplyByLinkIsBounded(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		maps := w.Share(w.Mai, catalog.SeenByDistrict, "Maps")
		token, err := w.Catalog.MakeShareLink(ctx, w.Rosa, maps.ID, "", "")
		w.ok(err)
		for range 60 {
			_, err := w.use.ReportByLink(ctx, token, feedback.NewWayBack(), 1, "", false)
			w.ok(err)
		}
		if _, err := w.use.ReportByLink(ctx, token, feedback.NewWayBack(), 1, "", false); !fault.IsConflict(err) {
			t.Errorf("the sixty-first: %v", err)
		}
		if list, all, err := w.use.Of(ctx, w.Mai, maps.ID, 5); err != nil || len(list) != 5 || all != 60 {
			t.Errorf("%d of %d, %v", len(list), all, err)
		}
		w.Clock.Advance(25 * time.Hour)
		_, err = w.use.ReportByLink(ctx, token, feedback.NewWayBack(), 1, "", false)
		w.ok(err)
	})
}
