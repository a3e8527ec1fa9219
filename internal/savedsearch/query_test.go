package savedsearch

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/search"
)

// anyQuery draws a query as a page makes it.
func anyQuery() *rapid.Generator[search.Query] {
	return rapid.Custom(func(rt *rapid.T) search.Query {
		q := search.Query{Words: strings.TrimSpace(rapid.StringMatching(`[a-zA-Zñé"&=%-]{0,8}( [a-z]{1,5}){0,2}`).Draw(rt, "words")),
			Newest: rapid.Bool().Draw(rt, "newest"), AsTyped: rapid.Bool().Draw(rt, "as typed"), Filters: map[string][]string{}}
		for _, facet := range rapid.SliceOfDistinct(rapid.SampledFrom(search.Facets), rapid.ID).Draw(rt, "facets") {
			q.Filters[facet] = rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z0-9&+-]{1,4}`), 1, 3, rapid.ID).Draw(rt, facet)
		}
		return q.Bounded()
	})
}

func TestAStoredQueryIsTheOneThatWasSaved(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		q := anyQuery().Draw(rt, "query")
		if back := Query(Address(q)); !reflect.DeepEqual(back, q) {
			rt.Fatalf("%+v came back as %+v", q, back)
		}
	})
	if q := Query("%zz;"); !reflect.DeepEqual(q, search.Query{}) {
		t.Errorf("what is no address is %+v", q)
	}
}

// Order, case and space make no other search; anything else does.
func TestWhatFindsTheSameIsTheSame(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		q := anyQuery().Draw(rt, "query")
		other := q
		other.Newest, other.Page = !q.Newest, 7
		other.Words = "  " + strings.ToUpper(strings.ReplaceAll(q.Words, " ", "   ")) + " "
		other.Filters = map[string][]string{}
		for facet, values := range q.Filters {
			turned := slices.Clone(values)
			slices.Reverse(turned)
			other.Filters[facet] = append(turned, values[0])
		}
		if !bytes.Equal(same(q), same(other)) {
			rt.Fatalf("%+v and %+v are two", q, other)
		}
		more := q
		more.Words += " x"
		typed := q
		typed.AsTyped = !q.AsTyped
		if bytes.Equal(same(q), same(more)) || bytes.Equal(same(q), same(typed)) {
			rt.Fatalf("%+v is the same as one that finds something else", q)
		}
	})
}

func TestASuggestedNameFits(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		words, chosen := rapid.String().Draw(rt, "words"), rapid.SliceOf(rapid.String()).Draw(rt, "chosen")
		name := Suggest(words, chosen)
		if utf8.RuneCountInString(name) > LongestName || strings.ContainsAny(name, "\n\r\t") {
			rt.Fatalf("%q", name)
		}
	})
	for want, in := range map[string][]string{"fake news, grades 6–8": {"fake  news", "grades 6–8"}, "Elm": {"", "Elm"}, "": {" "},
		strings.Repeat("x", 79) + "…": {strings.Repeat("x", 81)}} {
		if got := Suggest(in[0], in[1:]); got != want {
			t.Errorf("%q is suggested for %q, want %q", got, in, want)
		}
	}
}

func TestAQueryWithoutWordsAndFiltersIsEmpty(t *testing.T) {
	for q, want := range map[*search.Query]bool{{}: true, {Newest: true, AsTyped: true, Page: 3}: true, {Words: "x"}: false,
		{Filters: map[string][]string{search.Kind: {"tip"}}}: false, {Filters: map[string][]string{"made-up": {"tip"}}}: true} {
		if Empty(*q) != want {
			t.Errorf("%+v is empty: %v", q, !want)
		}
	}
}
