package adapt

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/jobs"
)

// Follow has what the core changes where nothing was changed here used at once, or not any more.
//
// It returns fault.Denied by permission, and fault.Conflict for a core of another district, whose authors cannot write in this one.
func (s *Service) Follow(ctx context.Context, by actor.Actor, resource catalog.ResourceID, on bool) (err error) {
	defer fault.Wrap(&err, "follow the core of %s", resource)
	shown, err := s.Show(ctx, by, resource)
	if err != nil {
		return err
	}
	if err := permitted(by, decide, shown.Ours.School); err != nil {
		return err
	}
	if on && shown.In != shown.District {
		return fault.Conflict{Reason: fault.Say("adapt.conflict.far")}
	}
	return s.DB.Do(ctx, func(tx *db.DB) error {
		changed, err := tx.Exec(ctx, `UPDATE adaptation SET following = $3 WHERE district = $1 AND resource = $2 AND following <> $3`, shown.District, resource, on)
		if err != nil || changed == 0 {
			return err
		}
		verb := Unfollowed
		if on {
			verb = Followed
			if err := s.Jobs.Enqueue(ctx, tx, followJob{District: shown.In, Core: shown.Core.ID}); err != nil {
				return err
			}
		}
		return log(ctx, tx, by, verb, shown, s.Clock.Now())
	})
}

// followJob brings what a core has changed to the versions that follow it.
type followJob struct {
	District id.DistrictID      `json:"district"`
	Core     catalog.ResourceID `json:"core"`
	After    catalog.ResourceID `json:"after,omitempty"` // versions after this one; empty: from the first
}

// Kind implements jobs.Args.
func (followJob) Kind() string { return "adapt_follow" }

// Work registers what is done later, and hears of every save.
func (s *Service) Work() {
	jobs.Register(s.Jobs, s.follow, jobs.Options{})
	s.Catalog.OnSave(s.saved)
}

// Followed says whether a version follows a resource.
func (s *Service) Followed(ctx context.Context, d *db.DB, resource catalog.ResourceID) (bool, error) {
	return db.One(ctx, d, db.Value[bool], `SELECT EXISTS (SELECT 1 FROM resource r JOIN adaptation a ON a.district = r.district AND a.resource = r.id
		WHERE r.core = $1 AND a.following)`, resource)
}

// saved enqueues the work for those who follow what was saved, in its transaction.
func (s *Service) saved(ctx context.Context, tx *db.DB, r catalog.Resource) error {
	followed, err := s.Followed(ctx, tx, r.ID)
	if err != nil || !followed {
		return err
	}
	return s.Jobs.Enqueue(ctx, tx, followJob{District: r.District, Core: r.ID})
}

// slice is how many versions one turn of the job brings up to date: a few seconds' work.
const slice = 50

// follow uses in every version that follows a core what touches nothing of its own, in the name of whoever wrote it there. Done twice
// it finds nothing to do.
func (s *Service) follow(ctx context.Context, job followJob) error {
	list, err := db.All(ctx, s.DB, db.Value[catalog.ResourceID], `SELECT r.id FROM resource r JOIN adaptation a ON a.district = r.district AND a.resource = r.id
		JOIN resource c ON c.id = r.core JOIN version v ON v.district = c.district AND v.id = c.head
		WHERE r.core = $1 AND a.following AND r.district = $2 AND r.state = 'published' AND a.base <> v.manifest AND r.id > $3 ORDER BY r.id LIMIT $4`,
		job.Core, job.District, job.After, slice)
	if err != nil {
		return err
	}
	if len(list) == slice {
		next := job
		next.After = list[slice-1]
		if err := s.DB.Do(ctx, func(tx *db.DB) error { return s.Jobs.Enqueue(ctx, tx, next) }); err != nil {
			return err
		}
	}
	for _, resource := range list {
		shown, sides, err := s.Weigh(ctx, program(job.District), resource)
		if fault.IsConflict(err) {
			return nil // the core has left the catalog
		}
		if err != nil {
			return err
		}
		if shown.Core.Visibility == catalog.SeenBySchool {
			continue // its school keeps what it writes now to itself; who sees both may still decide
		}
		next, keys := takeAll(sides, shown.Parts)
		if len(keys) == 0 {
			continue
		}
		by := program(job.District)
		by.Person, by.Schools = shown.Core.Newest.Author, []actor.Membership{{School: shown.Core.Newest.School, Role: actor.MediaSpecialist}}
		if _, err := s.settle(ctx, by, shown, next, keys, "", true); err != nil && !fault.IsConflict(err) {
			return err
		}
	}
	return nil
}
