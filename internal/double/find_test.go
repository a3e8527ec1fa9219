package double_test

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
	"github.com/commonshelf/commonshelf/internal/double"
	"github.com/commonshelf/commonshelf/internal/fault"
)

func TestWhatIsAlikeIsFound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.share(w.Mai, "Maps", link("https://www.loc.gov/maps/"))
		w.share(w.Rosa, "Old maps", link("http://loc.gov/maps"))
		w.share(w.Mai, "Bell", text(fable))
		w.share(w.Rosa, "A small bell", text(strings.Replace(fable, "ninety", "sixty", 1)))
		w.share(w.Rosa, "Nothing of it", text("Tape a paper river along the floor and let each table put one tributary where they think it belongs."))
		list, err := w.double.Pairs(t.Context(), w.Ana)
		w.ok(err)
		if len(list) != 2 {
			t.Fatalf("found %+v", list)
		}
		said := map[string]catalog.Resemblance{}
		for _, p := range list {
			said[p.First.About.Title] = p.Like
			if p.First.SchoolName != "Pine" || p.Then.SchoolName != "Elm" || p.Of != 1 {
				t.Errorf("%s stands before %s, of %d", p.First.SchoolName, p.Then.SchoolName, p.Of)
			}
		}
		if l := said["Maps"]; l.Links != (catalog.Share{Both: 1, Of: 1}) || l.NearlySame() {
			t.Errorf("maps share %+v", l)
		}
		if l := said["Bell"]; l.Links.Both != 0 || !l.NearlySame() {
			t.Errorf("bells share %+v", l)
		}
	})
}

// A list is another list where most of its books are the same, and one book is the same in another edition.
func TestBooksInCommon(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		isbns := []string{"9780439023481", "9780306406157", "9780140328721", "9780064400558", "9780590353427", "9780143039433"}
		book := func(n int) block.Body {
			return block.Book{ISBN: isbns[n], Title: fmt.Sprint("Book ", n), Creators: []string{fmt.Sprint("Writer ", n)}}
		}
		w.share(w.Mai, "Five", book(0), book(1), book(2), book(3), book(4))
		w.share(w.Rosa, "Four of them", book(0), book(1), book(2), book(3), book(5))
		w.share(w.Lin, "One of them", book(0), block.Book{ISBN: "9780061120084", Title: "Another"}, block.Book{ISBN: "9780141439518", Title: "A third"})
		w.share(w.Mai, "Hard", block.Book{ISBN: "9780312367541", Title: "A Wrinkle in Time", Creators: []string{"Madeleine L'Engle"}})
		w.share(w.Rosa, "Soft", block.Book{ISBN: "9780440498056", Title: "A wrinkle in time", Creators: []string{"L’Engle, Madeleine"}})
		w.finds("Five + Four of them", "Hard + Soft")
		list, err := w.double.Pairs(t.Context(), w.Ana)
		w.ok(err)
		if l := list[0].Like; l.Books != (catalog.Share{Both: 4, Of: 5}) || l.Editions != 0 {
			t.Errorf("the lists share %+v", l)
		}
		if l := list[1].Like; l.Books != (catalog.Share{Both: 1, Of: 1}) || l.Editions != 1 {
			t.Errorf("the editions share %+v", l)
		}
	})
}

// What everybody links to neither hides what few share nor fills the list.
func TestAFamousLinkComesLast(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for i := range 60 {
			w.share(w.Rosa, fmt.Sprint("Famous ", i), link("https://www.loc.gov/"))
		}
		w.share(w.Mai, "Maps", link("https://maps.example/rare"))
		w.share(w.Rosa, "Old maps", link("https://maps.example/rare"))
		got := w.pairs()
		if len(got) < 2 || len(got) > 12 || got[0] != "Maps + Old maps" {
			t.Errorf("%d pairs, first %q", len(got), got[0])
		}
	})
}

// Three that are the same are named by two pairs, and the third once these are kept apart.
func TestWhatIsAboutTheSameStandsTogether(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		a := w.share(w.Mai, "A", text(fable), link("https://bell.example/"))
		b := w.share(w.Rosa, "B", text(fable), link("https://bell.example/"))
		w.share(w.Lin, "C", text(fable), link("https://bell.example/"))
		list, err := w.double.Pairs(t.Context(), w.Ana)
		w.ok(err)
		if len(list) != 2 || list[0].Of != 2 || list[1].Of != 0 || list[0].First.ID != a.ID || list[1].First.ID != a.ID {
			t.Fatalf("found %+v", list)
		}
		w.ok(w.double.Decide(t.Context(), w.Ana, a.ID, b.ID, double.Apart))
		if got := w.pairs(); len(got) != 2 || got[0] == "A + B" || got[1] == "A + B" {
			t.Errorf("after keeping A and B apart %q", got)
		}
	})
}

