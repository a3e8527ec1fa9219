package catalog

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// Retire takes a resource out of the catalog, with a reason that those who look for it will read. PutBack undoes it.
//
// It returns fault.Fields without a reason, fault.Conflict if it is out already, and fault.NotFound or fault.Denied by
// permission.
func (s *Service) Retire(ctx context.Context, by actor.Actor, resource ResourceID, reason string) (_ Resource, err error) {
	defer fault.Wrap(&err, "retire %s", resource)
	reason = strings.TrimSpace(reason)
	var wrong fault.Fields
	if reason == "" {
		wrong.Add("reason", "catalog.wrong.reason")
	}
	if utf8.RuneCountInString(reason) > MaxWhy {
		wrong.Add("reason", "catalog.wrong.why_long", MaxWhy)
	}
	if err := wrong.Err(); err != nil {
		return Resource{}, err
	}
	return s.move(ctx, by, resource, StateRetired, Retired, func(tx *db.DB, r Resource, now int64) (int64, error) {
		return setRetired(ctx, tx, by, r, now, reason)
	})
}

func setRetired(ctx context.Context, tx *db.DB, by actor.Actor, r Resource, now int64, reason string) (int64, error) {
	return tx.Exec(ctx, `UPDATE resource SET state = 'retired', revision = revision + 1, changed_at = $3, retired_at = $3, retired_by = $4, retire_reason = $5
		WHERE district = $1 AND id = $2 AND state = 'published'`, r.District, r.ID, now, by.Person, reason)
}

// PutBack returns a retired resource to the catalog as it was.
//
// What somebody took down because it credits them comes back by them or a coordinator alone; to others it is fault.Denied.
func (s *Service) PutBack(ctx context.Context, by actor.Actor, resource ResourceID) (_ Resource, err error) {
	defer fault.Wrap(&err, "put back %s", resource)
	return s.move(ctx, by, resource, StatePublished, PutBack, func(tx *db.DB, r Resource, now int64) (int64, error) {
		if by.Coordinator || by.System {
			return s.setPutBack(ctx, tx, r, now)
		}
		if declined, err := declined(ctx, tx, by, r); err != nil || declined {
			if err == nil {
				err = fault.Denied{Reason: fault.Say("catalog.denied.declined")}
			}
			return 0, err
		}
		return s.setPutBack(ctx, tx, r, now)
	})
}

// declinedWhere says of a resource r, to the person $3, that somebody of another school whom it credits took it down.
const declinedWhere = `EXISTS (SELECT 1 FROM version own JOIN person remover ON remover.district = own.district AND remover.id = own.author
	WHERE own.district = r.district AND own.resource = r.id AND own.author = r.retired_by AND own.author <> $3 AND own.school <> r.school AND NOT remover.coordinator)`

// declined says whether somebody of another school whom a resource credits took it down, who is not the actor.
func declined(ctx context.Context, d *db.DB, by actor.Actor, r Resource) (bool, error) {
	return db.One(ctx, d, db.Value[bool], `SELECT `+declinedWhere+` FROM resource r WHERE r.district = $1 AND r.id = $2`, r.District, r.ID, by.Person)
}

// setPutBack returns a retired resource to the catalog; nothing is touched where it is there already.
func (s *Service) setPutBack(ctx context.Context, tx *db.DB, r Resource, now int64) (int64, error) {
	touched, err := tx.Exec(ctx, `UPDATE resource SET state = 'published', revision = revision + 1, changed_at = $3, retired_at = NULL, retired_by = NULL, retire_reason = ''
		WHERE district = $1 AND id = $2 AND state = 'retired'`, r.District, r.ID, now)
	if err != nil || touched == 0 {
		return touched, err
	}
	r.State = StatePublished
	return touched, s.onReturn(ctx, tx, r)
}

// move takes a resource from one state to another by the update given, which must touch one row.
func (s *Service) move(ctx context.Context, by actor.Actor, resource ResourceID, to State, verb activity.Verb,
	update func(tx *db.DB, r Resource, now int64) (int64, error)) (Resource, error) {
	return change(ctx, s, resource, func(tx *db.DB) (Resource, error) {
		r, err := find(ctx, tx, by, resource, retire)
		if err != nil {
			return Resource{}, err
		}
		if !r.State.May(to) || r.State == StateDraft {
			return Resource{}, fault.Conflict{Reason: fault.Say("catalog.conflict.state")}
		}
		now := s.clock.Now()
		touched, err := update(tx, r, clock.Micros(now))
		if err != nil {
			return Resource{}, err
		}
		if touched == 0 {
			return Resource{}, fault.Conflict{Reason: fault.Say("catalog.conflict.state")}
		}
		r.State = to
		return r, s.log(ctx, tx, by, r, verb, now)
	})
}

