package savedsearch

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/search"
)

const (
	mostFresh = 30                     // looked at of one saved search: more than anybody is told of
	oldest    = 8 * 7 * 24 * time.Hour // nothing that was shared before is new

	// A node finds what was shared on another once it has read so far in the log, and clocks differ: a letter tells also of what was
	// shared so long before the last one and was not in it.
	lag = 24 * time.Hour
)

// Fresh is a saved search and what is new for it, the newest first.
type Fresh struct {
	Saved Saved
	Cards []catalog.Card
	More  bool // there may be more than these: no more are looked at
}

// Fresh gives, of the actor's saved searches of which the weekly email is to tell, those for which something is new: shared since it
// told last or just before and not told of yet, by somebody else, and for the actor's eyes as they are now. Those that waited longest come first.
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
		if f := (Fresh{Saved: v, Cards: fresh(byID, found[i], v, s.Clock.Now())}); len(f.Cards) > 0 {
			f.More = len(found[i]) == mostFresh && reaches(byID, found[i], since(v, s.Clock.Now()))
			out = append(out, f)
		}
	}
	return out, nil
}

// since is from when on what was shared is new for a saved search, as far as it was not told of.
func since(v Saved, now time.Time) time.Time {
	return slices.MaxFunc([]time.Time{v.newFrom, v.ToldAt.Add(-lag), now.Add(-oldest)}, time.Time.Compare)
}

// fresh are the cards, of the resources named, that are new for a saved search.
func fresh(cards map[catalog.ResourceID]catalog.Card, named []catalog.ResourceID, v Saved, now time.Time) (out []catalog.Card) {
	after, told := since(v, now), strings.Fields(v.toldOf)
	for _, name := range named {
		if c, there := cards[name]; there && c.SharedAt.After(after) && !slices.Contains(told, string(name)) {
			out = append(out, c)
		}
	}
	return out
}

// reaches says whether the last of the resources named that the reader is told of was shared after a moment, so that those after it may be too.
func reaches(cards map[catalog.ResourceID]catalog.Card, named []catalog.ResourceID, after time.Time) bool {
	for _, name := range slices.Backward(named) {
		if c, there := cards[name]; there {
			return c.SharedAt.After(after)
		}
	}
	return false
}

// Told notes, in the transaction in which a weekly email goes, that it tells of what is new for a saved search.
func (s *Service) Told(ctx context.Context, tx *db.DB, by actor.Actor, f Fresh, at time.Time) (err error) {
	defer fault.Wrap(&err, "note that saved search %s was told of", f.Saved.ID)
	var names []string
	if f.Saved.ToldAt.After(at.Add(-lag)) { // two letters close together
		names = strings.Fields(f.Saved.toldOf)
	}
	for _, c := range f.Cards {
		names = append(names, string(c.ID))
	}
	_, err = tx.Exec(ctx, `UPDATE saved_search SET told_at = $4, told_of = $5 WHERE district = $1 AND person = $2 AND id = $3 AND told_at < $4`,
		by.District, by.Person, f.Saved.ID, clock.Micros(at), strings.Join(names, " "))
	return err
}

// Found is how many resources a query finds for the actor, as its page counts them.
func (s *Service) Found(ctx context.Context, by actor.Actor, q search.Query) (search.Counted, error) {
	return s.Search.Count(ctx, by, q)
}
