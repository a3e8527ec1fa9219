package catalog

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/merge"
)

// Diverged is the answer to a save that began from a version which is no longer the head, where both changed the same thing in
// different ways. Nothing was saved and nothing of either text is lost: Reconcile tells what has to be decided. It is a
// fault.Conflict.
type Diverged struct {
	Resource ResourceID
	Base     VersionID // what the writer began from
	Head     VersionID // what is there now
}

func (e Diverged) Error() string {
	return fmt.Sprintf("resource %s moved from %s to %s", e.Resource, e.Base, e.Head)
}

// As lets errors.As find the conflict in it.
func (e Diverged) As(target any) bool {
	conflict, ok := target.(*fault.Conflict)
	if ok {
		*conflict = fault.Conflict{Reason: fault.Say("catalog.conflict.diverged")}
	}
	return ok
}

// Saved is a resource as a save left it.
type Saved struct {
	Resource
	Joined    bool      // with what somebody else saved since the version it began from
	Former    VersionID // the head before
	OpenLinks int       // where fewer can see it than before: share links that open it all the same
}

// Written is what somebody has written, from a version on. Once they decide between it and what was there, it stays in the history,
// whatever they decided.
type Written struct {
	Base       VersionID
	Visibility Visibility // empty: as of the base
	Document   block.Document
	By         *actor.Actor // who wrote it; nil: whoever saves
	Reason     string
}

// Divergence is two lines of a resource that began from one version.
type Divergence struct {
	Resource Resource
	Base     VersionShown
	Head     VersionShown // the version it was joined with
	Result   merge.Result // ours is what the writer has, theirs the head
	Seen     Circles
	Faults   fault.Fields // what keeps the joined document from being saved although each side could be
}

// Clean says whether nothing has to be decided.
func (d Divergence) Clean() bool { return d.Result.Clean() && !d.Seen.Apart && len(d.Faults) == 0 }

// Circles is who can see a resource as both sides want it.
type Circles struct {
	Base, Ours, Theirs Visibility
	Joined             Visibility // where both changed it in different ways: as theirs has it
	Apart              bool       // both changed it in different ways
}

func joinCircles(base, ours, theirs Visibility) Circles {
	if ours == "" {
		ours = base
	}
	out := Circles{Base: base, Ours: ours, Theirs: theirs, Joined: theirs}
	switch {
	case theirs == base:
		out.Joined = ours
	case ours != base && ours != theirs:
		out.Apart = true
	}
	return out
}

// Reconcile joins what somebody wrote, from a version on, with another version, or for none with the head, and saves nothing.
//
// It returns fault.NotFound if the resource, or the version, is not there for the actor, and fault.Denied if they may not edit.
func (s *Service) Reconcile(ctx context.Context, by actor.Actor, resource ResourceID, mine Written, with VersionID) (_ Divergence, err error) {
	defer fault.Wrap(&err, "reconcile %s with %s", resource, mine.Base)
	r, err := find(ctx, s.db, by, resource, edit)
	if err != nil {
		return Divergence{}, err
	}
	d := Divergence{Resource: r}
	if d.Base, err = s.ShowVersion(ctx, by, resource, mine.Base); err != nil {
		return d, err
	}
	if with == "" {
		with = r.Head
	}
	if mine.Document, err = asCalledNow(ctx, s.db, r.District, r.ID, mine.Document); err != nil {
		return d, err
	}
	if d.Head, err = s.ShowVersion(ctx, by, resource, with); err != nil {
		return d, err
	}
	d.Result = merge.Merge(d.Base.Document, settled(mine.Document, s.ids), d.Head.Document)
	d.Seen = joinCircles(d.Base.Visibility, mine.Visibility, d.Head.Visibility)
	d.Faults = check(d.Result.Document, r.Import)
	if d.Seen.Joined == SeenByAnyone {
		for field, message := range publicFaults(d.Result.Document) {
			d.Faults.Add(field, message.Key, message.Args...)
		}
	}
	return d, nil
}

// errMoved says that a resource changed between the look at it and the transaction.
var errMoved = errors.New("the resource changed meanwhile")

// Save adds a version to a resource. If somebody saved since the version it began from, the two are joined: the text that was
// given becomes a version beside the head, and the joined document, with both as its parents, the new head.
//
// It returns Diverged if both changed the same thing in different ways, fault.Conflict if the resource is not in the catalog,
// fault.Fields if something is missing, and fault.NotFound or fault.Denied by permission. A save that changes nothing adds no
// version.
func (s *Service) Save(ctx context.Context, by actor.Actor, in SaveInput) (_ Saved, err error) {
	defer fault.Wrap(&err, "save %s", in.Resource)
	for {
		to, err := s.prepareSave(ctx, by, in)
		if err != nil {
			return Saved{}, err
		}
		saved, err := db.Tx(ctx, s.db, func(tx *db.DB) (Resource, error) { return s.save(ctx, tx, by, in, to) })
		if err == nil {
			s.tell(ctx, changeTo(saved, to.Document))
		}
		if errors.Is(err, errMoved) {
			continue
		}
		out := Saved{Resource: saved, Joined: to.joined, Former: to.resource.Head}
		if err == nil && saved.Visibility.Within(to.resource.Visibility) {
			out.OpenLinks, err = db.One(ctx, s.db, db.Value[int], `SELECT count(*) FROM share_link WHERE district = $1 AND resource = $2 AND closed_at IS NULL`, saved.District, saved.ID)
		}
		return out, err
	}
}

