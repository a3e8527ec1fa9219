package catalog

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Diverged is the answer to a save that began from a version which is no longer the head: somebody else saved in between.
// Nothing of either text is lost. It is a fault.Conflict.
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

// ShareInput is a new resource.
type ShareInput struct {
	ID         ResourceID // empty: a new one; else the draft's, or with New the id to give
	New        bool       // nothing has this id yet
	School     id.SchoolID
	Visibility Visibility
	Document   block.Document
	Proposals  []string // topics the writer missed
	Import     string   // the import that brings it; empty: a person shares it
	Draft      DraftAt  // what is published with it, and goes
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
	return change(ctx, s, ready.ID, func(tx *db.DB) (Resource, error) { return s.share(ctx, tx, by, ready) })
}

// ShareIn shares what was prepared, inside the transaction of a longer work such as an import. The caller says Changed
// after its commit.
func (s *Service) ShareIn(ctx context.Context, tx *db.DB, by actor.Actor, in Prepared) (Resource, error) {
	return s.share(ctx, tx, by, in)
}

// Changed tells those who follow the catalog of resources that ShareIn has added, once they are on the disk.
func (s *Service) Changed(ctx context.Context, resources ...ResourceID) { s.changed(ctx, resources...) }

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
	wrong := Check(in.Document)
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

func (s *Service) share(ctx context.Context, tx *db.DB, by actor.Actor, in Prepared) (Resource, error) {
	now := s.clock.Now()
	if !in.isNew {
		if err := s.isDraft(ctx, tx, by, in.ID); err != nil {
			return Resource{}, err
		}
	}
	_, err := tx.Exec(ctx, `INSERT INTO resource (id, district, school, state, visibility, head, about, title_key, revision,
			core, core_version, created_by, created_at, shared_at, changed_at, retired_at, retired_by, retire_reason, import)
		VALUES ($1, $2, $3, 'published', $4, NULL, NULL, $5, 1, NULL, NULL, $6, $7, $7, $7, NULL, NULL, '', $8)
		ON CONFLICT (district, id) DO UPDATE SET school = excluded.school, state = 'published', visibility = excluded.visibility,
			revision = resource.revision + 1, shared_at = excluded.shared_at, changed_at = excluded.changed_at`,
		in.ID, by.District, in.School, in.Visibility, fold.Key(in.Document.About.Title), by.Person, clock.Micros(now), orNull(in.Import))
	if err != nil {
		return Resource{}, err
	}
	r := Resource{ID: in.ID, District: by.District, School: in.School, State: StatePublished, Visibility: in.Visibility, Revision: 1,
		CreatedBy: by.Person, CreatedAt: now, SharedAt: now, ChangedAt: now, Import: in.Import}
	if !in.isNew {
		if r, err = find(ctx, tx, by, in.ID, edit); err != nil {
			return Resource{}, err
		}
	}
	if err := endDraft(ctx, tx, by, r, in.Draft); err != nil {
		return Resource{}, err
	}
	if err := s.addVersion(ctx, tx, by, &r, nil, in, "", now); err != nil {
		return Resource{}, err
	}
	for _, word := range in.Proposals {
		if err := s.topics.Propose(ctx, tx, by, string(r.ID), word); err != nil {
			return Resource{}, err
		}
	}
	return r, s.log(ctx, tx, by, r, Shared, now)
}

// isDraft makes sure that what is to be shared is a draft of the actor's.
func (s *Service) isDraft(ctx context.Context, tx *db.DB, by actor.Actor, resource ResourceID) error {
	draft, err := find(ctx, tx, by, resource, see)
	if err != nil {
		return err
	}
	if draft.State != StateDraft {
		return fault.Conflict{Reason: fault.Say("catalog.conflict.shared_already")}
	}
	return nil
}

// SaveInput is a new version of a resource that is shared already.
type SaveInput struct {
	Resource   ResourceID
	Base       VersionID  // the version the writer began from
	Visibility Visibility // empty: as it was
	Document   block.Document
	Proposals  []string
	Reason     string
	Draft      DraftAt // what is published by it, and goes; none of one's other words do
}

