package activity

import (
	"context"
	"sync/atomic"
)

// Trace remembers the last transaction in which somebody wrote to the log: where a node must have come in it to know what they
// did. On SQLite, where there is one process, it remembers nothing.
type Trace struct{ last atomic.Int64 }

// Last is the number of the last transaction; 0 when nothing was written.
func (t *Trace) Last() int64 { return t.last.Load() }

func (t *Trace) note(transaction int64) {
	if t == nil {
		return
	}
	for {
		last := t.last.Load()
		if transaction <= last || t.last.CompareAndSwap(last, transaction) {
			return
		}
	}
}

type traceKey struct{}

// Tracing gives a context in which writes are traced.
func Tracing(ctx context.Context) (context.Context, *Trace) {
	t := &Trace{}
	return context.WithValue(ctx, traceKey{}, t), t
}

func traceOf(ctx context.Context) *Trace {
	t, _ := ctx.Value(traceKey{}).(*Trace)
	return t
}
