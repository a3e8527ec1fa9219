package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/commonshelf/commonshelf/internal/db"
)

// Enqueue stores a job in the transaction: it will be done if that commits, and never if not. Given a pool it is a
// transaction of its own. The queue need not be started; whatever node has started it does the work.
func (j *Jobs) Enqueue(ctx context.Context, tx *db.DB, args Args) error {
	return j.EnqueueAt(ctx, tx, args, time.Time{})
}

// EnqueueAt is Enqueue for a job that waits until at.
func (j *Jobs) EnqueueAt(ctx context.Context, tx *db.DB, args Args, at time.Time) error {
	if _, known := j.kinds[args.Kind()]; !known {
		return fmt.Errorf("enqueue: no job of kind %q is registered", args.Kind())
	}
	err := tx.Do(ctx, func(tx *db.DB) error {
		return j.enqueue(context.WithoutCancel(ctx), tx, args, j.options(args.Kind(), at))
	})
	if err != nil {
		return fmt.Errorf("enqueue %s: %w", args.Kind(), err)
	}
	return nil
}

// unfinished are the states in which a job still has to be done.
var unfinished = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled,
}

func (j *Jobs) options(name string, at time.Time) *river.InsertOpts {
	o := j.kinds[name].options
	out := &river.InsertOpts{Queue: string(o.Queue), MaxAttempts: o.MaxAttempts, ScheduledAt: at}
	if o.Unique {
		out.UniqueOpts = river.UniqueOpts{ByArgs: true, ByState: unfinished}
	}
	return out
}
