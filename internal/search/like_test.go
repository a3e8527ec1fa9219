package search_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/grade"
)

func (n *node) like(by actor.Actor, r catalog.ResourceID) []string {
	n.t.Helper()
	shown, err := n.catalog.Show(n.t.Context(), by, r)
	if err != nil {
		n.t.Fatal(err)
	}
	cards, err := n.search.Like(n.t.Context(), by, shown, 3)
	if err != nil {
		n.t.Fatal(err)
	}
	var out []string
	for _, c := range cards {
		out = append(out, c.About.Title)
	}
	return out
}

func TestWhatIsAboutTheSameIsNamed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.topic("Maps", "Mapas", "atlas")
		w.topic("Sea and shore", "Mar y costa")
		r := w.share(w.rosa, catalog.SeenByDistrict, filed("Lanterns", "maps", "sea-and-shore"))
		w.share(w.mai, catalog.SeenByDistrict, filed("Both", "maps", "sea-and-shore"))
		w.share(w.mai, catalog.SeenByDistrict, filed("Nothing of it"))
		w.share(w.mai, catalog.SeenBySchool, filed("Pine's own", "maps", "sea-and-shore"))
		old := filed("For the tall", "maps", "sea-and-shore")
		old.About.Grades = grade.FromBands([]string{"9-12"})
		w.share(w.mai, catalog.SeenByDistrict, old)
		version := func(by actor.Actor, of catalog.Resource) catalog.Resource {
			t.Helper()
			made, err := w.catalog.Share(t.Context(), by, catalog.ShareInput{School: by.Schools[0].School, Visibility: catalog.SeenByDistrict,
				Document: filed(by.Name+"'s version", "maps", "sea-and-shore"), Core: of.ID, CoreVersion: of.Head})
			if err != nil {
				t.Fatal(err)
			}
			return made
		}
		pines := version(w.mai, r)
		elms := version(w.rosa, pines)
		for _, one := range []catalog.Resource{r, pines, elms} {
			if got := w.like(w.rosa, one.ID); !slices.Equal(got, []string{"Both"}) {
				t.Errorf("like %s are %q", one.ID, got)
			}
		}
		plain := w.share(w.rosa, catalog.SeenByDistrict, tip("Paper boats on the river"))
		w.share(w.mai, catalog.SeenByDistrict, tip("Paper boats"))
		if got := w.like(w.rosa, plain.ID); !slices.Equal(got, []string{"Paper boats"}) {
			t.Errorf("like one without topics are %q", got)
		}
	})
}

func TestNothingIsLikeThatMayNotBeSeen(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for _, topic := range []string{"maps", "poetry", "robots"} {
			w.topic(topic, topic)
		}
		s := fill(w, rand.New(rand.NewPCG(3, 4)), 60)
		named := 0
		for name, by := range w.everyone() {
			var may []string
			for _, r := range s.seen(by) {
				may = append(may, r.Document.About.Title)
			}
			for _, r := range s.seen(by) {
				for _, title := range w.like(by, r.ID) {
					if named++; !slices.Contains(may, title) || title == r.Document.About.Title {
						t.Errorf("%s is told that %q is like %q of %s", name, title, r.Document.About.Title, strings.Join(may, ", "))
					}
				}
			}
		}
		if named == 0 {
			t.Error("nothing was like anything")
		}
	})
}