// OutOfCatalog is a resource that was taken out of the catalog.
type OutOfCatalog struct {
	Card
	At         time.Time // when
	Reason     string
	MayPutBack bool
}

// ImportUndone is the reason for which something is out of the catalog when the import that brought it was undone. Pages say it, and
// StarterRemoved, in the reader's language.
const ImportUndone = "The import that brought it was undone. / Se deshizo la importación que lo trajo."

// StarterRemoved is the reason for which something is out of the catalog when the shelf to begin with was taken away again.
const StarterRemoved = "Part of the starter shelf. / Parte del estante inicial."

// Retired lists what was taken out of the catalog at the actor's schools, or in the district for a coordinator, the last first.
func (s *Service) Retired(ctx context.Context, by actor.Actor) ([]OutOfCatalog, error) {
	in, args := db.In(4, by.SchoolIDs())
	return db.All(ctx, s.db, func(row db.Row) (OutOfCatalog, error) {
		var out OutOfCatalog
		var at int64
		declined := false
		card, err := scanCardAnd(row, &at, &out.Reason, &declined)
		out.Card, out.At = card, clock.FromMicros(at)
		out.MayPutBack = permit(by, Resource{District: by.District, School: card.School, State: StateRetired, Visibility: SeenByDistrict}, retire) == nil &&
			(!declined || by.Coordinator || by.System)
		return out, err
	}, `SELECT `+cardColumns+`, r.retired_at, r.retire_reason, `+declinedWhere+cardFrom+`
		WHERE r.district = $1 AND r.state = 'retired' AND ($2 OR r.school IN (`+in+`))
		ORDER BY r.retired_at DESC, r.id LIMIT 200`, append([]any{by.District, by.Coordinator || by.System, by.Person}, args...)...)
}

// Unshare is the way back from Share: the resource is its author's draft again, with every word. Where they write on it
// already, that draft goes on, and what was shared can be had among those thrown away.
//
// It returns fault.Denied to anyone but the author, and fault.Conflict once a colleague has built on it or is about to: has
// changed it, noted something, made a version of it or begun to write.
func (s *Service) Unshare(ctx context.Context, by actor.Actor, resource ResourceID, form []byte) (_ Draft, err error) {
	defer fault.Wrap(&err, "unshare %s", resource)
	return change(ctx, s, resource, func(tx *db.DB) (Draft, error) {
		r, err := find(ctx, tx, by, resource, edit)
		if err != nil {
			return Draft{}, err
		}
		if r.CreatedBy != by.Person {
			return Draft{}, fault.Denied{Reason: fault.Say("catalog.denied.not_yours")}
		}
		if r.State != StatePublished {
			return Draft{}, fault.Conflict{Reason: fault.Say("catalog.conflict.state")}
		}
		if err := takeBackIdeas(ctx, tx, r); err != nil {
			return Draft{}, err
		}
		others, err := db.One(ctx, tx, db.Value[int], `SELECT
			(SELECT count(*) FROM version WHERE district = $1 AND resource = $2 AND author <> $3) +
			(SELECT count(*) FROM note WHERE district = $1 AND resource = $2 AND person <> $3 AND removed_at IS NULL) +
			(SELECT count(*) FROM draft WHERE district = $1 AND resource = $2 AND person <> $3) +
			(SELECT count(*) FROM resource v WHERE v.core = $2 AND (v.state <> 'draft'
				OR EXISTS (SELECT 1 FROM draft d WHERE d.district = v.district AND d.resource = v.id)))`, r.District, r.ID, by.Person)
		if err != nil {
			return Draft{}, err
		}
		if others > 0 {
			return Draft{}, fault.Conflict{Reason: fault.Say("catalog.conflict.built_on")}
		}
		now := s.clock.Now()
		if _, err := tx.Exec(ctx, `UPDATE resource SET state = 'draft', revision = revision + 1, changed_at = $3 WHERE district = $1 AND id = $2`,
			r.District, r.ID, clock.Micros(now)); err != nil {
			return Draft{}, err
		}
		r.State = StateDraft
		draft, err := s.putDraft(ctx, tx, by, r, form, now)
		if err != nil {
			return Draft{}, err
		}
		if string(draft.Form) != string(form) {
			shared := draft
			shared.ID, shared.Form = s.newDraftID(r.ID), form
			if err := s.throwAway(ctx, tx, by, shared); err != nil {
				return Draft{}, err
			}
		}
		return draft, s.log(ctx, tx, by, r, Unshared, now)
	})
}
