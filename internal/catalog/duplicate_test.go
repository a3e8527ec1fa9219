package catalog_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
)

const fable = "I ring a small bell and every child tells a neighbor one word they learned today. It works even on Friday afternoon, and takes ninety seconds."

func TestTheSurestOfManyDoublesAreNamed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for i := range 35 { // of one school, which others do not see
			w.share(w.rosa, catalog.SeenBySchool, tip(fmt.Sprint("Hidden ", i), block.Text{Markdown: fable}, block.Link{URL: "https://www.loc.gov/maps/"}))
		}
		for i := range 35 {
			w.share(w.rosa, catalog.SeenByDistrict, tip(fmt.Sprint("Bell ", i), block.Text{Markdown: fable}))
		}
		link := w.share(w.rosa, catalog.SeenByDistrict, tip("Maps", block.Link{URL: "https://www.loc.gov/maps/"}))
		list, err := w.catalog.Doubles(t.Context(), w.mai, tip("Bell", block.Text{Markdown: fable}, block.Link{URL: "https://www.loc.gov/maps/"}), "")
		if err != nil || len(list) != 3 || list[0].ID != link.ID || list[0].Likeness != catalog.SameLink || list[1].Likeness != catalog.LikeText || list[2].Likeness != catalog.LikeText {
			t.Errorf("named are %+v, %v", list, err)
		}
	})
}

func TestAFailureWhileDoublesAreLookedForIsSaid(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.share(w.rosa, catalog.SeenByDistrict, tip("Maps", block.Link{URL: "https://www.loc.gov/maps/"}))
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if list, err := w.catalog.Doubles(gone, w.mai, tip("Maps", block.Link{URL: "https://www.loc.gov/maps/"}), ""); err == nil {
			t.Errorf("found %+v as if nothing had happened", list)
		}
	})
}
