package feedback

import (
	"context"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// At lists the uses at a school of the actor's district from one moment to another, the last first, whatever became of what was used.
func (s *Service) At(ctx context.Context, by actor.Actor, school id.SchoolID, from, until time.Time) (_ []Report, err error) {
	defer fault.Wrap(&err, "uses at school %s", school)
	if err := permitted(by, see, standing{}); err != nil {
		return nil, err
	}
	return s.list(ctx, by, `AND u.school = $2 AND u.at >= $3 AND u.at < $4 ORDER BY u.at DESC, u.id`, school, clock.Micros(from), clock.Micros(until))
}
