package mail

import (
	"slices"
	"sync"
	"time"
)

// OutboxSize is how many letters an Outbox keeps.
const OutboxSize = 100

// Kept is a letter that did not leave.
type Kept struct {
	Letter

	Number int // counts from 1 and is never used again
	At     time.Time
}

// Outbox keeps the last letters in memory, for demonstrations where nothing is mailed. The zero value is ready.
type Outbox struct {
	mu    sync.Mutex
	count int
	kept  []Kept // the oldest first
}

func (o *Outbox) add(l Letter, at time.Time) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.count++
	if len(o.kept) == OutboxSize {
		o.kept = slices.Delete(o.kept, 0, 1)
	}
	o.kept = append(o.kept, Kept{Letter: l, Number: o.count, At: at})
}

// Letters gives what is kept, the newest first.
func (o *Outbox) Letters() []Kept {
	o.mu.Lock()
	defer o.mu.Unlock()
	out := slices.Clone(o.kept)
	slices.Reverse(out)
	return out
}

// Letter finds a kept letter by its number.
func (o *Outbox) Letter(number int) (Kept, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	i := slices.IndexFunc(o.kept, func(k Kept) bool { return k.Number == number })
	if i < 0 {
		return Kept{}, false
	}
	return o.kept[i], true
}
