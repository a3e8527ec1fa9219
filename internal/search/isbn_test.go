package search_test

import (
	"slices"
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/search"
)

// Of several books in a list the one with the number that was asked for is named.
func TestAnISBNThatIsFoundNamesItsBook(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.share(w.rosa, catalog.SeenByDistrict, tip("Read aloud", block.Book{ISBN: "9780399214578", Title: "Owl Moon"}, block.Book{ISBN: "9780140501827", Title: "The Snowy Day"},
			block.Text{Markdown: "We ordered 9780064440202."}))
		for typed, want := range map[string]string{"9780140501827": "The Snowy Day, ISBN [9780140501827]", "ISBN 0-399-21457-7": "Owl Moon, ISBN [9780399214578]", "9780064440202": "We ordered [9780064440202]."} {
			found := w.look(w.mai, search.Query{Words: typed})
			if found.Total != 1 || len(found.Unknown) > 0 {
				t.Errorf("%q finds %d, nothing has %q", typed, found.Total, found.Unknown)
				continue
			}
			if got := shown(found.Matches[0].Excerpt, found.Matches[0].Words); got != want {
				t.Errorf("%q shows %q, want %q", typed, got, want)
			}
		}
	})
}

// Districts write a code with the name of the standards or without: either finds both.
func TestACodeIsFoundWithTheNameOfItsStandardsAndWithout(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.share(w.rosa, catalog.SeenByDistrict, tip("Short", block.Text{Markdown: "For the plan: RL.3.1 and 3.NF.A.1."}))
		w.share(w.rosa, catalog.SeenByDistrict, tip("Long", block.Text{Markdown: "For the plan: CCSS.ELA-LITERACY.RL.3.1 and CCSS.MATH.CONTENT.3.NF.A.1."}))
		w.share(w.rosa, catalog.SeenByDistrict, tip("Other", block.Text{Markdown: "For the plan: RL.3.10."}))
		for _, typed := range []string{"RL.3.1", "CCSS.ELA-LITERACY.RL.3.1", "ccss.ela-literacy.rl.3.1", "ELA-LITERACY.RL.3.1", "3.NF.A.1", "CCSS.MATH.CONTENT.3.NF.A.1"} {
			var titles []string
			for _, c := range w.look(w.mai, search.Query{Words: typed}).Cards {
				titles = append(titles, c.About.Title)
			}
			if slices.Sort(titles); !slices.Equal(titles, []string{"Long", "Short"}) {
				t.Errorf("%s finds %q", typed, titles)
			}
		}
		if got := w.look(w.mai, search.Query{Words: "CCSS.ELA-LITERACY.RL.3.1", AsTyped: true}).Total; got != 1 {
			t.Errorf("as typed it finds %d", got)
		}
		if got, want := w.standards(w.mai, "CCSS.ELA-LITERACY.RL.3.10"), []string{"RL.3.10"}; !slices.Equal(got, want) {
			t.Errorf("offered is %q, want %q", got, want)
		}
	})
}

// Whoever wants words as they stand is not offered topics that have to do with one of them.
func TestTopicsAreOfferedToWhomeverTheyMayHelp(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for _, topic := range choices[search.Tag] {
			w.topic(topic, topic)
		}
		w.share(w.rosa, catalog.SeenByDistrict, filed("Lantern walk", "poetry"))
		w.share(w.rosa, catalog.SeenByDistrict, filed("Beacon hill", "maps"))
		w.share(w.rosa, catalog.SeenByDistrict, filed("Beacon street", "poetry"))
		w.share(w.rosa, catalog.SeenByDistrict, tip("Beacon road"))
		w.share(w.rosa, catalog.SeenByDistrict, tip("Beacon lane"))
		for _, c := range []struct {
			q    search.Query
			want []string
		}{
			{search.Query{Words: "lantern", Filters: map[string][]string{search.Kind: {"reel"}}}, []string{"poetry"}},
			{search.Query{Words: "beacon", Filters: map[string][]string{search.Kind: {"reel"}}}, nil}, // one in four has either
			{search.Query{Words: `"lantern hill"`}, nil},
			{search.Query{Words: `"maps"`, Filters: map[string][]string{search.Kind: {"reel"}}}, []string{"maps"}},
			{search.Query{Words: "lantern hill", AsTyped: true}, nil},
		} {
			var got []string
			for _, way := range w.look(w.mai, c.q).Wider {
				if way.Way == search.OfTopic {
					got = append(got, string(way.Topic))
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%q is offered the topics %q, want %q", c.q.Words, got, c.want)
			}
		}
	})
}
