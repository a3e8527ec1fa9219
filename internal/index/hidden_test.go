package index

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// However many words only others may see, and however near: what is taken, offered, completed and doubted is as without them.
func TestHiddenWordsChangeNoCorrectionAndNoCompletion(t *testing.T) {
	seen := []Doc{{ID: "a", Title: "Trumbilak and zorbazz", Books: "9789988999995"}, {ID: "b", Title: "Trumbilat in spring"}, {ID: "c", Title: "Trumbilat and the zorbazz"}, {ID: "d", Title: "Spring poems"}}
	rapid.Check(t, func(t *rapid.T) {
		var words []string
		for i := range rapid.IntRange(1, 200).Draw(t, "words") {
			words = append(words, fmt.Sprintf("zorba%c%c", 'a'+i%26, 'a'+i/26), fmt.Sprint(9789988000000+i))
			if i < 26 {
				words = append(words, fmt.Sprintf("trumbi%cak", 'a'+i), fmt.Sprintf("trumbila%c", 'a'+i), "spring")
			}
		}
		docs := append([]Doc{}, seen...)
		for i := range rapid.IntRange(1, 3).Draw(t, "documents") {
			docs = append(docs, Doc{ID: fmt.Sprintf("hidden%d", i), Title: strings.Join(words, " ")})
		}
		with, without := shelf(docs...), shelf(append([]Doc{}, seen...)...)
		for _, query := range []string{"trumbixak", "spring trumbilax", "zorbazx", "trumbilat", "spring zorbaz", "trumbilakspring"} {
			a, b := with.Search(Query{Words: query, Limit: 9}), without.Search(Query{Words: query, Limit: 9})
			if !reflect.DeepEqual(a.Taken, b.Taken) || !reflect.DeepEqual(a.Offered, b.Offered) || a.Total != b.Total {
				t.Fatalf("%q takes %v, offers %v, finds %d; without what is hidden %v, %v, %d", query, a.Taken, a.Offered, a.Total, b.Taken, b.Offered, b.Total)
			}
			if a, b := with.Likelier(query, Scope{}), without.Likelier(query, Scope{}); !reflect.DeepEqual(a, b) {
				t.Fatalf("%q is doubted for %v; without what is hidden %v", query, a, b)
			}
		}
		for _, start := range []string{"zorba", "zor", "97899", "978", "trumbi"} {
			if a, b := with.Begun(start, Scope{}, 5), without.Begun(start, Scope{}, 5); !reflect.DeepEqual(a, b) || len(b) == 0 {
				t.Fatalf("%q is completed to %v; without what is hidden %v", start, a, b)
			}
		}
	})
}
