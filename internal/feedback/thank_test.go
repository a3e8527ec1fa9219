package feedback_test

import (
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/catalog/catalogtest"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/feedback"
)

// One tap thanks who made something, once; it can be taken back, and nobody thanks themselves.
func TestThanksWithOneTap(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := catalogtest.New(t, d), t.Context()
		s := feedback.New(feedback.Options{DB: d, Clock: w.Clock, Catalog: w.Catalog})
		tip := w.Share(w.Mai, catalog.SeenByDistrict, "Six moves")
		note, err := w.Catalog.AddNote(ctx, w.Rosa, tip.ID, "Works with third grade.")
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if given, err := s.Thank(ctx, w.Tom, feedback.ForResource, string(tip.ID), false); err != nil || given.Name != "Mai Tran" || given.Resource != tip.ID {
				t.Fatalf("thanks: %+v, %v", given, err)
			}
		}
		if _, err := s.Thank(ctx, w.Mai, feedback.ForNote, string(note), false); err != nil {
			t.Fatal(err)
		}
		taps := func(whom actor.Actor) []feedback.Tap {
			list, err := s.Taps(ctx, w.Lin, whom.Person, time.Time{}, 10)
			if err != nil {
				t.Fatal(err)
			}
			return list
		}
		if got := taps(w.Mai); len(got) != 1 || got[0].PersonName != "Tom Ortiz" || got[0].SchoolName != "Elm" || got[0].Card.ID != tip.ID {
			t.Errorf("Mai received %+v", got)
		}
		if got := taps(w.Rosa); len(got) != 1 || got[0].PersonName != "Mai Tran" {
			t.Errorf("Rosa received %+v", got)
		}
		may, err := s.Thankables(ctx, w.Tom, feedback.ForResource, []string{string(tip.ID)})
		if err != nil || !may[string(tip.ID)].Done || may[string(tip.ID)].Name != "Mai Tran" {
			t.Errorf("Tom may thank %+v, %v", may, err)
		}
		if own, err := s.Thankables(ctx, w.Mai, feedback.ForResource, []string{string(tip.ID)}); err != nil || len(own) != 0 {
			t.Errorf("Mai may thank herself: %+v, %v", own, err)
		}
		for range 2 {
			if _, err := s.Thank(ctx, w.Tom, feedback.ForResource, string(tip.ID), true); err != nil {
				t.Fatal(err)
			}
		}
		if got := taps(w.Mai); len(got) != 0 {
			t.Errorf("taken back: %+v", got)
		}
		if _, err := s.Thank(ctx, w.Mai, feedback.ForResource, string(tip.ID), false); !fault.IsDenied(err) {
			t.Errorf("one's own: %v", err)
		}
		for name, c := range map[string]struct {
			by   actor.Actor
			kind feedback.ThankKind
			of   string
		}{"another district": {w.Stranger, feedback.ForResource, string(tip.ID)}, "no such kind": {w.Tom, "person", string(tip.ID)}, "not there": {w.Tom, feedback.ForOffer, "nothing"}} {
			if _, err := s.Thank(ctx, c.by, c.kind, c.of, false); !fault.IsNotFound(err) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := s.Thank(ctx, actor.Actor{}, feedback.ForResource, string(tip.ID), false); !fault.IsDenied(err) {
			t.Errorf("a visitor: %v", err)
		}
	})
}
