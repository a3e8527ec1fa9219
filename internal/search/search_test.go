package search_test

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
	"github.com/commonshelf/commonshelf/internal/search"
)

func TestWhatIsSharedIsFoundByTheNextSearch(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.topic("Misinformation", "Desinformación", "fake news", "bulos")
		doc := filed("Two colors of notes", "misinformation")
		doc.About.Why = "Half the class cites by Friday."
		doc.Blocks = []block.Block{
			{Body: block.Text{Heading: "Sorting", Markdown: "Yellow for the *source*, blue for the thought."}},
			{Body: block.Steps{Steps: []string{"Hand out the clothespins."}}},
			{Body: block.Book{Title: "Tuck Everlasting", Creators: []string{"Natalie Babbitt"}, ISBN: "9780374480097"}},
			{Body: block.Materials{Items: []block.Material{{Name: "Corkboard"}}}},
		}
		spanish := filed("Notas de dos colores", "misinformation")
		spanish.About.Language = "es"
		w.share(w.rosa, catalog.SeenByDistrict, doc)
		w.share(w.rosa, catalog.SeenByDistrict, spanish)
		w.share(w.rosa, catalog.SeenByDistrict, tip("Opening checklist"))
		for _, words := range []string{"colors yellow", "cites Friday", "yellow", "sorting", "clothespins", "Babbitt", "9780374480097", "corkboard"} {
			w.finds(w.mai, words, "Two colors of notes")
		}
		for _, words := range []string{"misinformation", "Desinformación", "desinformacion", "fake news", "FAKE NEWS", "bulos", "bulo"} {
			w.finds(w.mai, words, "Notas de dos colores, Two colors of notes")
		}
		w.finds(w.mai, "unicorn", "")
		w.finds(w.mai, "", "Notas de dos colores, Opening checklist, Two colors of notes")
	})
}

func TestTopicsThatTheWordsNameAreSaid(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.topic("Misinformation", "Desinformación", "fake news")
		found := w.look(w.mai, search.Query{Words: "spot fake news"})
		if len(found.Topics) != 1 || found.Topics[0].ID != "misinformation" {
			t.Errorf("topics %+v", found.Topics)
		}
		if far := w.look(w.far, search.Query{Words: "spot fake news"}); len(far.Topics) != 0 {
			t.Errorf("another district is told of %+v", far.Topics)
		}
	})
}

func TestEveryChangeIsSeenByTheNextSearch(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		r := w.share(w.rosa, catalog.SeenByDistrict, tip("Lanterns"))
		w.finds(w.mai, "lanterns", "Lanterns")

		if _, err := w.catalog.Save(t.Context(), w.rosa, catalog.SaveInput{Resource: r.ID, Base: r.Head, Document: tip("Torches")}); err != nil {
			t.Fatal(err)
		}
		w.finds(w.mai, "lanterns", "")
		w.finds(w.mai, "torches", "Torches")

		if _, err := w.catalog.Retire(t.Context(), w.rosa, r.ID, "Too hot"); err != nil {
			t.Fatal(err)
		}
		w.finds(w.mai, "torches", "")
		if _, err := w.catalog.PutBack(t.Context(), w.rosa, r.ID); err != nil {
			t.Fatal(err)
		}
		w.finds(w.mai, "torches", "Torches")

		if _, err := w.catalog.Save(t.Context(), w.rosa, catalog.SaveInput{Resource: r.ID, Base: r.Head, Document: tip("Torches"), Visibility: catalog.SeenBySchool}); err != nil {
			t.Fatal(err)
		}
		w.finds(w.mai, "torches", "")
		w.finds(w.rosa, "torches", "Torches")

		if _, err := w.catalog.Unshare(t.Context(), w.rosa, r.ID, []byte("{}")); err != nil {
			t.Fatal(err)
		}
		w.finds(w.rosa, "torches", "")
		if _, err := w.catalog.Share(t.Context(), w.rosa, catalog.ShareInput{ID: r.ID, School: w.elm, Visibility: catalog.SeenByDistrict, Document: tip("Beacons")}); err != nil {
			t.Fatal(err)
		}
		w.finds(w.mai, "torches", "")
		w.finds(w.mai, "beacons", "Beacons")
	})
}

func TestCirclesDecideWhoFinds(t *testing.T) {
	everyoneSees := []string{"rosa", "mai", "ana", "tom", "nell", "far", "visitor", "the program"}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for i, v := range catalog.Visibilities {
			w.share(w.rosa, v, tip(fmt.Sprint("Lantern ", i)))
		}
		w.share(w.nell, catalog.SeenByConsortium, tip("Lantern 4"))
		for _, c := range []struct {
			publicOn bool
			sees     map[string]string
		}{
			{false, map[string]string{"rosa": "01234", "mai": "1234", "ana": "01234", "tom": "01234", "nell": "234", "the program": "0123"}},
			{true, map[string]string{"rosa": "01234", "mai": "1234", "ana": "01234", "tom": "01234", "nell": "234", "the program": "0123", "far": "3", "visitor": "3"}},
		} {
			w.exec(`UPDATE district SET public_on = $2 WHERE id = $1`, w.home, c.publicOn)
			if _, err := w.search.Build(t.Context()); err != nil {
				t.Fatal(err)
			}
			for _, who := range everyoneSees {
				by := w.everyone()[who]
				var want []string
				for _, digit := range c.sees[who] {
					want = append(want, "Lantern "+string(digit))
				}
				w.finds(by, "lantern", strings.Join(want, ", "))
				if got := w.search.Total(by); got != len(want) {
					t.Errorf("%s may see %d, want %d", who, got, len(want))
				}
			}
		}
	})
}

