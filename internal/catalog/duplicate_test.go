package catalog_test

import (
	"context"
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
)

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
