package catalog

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/id"
)

// ShareInput is a new resource.
type ShareInput struct {
	ID          ResourceID // empty: a new one; else the draft's, or with New the id to give
	New         bool       // nothing has this id yet
	School      id.SchoolID
	Visibility  Visibility
	Document    block.Document
	Proposals   []string   // topics the writer missed
	Import      string     // the import that brings it; empty: a person shares it
	Core        ResourceID // what it is a version of; empty: none, or what its draft is
	CoreVersion VersionID  // of the core, from which it was taken
	Draft       DraftAt    // what is published with it, and goes
}

// Share puts a new resource, or a draft, into the catalog.
//
// It returns fault.Fields if something is missing, fault.Denied if the actor may not share for the school, and
// fault.NotFound if the draft is not theirs.
func (s *Service) Share(ctx context.Context, by actor.Actor, in ShareInput) (_ Resource, err error) {
	defer fault.Wrap(&err, "share %s", in.ID)
	ready, err := s.Prepare(by, in)
	if err != nil {
		return Resource{}, err
	}
	made, err := db.Tx(ctx, s.db, func(tx *db.DB) ([]Resource, error) { return s.share(ctx, tx, by, []Prepared{ready}) })
	if err != nil {
		return Resource{}, err
	}
	s.tell(ctx, changeTo(made[0], ready.Document))
	return made[0], nil
}

// ShareAllIn shares what was prepared, all or nothing, inside the transaction of a longer work such as an import. The caller says
// Changed after its commit, with what this gives.
func (s *Service) ShareAllIn(ctx context.Context, tx *db.DB, by actor.Actor, list []Prepared) ([]Change, error) {
	made, err := s.share(ctx, tx, by, list)
	if err != nil {
		return nil, err
	}
	changes := make([]Change, len(made))
	for i, r := range made {
		changes[i] = changeTo(r, list[i].Document)
	}
	return changes, nil
}

// Changed tells those who follow the catalog of what ShareAllIn has added, once it is on the disk.
func (s *Service) Changed(ctx context.Context, changes ...Change) { s.changed(ctx, changes...) }

// Prepared is everything about a save that can be decided before the transaction.
type Prepared struct {
	ShareInput
	isNew    bool
	manifest block.Manifest
	stored   []block.Stored
	targets  []target
}

// Prepare decides what can be decided before the transaction. It returns the faults that Share would.
func (s *Service) Prepare(by actor.Actor, in ShareInput) (Prepared, error) {
	if err := permitShare(by, in.School); err != nil {
		return Prepared{}, err
	}
	return s.prepare(in)
}

// prepare makes of a document what is stored. Who may do so is decided elsewhere.
func (s *Service) prepare(in ShareInput) (Prepared, error) {
	if !in.Visibility.Known() {
		in.Visibility = SeenByDistrict
	}
	in.Document = settled(in.Document, s.ids)
	wrong := check(in.Document, in.Import)
	if in.Visibility == SeenByAnyone {
		for field, message := range publicFaults(in.Document) {
			wrong.Add(field, message.Key, message.Args...)
		}
	}
	if err := wrong.Err(); err != nil {
		return Prepared{}, err
	}
	manifest, stored, err := block.Split(in.Document)
	if err != nil {
		return Prepared{}, err
	}
	isNew := in.ID == "" || in.New
	if in.ID == "" {
		in.ID = id.New[ResourceID](s.ids)
	}
	return Prepared{in, isNew, manifest, stored, targetsOf(in.Document)}, nil
}

// settled is a document as it is stored: tidy, and with a key for every block. The document given is not changed.
func settled(d block.Document, ids id.Source) block.Document {
	d.About, _ = block.Tidy(d.About).(block.About)
	blocks := make([]block.Block, len(d.Blocks))
	for i, b := range d.Blocks {
		if b.Key == "" {
			b.Key = block.NewKey(ids)
		}
		b.Body = block.Tidy(b.Body)
		blocks[i] = b
	}
	d.Blocks = blocks
	return d
}

