package index

import (
	"errors"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/id"
)

var testFacets = []string{"kind", "subject", "tag"}

func drawText(t *rapid.T, most int) string {
	words := rapid.SliceOfN(rapid.SampledFrom(strings.Fields(
		"library Libraries library's volcano volcanoes the the of read reads reading quilt K-2 RI.4.9 biblioteca bibliotecas "+
			"imagen Imágenes el de 図書館 図書 café")), 0, most).Draw(t, "words")
	return strings.Join(words, " ")
}

func drawDoc(t *rapid.T) Doc {
	values := func(most int) []string {
		return rapid.SliceOfN(rapid.StringMatching("[a-e]"), 0, most).Draw(t, "values")
	}
	return Doc{
		ID:         rapid.StringMatching("d[0-9]{1,2}").Draw(t, "id"),
		Version:    rapid.Int64Range(1, 6).Draw(t, "version"),
		District:   rapid.SampledFrom([]id.DistrictID{"d1", "d2", ""}).Draw(t, "district"),
		Consortium: rapid.SampledFrom([]string{"c1", "c2", ""}).Draw(t, "consortium"),
		School:     rapid.SampledFrom([]id.SchoolID{"s1", "s2", ""}).Draw(t, "school"),
		Visibility: Visibility(rapid.IntRange(0, 4).Draw(t, "visibility")),
		Language:   rapid.SampledFrom([]string{"en", "es", "fr", "zh", ""}).Draw(t, "language"),
		Title:      drawText(t, 3), Tags: drawText(t, 3), Summary: drawText(t, 4), Headings: drawText(t, 2), Books: drawText(t, 2), Body: drawText(t, 12),
		Facets:   map[string][]string{"kind": values(1), "subject": values(2), "tag": values(4), "unknown": values(1)},
		Family:   rapid.SampledFrom([]string{"", "", "f1", "f2"}).Draw(t, "family"),
		Traits:   rapid.SliceOfN(rapid.StringMatching("[p-t]"), 0, 3).Draw(t, "traits"),
		Shared:   rapid.Int64Range(0, 5).Draw(t, "years") * 365 * 24 * 3600e6,
		HalfLife: rapid.SampledFrom([]int{0, 90, 5000}).Draw(t, "half-life"),
		Boost:    rapid.SampledFrom([]float32{0, 1, 2}).Draw(t, "boost"),
	}
}

