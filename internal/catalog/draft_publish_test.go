package catalog_test

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
)

func (w *world) editing(by actor.Actor, r catalog.ResourceID, form string) catalog.Draft {
	w.t.Helper()
	d, err := w.catalog.EditDraft(w.t.Context(), by, r, []byte(form))
	if err != nil {
		w.t.Fatal(err)
	}
	return d
}

func (w *world) keep(by actor.Actor, d catalog.Draft, form string) catalog.Draft {
	w.t.Helper()
	d, err := w.catalog.KeepDraft(w.t.Context(), by, catalog.DraftInput{Draft: d.ID, School: w.elm, Form: []byte(form), Saves: d.Saves})
	if err != nil {
		w.t.Fatal(err)
	}
	return d
}

func (w *world) isKept(by actor.Actor, d catalog.Draft, form string) {
	w.t.Helper()
	there, err := w.catalog.Draft(w.t.Context(), by, d.ID)
	if err != nil || string(there.Form) != form {
		w.t.Errorf("the draft holds %s, %v; want %s", there.Form, err, form)
	}
}

func TestASaveTakesTheDraftThatItPublishesAndNoOther(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		r := w.share(w.rosa, catalog.SeenByDistrict, tip("A guide"))
		draft := w.editing(w.rosa, r.ID, `{"half":"a thought"}`)
		save := func(title string, at catalog.DraftAt) {
			t.Helper()
			saved, err := w.catalog.Save(t.Context(), w.rosa, catalog.SaveInput{Resource: r.ID, Base: r.Head, Document: tip(title), Draft: at})
			if err != nil {
				t.Fatal(err)
			}
			r = saved.Resource
		}
		save("By a program", catalog.DraftAt{})
		w.isKept(w.rosa, draft, `{"half":"a thought"}`)
		save("By a program", catalog.DraftAt{})
		w.isKept(w.rosa, draft, `{"half":"a thought"}`)
		read := draft.At()
		draft = w.keep(w.rosa, draft, `{"in":"another tab"}`)
		save("As it was read", read)
		w.isKept(w.rosa, draft, `{"in":"another tab"}`)
		colleague := w.editing(w.ana, r.ID, `{"of":"Ana"}`)
		save("With the draft of another", colleague.At())
		w.isKept(w.ana, colleague, `{"of":"Ana"}`)
		save("Published", draft.At())
		if _, err := w.catalog.Draft(t.Context(), w.rosa, draft.ID); !fault.IsNotFound(err) {
			t.Errorf("what was published is still a draft: %v", err)
		}
		w.isKept(w.ana, colleague, `{"of":"Ana"}`)
		again := w.editing(w.rosa, r.ID, `{}`)
		save("Published", again.At())
		if _, err := w.catalog.Draft(t.Context(), w.rosa, again.ID); !fault.IsNotFound(err) {
			t.Errorf("what was published without a change is still a draft: %v", err)
		}
	})
}

func TestSharingTakesTheDraftThatItPublishesAndNoOther(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		draft, err := w.catalog.KeepDraft(t.Context(), w.rosa, catalog.DraftInput{School: w.elm, Title: "Half", Form: []byte(`{"a":1}`)})
		if err != nil {
			t.Fatal(err)
		}
		read := draft.At()
		draft = w.keep(w.rosa, draft, `{"a":2}`)
		r, err := w.catalog.Share(t.Context(), w.rosa, catalog.ShareInput{ID: draft.Resource, School: w.elm, Document: tip("Whole"), Draft: read})
		if err != nil {
			t.Fatal(err)
		}
		w.isKept(w.rosa, draft, `{"a":2}`)
		back, err := w.catalog.Unshare(t.Context(), w.rosa, r.ID, []byte(`{"a":3}`))
		if err != nil || back.ID != draft.ID {
			t.Fatalf("back as %+v, %v", back, err)
		}
		if gone, err := w.catalog.DiscardedDrafts(t.Context(), w.rosa); err != nil || len(gone) != 1 || string(gone[0].Form) != `{"a":3}` {
			t.Errorf("what was shared is kept as %+v, %v", gone, err)
		}
		if _, err := w.catalog.Share(t.Context(), w.rosa, catalog.ShareInput{ID: r.ID, School: w.elm, Document: tip("Whole"), Draft: back.At()}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.catalog.Draft(t.Context(), w.rosa, draft.ID); !fault.IsNotFound(err) {
			t.Errorf("what was shared is still a draft: %v", err)
		}
	})
}