func (s *Service) share(ctx context.Context, tx *db.DB, by actor.Actor, list []Prepared) ([]Resource, error) {
	if err := openSchools(ctx, tx, by, list); err != nil {
		return nil, err
	}
	now := s.clock.Now()
	made := make([]Resource, len(list))
	steps := make([]step, len(list))
	var fresh []step
	for i, in := range list {
		steps[i] = step{Prepared: in, resource: Resource{ID: in.ID, District: by.District, School: in.School, State: StatePublished,
			Visibility: in.Visibility, Head: id.New[VersionID](s.ids), Revision: 1, CreatedBy: by.Person, CreatedAt: now, SharedAt: now,
			ChangedAt: now, Import: in.Import, Core: in.Core, CoreVersion: in.CoreVersion}}
		if in.isNew {
			if err := carryOn(ctx, tx, steps[i]); err != nil {
				return nil, err
			}
			fresh = append(fresh, steps[i])
		} else if err := publishDraft(ctx, tx, by, &steps[i]); err != nil {
			return nil, err
		}
		made[i] = steps[i].resource
	}
	if err := insertResources(ctx, tx, fresh); err != nil {
		return nil, err
	}
	if err := store(ctx, tx, by, steps); err != nil {
		return nil, err
	}
	for i, in := range list {
		if err := endDraft(ctx, tx, by, made[i], in.Draft); err != nil {
			return nil, err
		}
		if err := s.propose(ctx, tx, by, in.ID, in.Proposals); err != nil {
			return nil, err
		}
	}
	return made, logAll(ctx, tx, by, Shared, now, made)
}

func insertResources(ctx context.Context, tx *db.DB, steps []step) error {
	const width = 17
	values := make([]any, 0, width*len(steps))
	for _, to := range steps {
		r, at := to.resource, clock.Micros(to.resource.ChangedAt)
		values = append(values, r.ID, r.District, r.School, r.State, r.Visibility, r.Head, to.manifest[0].Hash, fold.Key(to.Document.About.Title),
			r.Revision, r.CreatedBy, at, at, at, "", orNull(r.Import), orNull(r.Core), orNull(r.CoreVersion))
	}
	return tx.Insert(ctx, `INSERT INTO resource (id, district, school, state, visibility, head, about, title_key, revision, created_by, created_at,
		shared_at, changed_at, retire_reason, import, core, core_version)`, width, values, "")
}

// publishDraft makes a published resource of a draft of the actor's.
func publishDraft(ctx context.Context, tx *db.DB, by actor.Actor, to *step) error {
	draft, err := find(ctx, tx, by, to.ID, see)
	if err != nil {
		return err
	}
	if draft.State != StateDraft {
		return fault.Conflict{Reason: fault.Say("catalog.conflict.shared_already")}
	}
	if to.was, err = readHead(ctx, tx, draft); err != nil {
		return err
	}
	fresh := to.resource
	if _, err := tx.Exec(ctx, `UPDATE resource SET school = $3, state = 'published', visibility = $4, head = $5, about = $6, title_key = $7,
			revision = revision + 1, shared_at = $8, changed_at = $8 WHERE district = $1 AND id = $2`,
		draft.District, draft.ID, fresh.School, fresh.Visibility, fresh.Head, to.manifest[0].Hash, fold.Key(to.Document.About.Title), clock.Micros(fresh.SharedAt)); err != nil {
		return err
	}
	if to.resource, err = find(ctx, tx, by, to.ID, edit); err != nil {
		return err
	}
	to.parent = draft.Head
	return carryOn(ctx, tx, *to)
}

// MaxProposals is how many topics may be proposed with one resource: a coordinator decides each of them by hand.
const MaxProposals = 20

// propose puts the topics a writer missed before the coordinator.
func (s *Service) propose(ctx context.Context, tx *db.DB, by actor.Actor, resource ResourceID, words []string) error {
	if len(words) > MaxProposals {
		return fault.Fields{"missing": fault.Say("catalog.wrong.many_topics", MaxProposals)}
	}
	for _, word := range words {
		if err := s.topics.Propose(ctx, tx, by, string(resource), word); err != nil {
			return err
		}
	}
	return nil
}

// SaveInput is a new version of a resource that is shared already.
type SaveInput struct {
	Resource    ResourceID
	Base        VersionID  // the version the writer began from
	Visibility  Visibility // empty: as it was
	Document    block.Document
	Proposals   []string
	Reason      string
	Draft       DraftAt   // what is published by it, and goes; none of one's other words do
	Beside      *Written  // what had been written before the document was decided upon; nil: nothing had to be decided
	CoreVersion VersionID // of what it is a version of, the newest from which something was taken; empty: as it was
	// Also writes what another domain has to say of the save, in its transaction; saved is the resource as it left it, with the
	// head it had if nothing was different. It may be nil, and run more than once.
	Also func(ctx context.Context, tx *db.DB, saved Resource) error
}
