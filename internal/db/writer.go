package db

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"time"
)

const (
	groupSize = 64                     // operations in one commit at the most
	groupWait = 300 * time.Microsecond // waited at the most for as many as are usual of late
)

// ErrClosed is the answer to a write after Close.
var ErrClosed = errors.New("the database is closed")

// writer owns the one writing connection of SQLite.
type writer struct {
	pools    *pools
	work     chan *operation
	patient  chan *operation // let those of work go first
	quit     chan struct{}
	finished chan struct{}
	stopOnce sync.Once
}

// operation is one caller's transaction, waiting for its turn.
type operation struct {
	fn    func(tx *DB) error
	ctx   context.Context
	hooks []func()
	err   error
	done  chan struct{}
}

func startWriter(p *pools) *writer {
	w := &writer{pools: p, work: make(chan *operation, 4*groupSize), patient: make(chan *operation, groupSize), quit: make(chan struct{}), finished: make(chan struct{})}
	go w.run()
	return w
}

func (w *writer) stop() {
	w.stopOnce.Do(func() { close(w.quit) })
	<-w.finished
}

// do hands an operation to the writer and waits for its commit. A caller may give up only before its turn has come.
func (w *writer) do(ctx context.Context, fn func(tx *DB) error, patient bool) error {
	op, queue := &operation{fn: fn, ctx: ctx, done: make(chan struct{})}, w.work
	if patient {
		queue = w.patient
	}
	select {
	case queue <- op:
	case <-ctx.Done():
		return ctx.Err()
	case <-w.quit:
		return ErrClosed
	}
	select {
	case <-op.done:
	case <-w.finished:
		select {
		case <-op.done:
		default:
			return ErrClosed
		}
	}
	var p panicked
	if errors.As(op.err, &p) {
		panic(p)
	}
	return op.err
}

func (w *writer) run() {
	defer close(w.finished)
	usual := 1
	for patient := false; ; {
		op, isPatient := w.next(patient)
		if op == nil {
			w.drain()
			return
		}
		group := []*operation{op}
		if patient = isPatient; !patient {
			group = w.gather(group, usual)
			usual = max(len(group), (usual+len(group))/2)
		}
		w.commit(group)
		w.pools.writing.compileWanted(context.Background())
		runtime.Gosched() // whoever was answered goes on before the next begin
	}
}

// next waits for an operation; nil at the end. A patient one and others take turns while both wait.
func (w *writer) next(wasPatient bool) (op *operation, patient bool) {
	first, firstPatient := w.patient, true
	if wasPatient {
		first, firstPatient = w.work, false
	}
	select {
	case op = <-first:
		return op, firstPatient
	default:
	}
	select {
	case op = <-w.work:
		return op, false
	case op = <-w.patient:
		return op, true
	case <-w.quit:
		return nil, false
	}
}

// drain finishes what was handed in before the end.
func (w *writer) drain() {
	for {
		select {
		case op := <-w.work:
			w.commit([]*operation{op})
		case op := <-w.patient:
			w.commit([]*operation{op})
		default:
			return
		}
	}
}

// gather adds what waits already, and what comes within a moment until there are as many as usual: those who write one thing
// after the other come again soon after they were answered, and a lone writer is not made to wait for nobody.
func (w *writer) gather(group []*operation, usual int) []*operation {
	var wait <-chan time.Time
	for len(group) < groupSize {
		select {
		case op := <-w.work:
			group = append(group, op)
			continue
		default:
		}
		if len(group) >= usual {
			return group
		}
		if wait == nil {
			timer := time.NewTimer(groupWait)
			defer timer.Stop()
			wait = timer.C
		}
		select {
		case op := <-w.work:
			group = append(group, op)
		case <-wait:
			return group
		}
	}
	return group
}

// commit runs the group in one transaction. If an operation fails, the transaction begins anew with each in a savepoint, so
// that one bad operation never spoils the others; if it dies as a whole even so, each member runs again alone. A failing
// disk ends them all.
func (w *writer) commit(group []*operation) {
	err := w.together(group, false)
	if errors.Is(err, errApart) {
		err = w.together(group, true)
	}
	switch {
	case err == nil:
	case w.pools.broken.Load() != nil || isDiskFailure(err):
		w.pools.broken.CompareAndSwap(nil, &err)
		for _, op := range group {
			op.err = err
		}
	case len(group) == 1:
		group[0].err = err
	default:
		for _, op := range group {
			op.err, op.hooks = nil, nil
			w.commit([]*operation{op})
		}
		return // each was answered on its own
	}
	for _, op := range group {
		if op.err == nil {
			for _, hook := range op.hooks {
				hook()
			}
		}
		close(op.done)
	}
}

// errApart says that an operation of several failed in a transaction without savepoints.
var errApart = errors.New("an operation failed among others")

// together gives an error only when the transaction as a whole failed; an operation's own error stays with it. Savepoints
// keep operations apart, at a price: SQLite copies each page that an operation is the first to change.
func (w *writer) together(group []*operation, apart bool) (err error) {
	ctx := context.Background()
	if broken := w.pools.broken.Load(); broken != nil {
		return *broken
	}
	conn, err := w.pools.write.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	for _, op := range group {
		if op.err = op.ctx.Err(); op.err != nil {
			continue
		}
		state := &transaction{tx: tx, conn: conn}
		if err := w.one(ctx, op, &DB{pools: w.pools, tx: state}, apart); err != nil {
			return errors.Join(err, ignoreDone(tx.Rollback()))
		}
		if op.err != nil && !apart {
			err = ignoreDone(tx.Rollback())
			if err == nil && len(group) > 1 {
				err = errApart
			}
			return err
		}
		op.hooks = state.hooks
	}
	return tx.Commit()
}

// one runs an operation, in a savepoint if it is to be kept apart, and undoes it alone when it fails then. It gives an error
// when that is not possible.
func (w *writer) one(ctx context.Context, op *operation, handle *DB, apart bool) error {
	if apart {
		if _, err := handle.tx.tx.ExecContext(ctx, "SAVEPOINT operation"); err != nil {
			return err
		}
	}
	op.err = guarded(op.fn, handle)
	if op.err != nil {
		handle.tx.hooks = nil
		if isDiskFailure(op.err) || isInterrupt(op.err) {
			return op.err
		}
	}
	if !apart {
		return nil
	}
	if op.err != nil {
		if _, err := handle.tx.tx.ExecContext(ctx, "ROLLBACK TO operation"); err != nil {
			return errors.Join(op.err, err)
		}
	}
	_, err := handle.tx.tx.ExecContext(ctx, "RELEASE operation")
	return err
}

// panicked carries a panic from the writer's goroutine to the caller's.
type panicked struct {
	value any
	stack []byte
}

func (p panicked) Error() string { return fmt.Sprintf("panic: %v\n%s", p.value, p.stack) }

func guarded(fn func(tx *DB) error, handle *DB) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = panicked{value, debug.Stack()}
		}
	}()
	return fn(handle)
}
