package jobs

import (
	"context"
	"errors"
	"fmt"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// Drain does, one after the other and in the order of arrival, every job that is due now, also those that these enqueue,
// and gives the errors of those that failed. A job that failed, or asked to come later, stays for another Drain,
// unless its error is Permanent. It is for tests and commands that have not started the queue.
func (j *Jobs) Drain(ctx context.Context) error {
	config := j.config()
	config.PeriodicJobs = nil
	c, release, err := open(ctx, j.db, config)
	if err != nil {
		return fmt.Errorf("drain jobs: %w", err)
	}
	defer release()
	var failed []error
	tried := map[int64]bool{}
	for {
		row, err := j.next(ctx, c, tried)
		if err != nil {
			return errors.Join(append(failed, fmt.Errorf("drain jobs: %w", err))...)
		}
		if row == nil {
			return errors.Join(failed...)
		}
		switch err := j.kinds[row.Kind].run(withAttempt(ctx, row.Attempt+1, row.MaxAttempts), row.EncodedArgs); {
		case isLater(err):
			tried[row.ID] = true
		case isAgain(err):
			continue
		case err != nil:
			failed = append(failed, fmt.Errorf("job %s: %w", row.Kind, err))
			tried[row.ID] = true
			if isPermanent(err) {
				_, err = c.JobCancel(ctx, row.ID)
				failed = append(failed, err)
			}
		default:
			if _, err := c.JobDelete(ctx, row.ID); err != nil {
				return errors.Join(append(failed, err)...)
			}
		}
	}
}

// next is the first job that is due and was not tried; nil when there is none.
func (j *Jobs) next(ctx context.Context, c client, tried map[int64]bool) (*rivertype.JobRow, error) {
	params := river.NewJobListParams().First(1000).
		States(rivertype.JobStateAvailable, rivertype.JobStateScheduled, rivertype.JobStateRetryable)
	for {
		list, err := c.JobList(ctx, params)
		if err != nil || len(list.Jobs) == 0 {
			return nil, err
		}
		for _, row := range list.Jobs {
			if _, known := j.kinds[row.Kind]; known && !tried[row.ID] && !row.ScheduledAt.After(j.clock.Now()) {
				return row, nil
			}
		}
		params = params.After(list.LastCursor)
	}
}
