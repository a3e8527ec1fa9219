package search

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/activity"
)

// Lifted is by what other schools multiply a score.
func Lifted(schools int) float32 { return lifted(schools) }

// ReadLog applies what is committed after a position.
func (s *Service) ReadLog(ctx context.Context, from activity.Position) error {
	return s.applyCommitted(ctx, from)
}
