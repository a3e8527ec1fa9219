package search

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/index"
)

// Latest names the newest resources that have all that a query asks for, as Search understands it, at most limit, and says how many there
// are: beside a school's name those of all schools. It shows no card, counts no facet and takes nothing for enough that has only some of
// the words: so many queries are asked at once, of what is new.
//
// Whoever shows what it names reads its card in the actor's name first.
func (s *Service) Latest(ctx context.Context, by actor.Actor, q Query, limit int) (_ []catalog.ResourceID, total int, err error) {
	defer fault.Wrap(&err, "look for the latest")
	k, err := s.asking(ctx, by, q)
	if err != nil || k.nothing() {
		return nil, 0, err
	}
	k, found := s.answer(k, func(question *index.Query) {
		question.Once, question.Favors = false, nil // a version that is new is new
		question.Sort, question.Limit = index.ByNewest, limit
	})
	if found.Relaxed || len(k.asked.Endless) > 0 { // newest first, only where nothing has all the words
		return nil, 0, nil
	}
	return idsOf(found.Hits), found.Total, nil
}
