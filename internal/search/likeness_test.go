package search_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
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
		for i := range 35 { // of a district that shows everyone what it shares
			w.share(w.far, catalog.SeenByAnyone, tip(fmt.Sprint("Far ", i), block.Text{Markdown: fable}))
		}
		link := w.share(w.rosa, catalog.SeenByDistrict, tip("Maps", block.Link{URL: "https://www.loc.gov/maps/"}))
		list, err := w.catalog.Doubles(t.Context(), w.mai, tip("Bell", block.Text{Markdown: fable}, block.Link{URL: "https://www.loc.gov/maps/"}), "")
		if err != nil || len(list) != 3 || list[0].ID != link.ID || list[0].Likeness != catalog.SameLink || list[1].Likeness != catalog.LikeText || list[2].Likeness != catalog.LikeText {
			t.Errorf("named are %+v, %v", list, err)
		}
	})
}

func TestNearlyTheSameTextIsADouble(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		bell := w.share(w.rosa, catalog.SeenByDistrict, tip("Quiet endings", block.Text{Markdown: fable}))
		for name, c := range map[string]struct {
			by   actor.Actor
			text string
			self catalog.ResourceID
			want bool
		}{
			"a word changed":            {by: w.mai, text: strings.Replace(fable, "ninety", "ninety-five", 1), want: true},
			"other case and accents":    {by: w.mai, text: strings.ToUpper(strings.ReplaceAll(fable, "a", "á")), want: true},
			"another text":              {by: w.mai, text: "Tape a paper river along the floor and let each table put one tributary where they think it belongs, then compare."},
			"itself":                    {by: w.rosa, text: fable, self: bell.ID},
			"another district's reader": {by: w.far, text: fable},
		} {
			found, err := w.catalog.Doubles(t.Context(), c.by, tip("Quiet endings", block.Text{Markdown: c.text}), c.self)
			if err != nil || len(found) > 0 != c.want {
				t.Errorf("%s: found %+v, %v", name, found, err)
			}
			if c.want && (found[0].ID != bell.ID || found[0].Likeness != catalog.LikeText || found[0].SchoolName != "Elm") {
				t.Errorf("%s: found %+v", name, found)
			}
		}
		if _, err := w.catalog.Retire(t.Context(), w.rosa, bell.ID, "old"); err != nil {
			t.Fatal(err)
		}
		if found, err := w.catalog.Doubles(t.Context(), w.mai, tip("Quiet endings", block.Text{Markdown: fable}), ""); err != nil || len(found) > 0 {
			t.Errorf("taken out of the catalog, and still found: %+v, %v", found, err)
		}
	})
}
