package intake_test

import (
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/interop/intake"
)

// What nobody brought in is forgotten a month after it was chosen last; what was brought in stays however old.
func TestWhatNobodyBroughtInIsForgotten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		const one = "Title,Link\nMaps,https://maps.example/a\n"
		done := w.run(w.bring("done.csv", one))
		old, again := w.bring("old.csv", one), w.bring("again.csv", one)
		w.clock.Advance(intake.WaitsFor - time.Hour)
		if chosen := w.bring("again.csv", one); chosen.ID != again.ID {
			t.Errorf("the same file again is %s, was %s", chosen.ID, again.ID)
		}
		young := w.bring("young.csv", one)
		there := func(want map[intake.ImportID]bool) {
			t.Helper()
			w.must(w.intake.Sweep(t.Context()))
			for id, stays := range want {
				if _, err := w.intake.Import(t.Context(), w.rosa, id); fault.IsNotFound(err) == stays {
					t.Errorf("%s: %v, want it there: %v", id, err, stays)
				}
			}
		}
		there(map[intake.ImportID]bool{done.ID: true, old.ID: true, again.ID: true, young.ID: true})
		w.clock.Advance(2 * time.Hour)
		there(map[intake.ImportID]bool{done.ID: true, old.ID: false, again.ID: true, young.ID: true})
	})
}
