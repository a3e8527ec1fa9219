package question

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
)

// withTips leaves out of questions the tips that the actor does not see: a tip may be seen by one school alone since, or be out of the
// catalog. It takes what questions and find return.
func (s *Service) withTips(ctx context.Context, by actor.Actor, list []Question, err error) ([]Question, error) {
	if err != nil {
		return nil, err
	}
	var ids []catalog.ResourceID
	for _, q := range list {
		if q.Tip != "" {
			ids = append(ids, q.Tip)
		}
	}
	if len(ids) == 0 {
		return list, nil
	}
	cards, err := s.Catalog.Cards(ctx, by, ids)
	seen := make(map[catalog.ResourceID]bool, len(cards))
	for _, c := range cards {
		seen[c.ID] = true
	}
	for i, q := range list {
		if !seen[q.Tip] {
			list[i].Tip = ""
		}
	}
	return list, err
}
