package search

import (
	"context"
	"slices"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/schoolpage"
)

// aboutSubscription says whether an activity changes who has which database.
func aboutSubscription(a activity.Activity) bool {
	return slices.Contains([]activity.Verb{schoolpage.SubscriptionAdded, schoolpage.SubscriptionChanged, schoolpage.SubscriptionRemoved}, a.Verb)
}

// forgetDatabases has subscriptions be read again.
func (s *Service) forgetDatabases() {
	s.subscribed.Add(1)
	s.databases.Store(nil)
}

// refreshSubscribed refreshes what led into databases before they changed, and what leads into them now.
func (s *Service) refreshSubscribed(ctx context.Context, changed []string) error {
	if len(changed) == 0 {
		return nil
	}
	s.forgetDatabases()
	s.around.Add(1)
	databases, err := s.readDatabases(ctx)
	if err != nil {
		return err
	}
	var all []catalog.ResourceID
	for _, which := range changed {
		for _, r := range s.index.Load().Having(leadsInto(which)) {
			all = append(all, catalog.ResourceID(r))
		}
		for _, d := range databases {
			if d.id != which {
				continue
			}
			linked, err := db.All(ctx, s.db, db.Value[catalog.ResourceID], `SELECT DISTINCT l.resource FROM head_link l JOIN resource r ON r.district = l.district AND r.id = l.resource
				WHERE l.district IN (SELECT o.id FROM district o WHERE o.id = $1 OR o.consortium <> '' AND o.consortium = $2)
				AND l.kind = 'link' AND l.target >= $3 AND l.target < $4 AND r.state = 'published'`, d.district, d.consortium, d.address, d.address+"\x7f")
			if err != nil {
				return err
			}
			all = append(all, linked...)
		}
	}
	slices.Sort(all)
	return s.refresh(ctx, slices.Compact(all))
}
