package doubleweb_test

import (
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/adapt"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/catalog/catalogtest"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/double"
	"github.com/commonshelf/commonshelf/internal/double/doubleweb"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/sitetest"
)

// shelf is the pages of pairs on a world.
type shelf struct{ *sitetest.Site }

func newShelf(t *testing.T) *shelf {
	t.Helper()
	w := catalogtest.New(t, dbtest.SQLite(t))
	index := search.New(w.DB, w.Topics, w.Clock, slog.New(slog.DiscardHandler))
	w.Catalog = catalog.New(w.DB, w.Clock, id.Source{}, w.Topics, index.Refresh)
	index.Use(w.Catalog)
	versions := adapt.New(adapt.Options{DB: w.DB, Clock: w.Clock, Jobs: w.Jobs, Catalog: w.Catalog})
	doubles := double.New(double.Options{DB: w.DB, Clock: w.Clock, Catalog: w.Catalog, Search: index, Adapt: versions})
	return &shelf{sitetest.New(w, func(string) []web.Route {
		return doubleweb.Routes(doubleweb.Options{Double: doubles, Catalog: w.Catalog, Topics: w.Topics})
	})}
}

func (s *shelf) share(by actor.Actor, title string, parts ...block.Body) catalog.Resource {
	s.T.Helper()
	s.Clock.Advance(time.Minute)
	d := catalogtest.Tip(title)
	d.About.Rights = "colleagues"
	for _, body := range parts {
		d.Blocks = append(d.Blocks, block.Block{Key: block.NewKey(id.Source{}), Body: body})
	}
	r, err := s.Catalog.Share(s.T.Context(), by, catalog.ShareInput{School: by.Schools[0].School, Visibility: catalog.SeenByDistrict, Document: d})
	if err != nil {
		s.T.Fatal(err)
	}
	return r
}

const fable = "I ring a small bell and every child tells a neighbor one word they learned today. It works even on Friday afternoon, and takes ninety seconds."

func bells(s *shelf) (catalog.Resource, catalog.Resource) {
	return s.share(s.Mai, "Bell", block.Text{Markdown: fable}), s.share(s.Rosa, "A small bell", block.Text{Markdown: strings.Replace(fable, "ninety", "sixty", 1)})
}

func TestAPairIsLookedAtAndKeptApart(t *testing.T) {
	s := newShelf(t)
	s.As("ana").Get("/admin/doubles").Is(http.StatusOK).Says("Nothing in the catalog looks as if it were shared more than once.")
	bells(s)
	p := s.As("ana").Get("/admin/doubles").Is(http.StatusOK).Says("1 pair looks alike.", "In both: nearly the same text", "Bell", "A small bell", "Pine · Mai Tran", "Elm · Rosa Delgado")
	p = s.As("ana").Get(p.Link("Look at both: Bell; A small bell")).Is(http.StatusOK).Says("How they differ", "Marked is what Elm’s says otherwise than Pine’s.", "sixty", "ninety")
	p = p.Press("Keep apart").Is(http.StatusOK).Says("They stay two things and are not named again.", "Nothing in the catalog", "Ana Villarreal keeps them apart")
	p = p.Press("Undo: Bell; A small bell").Is(http.StatusOK).Says("1 pair looks alike.").SaysNot("keeps them apart")
	p = p.Press("Keep apart: Bell; A small bell").Says("keeps them apart")
	p.Press("Undo").Says("1 pair looks alike.")
}

func TestWhoDecidesAboutPairs(t *testing.T) {
	s := newShelf(t)
	a, b := bells(s)
	at := "/admin/doubles/" + string(a.ID) + "/" + string(b.ID)
	for who, want := range map[id.PersonID]int{"rosa": http.StatusForbidden, "tom": http.StatusForbidden, "": http.StatusSeeOther} {
		s.Get("/admin/doubles", who).Is(want)
		s.Get(at, who).Is(want)
		if who == "" {
			want = http.StatusUnauthorized
		}
		s.Post(at, who, map[string][]string{"do": {"apart"}}).Is(want)
		s.Post(at+"/back", who, nil).Is(want)
	}
	s.Get(at, "other").Is(http.StatusNotFound)
	s.Post(at, "other", map[string][]string{"do": {"apart"}}).Is(http.StatusNotFound)
	s.Post(at, "ana", map[string][]string{"do": {"nothing"}}).Is(http.StatusNotFound)
	s.Get("/admin/doubles/"+string(a.ID)+"/none", "ana").Is(http.StatusNotFound)
	s.Post(at, "ana", map[string][]string{"do": {"apart"}}).Is(http.StatusSeeOther)
	s.Post(at, "ana", map[string][]string{"do": {"linked"}}).Is(http.StatusConflict).Says("Something was decided about these two meanwhile.")
	s.As("ana").Get(at).Says("These two are kept apart.").SaysNot("What are they to each other?")
}

func TestAPairBecomesAFamily(t *testing.T) {
	s := newShelf(t)
	a, b := bells(s)
	at := "/admin/doubles/" + string(a.ID) + "/" + string(b.ID)
	p := s.As("ana").Get(at).Is(http.StatusOK).Says("Which is the original?", "Pine’s “Bell” is the original", "Elm’s “A small bell” is the original")
	if p.Value("original") != string(a.ID) {
		t.Errorf("the original is %s unless one chooses", p.Value("original"))
	}
	p.Press("Make them one family", "original", "none").Is(http.StatusNotFound)
	p = p.Press("Make them one family", "original", string(b.ID)).Is(http.StatusOK).Says("They are one family now.", "Ana Villarreal made them one family")
	version, err := s.Catalog.Show(t.Context(), s.Mai, a.ID)
	if err != nil || version.Core != b.ID {
		t.Errorf("the version is of %q, %v", version.Core, err)
	}
	s.As("ana").Get(at).Says("These two are one family.")
	p.Press("Undo: Bell; A small bell").Is(http.StatusOK).Says("1 pair looks alike.")
	hidden, err := s.Catalog.Share(t.Context(), s.Mai, catalog.ShareInput{School: "pine", Visibility: catalog.SeenBySchool, Document: catalogtest.Tip("Hidden")})
	if err != nil {
		t.Fatal(err)
	}
	s.As("ana").Get("/admin/doubles/" + string(hidden.ID) + "/" + string(b.ID)).Says("Only Pine sees its own").SaysNot("Which is the original?")
	same := s.share(s.Mai, "Mine too", block.Text{Markdown: fable})
	p = s.As("ana").Get("/admin/doubles/" + string(a.ID) + "/" + string(same.ID)).Says("Both are Pine’s")
	if p.Has("Make them one family") {
		t.Error("a school is offered a version of its own")
	}
}
