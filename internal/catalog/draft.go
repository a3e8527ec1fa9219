package catalog

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"time"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/id"
)

// DraftID names a draft.
type DraftID string

// Draft is what somebody is writing: a new resource, or a change to one that is shared. What was typed is kept as it was
// typed, valid or not. It is seen by its author alone, until it is handed over to the school of an author who left.
type Draft struct {
	ID         DraftID
	Resource   ResourceID
	School     id.SchoolID
	Person     id.PersonID
	HandedOver bool
	Base       VersionID  // the version it began from; empty for what was never shared
	Change     bool       // of a resource that is shared; else the draft is the resource
	Title      string     // as far as it is known
	Core       ResourceID // what it is a version of; empty: none
	Form       []byte     // JSON of the form
	Saves      int64      // counts up: a second tab that saves an older state is noticed
	ChangedAt  time.Time
}

const draftColumns = `d.id, d.resource, d.school, d.person, d.handed_over, d.base, r.state <> 'draft', r.title_key, r.core, d.form, d.saves, d.changed_at`

const draftFrom = ` FROM draft d JOIN resource r ON r.district = d.district AND r.id = d.resource `

func scanDraft(row db.Row) (Draft, error) {
	var d Draft
	var base, core *string
	var changed int64
	var form string
	err := row.Scan(&d.ID, &d.Resource, &d.School, &d.Person, &d.HandedOver, &base, &d.Change, &d.Title, &core, &form, &d.Saves, &changed)
	d.Base, d.Core, d.Form, d.ChangedAt = VersionID(text(base)), ResourceID(text(core)), []byte(form), clock.FromMicros(changed)
	return d, err
}

// DraftAt names a draft as it was when it was read, by how often it had been kept.
type DraftAt struct {
	ID    DraftID // empty: none
	Saves int64
}

// At names the draft as it is.
func (d Draft) At() DraftAt { return DraftAt{d.ID, d.Saves} }

// endDraft removes the draft that is published. What was kept after it was read, in another tab, stays.
func endDraft(ctx context.Context, tx *db.DB, by actor.Actor, r Resource, draft DraftAt) error {
	if draft.ID == "" {
		return nil
	}
	_, err := tx.Exec(ctx, `DELETE FROM draft WHERE district = $1 AND resource = $2 AND id = $3 AND saves = $4 AND (person = $5 OR (handed_over AND $6))`,
		r.District, r.ID, draft.ID, draft.Saves, by.Person, by.MediaSpecialistAt(r.School))
	return err
}

// DraftInput is what a form holds at a pause.
type DraftInput struct {
	Draft  DraftID // empty: a new resource
	School id.SchoolID
	Title  string
	Form   []byte // JSON
	Saves  int64  // the count that the form was given; a lower one than the stored is a second tab
	// Replaces is the count of a newer state that the writer was told of and whose place this takes. That one is thrown away
	// as a draft is: it can be brought back.
	Replaces int64
	Tab      Tab
	// Of a new draft: the resource of which it is to be a version, and the version of that from which it begins; empty: none.
	Core        ResourceID
	CoreVersion VersionID
}

// Tab is the browser tab that a save comes from, and which of its saves this is. Saves of one tab may overtake each other: the
// last that a page sends as it closes is often under way together with the one before.
type Tab struct {
	ID   string // random, new with each page; empty for a page without scripts
	Turn int64  // counts up
}

