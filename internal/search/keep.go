package search

import (
	"context"
	"time"
)

// When the index is stored, beside at the end: at once after it was built, then an hour after the last time if the log went on
// at all, sooner if a start would have much of the log to read, but not before a minute.
const (
	storeEvery  = time.Hour
	storeRest   = time.Minute
	storeAfter  = 2000 // activities, or
	storeShare  = 100  // one for so many documents
	storeStride = 8 << 20
)

// keeper stores the index beside whoever follows the log.
type keeper struct {
	*Service
	tried   time.Time     // when last; zero at first
	applied int64         // activities until then
	ended   chan struct{} // closed when nothing is being written; nil at first
}

// consider begins to store the index if it is time to. It does not wait for the disk.
func (k *keeper) consider(ctx context.Context) {
	if k.folder == "" || k.busy() || !k.due() {
		return
	}
	k.tried, k.applied = k.clock.Now(), k.Service.applied.Load()
	ended := make(chan struct{})
	k.ended = ended
	go func() {
		defer close(ended)
		if err := k.store(ctx, storeStride); err != nil && ctx.Err() == nil {
			k.log.ErrorContext(ctx, "search index: cannot be stored", "error", err)
		}
	}()
}

func (k *keeper) busy() bool {
	if k.ended == nil {
		return false
	}
	select {
	case <-k.ended:
		return false
	default:
		return true
	}
}

func (k *keeper) due() bool {
	if k.tried.IsZero() && !k.stored.Load() {
		return true
	}
	rest, fresh := k.clock.Now().Sub(k.tried), k.Service.applied.Load()-k.applied
	if rest < storeRest {
		return false
	}
	return !k.stored.Load() || fresh > 0 && (rest >= storeEvery || fresh >= max(storeAfter, int64(k.Len()/storeShare)))
}

// wait returns when nothing is being written.
func (k *keeper) wait() {
	if k.ended != nil {
		<-k.ended
	}
}
