package catalog

import (
	"context"
	"sync"

	"github.com/commonshelf/commonshelf/internal/block"
)

// telling tells of what many writers have saved at once. While one is telling, what the others have saved is gathered, and the first
// of them tells it all: telling the index of twenty resources costs little more than telling it of one.
type telling struct {
	turn sync.Mutex // held by who tells
	mu   sync.Mutex
	next *issue // nil: nothing is gathered
}

// issue is what is told together.
type issue struct{ changes []Change }

// Change tells that a resource is another than before, and how it stands now where that was at hand. Else it is to be read.
type Change struct {
	ID  ResourceID
	Now *Standing
}

// Standing is a resource as of its revision, with its document.
type Standing struct {
	Resource
	Document block.Document
}

// changeTo is the change of a resource to what it is now.
func changeTo(r Resource, d block.Document) Change { return Change{r.ID, &Standing{r, d}} }

// tell returns once tellAll was told of the change.
func (n *telling) tell(ctx context.Context, tellAll func(context.Context, ...Change), change Change) {
	n.mu.Lock()
	if n.next == nil {
		n.next = &issue{}
	}
	mine := n.next
	mine.changes = append(mine.changes, change)
	n.mu.Unlock()

	n.turn.Lock()
	defer n.turn.Unlock()
	n.mu.Lock()
	told := n.next != mine // by somebody whose turn came before, and is over
	if !told {
		n.next = nil
	}
	n.mu.Unlock()
	if !told {
		tellAll(ctx, mine.changes...)
	}
}