// Save adds a version to a resource.
//
// It returns Diverged if somebody saved in between, fault.Conflict if the resource is not in the catalog, fault.Fields if
// something is missing, and fault.NotFound or fault.Denied by permission. A save that changes nothing adds no version.
func (s *Service) Save(ctx context.Context, by actor.Actor, in SaveInput) (_ Resource, err error) {
	defer fault.Wrap(&err, "save %s", in.Resource)
	r, err := find(ctx, s.db, by, in.Resource, edit)
	if err != nil {
		return Resource{}, err
	}
	if in.Visibility == "" {
		in.Visibility = r.Visibility
	}
	ready, err := s.prepare(ShareInput{ID: r.ID, School: r.School, Visibility: in.Visibility, Document: in.Document})
	if err != nil {
		return Resource{}, err
	}
	return change(ctx, s, r.ID, func(tx *db.DB) (Resource, error) { return s.save(ctx, tx, by, in, ready) })
}

func (s *Service) save(ctx context.Context, tx *db.DB, by actor.Actor, in SaveInput, ready Prepared) (Resource, error) {
	r, err := find(ctx, tx, by, in.Resource, edit)
	if err != nil {
		return Resource{}, err
	}
	if r.State != StatePublished {
		return Resource{}, fault.Conflict{Reason: fault.Say("catalog.conflict.state")}
	}
	if r.Head != in.Base {
		return Resource{}, Diverged{r.ID, in.Base, r.Head}
	}
	now := s.clock.Now()
	head, err := manifestOf(ctx, tx, r)
	if err != nil {
		return Resource{}, err
	}
	if err := endDraft(ctx, tx, by, r, in.Draft); err != nil {
		return Resource{}, err
	}
	same := slices.Equal(head, ready.manifest)
	switch {
	case same && in.Visibility == r.Visibility:
		return r, nil
	case same:
		r.Visibility, r.Revision, r.ChangedAt = in.Visibility, r.Revision+1, now
		_, err = tx.Exec(ctx, `UPDATE resource SET visibility = $3, revision = revision + 1, changed_at = $4 WHERE district = $1 AND id = $2`,
			r.District, r.ID, r.Visibility, clock.Micros(now))
	default:
		r.Visibility = in.Visibility
		err = s.addVersion(ctx, tx, by, &r, head, ready, in.Reason, now)
	}
	if err != nil {
		return Resource{}, err
	}
	for _, word := range in.Proposals {
		if err := s.topics.Propose(ctx, tx, by, string(r.ID), word); err != nil {
			return Resource{}, err
		}
	}
	return r, s.log(ctx, tx, by, r, Edited, now)
}

// addVersion writes the bodies, the version and what the head now holds, where it differs from the former head; former
// is nil where nothing is known of that. It moves r's head by compare-and-set.
func (s *Service) addVersion(ctx context.Context, tx *db.DB, by actor.Actor, r *Resource, former block.Manifest, in Prepared, reason string, now time.Time) error {
	if err := storeBlocks(ctx, tx, r.District, former, in.stored); err != nil {
		return err
	}
	version := id.New[VersionID](s.ids)
	_, err := tx.Exec(ctx, `INSERT INTO version (id, district, resource, parent, second, number, author, school, at, reason, manifest)
		VALUES ($1, $2, $3, $4, NULL, 1 + (SELECT COALESCE(MAX(number), 0) FROM version WHERE district = $2 AND resource = $3), $5, $6, $7, $8, $9)`,
		version, r.District, r.ID, orNull(r.Head), by.Person, authorSchool(by, r.School), clock.Micros(now), reason, in.manifest.String())
	if err != nil {
		return err
	}
	moved, err := tx.Exec(ctx, `UPDATE resource SET head = $3, about = $4, title_key = $5, visibility = $7, revision = revision + 1, changed_at = $8
		WHERE district = $1 AND id = $2 AND (head = $6 OR head IS NULL)`,
		r.District, r.ID, version, in.manifest[0].Hash, fold.Key(in.Document.About.Title), orNull(r.Head), r.Visibility, clock.Micros(now))
	if err != nil {
		return err
	}
	if moved == 0 {
		return Diverged{r.ID, r.Head, ""}
	}
	if r.Head != "" {
		if err := clearHead(ctx, tx, *r, former, in.manifest); err != nil {
			return err
		}
	}
	r.Head, r.Revision, r.ChangedAt = version, r.Revision+1, now
	return storeHead(ctx, tx, *r, former, in.manifest, in.targets)
}

// authorSchool is the school for which a person writes: the resource's own if they are there, else their first.
func authorSchool(by actor.Actor, school id.SchoolID) id.SchoolID {
	if by.At(school) || len(by.Schools) == 0 {
		return school
	}
	return by.Schools[0].School
}

// rowsAtOnce keeps the placeholders of one statement well under the limits of both databases.
const rowsAtOnce = 200

// storeBlocks stores the bodies that the former head does not name.
func storeBlocks(ctx context.Context, tx *db.DB, district id.DistrictID, former block.Manifest, stored []block.Stored) error {
	there := make(map[block.Hash]bool, len(former))
	for _, e := range former {
		there[e.Hash] = true
	}
	fresh := make([]block.Stored, 0, len(stored))
	for _, b := range stored {
		if !there[b.Hash] {
			fresh = append(fresh, b)
		}
	}
	return inRows(fresh, func(part []block.Stored) error {
		args := make([]any, 0, 4*len(part))
		for _, b := range part {
			args = append(args, district, b.Hash, b.Kind, string(b.Body))
		}
		_, err := tx.Exec(ctx, `INSERT INTO block (district, hash, kind, body) VALUES `+db.Rows(len(part), 4)+` ON CONFLICT (district, hash) DO NOTHING`, args...)
		return err
	})
}

// clearHead empties what the tables of heads say and no longer holds. Without a former manifest that is everything.
func clearHead(ctx context.Context, tx *db.DB, r Resource, former, manifest block.Manifest) error {
	if former == nil || len(former) > len(manifest) {
		from := len(manifest)
		if former == nil {
			from = 0
		}
		if _, err := tx.Exec(ctx, `DELETE FROM head_block WHERE district = $1 AND resource = $2 AND place >= $3`, r.District, r.ID, from); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, `DELETE FROM head_link WHERE district = $1 AND resource = $2`, r.District, r.ID)
	return err
}

// placed is one line of a manifest with its place.
type placed struct {
	block.Entry
	place int
}

// storeHead fills the tables of heads: the places that differ from the former manifest, and all targets.
func storeHead(ctx context.Context, tx *db.DB, r Resource, former, manifest block.Manifest, targets []target) error {
	var changed []placed
	for i, e := range manifest {
		if i >= len(former) || former[i] != e {
			changed = append(changed, placed{e, i})
		}
	}
	err := inRows(changed, func(part []placed) error {
		args := make([]any, 0, 5*len(part))
		for _, e := range part {
			args = append(args, r.District, r.ID, e.place, e.Key, e.Hash)
		}
		_, err := tx.Exec(ctx, `INSERT INTO head_block (district, resource, place, key, hash) VALUES `+db.Rows(len(part), 5)+`
			ON CONFLICT (district, resource, place) DO UPDATE SET key = excluded.key, hash = excluded.hash`, args...)
		return err
	})
	if err != nil {
		return err
	}
	return inRows(targets, func(part []target) error {
		args := make([]any, 0, 5*len(part))
		for _, t := range part {
			args = append(args, r.District, r.ID, t.kind, t.name, t.key)
		}
		_, err := tx.Exec(ctx, `INSERT INTO head_link (district, resource, kind, target, key) VALUES `+db.Rows(len(part), 5), args...)
		return err
	})
}

func inRows[T any](list []T, insert func([]T) error) error {
	for len(list) > 0 {
		n := min(len(list), rowsAtOnce)
		if err := insert(list[:n]); err != nil {
			return err
		}
		list = list[n:]
	}
	return nil
}
