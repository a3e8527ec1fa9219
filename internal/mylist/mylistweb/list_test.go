package mylistweb_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/catalog/catalogtest"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/mylist"
	"github.com/commonshelf/commonshelf/internal/mylist/mylistweb"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/sitetest"
)

func TestAListIsKeptOnItsPages(t *testing.T) {
	w := catalogtest.New(t, dbtest.SQLite(t))
	list := mylist.New(mylist.Options{DB: w.DB, Clock: w.Clock, People: w.People, Catalog: w.Catalog, Jobs: w.Jobs})
	s := sitetest.New(w, func(base string) []web.Route { return mylistweb.Routes(list, base) })
	r := w.Share(w.Mai, catalog.SeenByDistrict, "=cmd|'/c calc'!A1")
	inside := w.Share(w.Mai, catalog.SeenBySchool, "Inside")
	at := "/my-list/" + string(r.ID)

	s.Is(s.Get("/my-list", ""), 303)
	s.Is(s.Post(at, "", url.Values{"when": {"week"}}), 401)
	s.Is(s.Post(at, "rosa", nil), 409)
	s.Is(s.Post("/my-list/"+string(inside.ID), "rosa", url.Values{"when": {"week"}}), 404)
	s.Is(s.Post(at, "stranger", url.Values{"when": {"week"}}), 404)
	s.Is(s.Post(at, "rosa", url.Values{"when": {"week"}}), 303)
	s.Is(s.Post(at, "tom", url.Values{"when": {"keep"}}), 303) // a teacher has one too
	s.Is(s.Get("/my-list", "rosa"), 200, "=cmd|'/c calc'!A1", "Pine · ")
	for _, other := range []id.PersonID{"mai", "ana", "stranger"} {
		if page := s.Get("/my-list", other); strings.Contains(page.Text(), "cmd") {
			t.Errorf("%s sees it: %s", other, page.Text())
		}
	}
	sheet := s.Is(s.Get("/my-list/list.csv", "rosa"), 200, s.URL+"/resources/"+string(r.ID), "week")
	if strings.Contains(sheet.Body, "\n=cmd") || strings.Contains(sheet.Body, "\n\"=cmd") {
		t.Errorf("a sheet would calculate with a title:\n%s", sheet.Body)
	}
	s.Is(s.Post(at+"/off", "rosa", nil), 303)
	if page := s.Get("/my-list", "rosa"); strings.Contains(page.Text(), "cmd") {
		t.Errorf("taken off it is there: %s", page.Text())
	}
	s.Is(s.Post(at+"/back", "rosa", nil), 303)
	s.Is(s.Get("/my-list", "rosa"), 200, "cmd")
	for _, act := range []string{"/not-yet", "/off", "/ask-again"} {
		s.Is(s.Post(at+act, "", nil), 401)
	}
}