// KeepDraft keeps what was typed. A new draft makes the resource it is of, so that its address stays the same.
//
// It returns fault.Conflict if another tab has kept a newer state; that one is not overwritten, and what a tab of ours holds
// instead waits among the drafts thrown away. A save that a later one of its own tab has overtaken changes nothing.
func (s *Service) KeepDraft(ctx context.Context, by actor.Actor, in DraftInput) (_ Draft, err error) {
	defer fault.Wrap(&err, "keep draft %s", in.Draft)
	if err := permitShare(by, in.School); err != nil {
		return Draft{}, err
	}
	var other bool
	d, err := db.Tx(ctx, s.db, func(tx *db.DB) (Draft, error) {
		now := s.clock.Now()
		d, err := s.draftOf(ctx, tx, by, in)
		if err != nil {
			return Draft{}, err
		}
		if d.ID == "" {
			return s.newDraft(ctx, tx, by, in, now)
		}
		last, err := tabOf(ctx, tx, by, d)
		if err != nil {
			return Draft{}, err
		}
		switch own := in.Tab.ID != "" && in.Tab.ID == last.ID; {
		case own && in.Tab.Turn <= last.Turn:
			return d, nil
		case in.Saves < d.Saves && string(in.Form) == string(d.Form): // the same form, sent twice
			return d, nil
		case in.Saves < d.Saves && !own:
			other = true
			return d, s.setAside(ctx, tx, by, d, in)
		}
		return s.keepIn(ctx, tx, by, d, in, now)
	})
	if err == nil && other {
		err = fault.Conflict{Reason: fault.Say("catalog.conflict.second_tab")}
	}
	return d, err
}

// BeginDraftIn is KeepDraft for a new draft, inside the transaction of a longer work.
func (s *Service) BeginDraftIn(ctx context.Context, tx *db.DB, by actor.Actor, in DraftInput) (_ Draft, err error) {
	defer fault.Wrap(&err, "begin a draft")
	if err := permitShare(by, in.School); err != nil {
		return Draft{}, err
	}
	return s.newDraft(ctx, tx, by, in, s.clock.Now())
}

// draftOf finds the draft that a save is of. One that names none goes on with what its own tab has begun.
func (s *Service) draftOf(ctx context.Context, tx *db.DB, by actor.Actor, in DraftInput) (Draft, error) {
	if in.Draft != "" {
		return findDraft(ctx, tx, by, in.Draft)
	}
	if in.Tab.ID == "" {
		return Draft{}, nil
	}
	d, err := db.One(ctx, tx, scanDraft, `SELECT `+draftColumns+draftFrom+`WHERE d.district = $1 AND d.person = $2 AND d.tab = $3 ORDER BY d.changed_at DESC LIMIT 1`,
		by.District, by.Person, in.Tab.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return Draft{}, nil
	}
	return d, err
}

func tabOf(ctx context.Context, tx *db.DB, by actor.Actor, d Draft) (Tab, error) {
	return db.One(ctx, tx, func(row db.Row) (t Tab, err error) {
		err = row.Scan(&t.ID, &t.Turn)
		return t, err
	}, `SELECT tab, turn FROM draft WHERE district = $1 AND id = $2`, by.District, d.ID)
}

