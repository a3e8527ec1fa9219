package catalog

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// Circles lists who can be let see what the actor's district shares, from the smallest: partner districts only where there
// are some, anyone only where the coordinator has turned public pages on.
func (s *Service) Circles(ctx context.Context, by actor.Actor) (_ []Visibility, err error) {
	defer fault.Wrap(&err, "circles of %s", by.District)
	type reach struct{ partners, anyone bool }
	r, err := db.One(ctx, s.db, func(row db.Row) (r reach, err error) {
		return r, row.Scan(&r.partners, &r.anyone)
	}, `SELECT EXISTS (SELECT 1 FROM district o WHERE o.consortium = d.consortium AND o.consortium <> '' AND o.id <> d.id), d.public_on
		FROM district d WHERE d.id = $1`, by.District)
	if err != nil {
		return nil, err
	}
	out := []Visibility{SeenBySchool, SeenByDistrict}
	if r.partners {
		out = append(out, SeenByConsortium)
	}
	if r.anyone {
		out = append(out, SeenByAnyone)
	}
	return out, nil
}
