package catalog

import (
	"context"
	"fmt"
	"sync"
	"testing"
)

// Whoever has told is answered after all have heard of it, however many tell at once, and each thing is told once.
func TestWhatIsToldIsHeardBeforeItsTellerIsAnswered(t *testing.T) {
	var n telling
	var heard sync.Map
	tellAll := func(_ context.Context, list ...Change) {
		for _, r := range list {
			if _, twice := heard.LoadOrStore(r.ID, true); twice {
				t.Errorf("%s was told twice", r.ID)
			}
		}
	}
	var group sync.WaitGroup
	for teller := range 16 {
		group.Go(func() {
			for i := range 200 {
				mine := ResourceID(fmt.Sprint(teller, " ", i))
				n.tell(t.Context(), tellAll, Change{ID: mine})
				if _, ok := heard.Load(mine); !ok {
					t.Errorf("%s was answered before it was heard", mine)
				}
			}
		})
	}
	group.Wait()
}
