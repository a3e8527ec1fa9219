package search

import (
	"context"
	"math"
	"slices"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/adapt"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/feedback"
)

// A resource is lifted by other schools: those that say it worked, and, for less, those that made their own version of it for more
// than themselves; not those whose own is only kept together with it. Each counts once and for less than the one before; views count for nothing.
const (
	mostLift    = 0.5 // of the score, however many schools
	workedLeft  = 0.8 // of what is left of it, after each school where it worked
	adaptedLeft = 0.9 // after each other school that has its own version
)

// lift is the other schools that lift a resource.
type lift struct{ worked, adapted int }

// lifted is by what the score of a resource is multiplied.
func (l lift) lifted() float32 {
	left := math.Pow(workedLeft, float64(l.worked)) * math.Pow(adaptedLeft, float64(l.adapted))
	return float32(1 + mostLift*(1-left))
}

// lifts counts the other schools that lift resources; which ones, a condition on r says. Those that nobody lifts are left out.
func (s *Service) lifts(ctx context.Context, condition string, args ...any) (map[catalog.ResourceID]lift, error) {
	type row struct {
		of catalog.ResourceID
		lift
	}
	list, err := db.All(ctx, s.db, func(r db.Row) (l row, err error) {
		all := 0
		err = r.Scan(&l.of, &all, &l.worked)
		l.adapted = all - l.worked
		return l, err
	}, `SELECT by_school.resource, COUNT(DISTINCT by_school.school), COALESCE(SUM(by_school.worked), 0) FROM (
			SELECT DISTINCT u.resource AS resource, u.school AS school, 1 AS worked FROM use_report u JOIN resource r ON r.district = u.district AND r.id = u.resource
				WHERE `+condition+` AND u.outcome = 'worked' AND u.removed_at IS NULL AND u.school <> r.school
			UNION
			SELECT r.id, v.school, 0 FROM resource v JOIN resource r ON r.id = v.core
				WHERE `+condition+` AND v.core_version IS NOT NULL AND v.state = 'published' AND v.visibility <> 'school' AND v.school <> r.school
		) by_school GROUP BY by_school.resource`, args...)
	out := make(map[catalog.ResourceID]lift, len(list))
	for _, l := range list {
		out[l.of] = l.lift
	}
	return out, err
}

// aboutUse says whether an activity changes whether a resource worked somewhere.
func aboutUse(a activity.Activity) bool {
	return slices.Contains([]activity.Verb{feedback.Reported, feedback.Changed, feedback.Removed}, a.Verb)
}

// aboutVersions says whether an activity may change who has a version of what a resource was made from.
func aboutVersions(a activity.Activity) bool {
	return slices.Contains([]activity.Verb{catalog.Shared, catalog.Edited, catalog.Unshared, catalog.Retired, catalog.PutBack, catalog.Given, adapt.Joined, adapt.Parted}, a.Verb)
}

// liftAnew puts those resources into the index anew, and what the versions were made from, whose lift may have changed.
func (s *Service) liftAnew(ctx context.Context, used, versions []catalog.ResourceID) error {
	if len(used)+len(versions) == 0 {
		return nil
	}
	in, args := db.In(1, versions)
	cores, err := db.All(ctx, s.db, db.Value[catalog.ResourceID], `SELECT DISTINCT core FROM resource WHERE id IN (`+in+`) AND core IS NOT NULL`, args...)
	if err != nil {
		return err
	}
	all := append(cores, used...)
	if len(all) == 0 {
		return nil
	}
	s.around.Add(1)
	slices.Sort(all)
	return s.refresh(ctx, slices.Compact(all))
}
