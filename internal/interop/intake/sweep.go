package intake

import (
	"context"
	"time"

	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// WaitsFor is how long a file that was looked at and not brought in waits.
const WaitsFor = 30 * 24 * time.Hour

// sweeping is the job that forgets what nobody brought in.
type sweeping struct{}

// Kind implements jobs.Args.
func (sweeping) Kind() string { return "intake.sweep" }

// Sweep forgets, after 30 days, what was looked at and not brought in. Of its file whoever collects what nothing needs lets go.
func (s *Service) Sweep(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "sweep imports")
	_, err = s.db.Exec(ctx, `DELETE FROM import WHERE state = 'preview' AND created_at < $1`, clock.Micros(s.clock.Now().Add(-WaitsFor)))
	return err
}
