package savedsearch

import (
	"context"
	"slices"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/search"
)

const (
	mostFresh = 30                     // looked at of one saved search: more than anybody is told of
	oldest    = 8 * 7 * 24 * time.Hour // nothing that was shared before is new
)

// Fresh is a saved search and what is new for it, the newest first.
type Fresh struct {
	Saved Saved
	Cards []catalog.Card
}

// Fresh gives, of the actor's saved searches of which the weekly email is to tell, those for which something is new: shared since it
// told last, by somebody else, and for the actor's eyes as they are now. Those that waited longest come first.
func (s *Service) Fresh(ctx context.Context, by actor.Actor) (_ []Fresh, err error) {
	defer fault.Wrap(&err, "news for saved searches of %s", by.Person)
	list, err := s.some(ctx, by, `AND in_letter ORDER BY told_at, saved_at, id`)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	found := make([][]catalog.ResourceID, len(list))
	var all []catalog.ResourceID
	for i, v := range list {
		if found[i], _, err = s.Search.Latest(ctx, by, Query(v.Query), mostFresh); err != nil {
			return nil, err
		}
		all = append(all, found[i]...)
	}
	slices.Sort(all)
	cards, err := s.Catalog.Cards(ctx, by, slices.Compact(all))
	if err != nil {
		return nil, err
	}
	if cards, err = s.Catalog.OfOthers(ctx, by, cards); err != nil {
		return nil, err
	}
	byID := make(map[catalog.ResourceID]catalog.Card, len(cards))
	for _, c := range cards {
		byID[c.ID] = c
	}
	var out []Fresh
	for i, v := range list {
		if f := (Fresh{v, fresh(byID, found[i], since(v, s.Clock.Now()))}); len(f.Cards) > 0 {
			out = append(out, f)
		}
	}
	return out, nil
}

// since is from when on what was shared is new for a saved search.
func since(v Saved, now time.Time) time.Time {
	return slices.MaxFunc([]time.Time{v.ToldAt, v.SavedAt, now.Add(-oldest)}, time.Time.Compare)
}

// fresh are the cards, of the resources named, that were shared after a moment.
func fresh(cards map[catalog.ResourceID]catalog.Card, named []catalog.ResourceID, after time.Time) (out []catalog.Card) {
	for _, name := range named {
		if c, there := cards[name]; there && c.SharedAt.After(after) {
			out = append(out, c)
		}
	}
	return out
}

// Told notes, in the transaction in which a weekly email goes, that it tells of a saved search up to a moment.
func (s *Service) Told(ctx context.Context, tx *db.DB, district id.DistrictID, person id.PersonID, which ID, at time.Time) (err error) {
	defer fault.Wrap(&err, "note that saved search %s was told of", which)
	_, err = tx.Exec(ctx, `UPDATE saved_search SET told_at = $4 WHERE district = $1 AND person = $2 AND id = $3 AND told_at < $4`, district, person, which, clock.Micros(at))
	return err
}

// Found is how many resources a query finds for the actor that have all it asks for.
func (s *Service) Found(ctx context.Context, by actor.Actor, q search.Query) (int, error) {
	_, total, err := s.Search.Latest(ctx, by, q, 0)
	return total, err
}
