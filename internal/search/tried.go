package search

import (
	"context"
	"slices"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fold"
)

// triedAt gives, for each of the cards, the schools of the actor's district that say they used it, by their short names.
func (s *Service) triedAt(ctx context.Context, by actor.Actor, cards []catalog.Card) ([][]string, error) {
	ids := make([]catalog.ResourceID, len(cards))
	for i, c := range cards {
		ids[i] = c.ID
	}
	in, args := db.In(2, ids)
	type use struct {
		of     catalog.ResourceID
		school string
	}
	uses, err := db.All(ctx, s.db, func(row db.Row) (u use, err error) {
		err = row.Scan(&u.of, &u.school)
		return u, err
	}, `SELECT DISTINCT u.resource, s.short_name FROM use_report u JOIN school s ON s.district = u.district AND s.id = u.school
		WHERE u.district = $1 AND u.removed_at IS NULL AND u.resource IN (`+in+`)`, append([]any{by.District}, args...)...)
	if err != nil {
		return nil, err
	}
	out := make([][]string, len(cards))
	for _, u := range uses {
		i := slices.Index(ids, u.of)
		out[i] = append(out[i], u.school)
	}
	for _, schools := range out {
		slices.SortFunc(schools, fold.Natural)
	}
	return out, nil
}
