package search

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/index"
)

// A search shows the versions of one resource once, for they say nearly the same: a school's own, if it fits, or the best. Whoever wants
// to see each asks for every version.

// families gives, of resources, what those go back to that are versions, and those themselves that have versions; which resources, a
// condition on r says.
func (s *Service) families(ctx context.Context, condition string, args ...any) (map[catalog.ResourceID]catalog.ResourceID, error) {
	list, err := pairs[catalog.ResourceID](ctx, s.db, `WITH RECURSIVE line(start, id, core) AS (
			SELECT r.id, r.id, r.core FROM resource r WHERE `+condition+` AND r.core IS NOT NULL
			UNION
			SELECT l.start, c.id, c.core FROM line l JOIN resource c ON c.id = l.core
		)
		SELECT start, id FROM line WHERE core IS NULL
		UNION SELECT r.id, r.id FROM resource r WHERE `+condition+` AND r.core IS NULL AND EXISTS (SELECT 1 FROM resource v WHERE v.core = r.id)`, args...)
	out := make(map[catalog.ResourceID]catalog.ResourceID, len(list))
	for r, roots := range list {
		out[r] = roots[0]
	}
	return out, err
}

// ownOf says which resources are the actor's own.
func ownOf(by actor.Actor) index.Own {
	own := index.Own{Facet: School}
	for _, school := range by.SchoolIDs() {
		own.Values = append(own.Values, string(school))
	}
	return own
}

// below are some resources with all versions of them, to any depth.
func (s *Service) below(ctx context.Context, moved []catalog.ResourceID) ([]catalog.ResourceID, error) {
	if len(moved) == 0 {
		return nil, nil
	}
	in, args := db.In(1, moved)
	return db.All(ctx, s.db, db.Value[catalog.ResourceID], `WITH RECURSIVE below(id) AS (
			SELECT id FROM resource WHERE id IN (`+in+`)
			UNION
			SELECT v.id FROM below b JOIN resource v ON v.core = b.id
		)
		SELECT id FROM below`, args...)
}

// others says of each of the cards how many other versions of it the asker may see; nil where each is shown by itself.
func (s *Service) others(k asking, hits []index.Hit, cards []catalog.Card) []int {
	if !k.question.Once {
		return nil
	}
	family := map[catalog.ResourceID]string{}
	for _, h := range hits {
		family[catalog.ResourceID(h.ID)] = h.Family
	}
	names := make([]string, len(cards))
	for i, c := range cards {
		names[i] = family[c.ID]
	}
	out := s.index.Load().Kin(k.question.Scope, names)
	for i := range out {
		out[i] = max(0, out[i]-1)
	}
	return out
}
