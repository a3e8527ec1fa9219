package search

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/index"
)

// What worked beside somebody is lifted for them, whatever other schools say: what a colleague at their school says worked, and, for
// less, what did at a school of their district with grades that theirs has too. No resource is lifted twice.
const (
	hereFavor = 0.2
	likeFavor = 0.1
)

// worked is a school where a resource worked.
type worked struct {
	school   id.SchoolID
	district id.DistrictID
	grades   grade.Set
}

// worked gives the schools where resources worked, as somebody there says; which resources, a condition on r says.
func (s *Service) worked(ctx context.Context, condition string, args ...any) (map[catalog.ResourceID][]worked, error) {
	out := map[catalog.ResourceID][]worked{}
	_, err := db.All(ctx, s.db, func(row db.Row) (w worked, err error) {
		var of catalog.ResourceID
		err = row.Scan(&of, &w.school, &w.district, &w.grades)
		out[of] = append(out[of], w)
		return w, err
	}, `SELECT DISTINCT u.resource, u.school, s.district, s.grades FROM use_report u JOIN resource r ON r.id = u.resource
		JOIN school s ON s.district = u.district AND s.id = u.school
		WHERE `+condition+` AND u.outcome = 'worked' AND u.removed_at IS NULL ORDER BY u.resource, u.school`, args...)
	return out, err
}

// favors are what is lifted for an actor, what is lifted most first.
func (s *Service) favors(ctx context.Context, by actor.Actor) (out []index.Favor, err error) {
	schools := by.SchoolIDs()
	if len(schools) == 0 {
		return nil, nil
	}
	for _, school := range schools {
		out = append(out, index.Favor{Trait: workedAt(school), By: hereFavor})
	}
	in, args := db.In(2, schools)
	grades, err := db.All(ctx, s.db, db.Value[grade.Set], `SELECT grades FROM school WHERE district = $1 AND id IN (`+in+`)`, append([]any{by.District}, args...)...)
	var all grade.Set
	for _, set := range grades {
		all |= set
	}
	for _, band := range grade.BandsOf(all) {
		out = append(out, index.Favor{Trait: workedFor(by.District, band), By: likeFavor})
	}
	return out, err
}
