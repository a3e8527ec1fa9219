package search_test

import (
	"net/url"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/search"
)

// anyQuery draws a query as a page makes it: within its bounds.
func anyQuery() *rapid.Generator[search.Query] {
	return rapid.Custom(func(rt *rapid.T) search.Query {
		q := search.Query{Words: strings.TrimSpace(rapid.StringMatching(`[a-zñé"&=% -]{0,20}`).Draw(rt, "words")), Newest: rapid.Bool().Draw(rt, "newest"),
			AsTyped: rapid.Bool().Draw(rt, "as typed"), Filters: map[string][]string{}}
		for _, facet := range rapid.SliceOf(rapid.SampledFrom(search.Facets)).Draw(rt, "facets") {
			q.Filters[facet] = rapid.SliceOfN(rapid.StringMatching(`[a-z0-9&+-]{1,8}`), 1, 4).Draw(rt, facet)
		}
		return q.Bounded()
	})
}

func TestAnAddressGivesTheQueryBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		q := anyQuery().Draw(rt, "query")
		fields, err := url.ParseQuery(q.Fields().Encode())
		if err != nil {
			rt.Fatal(err)
		}
		if back := search.ReadQuery(fields); !reflect.DeepEqual(back, q) {
			rt.Fatalf("%+v came back as %+v", q, back)
		}
	})
}

func TestAnAddressSaysWhatIsLookedForAndOnWhichPage(t *testing.T) {
	q := search.ReadQuery(url.Values{"q": {" fake\nnews\u200b\x00 "}, "kind": {"tip", "", " tip "}, "made-up": {"x"}, "page": {"3"}, "sort": {"newest"}, "as": {"other"}})
	want := search.Query{Words: "fake news", Filters: map[string][]string{search.Kind: {"tip"}}, Newest: true, Page: 3}
	if !reflect.DeepEqual(q, want) {
		t.Errorf("read %+v", q)
	}
	if got := q.Fields().Encode(); got != "kind=tip&q=fake+news&sort=newest" {
		t.Errorf("written %s", got)
	}
}

func FuzzReadQuery(f *testing.F) {
	for _, seed := range []string{"", "q=fake+news&grade=6-8", "q=%ff%00&page=99999999999999999999&kind=a&kind=a", "tag=" + strings.Repeat("x", 300), "q=" + strings.Repeat("x", 499) + "+y"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		fields, err := url.ParseQuery(address)
		if err != nil {
			return
		}
		q := search.ReadQuery(fields)
		again := search.ReadQuery(q.Fields())
		if q.Typed != "" && !strings.HasPrefix(q.Typed, q.Words) || again.Typed != "" {
			t.Fatalf("%q is more than %q, and again more than %q", q.Typed, q.Words, again.Typed)
		}
		q.Typed = "" // an address holds what is looked for
		if q.Page = 0; !reflect.DeepEqual(again, q) {
			t.Fatalf("%q is read as %+v, and that again as %+v", address, q, again)
		}
	})
}
