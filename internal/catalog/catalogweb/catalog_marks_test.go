package catalogweb_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
)

// A teacher asks nobody of the district, but finds the way to the library of her school where there is nothing else.
func TestATeacherWhoFindsNothingIsLedToHerLibrary(t *testing.T) {
	s := newShelf(t)
	s.share(rosa, catalog.SeenByDistrict, tip("River stories"))
	p := s.as(tom).get("/catalog?q=zyzzyva").is(http.StatusOK).says("Nothing found").lacks("link", "Share something").lacks("link", "Ask colleagues")
	if to := attr(p.find("link", "Ask at your school’s library"), "href"); to != "/schools/elm" {
		t.Errorf("her library is at %q", to)
	}
	s.as(tom).get(attr(p.find("link", "See everything"), "href")).is(http.StatusOK).wants("link", "River stories")
	for who, by := range map[string]actor.Actor{"somebody who may ask": rosa, "a visitor": {}} {
		if body := s.as(by).get("/catalog?q=zyzzyva").is(http.StatusOK).body; strings.Contains(body, "Ask at your school") {
			t.Errorf("%s is led to a library of their own", who)
		}
	}
	s.as(tom).get("/catalog?q=river").is(http.StatusOK).lacks("link", "Ask at your school’s library")
}

func TestQuotesAndMinusAreSaidAndCanBeTakenAway(t *testing.T) {
	s := newShelf(t)
	s.share(rosa, catalog.SeenByDistrict, tip("Maps of sea monsters"))
	v := s.as(rosa)
	p := v.get("/catalog?q=%22sea+monsters%22+maps+-video").is(http.StatusOK).says("1 found").wants("link", "Remove Exactly: “sea monsters”", "Remove Without: video")
	for link, want := range map[string]string{"Remove Exactly: “sea monsters”": "/catalog?q=sea+monsters+maps+-video", "Remove Without: video": "/catalog?q=%22sea+monsters%22+maps", "Clear all": "/catalog?q=maps+sea+monsters"} {
		if got := attr(p.find("link", link), "href"); got != want {
			t.Errorf("%s leads to %s, want %s", link, got, want)
		}
	}
	v.get("/catalog?q=monsters").lacks("link", "Remove Exactly: “monsters”")
}

func TestAWrongDigitOfAnISBNIsSaid(t *testing.T) {
	s := newShelf(t)
	s.share(rosa, catalog.SeenByDistrict, tip("Maps"))
	v := s.as(rosa)
	for _, typed := range []string{"9780064400557", "978-0-06-440055-7", "978+0+06+440055+7"} {
		v.get("/catalog?q=" + typed).is(http.StatusOK).says("its last one does not fit the others")
	}
	v.get("/catalog?q=9780064400558").saysNot("does not fit the others")
}

// Somebody signed out, to whom nothing is shown, comes back from the door to what was looked for.
func TestComingInKeepsWhatWasLookedFor(t *testing.T) {
	s := newShelf(t)
	s.share(rosa, catalog.SeenByDistrict, tip("River stories"))
	p := s.as(actor.Actor{}).get("/catalog?q=river+stories&kind=tip").is(http.StatusOK).says("Come in to see the catalog.")
	if !strings.Contains(p.body, `href="/sign-in?next=%2Fcatalog%3Fkind%3Dtip%26q%3Driver%2Bstories"`) {
		t.Errorf("the way in forgets what was looked for:\n%s", p.body)
	}
}