// prepareSave decides what a save is to write, from the resource as it stands now.
func (s *Service) prepareSave(ctx context.Context, by actor.Actor, in SaveInput) (step, error) {
	r, err := find(ctx, s.db, by, in.Resource, edit)
	if err != nil {
		return step{}, err
	}
	prepare := func(d block.Document, v Visibility) (Prepared, error) {
		d, err := asCalledNow(ctx, s.db, r.District, r.ID, d)
		if err != nil {
			return Prepared{}, err
		}
		return s.prepare(ShareInput{ID: r.ID, School: r.School, Visibility: cmp.Or(v, r.Visibility), Document: d, Import: r.Import})
	}
	mine, err := prepare(in.Document, in.Visibility)
	if err != nil {
		return step{}, err
	}
	if r.State != StatePublished {
		return step{}, fault.Conflict{Reason: fault.Say("catalog.conflict.state")}
	}
	was, err := readHead(ctx, s.db, r)
	to := step{Prepared: mine, resource: r, was: was, parent: r.Head, reason: in.Reason}
	if err != nil {
		return to, err
	}
	if in.Beside != nil {
		beside, err := prepare(in.Beside.Document, in.Beside.Visibility)
		if err != nil {
			return to, err
		}
		if beside.differs(r, was) {
			to.beside = append(to.beside, step{Prepared: beside, parent: in.Beside.Base, reason: in.Beside.Reason, by: in.Beside.By})
		}
	}
	if r.Head == in.Base {
		return to, nil
	}
	return s.joinHead(ctx, by, in, to, prepare)
}

// joinHead makes the joined document what a save writes, with the text that was given beside it.
func (s *Service) joinHead(ctx context.Context, by actor.Actor, in SaveInput, to step, prepare func(block.Document, Visibility) (Prepared, error)) (step, error) {
	diverged := Diverged{to.resource.ID, in.Base, to.resource.Head}
	d, err := s.Reconcile(ctx, by, to.resource.ID, Written{Base: in.Base, Visibility: in.Visibility, Document: to.Document}, to.resource.Head)
	switch {
	case fault.IsNotFound(err):
		return to, diverged
	case err != nil:
		return to, err
	case !d.Clean():
		return to, diverged
	}
	joined, err := prepare(d.Result.Document, d.Seen.Joined)
	if _, invalid := fault.AsFields(err); invalid {
		return to, diverged
	}
	if mine := to.Prepared; !slices.Equal(joined.manifest, mine.manifest) && !slices.Equal(joined.manifest, to.was.manifest) {
		to.beside = append(to.beside, step{Prepared: mine, parent: in.Base, reason: in.Reason})
		to.reason = ""
	}
	to.Prepared, to.joined = joined, true
	return to, err
}

// differs says whether it is another state of a resource than its head.
func (p Prepared) differs(r Resource, head head) bool {
	return p.Visibility != r.Visibility || !slices.Equal(p.manifest, head.manifest)
}

// save writes what was prepared if the resource is still as it was then: any change a reader could see has a new revision.
func (s *Service) save(ctx context.Context, tx *db.DB, by actor.Actor, in SaveInput, to step) (Resource, error) {
	now := s.clock.Now()
	r := to.resource
	also := func(saved Resource) error {
		if in.Also == nil {
			return nil
		}
		return in.Also(ctx, tx, saved)
	}
	if !to.differs(r, to.was) && len(to.beside) == 0 {
		if err := also(r); err != nil {
			return Resource{}, err
		}
		return r, endDraft(ctx, tx, by, r, in.Draft)
	}
	if err := carryOn(ctx, tx, to); err != nil {
		return Resource{}, err
	}
	r.Head = id.New[VersionID](s.ids)
	r.Visibility, r.Revision, r.ChangedAt = to.Visibility, r.Revision+1, now
	moved, err := tx.Exec(ctx, `UPDATE resource SET head = $3, about = $4, title_key = $5, visibility = $6, revision = $7, changed_at = $8,
			core_version = COALESCE($10, core_version) WHERE district = $1 AND id = $2 AND revision = $9`, r.District, r.ID, r.Head, to.manifest[0].Hash, fold.Key(to.Document.About.Title),
		r.Visibility, r.Revision, clock.Micros(now), to.resource.Revision, orNull(in.CoreVersion))
	if err != nil {
		return Resource{}, err
	}
	if moved == 0 {
		return Resource{}, errMoved
	}
	if err := endDraft(ctx, tx, by, r, in.Draft); err != nil {
		return Resource{}, err
	}
	to.resource = r
	beside := s.placeBeside(&to)
	if err := store(ctx, tx, by, []step{to}, beside...); err != nil {
		return Resource{}, err
	}
	if err := s.propose(ctx, tx, by, r.ID, in.Proposals); err != nil {
		return Resource{}, err
	}
	if err := also(r); err != nil {
		return Resource{}, err
	}
	if err := s.onSave(ctx, tx, r); err != nil {
		return Resource{}, err
	}
	return r, s.log(ctx, tx, by, r, Edited, now)
}

// placeBeside gives the versions beside a step their names and numbers: each is the second parent of the next, the last that of
// the step.
func (s *Service) placeBeside(to *step) []step {
	out := make([]step, len(to.beside))
	for i, b := range to.beside {
		b.resource, b.was, b.second = to.resource, to.was, to.second
		b.resource.Head = id.New[VersionID](s.ids)
		to.was.number, to.second = to.was.number+1, b.resource.Head
		out[i] = b
	}
	return out
}
