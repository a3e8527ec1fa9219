package catalogweb_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
)

// shared counts what is in the catalog of the tests.
func (s *shelf) shared() int {
	s.t.Helper()
	n, err := db.One(s.t.Context(), s.db, db.Value[int], `SELECT count(*) FROM resource WHERE state <> 'draft'`)
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

func (s *shelf) count(table string) int {
	s.t.Helper()
	n, err := db.One(s.t.Context(), s.db, db.Value[int], `SELECT count(*) FROM `+table)
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

func TestAFormSentTwiceSharesOnce(t *testing.T) {
	s := newShelf(t)
	p := s.as(rosa).begin("Quiet endings\nI ring a small bell.")
	form := p.form(p.path)
	form.Set("do", "share")
	for range 2 {
		shared := p.v.send(p.path, form).is(http.StatusOK).wants("heading", "Quiet endings").wants("button", "Undo").says("Shared with your colleagues.")
		if !strings.HasPrefix(shared.path, "/resources/") {
			t.Errorf("led to %s", shared.path)
		}
	}
	if s.shared() != 1 || s.count("draft") != 0 || s.count("version") != 1 {
		t.Errorf("%d resources, %d drafts, %d versions", s.shared(), s.count("draft"), s.count("version"))
	}
	for _, address := range []string{p.path, p.path + "/preview"} {
		if now := p.v.get(address).is(http.StatusOK); !strings.HasPrefix(now.path, "/resources/") {
			t.Errorf("%s leads to %s", address, now.path)
		}
	}
	s.as(sam).send(p.path, form).is(http.StatusNotFound)
	s.as(joan).send(p.path, form).is(http.StatusOK).lacks("button", "Undo")
	if s.count("version") != 1 || s.count("draft") != 0 {
		t.Error("a colleague's form changed it")
	}
}

func TestTwoTapsAtOnceShareOnce(t *testing.T) {
	s := newShelf(t)
	for range 10 {
		p := s.as(rosa).begin("Quiet endings\nI ring a small bell.")
		form := p.form(p.path)
		form.Set("do", "share")
		before := s.shared()
		var taps sync.WaitGroup
		for range 3 {
			taps.Go(func() {
				if got := p.v.send(p.path, form); got.status != http.StatusOK || !strings.HasPrefix(got.path, "/resources/") {
					t.Errorf("a tap answers %d at %s", got.status, got.path)
				}
			})
		}
		taps.Wait()
		if s.shared() != before+1 || s.count("draft") != 0 || s.count("discarded_draft") != 0 {
			t.Fatalf("%d resources more, %d drafts", s.shared()-before, s.count("draft"))
		}
	}
}

func TestOtherWordsSentAfterSharingBecomeAChange(t *testing.T) {
	s := newShelf(t)
	p := s.as(rosa).begin("Quiet endings\nI ring a small bell.")
	form := p.form(p.path)
	form.Set("do", "share")
	p.v.send(p.path, form).is(http.StatusOK)
	form.Set("why", "I ring a small bell, twice.")
	change := p.v.send(p.path, form).is(http.StatusOK).says("This is shared already.").wants("button", "Save")
	if change.value("Why would a colleague want this?") != "I ring a small bell, twice." {
		t.Errorf("typed %q", change.value("Why would a colleague want this?"))
	}
	change.press("do", "share").is(http.StatusOK).says("I ring a small bell, twice.")
	if s.shared() != 1 || s.count("version") != 2 {
		t.Errorf("%d resources, %d versions", s.shared(), s.count("version"))
	}
	p.v.send(change.path, change.form(change.path)).is(http.StatusOK).wants("heading", "Quiet endings")
}

func TestWhatWasTakenBackIsADraftAgainAlsoByItsOldForm(t *testing.T) {
	s := newShelf(t)
	p := s.as(rosa).begin("Quiet endings\nI ring a small bell.")
	form := p.form(p.path)
	form.Set("do", "share")
	shared := p.v.send(p.path, form).is(http.StatusOK)
	undo := strings.TrimSuffix(shared.path, "/quiet-endings") + "/unshare"
	again := p.v.post(undo, nil).is(http.StatusOK).says("It is your draft again.")
	if twice := p.v.post(undo, nil).is(http.StatusOK); twice.path != again.path {
		t.Errorf("undone twice leads to %s", twice.path)
	}
	if old := p.v.get(p.path).is(http.StatusOK); old.path != again.path {
		t.Errorf("the old address leads to %s", old.path)
	}
	p.v.send(p.path, form).is(http.StatusOK).says("Shared with your colleagues.")
	if s.shared() != 1 || s.count("draft") != 0 {
		t.Errorf("%d resources, %d drafts", s.shared(), s.count("draft"))
	}
}

func TestTheFirstBoxSentTwiceIsOneDraft(t *testing.T) {
	s := newShelf(t)
	one, two := s.as(rosa).begin("Quiet endings\nBecause."), s.as(rosa).begin("Quiet endings\nBecause.")
	if one.path != two.path || s.count("draft") != 1 {
		t.Errorf("%s and %s", one.path, two.path)
	}
	if other := s.as(rosa).begin("Loud endings\nBecause."); other.path == one.path {
		t.Error("other words lead to the same draft")
	}
	one.press("do", "keep", "title", "Quiet beginnings")
	if later := s.as(rosa).begin("Quiet endings\nBecause."); later.path == one.path || later.value("Title") != "Quiet endings" {
		t.Error("a draft that went on is begun again")
	}
}

func TestAFormOfADraftThrownAwayBringsItBack(t *testing.T) {
	s := newShelf(t)
	p := s.as(rosa).begin("Half a thought\nTo be finished.")
	form := p.form(p.path)
	form.Set("do", "share")
	p.v.post(p.path2("/share/", "/drafts/")+"/discard", nil).is(http.StatusOK)
	s.as(joan).send(p.path, form).is(http.StatusNotFound)
	p.v.send(p.path, form).is(http.StatusOK).wants("heading", "Half a thought")
	if s.shared() != 1 || s.count("discarded_draft") != 0 {
		t.Errorf("%d resources", s.shared())
	}
	if _, err := s.catalog.Became(t.Context(), rosa, catalog.DraftID("nothing")); err == nil {
		t.Error("nothing became something")
	}
}
