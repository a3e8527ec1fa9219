package jobs

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"

	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
)

// Waiting is a job that is still to be done, as a backup keeps it.
type Waiting struct {
	Name        string // its kind
	Args        json.RawMessage
	Queue       Queue
	MaxAttempts int
	At          time.Time // not before
}

// Kind implements Args.
func (w Waiting) Kind() string { return w.Name }

// MarshalJSON gives the args alone, as they were stored.
func (w Waiting) MarshalJSON() ([]byte, error) { return w.Args, nil }

// EachWaiting gives every job that is still to be done, also those being done this moment and those that are paused. It
// reads in the snapshot if d is one.
func EachWaiting(ctx context.Context, d *db.DB, fn func(Waiting) error) error {
	return d.Snapshot(ctx, func(tx *db.DB) error {
		params := river.NewJobListParams().First(batch).States(unfinished...)
		for {
			list, err := list(ctx, tx, params)
			if err != nil {
				return fmt.Errorf("list jobs: %w", err)
			}
			for _, row := range list.Jobs {
				if err := fn(Waiting{Name: row.Kind, Args: row.EncodedArgs, Queue: Queue(row.Queue), MaxAttempts: row.MaxAttempts, At: row.ScheduledAt}); err != nil {
					return err
				}
			}
			if len(list.Jobs) < batch {
				return nil
			}
			params = params.After(list.LastCursor)
		}
	})
}

const batch = 500

func list(ctx context.Context, tx *db.DB, params *river.JobListParams) (out *river.JobListResult, err error) {
	config := &river.Config{Logger: quiet()}
	if !tx.Postgres() {
		c, err := river.NewClient[*sql.Tx](sqliteDriver{riversqlite.New(nil)}, config)
		if err != nil {
			return nil, err
		}
		raw, _ := tx.Raw()
		return c.JobListTx(ctx, raw, params)
	}
	c, err := river.NewClient[pgx.Tx](postgresDriver{riverpgxv5.New(nil)}, config)
	if err != nil {
		return nil, err
	}
	err = withPgx(tx, func(tx pgx.Tx) error {
		out, err = c.JobListTx(ctx, tx, params)
		return err
	})
	return out, err
}

// Pause stores jobs so that they are there but not done before Resume: a restored district must not send its old mail
// again because somebody looks into a backup.
func Pause(ctx context.Context, tx *db.DB, waiting []Waiting) error {
	enqueue := New(tx, quiet(), clock.System{}).enqueue
	for _, w := range waiting {
		o := &river.InsertOpts{Queue: string(w.Queue), MaxAttempts: w.MaxAttempts, ScheduledAt: w.At, Pending: true}
		if err := enqueue(ctx, tx, w, o); err != nil {
			return fmt.Errorf("pause %s: %w", w.Name, err)
		}
	}
	return nil
}

// Paused counts the jobs that wait for Resume.
func Paused(ctx context.Context, d *db.DB) (int, error) {
	return db.One(ctx, d, db.Value[int], `SELECT count(*) FROM river_job WHERE state = 'pending'`)
}

// Resume lets paused jobs be done.
func Resume(ctx context.Context, d *db.DB) error {
	_, err := d.Exec(ctx, `UPDATE river_job SET state = 'available' WHERE state = 'pending'`)
	return err
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }
