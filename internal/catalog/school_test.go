package catalog_test

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

func TestWhatBelongsToASchool(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		belongs := func(school id.SchoolID) (out []string) {
			t.Helper()
			if err := w.db.Snapshot(t.Context(), func(tx *db.DB) error {
				list, err := w.catalog.BelongingTo(t.Context(), tx, w.rosa.District, school)
				for _, m := range list {
					out = append(out, m.Key)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return out
		}
		if got := belongs(w.elm); len(got) != 0 {
			t.Errorf("nothing was shared and %v belongs to Elm", got)
		}
		r := w.share(w.rosa, catalog.SeenByDistrict, tip("Lanterns"))
		if got := belongs(w.elm); len(got) != 1 || got[0] != "catalog.belongs.resources" {
			t.Errorf("%v belongs to Elm", got)
		}
		if _, err := w.catalog.AddNote(t.Context(), w.mai, r.ID, "Works at Pine too."); err != nil {
			t.Fatal(err)
		}
		if _, err := w.catalog.KeepDraft(t.Context(), w.mai, catalog.DraftInput{School: w.pine, Title: "Begun", Form: []byte(`{}`)}); err != nil {
			t.Fatal(err)
		}
		if got := belongs(w.pine); len(got) != 2 || got[0] != "catalog.belongs.notes" || got[1] != "catalog.belongs.drafts" {
			t.Errorf("%v belongs to Pine", got)
		}
	})
}

func TestNothingIsSharedInTheNameOfAClosedSchool(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		share := func() error {
			_, err := w.catalog.Share(t.Context(), w.ana, catalog.ShareInput{School: w.elm, Visibility: catalog.SeenByDistrict, Document: tip("By the coordinator")})
			return err
		}
		if err := share(); err != nil {
			t.Fatal(err)
		}
		w.exec(`UPDATE school SET closed_at = 1 WHERE id = $1`, w.elm)
		if wrong, ok := fault.AsFields(share()); !ok || wrong["school"].Key != "catalog.wrong.school_closed" {
			t.Errorf("shared in the name of a closed school: %v", wrong)
		}
	})
}
