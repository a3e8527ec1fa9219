package search

import (
	"context"
	"sync"
	"time"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// patience is how long somebody waits for this node to read in the log what they did on another.
const patience = 250 * time.Millisecond

// CatchUp returns once the index has what a person did on another node, up to a transaction of theirs. It waits a moment for the
// log to bring it. A long transaction of somebody else holds back all who read the log: then what this person did is read by
// itself.
func (s *Service) CatchUp(ctx context.Context, by actor.Actor, transaction int64) (err error) {
	defer fault.Wrap(&err, "catch up with transaction %d", transaction)
	if by.Person == "" || s.upTo.passed(transaction) || s.ahead.has(by.Person, transaction) {
		return nil
	}
	waiting, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if s.upTo.wait(waiting, transaction) || ctx.Err() != nil {
		return ctx.Err()
	}
	list, err := activity.CommittedBy(ctx, s.db, by.District, by.Person, s.position(), batch)
	if err != nil {
		return err
	}
	if err := s.apply(ctx, list); err != nil {
		return err
	}
	s.ahead.note(by.Person, transaction)
	return nil
}

// watermark is the transaction below which all of the log is in the index.
type watermark struct {
	mu    sync.Mutex
	below int64
	moved chan struct{} // closed when it has risen; nil while nobody waits
}

func (w *watermark) raise(below int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if below <= w.below {
		return
	}
	w.below = below
	if w.moved != nil {
		close(w.moved)
		w.moved = nil
	}
}

func (w *watermark) passed(transaction int64) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return transaction < w.below
}

// wait says whether the mark passed the transaction before ctx ended.
func (w *watermark) wait(ctx context.Context, transaction int64) bool {
	for {
		w.mu.Lock()
		if transaction < w.below {
			w.mu.Unlock()
			return true
		}
		if w.moved == nil {
			w.moved = make(chan struct{})
		}
		moved := w.moved
		w.mu.Unlock()
		select {
		case <-moved:
		case <-ctx.Done():
			return false
		}
	}
}

// mostAhead is of how many people it is remembered how far they were read ahead of the log. Of others they are read again.
const mostAhead = 1000

// ahead remembers of people up to which transaction their acts are in the index, though the log did not bring them yet.
type ahead struct {
	mu sync.Mutex
	of map[id.PersonID]int64
}

func (a *ahead) has(person id.PersonID, transaction int64) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return transaction <= a.of[person]
}

func (a *ahead) note(person id.PersonID, transaction int64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.of == nil || len(a.of) >= mostAhead {
		a.of = map[id.PersonID]int64{}
	}
	a.of[person] = max(transaction, a.of[person])
}
