package catalog_test

import (
	"slices"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
)

func TestADraftThrownAwayComesBackWithEveryWord(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		draft, err := w.catalog.KeepDraft(t.Context(), w.rosa, catalog.DraftInput{School: w.elm, Title: "Half", Form: []byte(`{"a":1}`)})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.catalog.DiscardDraft(t.Context(), w.mai, draft.ID); !fault.IsNotFound(err) {
			t.Errorf("a colleague throws it away: %v", err)
		}
		if err := w.catalog.DiscardDraft(t.Context(), w.rosa, draft.ID); err != nil {
			t.Fatal(err)
		}
		if list, err := w.catalog.Drafts(t.Context(), w.rosa); err != nil || len(list) != 0 {
			t.Errorf("still among the drafts: %v, %v", list, err)
		}
		if _, err := w.catalog.Draft(t.Context(), w.rosa, draft.ID); !fault.IsNotFound(err) {
			t.Errorf("still opens: %v", err)
		}
		gone, err := w.catalog.DiscardedDrafts(t.Context(), w.rosa)
		if err != nil || len(gone) != 1 || gone[0].ID != draft.ID || gone[0].At.Before(draft.ChangedAt) {
			t.Fatalf("thrown away are %+v, %v", gone, err)
		}
		if list, err := w.catalog.DiscardedDrafts(t.Context(), w.mai); err != nil || len(list) != 0 {
			t.Errorf("a colleague finds %v, %v", list, err)
		}
		if _, err := w.catalog.RestoreDraft(t.Context(), w.mai, draft.ID); !fault.IsNotFound(err) {
			t.Errorf("a colleague brings it back: %v", err)
		}
		back, err := w.catalog.RestoreDraft(t.Context(), w.rosa, draft.ID)
		if err != nil || string(back.Form) != `{"a":1}` || back.Resource != draft.Resource || back.Saves != draft.Saves {
			t.Fatalf("back as %+v, %v", back, err)
		}
		if _, err := w.catalog.RestoreDraft(t.Context(), w.rosa, draft.ID); !fault.IsNotFound(err) {
			t.Errorf("brought back twice: %v", err)
		}
		if _, err := w.catalog.Share(t.Context(), w.rosa, catalog.ShareInput{ID: back.Resource, School: w.elm, Document: tip("Whole")}); err != nil {
			t.Errorf("sharing it: %v", err)
		}
	})
}

func TestADraftThrownAwayDoesNotStandInTheWayOfAnother(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		r := w.share(w.rosa, catalog.SeenByDistrict, tip("A guide"))
		first, err := w.catalog.EditDraft(t.Context(), w.rosa, r.ID, []byte(`{"first":true}`))
		if err != nil {
			t.Fatal(err)
		}
		if err := w.catalog.DiscardDraft(t.Context(), w.rosa, first.ID); err != nil {
			t.Fatal(err)
		}
		second, err := w.catalog.EditDraft(t.Context(), w.rosa, r.ID, []byte(`{"second":true}`))
		if err != nil || string(second.Form) != `{"second":true}` {
			t.Fatalf("begun again as %+v, %v", second, err)
		}
		if _, err := w.catalog.RestoreDraft(t.Context(), w.rosa, first.ID); !fault.IsConflict(err) {
			t.Errorf("two drafts of one change: %v", err)
		}
		if err := w.catalog.DiscardDraft(t.Context(), w.rosa, second.ID); err != nil {
			t.Fatal(err)
		}
		if back, err := w.catalog.RestoreDraft(t.Context(), w.rosa, first.ID); err != nil || string(back.Form) != `{"first":true}` {
			t.Errorf("the first comes back as %+v, %v", back, err)
		}
	})
}

func TestWhatWasThrownAwayIsForgottenAfterThirtyDays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		throwAway := func(title string) catalog.Draft {
			draft, err := w.catalog.KeepDraft(t.Context(), w.rosa, catalog.DraftInput{School: w.elm, Title: title, Form: []byte(`{}`)})
			if err != nil {
				t.Fatal(err)
			}
			if err := w.catalog.DiscardDraft(t.Context(), w.rosa, draft.ID); err != nil {
				t.Fatal(err)
			}
			return draft
		}
		old := throwAway("Old")
		w.clock.Advance(24 * time.Hour)
		young := throwAway("Young")
		kept, err := w.catalog.KeepDraft(t.Context(), w.rosa, catalog.DraftInput{School: w.elm, Title: "In hand", Form: []byte(`{}`)})
		if err != nil {
			t.Fatal(err)
		}
		shared := w.share(w.rosa, catalog.SeenByDistrict, tip("Shared"))
		w.clock.Advance(catalog.KeptDiscarded - 24*time.Hour)
		if _, err := w.catalog.RestoreDraft(t.Context(), w.rosa, old.ID); !fault.IsNotFound(err) {
			t.Errorf("after thirty days it comes back: %v", err)
		}
		for range 2 {
			if err := w.catalog.Sweep(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		left, err := db.All(t.Context(), d, db.Value[catalog.ResourceID], `SELECT id FROM resource`)
		if err != nil || len(left) != 3 || slices.Contains(left, old.Resource) || !slices.Contains(left, young.Resource) ||
			!slices.Contains(left, kept.Resource) || !slices.Contains(left, shared.ID) {
			t.Errorf("left are %v, %v", left, err)
		}
		if _, err := w.catalog.RestoreDraft(t.Context(), w.rosa, young.ID); err != nil {
			t.Errorf("the younger one: %v", err)
		}
	})
}

func TestTheSmallestCircleIsAlwaysOfferedAndTheWiderOnlyWhereTheyAreSomebody(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		circles := func() []catalog.Visibility {
			list, err := w.catalog.Circles(t.Context(), w.far)
			if err != nil {
				t.Fatal(err)
			}
			return list
		}
		if got := circles(); !slices.Equal(got, []catalog.Visibility{catalog.SeenBySchool, catalog.SeenByDistrict}) {
			t.Errorf("alone: %v", got)
		}
		w.exec(`UPDATE district SET public_on = TRUE WHERE id = $1`, w.far.District)
		if got := circles(); !slices.Equal(got, []catalog.Visibility{catalog.SeenBySchool, catalog.SeenByDistrict, catalog.SeenByAnyone}) {
			t.Errorf("with public pages: %v", got)
		}
		w.exec(`UPDATE district SET public_on = FALSE, consortium = 'coast' WHERE id = $1`, w.far.District)
		if got := circles(); len(got) != 2 {
			t.Errorf("alone in a consortium: %v", got)
		}
		w.exec(`UPDATE district SET consortium = 'coast' WHERE consortium = 'county'`)
		if got := circles(); !slices.Equal(got, []catalog.Visibility{catalog.SeenBySchool, catalog.SeenByDistrict, catalog.SeenByConsortium}) {
			t.Errorf("with partners: %v", got)
		}
	})
}

func TestAFileThatMayOnlyBeLinkedIsNotKept(t *testing.T) {
	for rights, refused := range map[string]bool{"": false, "colleagues": false, "permission": false, "all-rights-reserved": true} {
		doc := tip("A sheet")
		doc.About.Rights = rights
		doc.Blocks = append(doc.Blocks, block.Block{Body: block.File{Hash: "h", Name: "sheet.pdf", MediaType: "application/pdf"}})
		if _, wrong := catalog.Check(doc)["rights"]; wrong != refused {
			t.Errorf("rights %q: refused is %v", rights, wrong)
		}
	}
}
