package insight_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/catalog/catalogtest"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/feedback"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/insight"
)

type world struct {
	*catalogtest.World
	use     *feedback.Service
	insight *insight.Service
}

func newWorld(t *testing.T, d *db.DB) *world {
	w := &world{World: catalogtest.New(t, d)}
	w.use = feedback.New(feedback.Options{DB: d, Clock: w.Clock, Catalog: w.Catalog})
	w.insight = insight.New(insight.Options{People: w.People, Catalog: w.Catalog, Feedback: w.use})
	return w
}

func (w *world) ok(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

func (w *world) share(kind block.ResourceKind, title string, tags ...string) catalog.Resource {
	w.T.Helper()
	r, err := w.Catalog.Share(w.T.Context(), w.Rosa, catalog.ShareInput{School: "elm", Document: block.Document{
		About:  block.About{Title: title, Why: "Because of " + title, Type: kind, Grades: grade.All, Tags: tags, Rights: "colleagues"},
		Blocks: []block.Block{{Key: "a", Body: block.Text{Markdown: title}}},
	}})
	w.ok(err)
	return r
}

func (w *world) report(by actor.Actor, r catalog.Resource, in feedback.Said) {
	w.T.Helper()
	in.Outcome = feedback.Worked
	_, err := w.use.Report(w.T.Context(), by, r.ID, in)
	w.ok(err)
	w.Clock.Advance(time.Minute)
}

var autumn = insight.Span{From: "2026-08-01", To: "2027-01-31"}

func (w *world) sheet(by actor.Actor, span insight.Span) insight.Sheet {
	w.T.Helper()
	s, err := w.insight.Sheet(w.T.Context(), by, "elm", span, time.UTC)
	w.ok(err)
	return s
}

func said(s insight.Sheet) string {
	var units, quotes []string
	for _, u := range s.Units {
		units = append(units, u.About.Title)
	}
	for _, q := range s.Quotes {
		quotes = append(quotes, q.Words)
	}
	return fmt.Sprint(units, s.Classes, s.Skills, quotes, len(s.Uses))
}

func TestASheetSaysWhatItsSchoolReported(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		unit, tip, gone := w.share(block.UnitIdea, "Kelp forests", "tides", "oceans"), w.share(block.QuickTip, "A tip", "tides"), w.share(block.Lesson, "Gone")
		w.report(w.Rosa, unit, feedback.Said{School: "elm", Classes: 2, Words: "We measured twice.", Quotable: true})
		w.report(w.Lin, unit, feedback.Said{School: "elm", Classes: 1, Words: "Not to be shown."})
		w.report(w.Rosa, tip, feedback.Said{School: "elm"})
		w.report(w.Rosa, gone, feedback.Said{School: "elm", Classes: 3})
		w.report(w.Lin, unit, feedback.Said{School: "oak", Classes: 50, Words: "At Oak.", Quotable: true})
		_, err := w.Catalog.Retire(t.Context(), w.Rosa, gone.ID, "old")
		w.ok(err)
		const want = "[Kelp forests] 6 [tides oceans] [We measured twice.] 4"
		for _, by := range []actor.Actor{w.Rosa, w.Ana} {
			if got := said(w.sheet(by, autumn)); got != want {
				t.Errorf("%s reads %s, want %s", by.Person, got, want)
			}
		}
		if got := said(w.sheet(w.Rosa, insight.Span{From: "2026-08-01", To: "2026-11-22"})); got != "[] 0 [] [] 0" {
			t.Errorf("before: %s", got)
		}
		if got := said(w.sheet(w.Rosa, insight.Span{From: "2026-11-23", To: "2026-11-23"})); got != want {
			t.Errorf("on the very day: %s", got)
		}
	})
}

func TestASheetIsForThoseWhoKeepTheLibrary(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for name, is := range map[string]struct {
			by  actor.Actor
			bad func(error) bool
		}{
			"a teacher":             {w.Tom, fault.IsDenied},
			"of another school":     {w.Mai, fault.IsDenied},
			"a visitor":             {actor.Actor{District: w.Rosa.District}, fault.IsDenied},
			"of another district":   {w.Stranger, fault.IsNotFound},
			"who keeps the library": {w.Rosa, func(err error) bool { return err == nil }},
		} {
			if _, err := w.insight.Sheet(t.Context(), is.by, "elm", autumn, time.UTC); !is.bad(err) {
				t.Errorf("%s: %v", name, err)
			}
		}
		_, err := w.insight.Sheet(t.Context(), w.Rosa, "elm", insight.Span{From: "2026-12-01", To: "2026-11-01"}, time.UTC)
		if wrong, ok := fault.AsFields(err); !ok || wrong["to"].Key != "sheet.wrong.order" {
			t.Errorf("backwards: %v", err)
		}
	})
}

// The terms of a year follow each other without a gap, and a day is in its own.
func TestSchoolTerms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 5000).Draw(t, "day"))
		is := clock.DayOf(day, time.UTC)
		span := insight.SchoolTerm(is)
		if is < span.From || is > span.To {
			t.Fatalf("%s is not in %v", is, span)
		}
		next := insight.SchoolTerm(clock.DayOf(span.To.Time(time.UTC).AddDate(0, 0, 1), time.UTC))
		if next.From.Time(time.UTC) != span.To.Time(time.UTC).AddDate(0, 0, 1) {
			t.Fatalf("after %v comes %v", span, next)
		}
		if !slices.Contains([]string{"08-01", "02-01"}, string(span.From[5:])) {
			t.Fatalf("%v begins in the middle", span)
		}
	})
}
