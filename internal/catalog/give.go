package catalog

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// mayGive says whether an actor may let a resource belong to another school: whoever may edit it and share in that school's name.
func mayGive(by actor.Actor, r Resource, to id.SchoolID) error {
	if err := permit(by, r, edit); err != nil {
		return err
	}
	return permitShare(by, to)
}

// MayGive says whether there may be a school to which the actor could give a resource.
func MayGive(by actor.Actor, r Resource) bool {
	at := 0
	for _, m := range by.Schools {
		if m.Role == actor.MediaSpecialist {
			at++
		}
	}
	return r.State == StatePublished && permit(by, r, edit) == nil && (by.Coordinator || at > 1)
}

// Give lets a resource belong to another school of its district, which from then on changes it and answers for it. Its address, its
// versions and its credit stay, and so does every version of it. Given back, all is as before.
//
// It returns fault.Denied to whoever may not edit it or not share in the other school's name, fault.Fields for a school that is closed,
// and fault.Conflict for what is not in the catalog and for a version of something of which that school has one.
func (s *Service) Give(ctx context.Context, by actor.Actor, resource ResourceID, to id.SchoolID) (_ Resource, err error) {
	defer fault.Wrap(&err, "give %s to %s", resource, to)
	return change(ctx, s, resource, func(tx *db.DB) (Resource, error) {
		r, err := find(ctx, tx, by, resource, edit)
		if err != nil {
			return Resource{}, err
		}
		if err := mayGive(by, r, to); err != nil {
			return Resource{}, err
		}
		if r.State != StatePublished {
			return Resource{}, fault.Conflict{Reason: fault.Say("catalog.conflict.state")}
		}
		if r.School == to {
			return r, nil
		}
		if err := openSchools(ctx, tx, by, []Prepared{{ShareInput: ShareInput{School: to}}}); err != nil {
			return Resource{}, err
		}
		twin, err := db.One(ctx, tx, db.Value[bool], `SELECT EXISTS (SELECT 1 FROM resource WHERE district = $1 AND core = $2 AND school = $3 AND state = 'published')`, r.District, orNull(r.Core), to)
		if err != nil {
			return Resource{}, err
		}
		if twin {
			return Resource{}, fault.Conflict{Reason: fault.Say("catalog.conflict.twin")}
		}
		given, err := tx.Exec(ctx, `UPDATE resource SET school = $3, revision = revision + 1 WHERE district = $1 AND id = $2 AND revision = $4`, r.District, r.ID, to, r.Revision)
		if err != nil {
			return Resource{}, err
		}
		if given == 0 {
			return Resource{}, fault.Conflict{Reason: fault.Say("catalog.conflict.state")}
		}
		from := r.School
		r.School, r.Revision = to, r.Revision+1
		return r, activity.Write(ctx, tx, activity.Activity{District: r.District, School: to, Person: by.Person, Verb: Given, ObjectKind: ObjectKind, Object: string(r.ID),
			At: s.clock.Now(), Data: []byte(`{"version":"` + string(r.Head) + `","from":"` + string(from) + `"}`)})
	})
}
