package catalog_test

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// The last save of a page that closes is under way together with the one before it: whichever comes first, the last words stay.
func TestTheLastSaveOfATabWins(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for name, order := range map[string][]int64{"in order": {2, 3}, "overtaken": {3, 2}, "sent twice": {3, 3}} {
			draft, err := w.catalog.KeepDraft(t.Context(), w.rosa, catalog.DraftInput{School: w.elm, Title: "Half", Form: []byte(`{"turn":1}`), Tab: catalog.Tab{ID: name, Turn: 1}})
			if err != nil {
				t.Fatal(err)
			}
			for _, turn := range order {
				form := map[int64]string{2: `{"turn":2}`, 3: `{"turn":3}`}[turn]
				if _, err := w.catalog.KeepDraft(t.Context(), w.rosa, catalog.DraftInput{Draft: draft.ID, School: w.elm, Form: []byte(form), Saves: draft.Saves, Tab: catalog.Tab{ID: name, Turn: turn}}); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
			w.isKept(w.rosa, draft, `{"turn":3}`)
		}
	})
}

// A page that does not know its draft yet begins no second one.
func TestATabBeginsOneDraft(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for turn, form := range []string{`{"a":1}`, `{"a":2}`} {
			if _, err := w.catalog.KeepDraft(t.Context(), w.rosa, catalog.DraftInput{School: w.elm, Form: []byte(form), Tab: catalog.Tab{ID: "one", Turn: int64(turn)}}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := w.catalog.KeepDraft(t.Context(), w.ana, catalog.DraftInput{School: w.elm, Form: []byte(`{"of":"Ana"}`), Tab: catalog.Tab{ID: "one", Turn: 9}}); err != nil {
			t.Fatal(err)
		}
		list, err := w.catalog.Drafts(t.Context(), w.rosa)
		if err != nil || len(list) != 1 || string(list[0].Form) != `{"a":2}` {
			t.Errorf("drafts: %+v, %v", list, err)
		}
	})
}

// What a second tab holds beside a newer draft is not thrown away unseen: its last state waits, once, until it takes the place.
func TestWhatASecondTabHoldsIsSetAside(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		draft, err := w.catalog.KeepDraft(t.Context(), w.rosa, catalog.DraftInput{School: w.elm, Title: "Half", Form: []byte(`{}`), Tab: catalog.Tab{ID: "one", Turn: 1}})
		if err != nil {
			t.Fatal(err)
		}
		old := draft.Saves
		newest := w.keep(w.rosa, draft, `{"tab":"one"}`)
		for turn, form := range []string{`{"tab":"two"}`, `{"tab":"two, more"}`} {
			in := catalog.DraftInput{Draft: draft.ID, School: w.elm, Form: []byte(form), Saves: old, Tab: catalog.Tab{ID: "two", Turn: int64(turn)}}
			if _, err := w.catalog.KeepDraft(t.Context(), w.rosa, in); !fault.IsConflict(err) {
				t.Fatalf("a second tab: %v", err)
			}
		}
		w.isKept(w.rosa, draft, `{"tab":"one"}`)
		aside, err := w.catalog.DiscardedDrafts(t.Context(), w.rosa)
		if err != nil || len(aside) != 1 || string(aside[0].Form) != `{"tab":"two, more"}` {
			t.Fatalf("set aside: %+v, %v", aside, err)
		}
		in := catalog.DraftInput{Draft: draft.ID, School: w.elm, Form: []byte(`{"tab":"two, more"}`), Saves: newest.Saves, Replaces: newest.Saves, Tab: catalog.Tab{ID: "three", Turn: 1}}
		if _, err := w.catalog.KeepDraft(t.Context(), w.rosa, in); err != nil {
			t.Fatal(err)
		}
		if aside, err = w.catalog.DiscardedDrafts(t.Context(), w.rosa); err != nil || len(aside) != 1 || string(aside[0].Form) != `{"tab":"one"}` {
			t.Errorf("set aside then: %+v, %v", aside, err)
		}
	})
}
