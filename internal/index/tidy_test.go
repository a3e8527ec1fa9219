package index

import (
	"fmt"
	"testing"
)

// All of some documents may die while they are being merged: the merge finds them still, and leaves nothing of them.
func TestAllMayDieWhileTheyAreMerged(t *testing.T) {
	ix := New()
	var docs []Doc
	for i := range 40 {
		docs = append(docs, Doc{ID: fmt.Sprint(i), Version: 1, Visibility: SeenByAnyone, Title: "River"})
	}
	ix.Put(docs...)
	ix.mu.Lock()
	parts := ix.current.Load().views
	ix.busy = true // the merge under way is this one
	for _, p := range parts {
		ix.merging[p.segment] = true
	}
	ix.mu.Unlock()
	for _, d := range docs {
		ix.Remove(d.ID, 1)
	}
	ix.mu.Lock()
	ix.rewrite(parts)
	ix.busy = false
	ix.mu.Unlock()
	if got := ix.Search(Query{Words: "river"}); got.Total != 0 || ix.Len() != 0 {
		t.Errorf("%d are found, %d are there", got.Total, ix.Len())
	}
	ix.Put(Doc{ID: "new", Version: 1, Visibility: SeenByAnyone, Title: "River"})
	if views := ix.current.Load().views; len(views) != 1 {
		t.Errorf("%d segments for one document", len(views))
	}
}