func TestUndoOfShareIsRefusedWhileAColleagueWritesOnIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		r := w.share(w.rosa, catalog.SeenByDistrict, tip("A tip"))
		theirs := w.editing(w.ana, r.ID, `{"of":"Ana"}`)
		w.editing(w.rosa, r.ID, `{"of":"Rosa"}`)
		if _, err := w.catalog.Unshare(t.Context(), w.rosa, r.ID, []byte(`{}`)); !fault.IsConflict(err) {
			t.Fatalf("got %v", err)
		}
		w.isKept(w.ana, theirs, `{"of":"Ana"}`)
		if err := w.catalog.DiscardDraft(t.Context(), w.ana, theirs.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := w.catalog.Unshare(t.Context(), w.rosa, r.ID, []byte(`{}`)); err != nil {
			t.Errorf("with one's own draft alone: %v", err)
		}
	})
}

// What was shared and taken back may be meant for another school by then: its media specialists go on with it when its author leaves.
func TestADraftThatWasSharedGoesWithItsSchool(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		made, err := w.catalog.Share(t.Context(), w.ana, catalog.ShareInput{School: w.elm, Document: tip("For Elm")})
		if err != nil {
			t.Fatal(err)
		}
		back, err := w.catalog.Unshare(t.Context(), w.ana, made.ID, []byte(`{"for":"Elm"}`))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.catalog.KeepDraft(t.Context(), w.ana, catalog.DraftInput{Draft: back.ID, School: w.pine, Title: "For Pine", Form: []byte(`{"for":"Pine"}`), Saves: back.Saves}); err != nil {
			t.Fatal(err)
		}
		if err := d.Do(t.Context(), func(tx *db.DB) error { return w.catalog.HandOver(t.Context(), tx, w.ana, w.ana.Person) }); err != nil {
			t.Fatal(err)
		}
		read, err := w.catalog.Draft(t.Context(), w.mai, back.ID)
		if err != nil || read.Title != "for pine" {
			t.Fatalf("Pine has %+v, %v", read, err)
		}
		if _, err := w.catalog.Share(t.Context(), w.mai, catalog.ShareInput{ID: made.ID, School: w.pine, Document: tip("For Pine"), Draft: read.At()}); err != nil {
			t.Errorf("Pine cannot share it: %v", err)
		}
	})
}

func TestANewerStateThatIsReplacedIsAmongTheDraftsThrownAway(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		r := w.share(w.rosa, catalog.SeenByDistrict, tip("A guide"))
		draft := w.editing(w.rosa, r.ID, `{"tab":0}`)
		newest := w.keep(w.rosa, draft, `{"tab":1}`)
		in := catalog.DraftInput{Draft: draft.ID, School: w.elm, Form: []byte(`{"tab":2}`), Saves: newest.Saves, Replaces: newest.Saves}
		replaced, err := w.catalog.KeepDraft(t.Context(), w.rosa, in)
		if err != nil {
			t.Fatal(err)
		}
		in.Saves, in.Form = replaced.Saves, []byte(`{"tab":3}`)
		if _, err := w.catalog.KeepDraft(t.Context(), w.rosa, in); err != nil {
			t.Fatal(err)
		}
		gone, err := w.catalog.DiscardedDrafts(t.Context(), w.rosa)
		if err != nil || len(gone) != 1 || string(gone[0].Form) != `{"tab":1}` || gone[0].ID == draft.ID {
			t.Fatalf("thrown away are %+v, %v", gone, err)
		}
		if err := w.catalog.DiscardDraft(t.Context(), w.rosa, draft.ID); err != nil {
			t.Fatal(err)
		}
		if back, err := w.catalog.RestoreDraft(t.Context(), w.rosa, gone[0].ID); err != nil || string(back.Form) != `{"tab":1}` {
			t.Errorf("back as %+v, %v", back, err)
		}
	})
}

func TestWhatALeaverThrewAwayGoesToTheSchoolToo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		draft, err := w.catalog.KeepDraft(t.Context(), w.rosa, catalog.DraftInput{School: w.elm, Title: "Half", Form: []byte(`{"a":1}`)})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.catalog.DiscardDraft(t.Context(), w.rosa, draft.ID); err != nil {
			t.Fatal(err)
		}
		if err := d.Do(t.Context(), func(tx *db.DB) error { return w.catalog.HandOver(t.Context(), tx, w.ana, w.rosa.Person) }); err != nil {
			t.Fatal(err)
		}
		successor := w.person(w.rosa.District, "county", "Sol", false, w.rosa.Schools[0])
		back, err := w.catalog.RestoreDraft(t.Context(), successor, draft.ID)
		if err != nil || string(back.Form) != `{"a":1}` {
			t.Errorf("back as %+v, %v", back, err)
		}
	})
}