// keepIn writes what was typed into a draft.
func (s *Service) keepIn(ctx context.Context, tx *db.DB, by actor.Actor, d Draft, in DraftInput, now time.Time) (Draft, error) {
	if in.Replaces == d.Saves && string(in.Form) != string(d.Form) {
		newer := d
		newer.ID = s.newDraftID(d.Resource)
		if err := s.throwAway(ctx, tx, by, newer); err != nil {
			return Draft{}, err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM discarded_draft WHERE district = $1 AND resource = $2 AND person = $3 AND form = $4`,
			by.District, d.Resource, d.Person, string(in.Form)); err != nil { // what was set aside is the draft now
			return Draft{}, err
		}
	}
	if _, err := tx.Exec(ctx, `UPDATE draft SET form = $3, saves = saves + 1, changed_at = $4, school = $5, tab = $6, turn = $7 WHERE district = $1 AND id = $2`,
		by.District, d.ID, string(in.Form), clock.Micros(now), in.School, in.Tab.ID, in.Tab.Turn); err != nil {
		return Draft{}, err
	}
	if !d.Change {
		if _, err := tx.Exec(ctx, `UPDATE resource SET title_key = $3, school = $4 WHERE district = $1 AND id = $2 AND state = 'draft'`,
			by.District, d.Resource, fold.Key(in.Title), in.School); err != nil {
			return Draft{}, err
		}
	}
	d.Form, d.Saves, d.ChangedAt, d.School = in.Form, d.Saves+1, now, in.School
	return d, nil
}

// setAside keeps what a tab holds beside a newer draft among the drafts thrown away, the last state of each tab once.
func (s *Service) setAside(ctx context.Context, tx *db.DB, by actor.Actor, d Draft, in DraftInput) error {
	if in.Tab.ID == "" {
		return nil
	}
	aside := d
	aside.ID, aside.Form, aside.ChangedAt = asideOf(d, in.Tab), in.Form, s.clock.Now()
	if _, err := tx.Exec(ctx, `DELETE FROM discarded_draft WHERE district = $1 AND id = $2`, by.District, aside.ID); err != nil {
		return err
	}
	return s.throwAway(ctx, tx, by, aside)
}

// asideOf names what a tab holds beside a draft.
func asideOf(d Draft, tab Tab) DraftID {
	sum := sha256.Sum256([]byte(string(d.ID) + "\n" + tab.ID))
	return DraftID(string(d.Resource) + "-" + hex.EncodeToString(sum[:id.Length/4]))
}

func (s *Service) newDraft(ctx context.Context, tx *db.DB, by actor.Actor, in DraftInput, now time.Time) (Draft, error) {
	resource := id.New[ResourceID](s.ids)
	_, err := tx.Exec(ctx, `INSERT INTO resource (id, district, school, state, visibility, head, about, title_key, revision,
			core, core_version, created_by, created_at, shared_at, changed_at, retired_at, retired_by, retire_reason, import)
		VALUES ($1, $2, $3, 'draft', 'district', NULL, NULL, $4, 0, $7, $8, $5, $6, NULL, $6, NULL, NULL, '', NULL)`,
		resource, by.District, in.School, fold.Key(in.Title), by.Person, clock.Micros(now), orNull(in.Core), orNull(in.CoreVersion))
	if err != nil {
		return Draft{}, err
	}
	d, err := s.putDraft(ctx, tx, by, Resource{ID: resource, District: by.District, School: in.School, State: StateDraft}, in.Form, now)
	if err == nil && in.Tab.ID != "" {
		_, err = tx.Exec(ctx, `UPDATE draft SET tab = $3, turn = $4 WHERE district = $1 AND id = $2`, by.District, d.ID, in.Tab.ID, in.Tab.Turn)
	}
	return d, err
}

// putDraft begins a draft of a resource.
func (s *Service) putDraft(ctx context.Context, tx *db.DB, by actor.Actor, r Resource, form []byte, now time.Time) (Draft, error) {
	draft := s.newDraftID(r.ID)
	_, err := tx.Exec(ctx, `INSERT INTO draft (id, district, resource, person, school, handed_over, base, form, saves, changed_at)
		VALUES ($1, $2, $3, $4, $5, FALSE, $6, $7, 1, $8)
		ON CONFLICT (district, resource, person) DO NOTHING`, draft, r.District, r.ID, by.Person, r.School, orNull(r.Head), string(form), clock.Micros(now))
	if err != nil {
		return Draft{}, err
	}
	return db.One(ctx, tx, scanDraft, `SELECT `+draftColumns+draftFrom+`WHERE d.district = $1 AND d.resource = $2 AND d.person = $3`, r.District, r.ID, by.Person)
}

// EditDraft gives the draft of a change to a shared resource: the one begun earlier, or a new one made from form.
func (s *Service) EditDraft(ctx context.Context, by actor.Actor, resource ResourceID, form []byte) (_ Draft, err error) {
	defer fault.Wrap(&err, "edit %s", resource)
	return db.Tx(ctx, s.db, func(tx *db.DB) (Draft, error) {
		r, err := find(ctx, tx, by, resource, edit)
		if err != nil {
			return Draft{}, err
		}
		if r.State != StatePublished {
			return Draft{}, fault.Conflict{Reason: fault.Say("catalog.conflict.state")}
		}
		return s.putDraft(ctx, tx, by, r, form, s.clock.Now())
	})
}

// Rebase lets a draft go on from a later version of its resource: its form holds what was decided about that version.
func (s *Service) Rebase(ctx context.Context, by actor.Actor, draft DraftID, to VersionID) (_ Draft, err error) {
	defer fault.Wrap(&err, "rebase draft %s", draft)
	return db.Tx(ctx, s.db, func(tx *db.DB) (Draft, error) {
		d, err := findDraft(ctx, tx, by, draft)
		if err != nil {
			return Draft{}, err
		}
		if _, err := find(ctx, tx, by, d.Resource, edit); err != nil {
			return Draft{}, err
		}
		d.Base = to
		moved, err := tx.Exec(ctx, `UPDATE draft SET base = $3 WHERE district = $1 AND id = $2
			AND EXISTS (SELECT 1 FROM version v WHERE v.district = $1 AND v.resource = draft.resource AND v.id = $3)`, by.District, d.ID, to)
		if err == nil && moved == 0 {
			err = fault.NotFound{What: "version"}
		}
		return d, err
	})
}

// Draft is one of the actor's drafts, or one that was handed over to their school.
func (s *Service) Draft(ctx context.Context, by actor.Actor, draft DraftID) (Draft, error) {
	return findDraft(ctx, s.db, by, draft)
}

func findDraft(ctx context.Context, d *db.DB, by actor.Actor, draft DraftID) (Draft, error) {
	found, err := db.One(ctx, d, scanDraft, `SELECT `+draftColumns+draftFrom+`WHERE d.district = $1 AND d.id = $2`, by.District, draft)
	if errors.Is(err, sql.ErrNoRows) || err == nil && !mayWrite(by, found) {
		return Draft{}, fault.NotFound{What: "draft"}
	}
	return found, err
}

// mayWrite says whether a draft is the actor's to go on with.
func mayWrite(by actor.Actor, d Draft) bool {
	return d.Person == by.Person && by.SignedIn() || d.HandedOver && by.MediaSpecialistAt(d.School)
}

// Drafts lists what the actor may go on writing, newest first.
func (s *Service) Drafts(ctx context.Context, by actor.Actor) ([]Draft, error) {
	in, args := db.In(3, by.SchoolIDs())
	list, err := db.All(ctx, s.db, scanDraft, `SELECT `+draftColumns+draftFrom+`
		WHERE d.district = $1 AND (d.person = $2 OR (d.handed_over AND d.school IN (`+in+`))) ORDER BY d.changed_at DESC`,
		append([]any{by.District, by.Person}, args...)...)
	if err != nil {
		return nil, err
	}
	mine := list[:0]
	for _, d := range list {
		if mayWrite(by, d) {
			mine = append(mine, d)
		}
	}
	return mine, nil
}

// HandOver gives the drafts of a person who leaves to their schools, also those thrown away, inside the transaction of the leaving.
func (s *Service) HandOver(ctx context.Context, tx *db.DB, by actor.Actor, leaver id.PersonID) error {
	given := int64(0)
	for _, table := range []string{"draft", "discarded_draft"} {
		n, err := tx.Exec(ctx, `UPDATE `+table+` SET handed_over = TRUE WHERE district = $1 AND person = $2`, by.District, leaver)
		if err != nil {
			return err
		}
		given += n
	}
	if given == 0 {
		return nil
	}
	return activity.Write(ctx, tx, activity.Activity{District: by.District, Person: by.Person, Verb: HandedOver,
		ObjectKind: "person", Object: string(leaver), At: s.clock.Now()})
}
