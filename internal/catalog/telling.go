package catalog

import (
	"context"
	"sync"
)

// telling tells of what many writers have saved at once. While one is telling, what the others have saved is gathered, and the first
// of them tells it all: reading twenty resources for the index costs little more than reading one.
type telling struct {
	turn sync.Mutex // held by who tells
	mu   sync.Mutex
	next *issue // nil: nothing is gathered
}

// issue is what is told together.
type issue struct{ resources []ResourceID }

// tell returns once tellAll was told of the resource.
func (n *telling) tell(ctx context.Context, tellAll func(context.Context, ...ResourceID), resource ResourceID) {
	n.mu.Lock()
	if n.next == nil {
		n.next = &issue{}
	}
	mine := n.next
	mine.resources = append(mine.resources, resource)
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
		tellAll(ctx, mine.resources...)
	}
}
