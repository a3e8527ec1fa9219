package index

import (
	"slices"
	"testing"

	"github.com/commonshelf/commonshelf/internal/id"
)

func TestATraitStandsForAWord(t *testing.T) {
	ix := shelf(
		Doc{ID: "by", Title: "Rivers", Traits: []string{"person:rosa"}},
		Doc{ID: "about", Title: "Rosa Parks"},
		Doc{ID: "hidden", Title: "Maps", Traits: []string{"person:rosa", "person:mai"}},
	)
	elm := Scope{District: "home", Schools: []id.SchoolID{"elm"}, SignedIn: true}
	named := func(word, person string) []Also {
		return []Also{{Of: word, Trait: "person:" + person, Share: 0.5}}
	}
	for _, c := range []struct {
		words, person, want string
		scope               Scope
	}{
		{"rosa", "rosa", "about by", Scope{}}, {"rosa", "rosa", "about by hidden", elm}, {"rosa rivers", "rosa", "by", elm},
		{"mai", "mai", "", Scope{}}, {"mai", "mai", "hidden", elm}, {"rosa", "nobody", "about", elm},
	} {
		got := ix.Search(Query{Words: c.words, Also: named(c.words[:min(len(c.words), 4)], c.person), Limit: 10, Exactly: true, Scope: c.scope, Counts: true})
		if c.words == "rosa rivers" && got.Whole != 1 || c.words != "rosa rivers" && idsOf(got) != c.want {
			t.Errorf("%q finds %q, %d whole, want %q", c.words, idsOf(got), got.Whole, c.want)
		}
		for _, f := range got.Facets {
			for _, v := range f.Values {
				if v.Value == "person:rosa" {
					t.Errorf("a trait is listed among the values of %s", f.Name)
				}
			}
		}
	}
	if got := ix.Search(Query{Words: "rosa", Also: named("rosa", "rosa"), Limit: 10}); got.Hits[0].ID != "about" {
		t.Errorf("who made it counts more than what it is about: %v", got.Hits)
	}
}

// What is left out counts in no facet, and changes nothing about whether few have all the words.
func TestWhatIsLeftOutIsNotCounted(t *testing.T) {
	tag := map[string][]string{"tag": {"x"}}
	ix := shelf(Doc{ID: "a", Title: "Rivers", Facets: tag, Traits: []string{"closed", "elm"}, Shared: 10}, Doc{ID: "b", Title: "Rivers", Facets: tag, Traits: []string{"closed"}, Shared: 20},
		Doc{ID: "c", Title: "Rivers", Facets: tag, Shared: 30})
	for _, c := range []struct {
		q    Query
		want string
	}{
		{Query{}, "a b c"}, {Query{Narrow: []Narrow{{Without: []string{"closed"}}}}, "c"},
		{Query{Narrow: []Narrow{{Without: []string{"closed"}, Unless: []string{"elm"}}}}, "a c"},
		{Query{Narrow: []Narrow{{Without: []string{"closed"}, Unless: []string{"elm"}}, {Without: []string{"elm"}}}}, "c"},
		{Query{Narrow: []Narrow{{Without: []string{"never"}}}}, "a b c"},
		{Query{Since: 20}, "b c"}, {Query{Until: 20}, "a"}, {Query{Since: 11, Until: 30}, "b"}, {Query{Since: 40}, ""}, {Query{Since: 30, Until: 20}, ""},
	} {
		for _, words := range []string{"", "river"} {
			c.q.Words, c.q.Limit, c.q.Counts = words, 10, true
			got := ix.Search(c.q)
			count := 0
			for _, v := range got.Facet("tag") {
				count += v.Count
			}
			if idsOf(got) != c.want || count != got.Total || got.Total != len(got.Hits) {
				t.Errorf("%q by %+v, %d to %d finds %q, counts %d of %d, want %q", words, c.q.Narrow, c.q.Since, c.q.Until, idsOf(got), count, got.Total, c.want)
			}
		}
	}
}

// Who has a trait is said of what is there now, once, and of no version before.
func TestWhoHasATraitIsThere(t *testing.T) {
	docs := largeDocs(4 * smallSegment) // a segment that nothing is merged with at once: what goes is dead there
	for i := range docs[:3] {
		docs[i].ID, docs[i].Traits = []string{"stays", "goes", "opens"}[i], []string{"closed"}
	}
	ix, err := Build(testFacets, docSeq(docs))
	if err != nil {
		t.Fatal(err)
	}
	ix.Remove("goes", docs[1].Version)
	ix.Put(Doc{ID: "opens", Version: docs[2].Version + 1, Title: "Rivers"})
	ix.Put(Doc{ID: "stays", Version: docs[0].Version + 1, Title: "Maps", Traits: []string{"closed"}})
	if got := ix.Having("closed"); !slices.Equal(got, []string{"stays"}) {
		t.Errorf("having %v", got)
	}
}
