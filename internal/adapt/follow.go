package adapt

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
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
			if err := s.Jobs.Enqueue(ctx, tx, followJob{District: shown.In, Core: shown.Core.ID, Head: shown.Core.Head}); err != nil {
				return err
			}
		}
		return log(ctx, tx, by, verb, shown, s.Clock.Now())
	})
}

// followJob brings what a core has changed to the versions that follow it. Once the core has a newer head there is a job for that, and this
// one has nothing to do.
type followJob struct {
	District id.DistrictID      `json:"district"`
	Core     catalog.ResourceID `json:"core"`
	Head     catalog.VersionID  `json:"head,omitempty"`  // of the core
	After    catalog.ResourceID `json:"after,omitempty"` // versions after this one; empty: from the first
}

// Kind implements jobs.Args.
func (followJob) Kind() string { return "adapt_follow" }

// Work registers what is done later, and hears of every save and of what is put back.
func (s *Service) Work() {
	jobs.Register(s.Jobs, s.follow, jobs.Options{})
	s.Catalog.OnSave(s.saved)
	s.Catalog.OnReturn(s.returned)
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
	return s.Jobs.Enqueue(ctx, tx, followJob{District: r.District, Core: r.ID, Head: r.Head})
}

// returned enqueues what was left undone while something was out of the catalog: for those who follow it, and where it follows itself.
func (s *Service) returned(ctx context.Context, tx *db.DB, r catalog.Resource) error {
	if err := s.saved(ctx, tx, r); err != nil || r.Core == "" {
		return err
	}
	a, err := find(ctx, tx, r.ID)
	if fault.IsNotFound(err) {
		return nil
	}
	if err != nil || !a.Following {
		return err
	}
	return s.Jobs.Enqueue(ctx, tx, followJob{District: a.In, Core: a.Core})
}

// Of the versions that follow a core one turn of the job brings so many up to date, a few seconds' work, and some at once: each waits for
// the disk most of the time.
const (
	slice  = 100
	atOnce = 8
	anew   = 3 // times that one is brought up to date which somebody changes meanwhile
)

// follow uses in every version that follows a core what touches nothing of its own, in the name of whoever wrote it there. Done twice
// it finds nothing to do.
func (s *Service) follow(ctx context.Context, job followJob) error {
	core, err := s.Catalog.Show(ctx, program(job.District), job.Core)
	if err != nil || job.Head != "" && core.Head != job.Head || core.State != catalog.StatePublished {
		return err
	}
	if core.Visibility == catalog.SeenBySchool {
		return nil // its school keeps what it writes now to itself; who sees both may still decide
	}
	list, err := db.All(ctx, s.DB, db.Value[catalog.ResourceID], `SELECT r.id FROM resource r JOIN adaptation a ON a.district = r.district AND a.resource = r.id
		WHERE r.core = $1 AND a.following AND r.district = $2 AND r.state = 'published' AND a.base <> $3 AND r.id > $4 ORDER BY r.id LIMIT $5`,
		job.Core, job.District, core.Newest.Manifest.String(), job.After, slice)
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
	f := following{service: s, core: core, bases: map[string]block.Document{}, brought: map[block.Key]catalog.Version{}}
	some, ctx := errgroup.WithContext(ctx)
	some.SetLimit(atOnce)
	for _, resource := range list {
		some.Go(func() error {
			err := f.bring(ctx, resource)
			for range anew {
				if !fault.IsConflict(err) {
					break
				}
				err = f.bring(ctx, resource)
			}
			if fault.IsConflict(err) {
				return nil
			}
			return err
		})
	}
	return some.Wait()
}

// following is a core as it is brought to those who follow it.
type following struct {
	service *Service
	core    catalog.Shown
	mu      sync.Mutex
	bases   map[string]block.Document     // the core as versions had taken it up
	brought map[block.Key]catalog.Version // the version of the core that brought a part
}

// base is the core as a version had taken it up.
func (f *following) base(ctx context.Context, m block.Manifest) (block.Document, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	was, known := f.bases[m.String()]
	if known {
		return was, nil
	}
	was, err := f.service.Catalog.Assemble(ctx, program(f.core.District), m)
	if err == nil {
		f.bases[m.String()] = was
	}
	return was, err
}

// broughtBy gives the version of the core that brought each of some parts.
func (f *following) broughtBy(ctx context.Context, keys []block.Key) (map[block.Key]catalog.Version, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	unknown := slices.DeleteFunc(slices.Clone(keys), func(key block.Key) bool { return f.brought[key].ID != "" })
	if len(unknown) > 0 {
		more, err := f.service.Catalog.Brought(ctx, program(f.core.District), f.core.ID, unknown)
		if err != nil {
			return nil, err
		}
		maps.Copy(f.brought, more)
	}
	return maps.Clone(f.brought), nil
}

// bring uses in one version what touches nothing of its own.
func (f *following) bring(ctx context.Context, resource catalog.ResourceID) error {
	s, may := f.service, program(f.core.District)
	a, err := find(ctx, s.DB, resource)
	if err != nil {
		return err
	}
	ours, err := s.Catalog.Outline(ctx, may, resource)
	if err != nil {
		return err
	}
	shown := Shown{Adaptation: a, Ours: catalog.Shown{Resource: ours.Resource}, Core: f.core, Parts: Stand(a.Base, f.core.Newest.Manifest, ours.Manifest)}
	sides := Sides{Core: f.core.Document}
	if sides.Ours, err = s.Catalog.Assemble(ctx, may, ours.Manifest); err != nil {
		return err
	}
	if sides.Base, err = f.base(ctx, a.Base); err != nil {
		return err
	}
	next, keys := takeAll(sides, shown.Parts)
	if len(keys) == 0 {
		return nil
	}
	brought, err := f.broughtBy(ctx, keys)
	if err != nil {
		return err
	}
	newest, err := s.newest(ctx, shown, keys, brought)
	if err != nil {
		return err
	}
	author := newest
	if author.ID == "" {
		author = f.core.Newest
	}
	may.Person, may.Schools = author.Author, []actor.Membership{{School: author.School, Role: actor.MediaSpecialist}}
	_, err = s.settle(ctx, may, shown, next, keys, "", cmp.Or(newest.ID, ours.CoreVersion))
	return err
}
