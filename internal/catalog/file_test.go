package catalog_test

import (
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/files"
)

func (w *world) file(by actor.Actor, hash string) {
	w.t.Helper()
	if err := w.catalog.NoteFile(w.t.Context(), by, catalog.FileRow{Hash: hash, MediaType: "application/pdf", Size: 7}); err != nil {
		w.t.Fatal(err)
	}
}

func TestAFileOfAnEarlierVersionIsServedInItsDistrictUnderThatVersion(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.file(w.rosa, "first")
		w.file(w.rosa, "second")
		sheet := func(hash string) block.Document {
			return tip("A sheet", block.File{Hash: hash, Name: "sheet.pdf", MediaType: "application/pdf"})
		}
		r := w.share(w.rosa, catalog.SeenByConsortium, sheet("first"))
		before := r.Head
		r = w.save(w.rosa, catalog.SaveInput{Resource: r.ID, Base: r.Head, Document: sheet("second")}).Resource
		if _, _, err := w.catalog.FileOf(t.Context(), w.mai, r.ID, "first"); !fault.IsNotFound(err) {
			t.Errorf("as one of the head: %v", err)
		}
		for _, c := range []struct {
			name    string
			by      actor.Actor
			version catalog.VersionID
			hash    string
			found   bool
		}{
			{"earlier", w.mai, before, "first", true},
			{"newest", w.mai, r.Head, "second", true},
			{"a teacher", w.teacher, before, "first", true},
			{"of another version", w.mai, before, "second", false},
			{"a partner", w.partner, before, "first", false},
			{"a stranger", w.far, before, "first", false},
			{"nobody", actor.Actor{}, before, "first", false},
			{"no version", w.mai, "none", "first", false},
		} {
			_, f, err := w.catalog.FileOfVersion(t.Context(), c.by, r.ID, c.version, c.hash)
			if c.found && (err != nil || f.Hash != c.hash || f.Size != 7) || !c.found && !fault.IsNotFound(err) {
				t.Errorf("%s: %+v, %v", c.name, f, err)
			}
		}
	})
}

func TestWhoStoresWhatAColleagueStoredBeforeMayUseIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.file(w.rosa, "sheet")
		w.file(w.mai, "sheet")
		if f, err := w.catalog.OwnFile(t.Context(), w.rosa, "sheet"); err != nil || f.Size != 7 {
			t.Errorf("whoever stored it first: %+v, %v", f, err)
		}
		if _, err := w.catalog.OwnFile(t.Context(), w.mai, "sheet"); !fault.IsNotFound(err) {
			t.Errorf("by the hash alone: %v", err)
		}
		typed := `{"title":"sheet","blocks":[{"text":"\"hash\":\"sheet\""}]}`
		draft, err := w.catalog.KeepDraft(t.Context(), w.mai, catalog.DraftInput{School: w.pine, Form: []byte(typed)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.catalog.OwnFile(t.Context(), w.mai, "sheet"); !fault.IsNotFound(err) {
			t.Errorf("by what was typed: %v", err)
		}
		if _, err := w.catalog.KeepDraft(t.Context(), w.mai, catalog.DraftInput{Draft: draft.ID, School: w.pine, Saves: draft.Saves,
			Form: []byte(`{"blocks":[{"file":{"hash":"sheet"}}]}`)}); err != nil {
			t.Fatal(err)
		}
		if f, err := w.catalog.OwnFile(t.Context(), w.mai, "sheet"); err != nil || f.Size != 7 {
			t.Errorf("in a draft of one's own: %+v, %v", f, err)
		}
		if _, err := w.catalog.OwnFile(t.Context(), w.far, "sheet"); !fault.IsNotFound(err) {
			t.Errorf("in another district: %v", err)
		}
	})
}

// An upload that no form came to share goes; what a version or a draft holds stays, also an earlier one and one thrown away.
func TestForgottenAreOnlyFilesThatNothingHolds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		held := func(hash string) block.Document {
			return tip(hash, block.File{Hash: hash, Name: "sheet.pdf", MediaType: "application/pdf"})
		}
		for _, hash := range []string{"shown", "earlier", "drafted", "discarded", "dropped", "again"} {
			w.file(w.rosa, hash)
		}
		r := w.share(w.rosa, catalog.SeenByDistrict, held("earlier"))
		w.save(w.rosa, catalog.SaveInput{Resource: r.ID, Base: r.Head, Document: held("shown")})
		form := func(hash string) catalog.Draft {
			draft, err := w.catalog.KeepDraft(t.Context(), w.rosa, catalog.DraftInput{School: w.elm, Title: hash, Form: []byte(`{"file":{"hash":"` + hash + `"}}`)})
			if err != nil {
				t.Fatal(err)
			}
			return draft
		}
		form("drafted")
		if err := w.catalog.DiscardDraft(t.Context(), w.rosa, form("discarded").ID); err != nil {
			t.Fatal(err)
		}
		left := func() string {
			if err := w.catalog.ForgetFiles(t.Context()); err != nil {
				t.Fatal(err)
			}
			list, err := db.All(t.Context(), d, db.Value[string], `SELECT hash FROM file ORDER BY hash`)
			if err != nil {
				t.Fatal(err)
			}
			return strings.Join(list, " ")
		}
		w.clock.Advance(files.Grace - time.Hour)
		if got := left(); got != "again discarded drafted dropped earlier shown" {
			t.Errorf("within a day there are %s", got)
		}
		w.file(w.mai, "again")
		w.clock.Advance(2 * time.Hour)
		if got := left(); got != "again discarded drafted earlier shown" {
			t.Errorf("after a day there are %s", got)
		}
	})
}
