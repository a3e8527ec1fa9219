package search_test

import (
	"slices"
	"testing"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/search"
)

func TestNothingFoundLeadsToWhatFindsSomething(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.share(w.rosa, catalog.SeenByDistrict, tip("Maps of the sea"))
		w.share(w.rosa, catalog.SeenByDistrict, tip("Sea monsters"))
		w.share(w.rosa, catalog.SeenBySchool, filed("Maps of Elm", "poetry"))
		type filters = map[string][]string
		for _, c := range []struct {
			q    search.Query
			want []search.Wider
		}{
			{search.Query{Words: "maps"}, nil},
			{search.Query{Words: "maps", Filters: filters{search.Kind: {"reel"}}}, []search.Wider{{Facet: search.Kind, Words: "maps", Total: 1}}},
			{search.Query{Words: "sea", Filters: filters{search.Kind: {"reel"}, search.School: {string(w.elm)}}}, []search.Wider{{Facet: search.Kind, Words: "sea", Total: 2}}},
			{search.Query{Words: "sea", Filters: filters{search.Kind: {"reel"}, search.School: {string(w.pine)}}}, nil},
			{search.Query{Filters: filters{search.Tag: {"poetry"}}}, []search.Wider{{Facet: search.Tag, Total: 2}}},
			{search.Query{Words: `"monsters sea"`}, []search.Wider{{Words: "monsters sea", Total: 2}}},
			{search.Query{Words: `monsters -sea`}, []search.Wider{{Words: "monsters", Total: 1}}},
			{search.Query{Words: `"monsters sea"`, AsTyped: true, Filters: filters{search.Kind: {"tip"}}}, []search.Wider{{Words: "monsters sea", Total: 2}}},
			{search.Query{Words: "unicorn"}, nil},
		} {
			if got := w.look(w.mai, c.q).Wider; !slices.Equal(got, c.want) {
				t.Errorf("%+v leads to %+v, want %+v", c.q, got, c.want)
			}
		}
	})
}
