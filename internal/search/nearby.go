package search

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fetch"
	"github.com/commonshelf/commonshelf/internal/id"
)

// nearby is what the index is told of resources that they do not say themselves.
type nearby struct {
	lifts     map[catalog.ResourceID]lift
	tried     map[catalog.ResourceID][]id.SchoolID
	hands     map[catalog.ResourceID][]id.PersonID
	worked    map[catalog.ResourceID][]worked
	families  map[catalog.ResourceID]catalog.ResourceID
	databases []database
}

// readNearby reads what lies around resources; which ones, a condition on r says.
func (s *Service) readNearby(ctx context.Context, condition string, args ...any) (n nearby, err error) {
	if n.databases, err = s.readDatabases(ctx); err != nil {
		return n, err
	}
	if n.lifts, err = s.lifts(ctx, condition, args...); err != nil {
		return n, err
	}
	if n.tried, err = pairs[id.SchoolID](ctx, s.db, `SELECT DISTINCT u.resource, u.school FROM use_report u JOIN resource r ON r.id = u.resource
		WHERE `+condition+` AND u.removed_at IS NULL ORDER BY u.resource, u.school`, args...); err != nil {
		return n, err
	}
	if n.worked, err = s.worked(ctx, condition, args...); err != nil {
		return n, err
	}
	if n.families, err = s.families(ctx, condition, args...); err != nil {
		return n, err
	}
	n.hands, err = s.hands(ctx, condition, args...)
	return n, err
}

// pairs reads what belongs to each of some resources.
func pairs[T ~string](ctx context.Context, d *db.DB, query string, args ...any) (map[catalog.ResourceID][]T, error) {
	out := map[catalog.ResourceID][]T{}
	_, err := db.All(ctx, d, func(row db.Row) (none struct{}, err error) {
		var of catalog.ResourceID
		var what T
		err = row.Scan(&of, &what)
		out[of] = append(out[of], what)
		return none, err
	}, query, args...)
	return out, err
}

// around fills in what lies around a resource.
func (n nearby) around(r *resource) {
	r.lift, r.tried, r.hands, r.databases = n.lifts[r.id], n.tried[r.id], n.hands[r.id], n.databases
	r.worked, r.family = n.worked[r.id], n.families[r.id]
}

// nearbyOf reads what lies around the resources of a list.
func (s *Service) nearbyOf(ctx context.Context, list []resource) error {
	if len(list) == 0 {
		return nil
	}
	ids := make([]catalog.ResourceID, len(list))
	for i := range list {
		ids[i] = list[i].id
	}
	in, args := db.In(1, ids)
	n, err := s.readNearby(ctx, `r.id IN (`+in+`)`, args...)
	if err != nil {
		return err
	}
	for i := range list {
		n.around(&list[i])
	}
	return nil
}

// readDatabases gives all subscriptions, as they were read last or since one of them changed.
func (s *Service) readDatabases(ctx context.Context) ([]database, error) {
	if known := s.databases.Load(); known != nil {
		return *known, nil
	}
	changes := s.subscribed.Load()
	list, err := db.All(ctx, s.db, func(row db.Row) (d database, err error) {
		err = row.Scan(&d.id, &d.district, &d.consortium, &d.school, &d.address)
		return d, err
	}, `SELECT s.id, s.district, d.consortium, COALESCE(s.school, ''), s.url FROM subscription s JOIN district d ON d.id = s.district
		WHERE s.removed_at IS NULL AND s.url <> '' ORDER BY s.id`)
	if err != nil {
		return nil, err
	}
	known := list[:0]
	for _, d := range list {
		if d.address, err = fetch.Canonical(d.address); err == nil {
			known = append(known, d)
		}
	}
	if s.databases.Store(&known); s.subscribed.Load() != changes { // one changed meanwhile
		s.databases.Store(nil)
	}
	return known, nil
}
