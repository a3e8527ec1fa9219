package index

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/id"
)

func TestAlikeFindsWhatSharesAPart(t *testing.T) {
	outer := t
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.Uint32Range(0, 3)
		drawPrint := func() (p Print) {
			for i := range p {
				p[i] = part.Draw(t, "part")
			}
			return p
		}
		ix, docs := New(), map[string]Doc{}
		for version := range rapid.IntRange(1, 60).Draw(t, "saves") {
			d := Doc{ID: fmt.Sprint(rapid.IntRange(1, 20).Draw(t, "id")), Version: int64(version + 1), District: "d",
				School: id.SchoolID(rapid.SampledFrom([]string{"elm", "oak"}).Draw(t, "school")), Visibility: SeenBySchool, Title: "title", Print: drawPrint()}
			if rapid.IntRange(0, 5).Draw(t, "whose") == 0 { // of somebody else, who shows it to everyone
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
		ix.settle()
		ix, err := readBack(written(outer, ix, ""))
		if err != nil {
			t.Fatal(err)
		}
		asked, limit := drawPrint(), rapid.IntRange(1, 25).Draw(t, "limit")
		var want []string
		for name, d := range docs {
			if d.District == "d" && d.School == "elm" && asked.inCommon(&d.Print) > 0 {
				want = append(want, name)
			}
		}
		slices.SortFunc(want, func(a, b string) int {
			p, q := docs[a].Print, docs[b].Print
			return cmp.Or(asked.inCommon(&q)-asked.inCommon(&p), cmp.Compare(a, b))
		})
		want = want[:min(len(want), limit)]
		if got := ix.Alike(asked, Scope{District: "d", Schools: []id.SchoolID{"elm"}, SignedIn: true}, limit); !slices.Equal(got, want) {
			t.Fatalf("alike are %v, want %v", got, want)
		}
	})
}

func TestTextsWithoutAFingerprintAreLikeNoOther(t *testing.T) {
	ix := New()
	ix.Put(Doc{ID: "a", Version: 1, District: "d", Visibility: SeenByAnyone, Title: "short"},
		Doc{ID: "b", Version: 1, District: "d", Visibility: SeenByAnyone, Print: Print{1}})
	if got := ix.Alike(Print{}, Scope{District: "d"}, 10); got != nil {
		t.Errorf("alike are %v", got)
	}
	if got := ix.Alike(Print{1}, Scope{District: "d"}, 10); !slices.Equal(got, []string{"b"}) {
		t.Errorf("alike are %v", got)
	}
	if got := ix.Alike(Print{0, 0, 7}, Scope{District: "d"}, 10); len(got) != 0 {
		t.Errorf("alike are %v", got)
	}
}

func BenchmarkAlike(b *testing.B) {
	docs := largeDocs(100_000)
	for i := range docs {
		for part := range docs[i].Print {
			docs[i].Print[part] = uint32(i*6 + part + 1)
		}
	}
	ix, err := Build(testFacets, docSeq(docs))
	if err != nil {
		b.Fatal(err)
	}
	scope := Scope{District: docs[0].District, SignedIn: true, System: true}
	for b.Loop() {
		ix.Alike(docs[77].Print, scope, 30)
	}
}
