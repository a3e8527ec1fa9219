package index

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/id"
)

// Of few documents every two that share a part are twins; nobody is told of what they may not see, or of what is gone.
func TestTwinsAreThoseThatShareAPart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.Uint32Range(0, 4)
		ix, docs := New(), map[string]Doc{}
		for version := range rapid.IntRange(1, 30).Draw(t, "saves") {
			d := Doc{ID: fmt.Sprint(rapid.IntRange(1, mostOfOnePart).Draw(t, "id")), Version: int64(version + 1), District: "d",
				School: id.SchoolID(rapid.SampledFrom([]string{"elm", "oak"}).Draw(t, "school")), Visibility: SeenBySchool, Title: "title"}
			for i := range d.Print {
				d.Print[i] = part.Draw(t, "part")
			}
			if rapid.IntRange(0, 5).Draw(t, "whose") == 0 {
				d.District, d.Visibility = "e", SeenByAnyone
			}
			if rapid.IntRange(0, 9).Draw(t, "what") == 0 {
				ix.Remove(d.ID, d.Version)
				delete(docs, d.ID)
				continue
			}
			ix.Put(d)
			docs[d.ID] = d
		}
		var want []Twins
		for a, p := range docs {
			for b, q := range docs {
				if n := p.Print.inCommon(&q.Print); a < b && n > 0 && p.District == "d" && q.District == "d" && p.School == "elm" && q.School == "elm" {
					want = append(want, Twins{a, b, n})
				}
			}
		}
		slices.SortFunc(want, func(a, b Twins) int {
			return cmp.Or(b.Common-a.Common, cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
		})
		limit := rapid.IntRange(0, 30).Draw(t, "limit")
		want = want[:min(limit, len(want))]
		if got := ix.Twins(Scope{District: "d", Schools: []id.SchoolID{"elm"}, SignedIn: true}, limit); !slices.Equal(got, want) {
			t.Fatalf("twins are %v, want %v", got, want)
		}
	})
}

// A form letter that all have in common makes no more pairs than documents.
func TestWhatAllHaveInCommonMakesFewTwins(t *testing.T) {
	ix := New()
	for i := range 100 {
		ix.Put(Doc{ID: fmt.Sprintf("%03d", i), Version: 1, District: "d", Visibility: SeenByAnyone, Print: Print{1, 2, 3, 4, 5, 6}})
	}
	got := ix.Twins(Scope{District: "d", System: true}, 10_000)
	if len(got) != 99 || got[0].Common != 6 {
		t.Errorf("%d twins, first %+v", len(got), got[:1])
	}
}

func BenchmarkTwins(b *testing.B) {
	docs := largeDocs(100_000)
	for i := range docs {
		for part := range docs[i].Print {
			docs[i].Print[part] = uint32(i/2*6 + part + 1)
		}
	}
	ix, err := Build(testFacets, docSeq(docs))
	if err != nil {
		b.Fatal(err)
	}
	scope := Scope{District: docs[0].District, System: true}
	for b.Loop() {
		ix.Twins(scope, 20_000)
	}
}
