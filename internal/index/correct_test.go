package index

import (
	"fmt"
	"slices"
	"testing"

	"github.com/commonshelf/commonshelf/internal/id"
)

// Of two words that are as near, the one is taken that stands beside the others asked for: where the asker may see it stand.
func TestWhatIsHiddenChangesNoCorrection(t *testing.T) {
	docs := []Doc{{ID: "a", Title: "Rivers of ice"}, {ID: "b", Title: "Rivets and ice"}, {ID: "c", Title: "Rivets, ice"}}
	for i := range 5 {
		docs = append(docs, Doc{ID: fmt.Sprint("hidden", i), Title: "Rivers and ice"})
	}
	ix := shelf(docs...)
	elm := Scope{District: "home", Schools: []id.SchoolID{"elm"}, SignedIn: true}
	for _, c := range []struct {
		scope Scope
		want  string
	}{{Scope{}, "rivets"}, {elm, "rivers"}} {
		if got := ix.Search(Query{Words: "rivexs ice", Scope: c.scope, Limit: 9}); !slices.Equal(got.Taken, []Taken{{"rivexs", c.want}}) {
			t.Errorf("taken %v, want %s", got.Taken, c.want)
		}
	}
}

// What stands in quotes is looked for as it was typed, and no word is taken for one that carries grammar.
func TestWhatIsTakenForNothingElse(t *testing.T) {
	ix := shelf(Doc{ID: "a", Title: "Earthquakes and their waves"})
	for _, q := range []Query{
		{Words: "earthquaje"},
		{Words: "earthquaje", Phrases: []Phrase{{Words: "earthquaje"}}},
		{Words: "thier"},
	} {
		got := ix.Search(q)
		if wanted := q.Words == "earthquaje" && len(q.Phrases) == 0; (len(got.Taken) > 0) != wanted {
			t.Errorf("%q in %v is taken for %v", q.Words, q.Phrases, got.Taken)
		}
	}
}

// Whoever types nothing but words that nothing has waits no longer for that.
func TestNotEveryWordIsTakenForAnother(t *testing.T) {
	ix := shelf(Doc{ID: "a", Title: "Earthquakes rivers kitchens puppets volcanoes gardens"})
	got := ix.Search(Query{Words: "earthquajes riveers kitchems pupoets volcanpes gardenw"})
	if len(got.Taken) != mostMisspelt || got.Taken[0].For != "earthquakes" || !slices.Equal(got.Unknown, []string{"volcanpes", "gardenw"}) {
		t.Errorf("taken %v, unknown %v", got.Taken, got.Unknown)
	}
}

// A form of a word is no slip of the keys, however common another form is in a language that does not know the two for one.
func TestNoFormOfAWordIsDoubted(t *testing.T) {
	docs := []Doc{{ID: "one", Title: "A river"}, {ID: "more", Title: "Rivers"}, {ID: "slip", Title: "Rivet"}}
	for i := range 40 {
		docs = append(docs, Doc{ID: fmt.Sprint(i), Title: "El club River Plate", Language: "es"})
	}
	ix := shelf(docs...)
	for word, want := range map[string][]Taken{"rivers": nil, "rivet": {{"rivet", "river"}}} {
		if got := ix.Likelier(word, Scope{}); !slices.Equal(got, want) {
			t.Errorf("likelier than %s: %v, want %v", word, got, want)
		}
	}
}
