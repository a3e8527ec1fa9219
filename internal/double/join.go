package double

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// Join makes one of two resources a version of the other. Both keep their addresses, their words, their versions and their credit.
//
// It returns what Decide does, and fault.Conflict with the reason where rights, visibility or another family forbid it.
func (s *Service) Join(ctx context.Context, by actor.Actor, original, version catalog.ResourceID) (err error) {
	defer fault.Wrap(&err, "join %s with %s", version, original)
	pair, err := s.both(ctx, by, original, version)
	if err != nil {
		return err
	}
	union, err := s.Adapt.MayJoin(ctx, by, original, version)
	if err != nil {
		return err
	}
	err = s.DB.Do(ctx, func(tx *db.DB) error {
		if err := s.insert(ctx, tx, by, pair, Joint); err != nil {
			return err
		}
		return s.Adapt.JoinIn(ctx, tx, by, union)
	})
	if err == nil {
		s.Catalog.Changed(ctx, catalog.Change{ID: original}, catalog.Change{ID: version})
	}
	return err
}

// partIn takes back that one of two is a version of the other.
func (s *Service) partIn(ctx context.Context, tx *db.DB, by actor.Actor, pair [2]catalog.Card) error {
	version, err := db.One(ctx, tx, db.Value[catalog.ResourceID], `SELECT id FROM resource WHERE district = $1 AND (id = $2 AND core = $3 OR id = $3 AND core = $2)`,
		by.District, pair[0].ID, pair[1].ID)
	if err != nil {
		return err
	}
	return s.Adapt.PartIn(ctx, tx, by, version)
}

// Choice is whether one of two may become a version of the other.
type Choice struct {
	Original, Version catalog.Card
	Refused           fault.Message // why not; without a key: it may
}

// Choices are both ways to make two resources a family: the one that was shared first as the original, then the other.
func (s *Service) Choices(ctx context.Context, by actor.Actor, a, b catalog.ResourceID) (out [2]Choice, err error) {
	defer fault.Wrap(&err, "ways to join %s and %s", a, b)
	pair, err := s.both(ctx, by, a, b)
	if err != nil {
		return out, err
	}
	for i := range out {
		out[i] = Choice{Original: pair[i], Version: pair[1-i]}
		_, err := s.Adapt.MayJoin(ctx, by, pair[i].ID, pair[1-i].ID)
		conflict, refused := fault.AsConflict(err)
		if err != nil && !refused {
			return out, err
		}
		out[i].Refused = conflict.Reason
	}
	return out, nil
}
