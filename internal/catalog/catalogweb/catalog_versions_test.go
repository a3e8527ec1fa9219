package catalogweb_test

import (
	"net/http"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
)

func TestVersionsStandInTheListOnceWithAWayToTheOthers(t *testing.T) {
	s := newShelf(t)
	core := s.share(rosa, catalog.SeenByDistrict, tip("Tides"))
	version := func(by actor.Actor, v catalog.Visibility, title string) catalog.Resource {
		t.Helper()
		r, err := s.catalog.Share(t.Context(), by, catalog.ShareInput{School: by.Schools[0].School, Visibility: v, Document: tip(title), Core: core.ID, CoreVersion: core.Head})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	ours := version(rosa, catalog.SeenByDistrict, "Lantern on the water")
	version(joan, catalog.SeenByDistrict, "Lantern")
	version(joan, catalog.SeenBySchool, "Lantern of Oak alone")
	s.share(rosa, catalog.SeenByDistrict, tip("Lantern of paper"))

	p := s.as(rosa).get("/catalog?q=lantern").is(http.StatusOK).says("2 found", "shown and counted once")
	p.wants("link", "Lantern on the water").lacks("link", "Lantern").wants("link", "Also a version at another school").wants("link", "Show every version")
	if to := attr(p.find("link", "Also a version at another school"), "href"); to != s.at(ours)+"/family" {
		t.Errorf("leads to %s", to)
	}
	all := s.as(rosa).get(attr(p.find("link", "Show every version"), "href")).is(http.StatusOK).says("3 found", "Every version stands here by itself.")
	all.wants("link", "Lantern").lacks("link", "Also a version at another school").wants("link", "Show each thing once")
	s.as(rosa).get(attr(all.find("link", "Show each thing once"), "href")).is(http.StatusOK).says("2 found")
	s.as(joan).get("/catalog?q=lantern").is(http.StatusOK).says("2 found").wants("link", "Also 2 versions at other schools")
	s.as(joan).get("/catalog").is(http.StatusOK).wants("link", "Also 2 versions at other schools")
	s.as(rosa).get("/catalog?q=paper").is(http.StatusOK).says("1 found").lacks("link", "Show every version")
}