// What is as sure stands in the order in which it was shared, and in the same order whenever it is looked for anew.
func TestEqualsStandInOneOrder(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		var want []string
		for i := range 6 {
			address := link(fmt.Sprintf("https://maps.example/%d", i))
			w.share(w.Mai, fmt.Sprint("Maps ", i), address)
			w.share(w.Rosa, fmt.Sprint("Old maps ", i), address)
			want = append(want, fmt.Sprintf("Maps %d + Old maps %d", i, i))
		}
		for _, title := range []string{"A", "B", "C", "D", "E", "F"} { // which of them stand beside each other is not said
			w.share(w.Lin, title, link("https://bell.example/"))
		}
		first := w.pairs()
		if len(first) != 11 || !slices.Equal(slices.DeleteFunc(slices.Clone(first), func(p string) bool { return !strings.HasPrefix(p, "Maps") }), want) {
			t.Errorf("found %q", first)
		}
		for range 5 {
			w.double = double.New(double.Options{DB: d, Clock: w.Clock, Catalog: w.Catalog, Search: w.search, Adapt: w.adapt})
			w.finds(first...)
		}
	})
}

func TestAFamilyIsNoPair(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		core := w.share(w.Mai, "Bell", text(fable))
		version, err := w.Catalog.Share(t.Context(), w.Rosa, catalog.ShareInput{School: "elm", Visibility: catalog.SeenByDistrict, Document: documentOf(w, core), Core: core.ID, CoreVersion: core.Head})
		w.ok(err)
		w.finds()
		again, err := w.Catalog.Share(t.Context(), w.Lin, catalog.ShareInput{School: "oak", Visibility: catalog.SeenByDistrict, Document: documentOf(w, core), Core: version.ID, CoreVersion: version.Head})
		w.ok(err)
		w.finds()
		_, err = w.Catalog.Retire(t.Context(), w.Rosa, version.ID, "Out.")
		w.ok(err)
		w.finds()
		w.share(w.Rosa, "Mine", text(fable))
		if got := w.pairs(); len(got) != 1 || !strings.HasSuffix(got[0], " + Mine") {
			t.Errorf("found %q beside %s", got, again.ID)
		}
	})
}

func documentOf(w *world, r catalog.Resource) block.Document {
	w.T.Helper()
	shown, err := w.Catalog.Show(w.T.Context(), w.Ana, r.ID)
	w.ok(err)
	return shown.Document
}

// No pair names what its reader may not see: drafts, what is out of the catalog, what another district has; and only a coordinator is told.
func TestNoPairNamesWhatMayNotBeSeen(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		_, err := d.Exec(t.Context(), `UPDATE district SET consortium = 'county', public_on = TRUE`)
		w.ok(err)
		stranger := w.Actor("far", "stranger")
		bell := []block.Body{text(fable), link("https://bell.example/")}
		inside := w.shareTo(w.Mai, catalog.SeenBySchool, "Inside", bell...)
		w.shareTo(stranger, catalog.SeenByAnyone, "Far", bell...)
		w.finds()
		draft := w.share(w.Rosa, "Draft", bell...)
		w.finds("Inside + Draft")
		_, err = w.Catalog.Unshare(t.Context(), w.Rosa, draft.ID, []byte(`{}`))
		w.ok(err)
		w.finds()
		out := w.share(w.Rosa, "Out", bell...)
		_, err = w.Catalog.Retire(t.Context(), w.Rosa, out.ID, "Old.")
		w.ok(err)
		w.finds()
		for name, by := range map[string]actor.Actor{"a media specialist": w.Rosa, "a teacher": w.Tom, "nobody": {}} {
			if _, err := w.double.Pairs(t.Context(), by); !fault.IsDenied(err) {
				t.Errorf("%s is told pairs: %v", name, err)
			}
			if _, err := w.double.Lately(t.Context(), by); !fault.IsDenied(err) {
				t.Errorf("%s is told pairs lately: %v", name, err)
			}
			if _, err := w.double.Decided(t.Context(), by); !fault.IsDenied(err) {
				t.Errorf("%s is told decisions: %v", name, err)
			}
			if err := w.double.Decide(t.Context(), by, inside.ID, out.ID, double.Apart); !fault.IsDenied(err) {
				t.Errorf("%s decides: %v", name, err)
			}
		}
		far := w.Actor("far", "other")
		if list, err := w.double.Pairs(t.Context(), far); err != nil || len(list) > 0 {
			t.Errorf("another district is told %+v, %v", list, err)
		}
		maps := w.share(w.Mai, "Maps", link("https://maps.example/"))
		if err := w.double.Decide(t.Context(), far, inside.ID, maps.ID, double.Apart); !fault.IsNotFound(err) {
			t.Errorf("another district decides: %v", err)
		}
	})
}
