package adapt

import (
	"context"
	"slices"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// AskedToKeep is in the log when versions are asked to keep other parts than before.
const AskedToKeep activity.Verb = "kept_parts.changed"

// Kept are the parts that versions of a resource are asked to keep, and that it still has.
func (s *Service) Kept(ctx context.Context, by actor.Actor, resource catalog.ResourceID) (_ map[block.Key]bool, err error) {
	defer fault.Wrap(&err, "parts to keep of %s", resource)
	o, err := s.Catalog.Outline(ctx, by, resource)
	if err != nil {
		return nil, err
	}
	return keptParts(ctx, s.DB, o.District, resource)
}

func keptParts(ctx context.Context, d *db.DB, district id.DistrictID, resource catalog.ResourceID) (map[block.Key]bool, error) {
	list, err := db.All(ctx, d, db.Value[block.Key], `SELECT key FROM kept_part WHERE district = $1 AND resource = $2`, district, resource)
	out := make(map[block.Key]bool, len(list))
	for _, key := range list {
		out[key] = true
	}
	return out, err
}

// MayAskToKeep says why an actor may not ask versions of a resource to keep parts of it.
func (s *Service) MayAskToKeep(by actor.Actor, r catalog.Resource) error {
	if r.District != by.District {
		return fault.Denied{Reason: fault.Say("adapt.denied.school")}
	}
	return permitted(by, answer, r.School)
}

// AskToKeep has versions of a resource asked to keep these parts of it, and no others. Nothing refuses a version that does not: it is told,
// and whoever reads it. It gives the parts that were asked for before.
//
// It returns fault.Denied by permission, and fault.Fields for a part that the resource does not have.
func (s *Service) AskToKeep(ctx context.Context, by actor.Actor, resource catalog.ResourceID, keys []block.Key) (before []block.Key, err error) {
	defer fault.Wrap(&err, "ask versions of %s to keep parts", resource)
	o, err := s.Catalog.Outline(ctx, by, resource)
	if err != nil {
		return nil, err
	}
	if err := s.MayAskToKeep(by, o.Resource); err != nil {
		return nil, err
	}
	for _, key := range keys {
		if placeOf(o.Manifest, key) < 0 || key == block.AboutKey {
			return nil, fault.Fields{"part": fault.Say("keep.wrong.part")}
		}
	}
	err = s.DB.Do(ctx, func(tx *db.DB) error {
		before, err = db.All(ctx, tx, db.Value[block.Key], `SELECT key FROM kept_part WHERE district = $1 AND resource = $2 ORDER BY key`, o.District, resource)
		if err != nil || slices.Equal(before, slices.Compact(slices.Sorted(slices.Values(keys)))) {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM kept_part WHERE district = $1 AND resource = $2`, o.District, resource); err != nil {
			return err
		}
		now := s.Clock.Now()
		var values []any
		for _, key := range keys {
			values = append(values, o.District, resource, key, by.Person, clock.Micros(now))
		}
		if err := tx.Insert(ctx, `INSERT INTO kept_part (district, resource, key, person, at)`, 5, values, `ON CONFLICT DO NOTHING`); err != nil {
			return err
		}
		return activity.Write(ctx, tx, activity.Activity{District: o.District, School: o.School, Person: by.Person, Verb: AskedToKeep,
			ObjectKind: catalog.ObjectKind, Object: string(resource), At: now})
	})
	return before, err
}
