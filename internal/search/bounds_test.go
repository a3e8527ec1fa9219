package search_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/search"
)

func TestAQueryIsBounded(t *testing.T) {
	q := search.Query{Words: strings.Repeat("ñ", 700), Newest: true, Page: 3, Filters: map[string][]string{"made-up": {"x"}}}
	for _, facet := range search.Facets {
		for i := range 5000 {
			q.Filters[facet] = append(q.Filters[facet], fmt.Sprint("x", i/2))
		}
	}
	got := q.Bounded()
	if n := utf8.RuneCountInString(got.Words); n != search.WordsLimit || !utf8.ValidString(got.Words) {
		t.Errorf("%d characters are left", n)
	}
	all := 0
	for facet, values := range got.Filters {
		all += len(values)
		if len(values) > search.ValuesLimit {
			t.Errorf("%d values of %s", len(values), facet)
		}
		for i, v := range values {
			if v != fmt.Sprint("x", i) {
				t.Errorf("value %d of %s is %s", i, facet, v)
			}
		}
	}
	if all != search.ChosenLimit || got.Filters["made-up"] != nil {
		t.Errorf("%d values in all: %v", all, got.Filters)
	}
	if !got.Newest || got.Page != 3 {
		t.Errorf("order and page are lost: %+v", got)
	}
	if got := (search.Query{Words: strings.Repeat("river ", 100)}).Bounded().Words; got != strings.TrimSpace(strings.Repeat("river ", 83)) {
		t.Errorf("a word is cut: %q", got[len(got)-10:])
	}
	small := search.Query{Words: "river", Filters: map[string][]string{search.Kind: {"tip", "guide"}}}
	if b := small.Bounded(); b.Words != "river" || strings.Join(b.Filters[search.Kind], " ") != "tip guide" || len(b.Filters) != 1 {
		t.Errorf("a small query became %+v", b)
	}
}
