package catalogweb_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/catalog"
)

func TestAnImportIsOneLineAndTheShelfMixesSchools(t *testing.T) {
	s := newShelf(t)
	for i := range 4 {
		s.share(rosa, catalog.SeenByDistrict, tip(fmt.Sprint("By Elm ", i)))
		s.clock.Advance(time.Minute)
	}
	s.share(joan, catalog.SeenByDistrict, tip("By Oak"))
	s.clock.Advance(time.Minute)
	for i := range 45 {
		if _, err := s.catalog.Share(t.Context(), joan, catalog.ShareInput{School: "oak", Visibility: catalog.SeenByDistrict, Document: tip(fmt.Sprint("Brought ", i)), Import: "list"}); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 6 {
		s.share(rosa, catalog.SeenByDistrict, tip(fmt.Sprint("Elm again ", i)))
	}
	start := s.as(rosa).get("/").is(http.StatusOK).says("46 new things from Oak in the last two weeks.", "By Oak", "Elm again 5").saysNot("Brought", "By Elm 0")
	if at, other := strings.Index(start.words(), "By Oak"), strings.Index(start.words(), "Elm again 4"); at > other {
		t.Error("a second thing of Elm stands before the first of Oak")
	}
	p := s.as(tom).get("/new").is(http.StatusOK).says("By Elm 0", "By Oak").saysNot("Brought")
	line := "Oak brought in 45 things, Nov 23, 2026"
	if link := p.find("link", line); link == nil {
		t.Errorf("no line of the import: %s", p.words())
	} else {
		s.as(tom).get(attr(link, "href")).is(http.StatusOK).says("Brought 44").saysNot("By Elm")
	}
}

func TestWhereImportsAreAllThereIsTheyFillTheShelf(t *testing.T) {
	s := newShelf(t)
	for i := range 3 {
		if _, err := s.catalog.Share(t.Context(), joan, catalog.ShareInput{School: "oak", Visibility: catalog.SeenByDistrict, Document: tip(fmt.Sprint("Brought ", i)), Import: "list"}); err != nil {
			t.Fatal(err)
		}
	}
	s.as(tom).get("/").says("Brought 0", "Brought 1", "Brought 2")
	s.as(tom).get("/new").says("Oak brought in a few things").saysNot("Nothing is shared yet")
}

func TestAVisitorReadsTheNamesOfSchools(t *testing.T) {
	s := newShelf(t)
	s.exec(`UPDATE district SET public_on = TRUE WHERE id = $1`, maple)
	for i := range 24 {
		s.share(rosa, catalog.SeenByAnyone, tip(fmt.Sprint("By Elm ", i)))
		s.share(joan, catalog.SeenByAnyone, tip(fmt.Sprint("By Oak ", i)))
	}
	for _, v := range []*visitor{s.as(noOne), s.as(sam)} {
		v.get("/catalog").is(http.StatusOK).wants("field", "Elm", "Oak").lacks("field", "elm")
		v.get("/catalog?school=elm").is(http.StatusOK).says("Remove Elm")
		v.get("/catalog?school=made-up").is(http.StatusOK).says("Another school").saysNot("made-up")
	}
}

func TestWhatADistrictSharedIsDatedByItsOwnClock(t *testing.T) {
	s := newShelf(t)
	s.exec(`UPDATE district SET public_on = TRUE, time_zone = 'Pacific/Auckland' WHERE id = $1`, maple)
	s.clock.Advance(time.Date(2026, 12, 31, 12, 0, 0, 0, time.UTC).Sub(monday)) // January 1, 2027 in Auckland
	r := s.share(rosa, catalog.SeenByAnyone, tip("At midnight"))
	token, err := s.catalog.MakeShareLink(t.Context(), rosa, r.ID, "", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []*visitor{s.as(noOne), s.as(sam)} {
		v.get(s.at(r)).is(http.StatusOK).says("Jan 1, 2027").saysNot("Dec 31")
		v.get("/s/" + token).is(http.StatusOK).says("Jan 1, 2027").saysNot("Dec 31")
		v.get("/catalog").is(http.StatusOK).says("2027").saysNot("2026")
	}
}

func TestTheFormSaysWhenItWasKeptByTheClockOfTheDistrict(t *testing.T) {
	s := newShelf(t)
	p := s.as(rosa).begin("Rivers\nBecause.")
	var answer struct{ Time string }
	kept := p.v.post(p.path+"/keep", p.form(p.path)).is(http.StatusOK)
	if err := json.Unmarshal([]byte(kept.body), &answer); err != nil || answer.Time == "" {
		t.Fatalf("%s: %v", kept.body, err)
	}
	p.v.get("/drafts").says("at " + answer.Time)
}
