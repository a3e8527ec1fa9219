package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/commonshelf/commonshelf/internal/fault"
)

// On PostgreSQL a transaction that collides is tried again: at first beside the others, then with this node's others held
// back, so that a crowd of one node always gets through. What collides to the last collides with other nodes.
const (
	attempts = 10 // before the collision is reported
	beside   = 4  // of them beside others
	// everyTurn is taken by a transaction that runs alone, one share of it by any other; more than there are connections.
	everyTurn = 1 << 20
)

// Tx runs fn in a write transaction and gives its result. In a transaction it joins that one. fn may run twice.
func Tx[T any](ctx context.Context, d *DB, fn func(tx *DB) (T, error)) (T, error) {
	var out T
	err := d.Do(ctx, func(tx *DB) error {
		var err error
		out, err = fn(tx)
		return err
	})
	if err != nil {
		var none T
		return none, err
	}
	return out, nil
}

// Do runs fn in a write transaction. In a transaction it joins that one. fn may run twice.
func (d *DB) Do(ctx context.Context, fn func(tx *DB) error) error {
	switch {
	case d.tx != nil && d.tx.readOnly:
		return errors.New("a write inside a snapshot")
	case d.tx != nil:
		return fn(d)
	case d.writer != nil:
		return d.writer.do(ctx, fn, d.patient)
	}
	return d.doPostgres(ctx, fn)
}

func (d *DB) doPostgres(ctx context.Context, fn func(tx *DB) error) error {
	var err error
	for try := range attempts {
		if try > 0 {
			pause := time.Duration(1<<min(try, 6)) * time.Millisecond
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(pause/2 + rand.N(pause)):
			}
		}
		var hooks []func()
		hooks, err = d.inTurn(ctx, try >= beside, fn)
		if err == nil {
			for _, hook := range hooks {
				hook()
			}
			return nil
		}
		if !isCollision(err) {
			return err
		}
	}
	return fmt.Errorf("%w (after %d attempts: %w)", fault.Conflict{Reason: fault.Say("fault.busy")}, attempts, err)
}

// inTurn runs a transaction of PostgreSQL beside this node's others, or alone among them.
func (d *DB) inTurn(ctx context.Context, alone bool, fn func(tx *DB) error) ([]func(), error) {
	share := int64(1)
	if alone {
		share = everyTurn
	}
	if err := d.turns.Acquire(ctx, share); err != nil {
		return nil, err
	}
	defer d.turns.Release(share)
	return d.oncePostgres(ctx, fn)
}

func (d *DB) oncePostgres(ctx context.Context, fn func(tx *DB) error) (_ []func(), err error) {
	conn, err := d.write.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})
	if err != nil {
		return nil, err
	}
	state := &transaction{tx: tx, conn: conn}
	done := false
	defer func() {
		if !done { // an error or a panic on its way out
			err = errors.Join(err, ignoreDone(tx.Rollback()))
		}
	}()
	if err := fn(&DB{pools: d.pools, tx: state}); err != nil {
		return nil, err
	}
	done = true
	return state.hooks, tx.Commit()
}

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

// Try runs fn in a savepoint: when it fails, what it did is undone and the transaction goes on.
func (d *DB) Try(ctx context.Context, fn func(tx *DB) error) error {
	if d.tx == nil {
		return d.Do(ctx, fn)
	}
	d.tx.depth++
	defer func() { d.tx.depth-- }()
	name := fmt.Sprintf("try_%d", d.tx.depth)
	if _, err := d.Exec(ctx, "SAVEPOINT "+name); err != nil {
		return err
	}
	hooks := len(d.tx.hooks)
	err := fn(d)
	if err != nil {
		d.tx.hooks = d.tx.hooks[:hooks]
		if _, undo := d.Exec(ctx, "ROLLBACK TO SAVEPOINT "+name); undo != nil {
			return errors.Join(err, undo)
		}
	}
	if _, release := d.Exec(ctx, "RELEASE SAVEPOINT "+name); release != nil {
		return errors.Join(err, release)
	}
	return err
}

// AfterCommit runs fn once the transaction is on the disk, in the order of the calls and before the caller is answered.
func (d *DB) AfterCommit(fn func()) {
	if d.tx == nil {
		fn()
		return
	}
	d.tx.hooks = append(d.tx.hooks, fn)
}

// Snapshot runs fn on one unmoving picture of the database, for reading only.
func (d *DB) Snapshot(ctx context.Context, fn func(tx *DB) error) (err error) {
	if d.tx != nil {
		return fn(d)
	}
	conn, err := d.read.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, &sql.TxOptions{Isolation: d.dialect.snapshotLevel(), ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ignoreDone(tx.Rollback())) }()
	return fn(&DB{pools: d.pools, tx: &transaction{tx: tx, conn: conn, readOnly: true}})
}

// Raw lends the transaction below to what has to write in it by its own means, such as the job queue.
func (d *DB) Raw() (*sql.Tx, *sql.Conn) {
	if d.tx == nil {
		return nil, nil
	}
	return d.tx.tx, d.tx.conn
}

// WritePool lends the pool of the writing connections. On SQLite it holds the single one that the writer uses too.
func (d *DB) WritePool() *sql.DB { return d.write }
