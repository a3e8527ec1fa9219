package search

import (
	"context"
	"slices"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/feedback"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/id"
)

// triedAt gives, for each of the cards, the schools of the actor's district that say they used it, by their short names; and whether one of the actor's
// own says that it worked.
func (s *Service) triedAt(ctx context.Context, by actor.Actor, cards []catalog.Card) (tried [][]string, worked []bool, err error) {
	ids := make([]catalog.ResourceID, len(cards))
	for i, c := range cards {
		ids[i] = c.ID
	}
	in, args := db.In(2, ids)
	type use struct {
		of      catalog.ResourceID
		school  id.SchoolID
		name    string
		outcome feedback.Outcome
	}
	uses, err := db.All(ctx, s.db, func(row db.Row) (u use, err error) {
		err = row.Scan(&u.of, &u.school, &u.name, &u.outcome)
		return u, err
	}, `SELECT DISTINCT u.resource, u.school, s.short_name, u.outcome FROM use_report u JOIN school s ON s.district = u.district AND s.id = u.school
		WHERE u.district = $1 AND u.removed_at IS NULL AND u.resource IN (`+in+`)`, append([]any{by.District}, args...)...)
	if err != nil {
		return nil, nil, err
	}
	tried, worked = make([][]string, len(cards)), make([]bool, len(cards))
	for _, u := range uses {
		i := slices.Index(ids, u.of)
		if !slices.Contains(tried[i], u.name) {
			tried[i] = append(tried[i], u.name)
		}
		worked[i] = worked[i] || u.outcome == feedback.Worked && by.At(u.school)
	}
	for _, schools := range tried {
		slices.SortFunc(schools, fold.Natural)
	}
	return tried, worked, nil
}
