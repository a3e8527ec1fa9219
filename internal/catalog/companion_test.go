package catalog_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
)

const base = "https://shelf.example"

func at(r catalog.Resource, title string) block.Body {
	return block.Link{URL: base + r.ID.Path(title), Title: title}
}

func TestWhatIsUsedTogether(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		maps, globe := w.share(w.rosa, catalog.SeenByDistrict, tip("Maps")), w.share(w.mai, catalog.SeenByDistrict, tip("Globe"))
		hidden, alone := w.share(w.mai, catalog.SeenBySchool, tip("Hidden")), w.share(w.mai, catalog.SeenByDistrict, tip("Alone"))
		w.share(w.mai, catalog.SeenByDistrict, tip("Unit", at(maps, "As it was called"), at(globe, ""), at(hidden, "Hidden"), block.Link{URL: "https://www.loc.gov/maps/"}))
		w.share(w.mai, catalog.SeenBySchool, tip("Pine's unit", at(maps, "Maps"), at(alone, "Alone")))
		gone := w.share(w.rosa, catalog.SeenByDistrict, tip("Old unit", at(maps, "Maps"), at(alone, "Alone")))
		if _, err := w.catalog.Retire(t.Context(), w.rosa, gone.ID, "Old."); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			by   actor.Actor
			of   catalog.Resource
			want string
		}{
			"Elm":              {w.rosa, maps, "Globe in Unit"},
			"Pine":             {w.mai, maps, "Alone in Pine's unit, Globe in Unit, Hidden in Unit"},
			"the other way":    {w.rosa, globe, "Maps in Unit"},
			"nothing beside":   {w.rosa, alone, ""},
			"another district": {w.far, maps, ""},
			"a visitor":        {actor.Actor{}, maps, ""},
		} {
			list, err := w.catalog.Companions(t.Context(), c.by, c.of, base, 9)
			var got []string
			for _, one := range list {
				got = append(got, fmt.Sprintf("%s in %s", one.About.Title, one.In.About.Title))
			}
			slices.Sort(got)
			if said := strings.Join(got, ", "); err != nil || said != c.want {
				t.Errorf("%s is told %q, %v; want %q", name, said, err, c.want)
			}
		}
		if list, err := w.catalog.Companions(t.Context(), w.mai, maps, base, 1); err != nil || len(list) != 1 {
			t.Errorf("of one at most %+v, %v", list, err)
		}
	})
}
