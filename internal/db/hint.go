package db

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
)

// channel is how PostgreSQL calls the hints of this program.
const channel = "commonshelf_log"

// hintEvery is how often a node sends hints at the most: those that come closer together are one.
const hintEvery = 10 * time.Millisecond

// Hint says to whoever listens, on every node of the database, that something was committed that they may want to read. It is
// for after a commit, waits for nothing, and may be lost: who must not miss anything looks now and then as well. SQLite has one
// process, which looks often enough.
func (d *DB) Hint() {
	select {
	case d.hints <- struct{}{}:
	default: // one is on its way
	}
}

// Listen sends the hints of this node and calls wake for those of every node, this one too, until ctx ends or the connection
// fails. It gives why it ended.
func (d *DB) Listen(ctx context.Context, wake func()) error {
	if d.dialect == sqlite {
		<-ctx.Done()
		return ctx.Err()
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	conn, err := pgx.Connect(ctx, d.options.URL)
	if err != nil {
		return err
	}
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		stop(d.sendHints(ctx))
	}()
	if _, err = conn.Exec(ctx, "LISTEN "+channel); err == nil {
		wake() // what was said before it listened
		for err == nil {
			if _, err = conn.WaitForNotification(ctx); err == nil {
				wake()
			}
		}
	}
	stop(err)
	<-sent
	return errors.Join(context.Cause(ctx), conn.Close(context.WithoutCancel(ctx)))
}

// sendHints passes hints on until ctx ends, outside any transaction of those who gave them.
func (d *DB) sendHints(ctx context.Context) error {
	rest := time.NewTicker(hintEvery)
	defer rest.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-d.hints:
		}
		if _, err := d.read.ExecContext(ctx, `SELECT pg_notify($1, '')`, channel); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-rest.C:
		}
	}
}
