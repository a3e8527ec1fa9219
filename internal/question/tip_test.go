package question_test

import (
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/question"
)

// A question leads to its tip only whoever sees the tip: not another school once one school alone sees it, and nobody once it is removed.
func TestAQuestionLeadsToItsTipOnlyWhoeverSeesIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		q := w.asks(w.Rosa, "Where are maps of the tides?")
		a := w.answers(w.Mai, q, question.Given{Words: "Ask the harbor."})
		tip, err := w.ask.Close(ctx, w.Rosa, q.ID, question.CloseInput{Helped: []question.AnswerID{a}, Words: "That helped."})
		w.ok(err)
		reads := func(when string, rosa, mai catalog.ResourceID) {
			t.Helper()
			for by, want := range map[string]catalog.ResourceID{"rosa": rosa, "mai": mai} {
				who := w.Actor("maple", by)
				found, err := w.ask.Find(ctx, who, q.ID)
				w.ok(err)
				closed, err := w.ask.Closed(ctx, who)
				w.ok(err)
				about, err := w.ask.About(ctx, who, "maps tides", 5)
				w.ok(err)
				if len(closed) != 1 || len(about) != 1 || found.Tip != want || closed[0].Tip != want || about[0].Tip != want {
					t.Errorf("%s %s is led to %q, %+v, %+v; want %q", when, by, found.Tip, closed, about, want)
				}
			}
			helped, err := w.ask.Helped(ctx, w.Mai, w.Clock.Now().Add(-day))
			w.ok(err)
			if len(helped) != 1 || helped[0].Tip != mai {
				t.Errorf("%s what helped is %+v", when, helped)
			}
		}
		reads("at first", tip, tip)
		w.Clock.Advance(time.Minute)
		shown, err := w.Catalog.Show(ctx, w.Rosa, tip)
		w.ok(err)
		_, err = w.Catalog.Save(ctx, w.Rosa, catalog.SaveInput{Resource: tip, Base: shown.Head, Visibility: catalog.SeenBySchool, Document: shown.Document})
		w.ok(err)
		reads("for one school", tip, "")
		w.ok(d.Do(ctx, func(tx *db.DB) error { return w.Catalog.RetireIn(ctx, tx, w.Rosa, tip, "Old") }))
		reads("removed", "", "")
	})
}
