package catalogweb_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
)

// both opens the form of a guide for Rosa, and lets Ana save a text of her own in between.
func (s *shelf) both(t *testing.T, before, anas string) (catalog.Resource, *page, string) {
	t.Helper()
	r := s.share(rosa, catalog.SeenByDistrict, tip("A guide", block.Text{Markdown: before}, block.Steps{Steps: []string{"Look.", "Ask."}}))
	mine := s.as(rosa).post(s.at(r)+"/edit", nil).is(http.StatusOK)
	theirs := s.as(ana).post(s.at(r)+"/edit", nil).is(http.StatusOK)
	key := mine.keys()[0]
	theirs.press("do", "share", "b."+key+".text", anas).is(http.StatusOK).says(anas)
	return r, mine, key
}

func TestTwoSavingAtOnceAreJoined(t *testing.T) {
	s := newShelf(t)
	r, mine, key := s.both(t, "Ask who gains. Then look at the date.", "Ask who gains. Then look at the day.")
	p := mine.press("do", "share", "b."+key+".text", "Ask kindly who gains. Then look at the date.").is(http.StatusOK)
	p.says("A colleague had saved in between: both changes are in it.", "Ask kindly who gains. Then look at the day.")
	history := p.v.get(s.at(r)+"/versions").says("Joins versions 2 and 3").wants("link", "Version 4", "What changed in version 3")
	own := p.v.get(attr(history.find("link", "Version 3"), "href")).says("Ask kindly who gains. Then look at the date.")
	own.wants("link", "What has changed since")
}

func TestTwoChangingTheSameDecide(t *testing.T) {
	for choice, want := range map[string]string{"ours": "As Rosa wrote it", "theirs": "As Ana wrote it", "both": "As both wrote it"} {
		s := newShelf(t)
		r, mine, key := s.both(t, "As it was", "As Ana wrote it")
		p := mine.press("do", "share", "b."+key+".text", "As Rosa wrote it").is(http.StatusOK).wants("heading", "A colleague saved in between", "Yours", "As it is in the catalog", "How it was before")
		p.says("Rosa wrote", "Ana wrote", "As it was", "Ana Villarreal", "added:", "removed:")
		later := p.press("do", "later").is(http.StatusOK).says("As Ana wrote it")
		later.v.get(p.path).wants("heading", "A colleague saved in between")
		undecided := p.press("do", "save").is(http.StatusUnprocessableEntity).says("Choose what this part should say.")
		if !strings.Contains(undecided.focused(), "mine") {
			t.Errorf("the focus is on %q", undecided.focused())
		}
		saved := p.press("do", "save", "c."+key, choice, "c."+key+".markdown", "As both wrote it").is(http.StatusOK).says("Saved as you decided.", want)
		texts := map[string]bool{}
		for _, link := range []string{"Version 2", "Version 3", "Version 4"} {
			history := saved.v.get(s.at(r) + "/versions")
			for _, text := range []string{"As Rosa wrote it", "As Ana wrote it", want} {
				if strings.Contains(saved.v.get(attr(history.find("link", link), "href")).words(), text) {
					texts[text] = true
				}
			}
		}
		if !texts["As Rosa wrote it"] || !texts["As Ana wrote it"] || !texts[want] {
			t.Errorf("%s: of the texts, the history has %v", choice, texts)
		}
		saved.v.get("/drafts").says("No drafts wait for you.")
	}
}

// Who has smoothed a text and decides later is asked first, once.
func TestDecidingLaterAsksAboutWhatWasSmoothed(t *testing.T) {
	s := newShelf(t)
	_, mine, key := s.both(t, "As it was", "As Ana wrote it")
	p := mine.press("do", "share", "b."+key+".text", "As Rosa wrote it").is(http.StatusOK)
	asked := p.press("do", "later", "c."+key+".markdown", "As both wrote it").is(http.StatusOK).says("You have written something here.", "As both wrote it")
	asked.press("do", "later").is(http.StatusOK).says("As Ana wrote it").lacks("heading", "A colleague saved in between")
	asked.press("do", "edit").is(http.StatusOK).wants("heading", "Change it").says("As both wrote it")
	s.exec(`UPDATE resource SET state = 'retired', retired_at = 1, retired_by = 'ana', retire_reason = 'It has had its day.'`)
	p.press("do", "save", "c."+key, "both", "c."+key+".markdown", "As both wrote it").is(http.StatusConflict).says("As both wrote it")
}

func TestGoingOnWritingHoldsTheWordsOfBoth(t *testing.T) {
	s := newShelf(t)
	_, mine, key := s.both(t, "As it was", "As Ana wrote it")
	p := mine.press("do", "share", "b."+key+".text", "As Rosa wrote it").is(http.StatusOK)
	form := p.press("do", "edit").is(http.StatusOK).wants("heading", "Change it").says("Rosa", "Ana")
	form.press("do", "share", "b."+key+".text", "As we wrote it").is(http.StatusOK).says("Saved. The earlier text is in the versions.", "As we wrote it")
	form.v.get("/drafts").says("Thrown away")
}

func TestOneRemovesWhatTheOtherChanges(t *testing.T) {
	s := newShelf(t)
	_, mine, key := s.both(t, "As it was", "As Ana wrote it")
	p := mine.press("remove", key).press("do", "share").is(http.StatusOK)
	p.says("You took this part out; your colleague changed it.", "Taken out.", "Ana wrote").lacks("button", "Use some of each")
	p.press("do", "save", "c."+key, "theirs").is(http.StatusOK).says("As Ana wrote it")
}

func TestComparingTwoVersions(t *testing.T) {
	s := newShelf(t)
	r := s.share(rosa, catalog.SeenByDistrict, tip("A guide", block.Text{Markdown: "Ask who gains from **this** page."}, block.Steps{Steps: []string{"Look.", "Ask."}}))
	form := s.as(rosa).post(s.at(r)+"/edit", nil)
	form.press("do", "share", "b."+form.keys()[0]+".text", "Ask who gains from **this** page.\n\nWait.").is(http.StatusOK)
	v := s.as(joan)
	history := v.get(s.at(r)+"/versions").wants("button", "Compare").says("changed a text")
	p := v.get(s.at(r)+"/versions/compare?from=1&to=2").is(http.StatusOK).wants("heading", "What changed", "Text").wants("link", "Version 1", "Version 2")
	p.says("added: Wait.", "One part is the same.")
	v.get(attr(history.find("link", "What changed in version 2"), "href")).is(http.StatusOK).says("added: Wait.")
	v.get(s.at(r) + "/versions/compare?from=2&to=1").says("added: Wait.")
	v.get(s.at(r) + "/versions/compare?from=2&to=2").is(http.StatusOK).says("these two versions say the same")
	v.get(s.at(r) + "/versions/compare?from=1&to=9").is(http.StatusNotFound)
	v.get(s.at(r) + "/versions/compare").is(http.StatusNotFound)
	v.get(attr(history.find("link", "Version 1"), "href") + "/changes").is(http.StatusNotFound)
}