// An index may be behind the database for a moment. No card shows through the gap.
func TestNoCardIsShownThatMayNotBeSeenAnyMore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.share(w.rosa, catalog.SeenByDistrict, tip("Lanterns"))
		for _, change := range []string{"state = 'retired'", "state = 'draft'", "visibility = 'school'"} {
			w.finds(w.mai, "lanterns", "Lanterns")
			w.exec(`UPDATE resource SET ` + change)
			w.finds(w.mai, "lanterns", "")
			w.exec(`UPDATE resource SET state = 'published', visibility = 'district'`)
		}
	})
}

func TestPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for i := range search.PageSize + 3 {
			w.clock.Advance(1e9)
			w.share(w.rosa, catalog.SeenByDistrict, tip(fmt.Sprintf("Lantern %02d", i)))
		}
		for _, c := range []struct {
			ask, page   int
			first, last string
		}{
			{0, 1, "Lantern 22", "Lantern 03"}, {-7, 1, "Lantern 22", "Lantern 03"}, {1, 1, "Lantern 22", "Lantern 03"},
			{2, 2, "Lantern 02", "Lantern 00"}, {3, 3, "", ""}, {1 << 62, 1_000_000, "", ""},
		} {
			found := w.look(w.mai, search.Query{Newest: true, Page: c.ask})
			if found.Total != 23 || found.Pages != 2 || found.Page != c.page {
				t.Errorf("page %d says %d found, page %d of %d", c.ask, found.Total, found.Page, found.Pages)
			}
			first, last := "", ""
			if n := len(found.Cards); n > 0 {
				first, last = found.Cards[0].About.Title, found.Cards[n-1].About.Title
			}
			if first != c.first || last != c.last {
				t.Errorf("page %d goes from %q to %q, want %q to %q", c.ask, first, last, c.first, c.last)
			}
		}
	})
}

func TestAnyOfTheWordsWhenNothingHasAll(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.share(w.rosa, catalog.SeenByDistrict, tip("Lanterns"))
		found := w.look(w.mai, search.Query{Words: "lanterns unicorns"})
		if !found.Relaxed || titlesOf(found) != "Lanterns" || found.Whole != 0 || !slices.Equal(found.Unknown, []string{"unicorns"}) {
			t.Errorf("found %q, relaxed %t, %d whole, nothing has %q", titlesOf(found), found.Relaxed, found.Whole, found.Unknown)
		}
		found = w.look(w.mai, search.Query{Words: "lantrens"})
		if titlesOf(found) != "Lanterns" || len(found.Taken) != 1 || found.Taken[0].For != "lanterns" {
			t.Errorf("misspelt, found %q, taken %v", titlesOf(found), found.Taken)
		}
		if found := w.look(w.mai, search.Query{Words: "lantrens", AsTyped: true}); len(found.Cards) > 0 || len(found.Taken) > 0 {
			t.Errorf("as typed, found %q, taken %v", titlesOf(found), found.Taken)
		}
	})
}

func TestAResourceThatCannotBeReadHidesNoOther(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		bad := w.share(w.rosa, catalog.SeenByDistrict, tip("Lanterns", block.Text{Markdown: "broken"}))
		for i := range 5 {
			w.share(w.rosa, catalog.SeenByDistrict, tip(fmt.Sprint("Torch ", i)))
		}
		w.exec(`UPDATE block SET body = '{' WHERE body LIKE '%broken%'`)
		again := newNode(t, d, w.clock)
		if _, err := again.search.Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		again.finds(w.mai, "", "Torch 0, Torch 1, Torch 2, Torch 3, Torch 4")
		wrong, err := again.search.Compare(t.Context())
		if err != nil || len(wrong) != 1 || !strings.Contains(wrong[0], string(bad.ID)) {
			t.Errorf("compared: %v, %v", wrong, err)
		}
	})
}

func TestManyAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		done := make(chan error)
		const writers, each = 16, 6
		for i := range writers {
			go func() {
				for j := range each {
					title := fmt.Sprintf("Lantern x%dx%dx", i, j)
					_, err := w.catalog.Share(t.Context(), w.rosa, catalog.ShareInput{School: w.elm, Visibility: catalog.SeenByDistrict, Document: tip(title)})
					if err == nil {
						var found search.Found
						found, err = w.search.Search(t.Context(), w.mai, search.Query{Words: fmt.Sprintf("x%dx%dx", i, j)})
						if err == nil && titlesOf(found) != title {
							err = fmt.Errorf("%s is not found at once: %q", title, titlesOf(found))
						}
					}
					if err != nil {
						done <- err
						return
					}
				}
				done <- nil
			}()
		}
		for range writers {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if got := w.search.Total(actor.Actor{District: w.home, System: true}); got != writers*each {
			t.Errorf("%d resources, want %d", got, writers*each)
		}
	})
}
