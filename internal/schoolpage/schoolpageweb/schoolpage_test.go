package schoolpageweb_test

import (
	"net/http"
	"testing"

	"github.com/commonshelf/commonshelf/internal/catalog/catalogtest"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/schoolpage"
	"github.com/commonshelf/commonshelf/internal/schoolpage/schoolpageweb"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/sitetest"
)

func newSite(t *testing.T) *sitetest.Site {
	t.Helper()
	w := catalogtest.New(t, dbtest.SQLite(t))
	pages := schoolpage.New(w.DB, w.Clock, id.Source{}, w.People)
	return sitetest.New(w, func(address string) []web.Route {
		return schoolpageweb.Routes(schoolpageweb.Options{Pages: pages, People: w.People, BaseURL: address})
	})
}

// public turns public pages on.
func public(s *sitetest.Site) {
	s.T.Helper()
	if _, err := s.DB.Exec(s.T.Context(), `UPDATE district SET public_on = TRUE WHERE id = 'maple'`); err != nil {
		s.T.Fatal(err)
	}
}

func TestALibrarysPageIsOffUntilTheCoordinatorTurnsItOn(t *testing.T) {
	s := newSite(t)
	rosa := s.As("rosa")
	rosa.Get("/schools/elm").Is(http.StatusOK).Says("Only people of the district, signed in, read this page.")
	rosa.Get("/databases/new?school=elm").Is(http.StatusOK).Press("Save", "name", "World Book", "url", "worldbook.example.org", "way_in", "The card in the folder says how.", "inside", "The password is kite.").
		Is(http.StatusOK).Says("World Book is on the list.", "The password is kite.")
	rosa.Get("/schools/elm/edit").Is(http.StatusOK).Press("Save", "asking", "**Story hour**, first Monday.\n\n<script>alert(1)</script>").Is(http.StatusOK).Says("Story hour", "first Monday.").SaysNot("alert(1)")
	for _, person := range []id.PersonID{"", "stranger"} {
		s.As(person).Get("/schools/elm").Is(http.StatusNotFound)
	}
	s.As("tom").Get("/schools/elm").Is(http.StatusOK).Says("The password is kite.").SaysNot("Add a database")
	public(s)
	for _, person := range []id.PersonID{"", "stranger"} {
		p := s.As(person).Get("/schools/elm").Is(http.StatusOK).Says("Story hour", "World Book", "The card in the folder says how.").SaysNot("kite", "Add a database", "Rosa")
		if p.Link("World Book") != "https://worldbook.example.org" {
			t.Errorf("leads to %q", p.Link("World Book"))
		}
		s.As(person).Get("/schools/nowhere").Is(http.StatusNotFound)
		s.As(person).Get("/schools/ridge").Is(map[id.PersonID]int{"": http.StatusNotFound, "stranger": http.StatusOK}[person])
	}
}

func TestAnAddressOfADatabaseIsOneOfTheWeb(t *testing.T) {
	s := newSite(t)
	for _, address := range []string{"javascript:alert(1)", "javascript://example.org/%0aalert(1)", "data:text/html,x", "https://user:secret@example.org", "nowhere"} {
		p := s.As("rosa").Get("/databases/new?school=elm").Press("Save", "name", "World Book", "url", address).Is(http.StatusUnprocessableEntity).Says("Write the whole address")
		if p.Value("url") != address {
			t.Errorf("typed was %q", p.Value("url"))
		}
	}
}

func TestWhoKeepsWhichPage(t *testing.T) {
	s := newSite(t)
	for path, want := range map[string][4]int{ // of Elm, of another school, who teaches there, who coordinates
		"/schools/elm/edit":          {http.StatusOK, http.StatusForbidden, http.StatusForbidden, http.StatusOK},
		"/databases/new?school=elm":  {http.StatusOK, http.StatusForbidden, http.StatusForbidden, http.StatusOK},
		"/databases/new":             {http.StatusForbidden, http.StatusForbidden, http.StatusForbidden, http.StatusOK},
		"/databases":                 {http.StatusOK, http.StatusOK, http.StatusOK, http.StatusOK},
		"/databases/0000000000000x0": {http.StatusNotFound, http.StatusNotFound, http.StatusForbidden, http.StatusNotFound},
	} {
		for n, person := range []id.PersonID{"rosa", "mai", "tom", "ana"} {
			if got := s.As(person).Get(path).Status; got != want[n] {
				t.Errorf("%s gets %d at %s, want %d", person, got, path, want[n])
			}
		}
	}
	s.As("stranger").Get("/schools/elm/edit").Is(http.StatusNotFound)
}

func TestADatabaseHasAWayBackFromEverything(t *testing.T) {
	s := newSite(t)
	ana := s.As("ana")
	p := ana.Get("/databases/new").Press("Save", "name", "Atlas").Is(http.StatusOK).Says("Atlas is on the list.")
	at := p.Link("Change Atlas")
	ana.Get(at).Press("Save", "name", "Atlas online").Is(http.StatusOK).Says("Atlas online").Press("Undo").SaysNot("Atlas online")
	p = ana.Get(at).Press("Take it off the list").Is(http.StatusOK).Says("Atlas is off the list.")
	ana.Get(at).Is(http.StatusNotFound)
	p.Press("Undo").Is(http.StatusOK).Says("Atlas is on the list again.")
	s.As("rosa").Post(at+"/remove", nil).Is(http.StatusForbidden)
	s.As("stranger").Post(at+"/remove", nil).Is(http.StatusNotFound)
}

func TestTwoWriteAPageAtOnce(t *testing.T) {
	s := newSite(t)
	first, second := s.As("rosa").Get("/schools/elm/edit"), s.As("lin").Get("/schools/elm/edit")
	first.Press("Save", "asking", "Ask for carts.").Is(http.StatusOK)
	late := second.Press("Save", "asking", "Ask for clay.").Is(http.StatusUnprocessableEntity).Says("Ask for carts.")
	if late.Value("asking") != "Ask for clay." {
		t.Errorf("typed was %q", late.Value("asking"))
	}
	late.Press("Save", "asking", "Ask for carts and clay.").Is(http.StatusOK).Says("Ask for carts and clay.").Press("Undo").Is(http.StatusOK).Says("Ask for carts.").SaysNot("clay")
}