func drawQuery(t *rapid.T) Query {
	q := Query{
		Exactly: true, // what a misspelt word is taken for is told elsewhere
		Prefix:  rapid.Bool().Draw(t, "prefix"),
		Scope: Scope{
			District:   rapid.SampledFrom([]id.DistrictID{"d1", "d2", "d3", ""}).Draw(t, "district"),
			Consortium: rapid.SampledFrom([]string{"c1", "c2", ""}).Draw(t, "consortium"),
			Schools:    rapid.SliceOfN(rapid.SampledFrom([]id.SchoolID{"s1", "s2", "s3", ""}), 0, 2).Draw(t, "schools"),
			SignedIn:   rapid.Bool().Draw(t, "signed in"),
			System:     rapid.IntRange(0, 3).Draw(t, "system") == 0,
		},
		Sort:   Sort(rapid.IntRange(0, 1).Draw(t, "sort")),
		Now:    rapid.Int64Range(0, 6).Draw(t, "now") * 365 * 24 * 3600e6,
		Offset: rapid.IntRange(0, 3).Draw(t, "offset"),
		Limit:  rapid.IntRange(0, 100).Draw(t, "limit"),
		Counts: rapid.Bool().Draw(t, "counts"),
		Favors: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Favor {
			f := Favor{Trait: rapid.StringMatching("[p-u]").Draw(t, "trait"), By: rapid.SampledFrom([]float32{0.1, 0.3}).Draw(t, "by")}
			if rapid.IntRange(0, 2).Draw(t, "of a facet") == 0 {
				f = Favor{Facet: "kind", Value: rapid.StringMatching("[a-f]").Draw(t, "value"), By: f.By}
			}
			f.Whole = rapid.Bool().Draw(t, "whole")
			return f
		}), 0, 2).Draw(t, "favors"),
		Once: rapid.Bool().Draw(t, "once"),
		Own:  Own{"kind", rapid.SliceOfN(rapid.StringMatching("[a-f]"), 0, 1).Draw(t, "own")},
	}
	if rapid.IntRange(0, 4).Draw(t, "with words") > 0 {
		q.Words = drawText(t, 3)
		if q.Words != "" && rapid.Bool().Draw(t, "cut") {
			runes := []rune(q.Words)
			q.Words = string(runes[:rapid.IntRange(1, len(runes)).Draw(t, "length")])
		}
	}
	q.Filters = map[string][]string{}
	for _, facet := range testFacets {
		if rapid.IntRange(0, 2).Draw(t, "filtered") == 0 {
			q.Filters[facet] = rapid.SliceOfN(rapid.StringMatching("[a-f]"), 0, 3).Draw(t, facet)
		}
	}
	traits := rapid.SliceOfN(rapid.StringMatching("[p-u]"), 0, 3)
	for range rapid.IntRange(0, 2).Draw(t, "narrowed") {
		q.Narrow = append(q.Narrow, Narrow{traits.Draw(t, "without"), traits.Draw(t, "unless")})
	}
	if rapid.IntRange(0, 2).Draw(t, "dated") == 0 {
		const year = 365 * 24 * 3600e6
		q.Since, q.Until = rapid.Int64Range(0, 5).Draw(t, "since")*year, rapid.Int64Range(0, 6).Draw(t, "until")*year
	}
	return q
}

// same compares what the index answered with what it should have. Scores are compared only when they can be known: dead
// documents make words seem more frequent than they are.
func same(t rapid.TB, got, want Result, scored bool) {
	t.Helper()
	if got.Total != want.Total || got.Every != want.Every || got.Whole != want.Whole || !slices.Equal(got.Unknown, want.Unknown) || got.Relaxed != want.Relaxed || len(got.Hits) != len(want.Hits) {
		t.Fatalf("got %d hits of %d, %d whole, relaxed %t, unknown %q, want %d of %d, %d, %t, %q", len(got.Hits), got.Total, got.Whole, got.Relaxed, got.Unknown,
			len(want.Hits), want.Total, want.Whole, want.Relaxed, want.Unknown)
	}
	if !reflect.DeepEqual(got.Facets, want.Facets) {
		t.Fatalf("facets are %v, want %v", got.Facets, want.Facets)
	}
	if !scored {
		return
	}
	for i, hit := range got.Hits {
		if hit.ID != want.Hits[i].ID || hit.Family != want.Hits[i].Family || hit.Score != 0 && diff(hit.Score, want.Hits[i].Score) > 1e-3 {
			t.Fatalf("hit %d is %v, want %v; all: %v, want %v", i, hit, want.Hits[i], got.Hits, want.Hits)
		}
	}
}

func diff(a, b float32) float32 { return max(a-b, b-a) / max(a, b) }

func docSeq(docs []Doc) iter.Seq2[Doc, error] {
	return func(yield func(Doc, error) bool) {
		for _, d := range docs {
			if !yield(d, nil) {
				return
			}
		}
	}
}

func TestBuiltAnswersLikeTheOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := newOracle(testFacets...)
		docs := rapid.SliceOfN(rapid.Custom(drawDoc), 0, 40).Draw(t, "docs")
		seen := map[string]bool{}
		docs = slices.DeleteFunc(docs, func(d Doc) bool {
			key := fmt.Sprint(d.ID, " ", d.Version)
			defer func() { seen[key] = true }()
			return seen[key]
		})
		ix, err := Build(testFacets, docSeq(docs))
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range docs {
			o.put(d)
		}
		if o.index = ix; ix.Len() != len(o.docs) {
			t.Fatalf("holds %d, want %d", ix.Len(), len(o.docs))
		}
		for range 3 {
			q := drawQuery(t)
			same(t, ix.Search(q), o.search(q), true)
		}
	})
}

func TestChangedAnswersLikeTheOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ix, o := New(testFacets...), newOracle(testFacets...)
		o.index = ix
		t.Repeat(map[string]func(*rapid.T){
			"put": func(t *rapid.T) {
				docs := rapid.SliceOfN(rapid.Custom(drawDoc), 1, 3).Draw(t, "docs")
				ix.Put(docs...)
				for _, d := range docs {
					o.put(d)
				}
			},
			"remove": func(t *rapid.T) {
				id, version := rapid.StringMatching("d[0-9]{1,2}").Draw(t, "id"), rapid.Int64Range(1, 6).Draw(t, "version")
				ix.Remove(id, version)
				o.remove(id, version)
			},
			"": func(t *rapid.T) {
				q := drawQuery(t)
				same(t, ix.Search(q), o.search(q), false)
				if ix.Len() != len(o.docs) {
					t.Fatalf("holds %d, want %d", ix.Len(), len(o.docs))
				}
				for _, d := range o.docs {
					if v, ok := ix.Version(d.ID); !ok || v != d.Version {
						t.Fatalf("holds version %d of %s, want %d", v, d.ID, d.Version)
					}
				}
			},
		})
		ix.settle()
	})
}

// Whoever turns the pages meets every document once, in one order.
func TestPagesHoldEveryDocumentOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ix := New(testFacets...)
		ix.Put(rapid.SliceOfN(rapid.Custom(drawDoc), 0, 30).Draw(t, "docs")...)
		q := drawQuery(t)
		q.Offset, q.Limit = 0, 1000
		whole := ix.Search(q)
		if len(whole.Hits) != whole.Total {
			t.Fatalf("%d hits of %d", len(whole.Hits), whole.Total)
		}
		q.Limit = rapid.IntRange(1, 7).Draw(t, "limit")
		var paged []Hit
		for ; q.Offset < whole.Total+q.Limit; q.Offset += q.Limit {
			paged = append(paged, ix.Search(q).Hits...)
		}
		if !slices.Equal(paged, whole.Hits) {
			t.Fatalf("pages give %v, want %v", paged, whole.Hits)
		}
	})
}

func TestBuildStopsAtAnError(t *testing.T) {
	broken := errors.New("broken")
	_, err := Build(testFacets, func(yield func(Doc, error) bool) {
		_ = yield(Doc{ID: "a"}, nil) && yield(Doc{}, broken)
	})
	if !errors.Is(err, broken) {
		t.Fatalf("got %v", err)
	}
}

// It makes no difference to an answer, scores included, in which order documents came and with which others.
func TestOrderOfArrivalDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		docs := rapid.SliceOfNDistinct(rapid.Custom(drawDoc), 0, 25, func(d Doc) string { return d.ID }).Draw(t, "docs")
		together, apart := New(testFacets...), New(testFacets...)
		together.Put(docs...)
		for _, d := range slices.Backward(docs) {
			apart.Put(d)
		}
		q := drawQuery(t)
		q.Scope, q.Limit = Scope{District: "d1", System: true}, 100
		want := together.Search(q)
		got := apart.Search(q)
		if got.Hits == nil && want.Hits == nil {
			return
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}

// A writer remembers forms from documents before; a segment knows only its own.
func TestFormsOfEarlierDocumentsAreNotTakenOver(t *testing.T) {
	docs := []Doc{
		{ID: "a", Version: 1, Visibility: SeenByAnyone, Language: "en", Title: "read reads reading"},
		{ID: "b", Version: 1, Visibility: SeenByAnyone, Language: "en", Title: "read reading"},
	}
	together, apart := New(), New()
	together.Put(docs...)
	apart.Put(docs[0])
	apart.Put(docs[1])
	for _, words := range []string{"read", "reads", "reading"} {
		q := Query{Words: words, Limit: 2}
		if got, want := apart.Search(q), together.Search(q); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v, want %v", words, got, want)
		}
	}
}
