package index

import (
	"fmt"
	"strings"
	"testing"
)

// What is being typed may be whole already, and then finds its other forms, however these begin.
func TestABeginningIsAWordToo(t *testing.T) {
	ix := shelf(Doc{ID: "one", Title: "The goose and the mouse"}, Doc{ID: "other", Title: "Gooseberries"})
	for words, want := range map[string]string{"geese": "one", "mice": "one", "goose": "one other", "gee": ""} {
		if got := ix.Search(Query{Words: words, Prefix: true, Exactly: true, Limit: 9}); idsOf(got) != want {
			t.Errorf("%q finds %q, want %q", words, idsOf(got), want)
		}
	}
}

// Of a query, so many words are looked for and no more, however long it is.
func TestALongQueryIsCutOff(t *testing.T) {
	word := func(i int) string { return "w" + strings.Repeat(string(rune('a'+i%26)), 2+i/26) }
	var title, query []string
	for i := range 60 {
		if query = append(query, word(i)); i < mostQueryWords {
			title = append(title, word(i))
		}
	}
	ix := shelf(Doc{ID: "first", Title: strings.Join(title, " ")}, Doc{ID: "rest", Title: strings.Join(query[mostQueryWords:], " ")})
	for _, prefix := range []bool{false, true} {
		got := ix.Search(Query{Words: strings.Join(query, " "), Without: "", Prefix: prefix, Limit: 9})
		if got.Whole != 1 || idsOf(got) != "first" {
			t.Errorf("found %q, %d whole", idsOf(got), got.Whole)
		}
	}
	not := strings.Join(append(query[:mostQueryWords:mostQueryWords], word(0)), " ")
	if got := ix.Search(Query{Without: not, Limit: 9}); idsOf(got) != "rest" {
		t.Errorf("without %q: %q", not, idsOf(got))
	}
}

// What stands for a word where that itself does not stand counts its share of it and no more, however rare it is beside it.
func TestARareNameForACommonThingCountsNoMore(t *testing.T) {
	docs := []Doc{{ID: "rare", Title: "Isinglass", Shared: 1}, {ID: "common", Title: "Jelly", Shared: 1}}
	for i := range 30 {
		docs = append(docs, Doc{ID: fmt.Sprint("jelly", i), Body: "Jelly"}, Doc{ID: fmt.Sprint("other", i), Body: "Bread"})
	}
	got := shelf(docs...).Search(Query{Words: "jelly", Also: []Also{{Of: "jelly", Is: "isinglass", Share: 0.5}}, Limit: 100})
	scores := map[string]float32{}
	for _, hit := range got.Hits {
		scores[hit.ID] = hit.Score
	}
	if scores["common"] == 0 || diff(scores["rare"], scores["common"]/2*ApartShare) > 1e-5 {
		t.Errorf("the word counts %v, what stands for it %v", scores["common"], scores["rare"])
	}
}
