package feedbackweb_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/catalog/catalogtest"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/feedback"
	"github.com/commonshelf/commonshelf/internal/feedback/feedbackweb"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/mylist"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/sitetest"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// How it went, on its pages: what is typed wrong is kept, what was said is changed and taken back by whoever said it alone.
func TestAUseOnItsPages(t *testing.T) {
	w := catalogtest.New(t, dbtest.SQLite(t))
	list := mylist.New(mylist.Options{DB: w.DB, Clock: w.Clock, People: w.People, Catalog: w.Catalog, Jobs: w.Jobs})
	uses := feedback.New(feedback.Options{DB: w.DB, Clock: w.Clock, Catalog: w.Catalog, Tried: list.Tried})
	s := sitetest.New(w, func(string) []web.Route {
		return feedbackweb.Routes(feedbackweb.Options{Feedback: uses, Catalog: w.Catalog, List: list, Words: w.Words,
			Schools: func(context.Context, id.DistrictID) ([]feedbackweb.School, error) {
				return []feedbackweb.School{{ID: "elm", Name: "Elm", Grades: grade.Range(1, 6)}, {ID: "pine", Name: "Pine", Grades: grade.Range(1, 6)}}, nil
			}})
	})
	r := w.Share(w.Mai, catalog.SeenByDistrict, "Sea monsters")
	at := "/resources/" + string(r.ID) + "/uses"

	s.Is(s.Get(at+"/new", ""), 303)
	s.Is(s.Get(at+"/new", "stranger"), 404)
	s.Is(s.Get(at+"/new", "rosa"), 200, "Sea monsters", "Leave out students’ names.")
	if page := s.Is(s.Post(at, "rosa", url.Values{"outcome": {"worked"}, "visits": {"two"}, "words": {"Three <b>stations</b>."}}), 422); !strings.Contains(page.Body, "Three &lt;b&gt;stations&lt;/b&gt;.") {
		t.Errorf("what was typed is not kept:\n%s", page.Text())
	}
	s.Is(s.Post(at, "rosa", url.Values{"outcome": {"worked"}, "visits": {"2"}, "words": {"Three stations."}, "school": {"elm"}}), 303)
	s.Is(s.Get(at, "mai"), 200, "Used at Elm", "two visits", "Three stations.", "Rosa Delgado")
	s.Is(s.Get(at, "stranger"), 404)

	reports, _, err := uses.Of(t.Context(), w.Rosa, r.ID, 10)
	if err != nil || len(reports) != 1 {
		t.Fatalf("%d reports, %v", len(reports), err)
	}
	use := "/uses/" + string(reports[0].ID)
	s.Is(s.Get(use, "rosa"), 200, "Three stations.")
	s.Is(s.Get(use, "lin"), 403)
	s.Is(s.Get(use, "stranger"), 404)
	s.Is(s.Post(use+"/remove", "lin", nil), 403)
	s.Is(s.Post(use+"/remove", "rosa", nil), 303)
	if page := s.Get(at, "mai"); strings.Contains(page.Text(), "Three stations.") {
		t.Errorf("taken away it stands there: %s", page.Text())
	}
	s.Is(s.Post(use+"/back", "rosa", nil), 303)
	s.Is(s.Get(at, "mai"), 200, "Three stations.")
}

// Words that seem to name a student are asked about once, and taken as they are when they are sent again.
func TestWhatWasTakenOutIsNotAskedAbout(t *testing.T) {
	w := catalogtest.New(t, dbtest.SQLite(t))
	uses := feedback.New(feedback.Options{DB: w.DB, Clock: w.Clock, Catalog: w.Catalog})
	s := sitetest.New(w, func(string) []web.Route {
		under := func(out http.ResponseWriter, r *web.Request) error {
			panel, err := feedbackweb.Under(uses)(r, r.Chrome("Under", ui.Nowhere), r.PathValue("id"))
			if err != nil || panel == nil {
				return err
			}
			return web.Render(out, r, http.StatusOK, panel)
		}
		return append(feedbackweb.Routes(feedbackweb.Options{Feedback: uses, Catalog: w.Catalog, Words: w.Words}),
			web.Route{Pattern: "GET /under/{id}", Who: web.SignedIn, Handler: under})
	})
	r := w.Share(w.Rosa, catalog.SeenByDistrict, "Sea monsters")
	at, under := "/resources/"+string(r.ID)+"/uses", "/under/"+string(r.ID)
	rosa := s.As("rosa")
	for _, path := range []string{at, under} {
		rosa.Get(path).Is(200).Says("Say how it went")
	}
	if _, err := w.Catalog.Retire(t.Context(), w.Rosa, r.ID, "Old"); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{at, under} {
		rosa.Get(path).Is(200).SaysNot("Say how it went")
	}
	if _, err := w.Catalog.PutBack(t.Context(), w.Rosa, r.ID); err != nil {
		t.Fatal(err)
	}
	rosa.Get(under).Is(200).Says("Say how it went")
}

func TestAWarningByLinkIsGivenOnce(t *testing.T) {
	w := catalogtest.New(t, dbtest.SQLite(t))
	uses := feedback.New(feedback.Options{DB: w.DB, Clock: w.Clock, Catalog: w.Catalog})
	s := sitetest.New(w, func(string) []web.Route {
		return feedbackweb.Routes(feedbackweb.Options{Feedback: uses, Catalog: w.Catalog, Words: w.Words})
	})
	r := w.Share(w.Mai, catalog.SeenByDistrict, "Sea monsters")
	token, err := w.Catalog.MakeShareLink(t.Context(), w.Mai, r.ID, "", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"Liam Johnson ID 4829113 read two.", "  Liam  Johnson ID 4829113 read two."} {
		warned := s.As("").Post("/s/"+token+"/worked", url.Values{"way_back": {string(feedback.NewWayBack())}, "classes": {"1"}, "words": {words}}).Is(422)
		warned.Says("If it names nobody, press again")
		warned.Press("It worked").Is(200).Says("One class is counted.")
	}
}
