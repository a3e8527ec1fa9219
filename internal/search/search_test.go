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

// A word taken for another finds what that finds, by whatever names it, in the same order; what is in a list of ours is taken for nothing.
func TestACorrectedWordIsAsIfItHadBeenTyped(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.topic("Academic honesty", "Honestidad académica", "plagiarism")
		w.share(w.rosa, catalog.SeenByDistrict, filed("Book closed", "academic-honesty"))
		w.share(w.rosa, catalog.SeenByDistrict, tip("No more copying"))
		w.share(w.rosa, catalog.SeenByDistrict, tip("Friction, slowly"))
		w.share(w.rosa, catalog.SeenByDistrict, tip("A dot"))
		w.share(w.rosa, catalog.SeenByDistrict, tip("Noticias falsas en casa"))
		for typed, right := range map[string]string{"plagerism": "plagiarism", "Plagerism!": "plagiarism!", "plagerism’s copying": "plagiarism copying", "noticas falsas": "noticias falsas"} {
			got, want := w.look(w.mai, search.Query{Words: typed}), w.look(w.mai, search.Query{Words: right})
			if want.Total == 0 || len(got.Taken) != 1 || !slices.Equal(idsOfCards(got), idsOfCards(want)) || !slices.Equal(got.Helped, want.Helped) || got.Total != want.Total {
				t.Errorf("%q finds %s and %v by %v, %q %s by %v", typed, titlesOf(got), got.Taken, got.Helped, right, titlesOf(want), want.Helped)
			}
		}
		for _, typed := range []string{"fractions", "K-2 fractions", "don't", "don’t"} {
			if got := w.look(w.mai, search.Query{Words: typed}); len(got.Taken) > 0 {
				t.Errorf("%q is taken for %v", typed, got.Taken)
			}
		}
		if got := w.look(w.mai, search.Query{Words: "plagerism", AsTyped: true}); got.Total != 0 || len(got.Taken) > 0 {
			t.Errorf("as typed, a slip finds %s", titlesOf(got))
		}
	})
}

// firstTitles are the titles of the first cards, at most so many.
func firstTitles(found search.Found, most int) (titles []string) {
	for _, c := range found.Cards[:min(most, len(found.Cards))] {
		titles = append(titles, c.About.Title)
	}
	return titles
}

func idsOfCards(found search.Found) (ids []catalog.ResourceID) {
	for _, c := range found.Cards {
		ids = append(ids, c.ID)
	}
	return ids
}

// Whatever the words are, every result shows one of them, or by what else it was found.
func TestEveryResultShowsByWhatItWasFound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.topic("Belonging", "Pertenencia", "kindness", "friendship")
		w.topic("Biography and memoir", "Biografía y memorias")
		french := tip("Lire à douze ans")
		french.About.Language, french.About.Type = "fr", block.BookList
		counting := tip("A loom from a box")
		counting.About.Subjects = []string{"math"}
		for _, doc := range []block.Document{filed("The quiet lunch", "belonging"), filed("A life in five objects", "biography-and-memoir"), french, counting,
			tip("The page of the substitute"), tip("Owl moon"), tip("Copying is easy", block.Text{Heading: "Words", Markdown: "The children said it."})} {
			w.share(w.rosa, catalog.SeenByDistrict, doc)
		}
		for _, words := range []string{"bullying", "friendship", "biographies", "sub", "livres en français", "segundo grado matemáticas", "plagiarism", "plagerism", "owls", "child", "books in french for kids"} {
			found := w.look(w.mai, search.Query{Words: words})
			if found.Total == 0 {
				t.Errorf("%q finds nothing", words)
			}
			for i, m := range found.Matches {
				if !m.Said() && len(m.Topics)+len(m.Through) == 0 {
					t.Errorf("%q finds %q, and nothing shows why", words, found.Cards[i].About.Title)
				}
			}
		}
	})
}

func TestWhatElseWasLookedForIsSaidWhereItFoundSomething(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.topic("Misinformation", "Desinformación", "fake news")
		w.share(w.rosa, catalog.SeenByDistrict, filed("Three checks", "misinformation"))
		w.share(w.rosa, catalog.SeenByDistrict, tip("Spotting a hoax"))
		w.share(w.rosa, catalog.SeenBySchool, tip("Rumors and lies"))
		w.share(w.rosa, catalog.SeenByDistrict, tip("Lunch"))
		said := func(by actor.Actor, q search.Query) (out []string) {
			for _, h := range w.look(by, q).Helped {
				out = append(out, h.Words+h.Facet+h.Value)
			}
			slices.Sort(out)
			return out
		}
		if got := said(w.mai, search.Query{Words: "fake news"}); !slices.Equal(got, []string{"tagmisinformation"}) {
			t.Errorf("got %q", got)
		}
		if got := said(w.mai, search.Query{Words: "fake news", AsTyped: true}); len(got) > 0 {
			t.Errorf("as typed, got %q", got)
		}
		if far := said(w.far, search.Query{Words: "fake news"}); len(far) != 0 {
			t.Errorf("another district is told of %q", far)
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
