package catalog

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Hand is what a colleague gave that goes into a resource when it is shared, and so credits them: an answer that helped, or the idea.
type Hand struct {
	Person id.PersonID
	School id.SchoolID   // for which they wrote; empty: for the district
	Blocks []block.Block // none: the idea. Who has a version there already is not given another for that
	Reason string
}

// ShareTogetherIn shares what was prepared, in the name of whoever puts it together, and then adds what each hand gave as a version
// of theirs, inside the transaction of a longer work. The caller says Changed after its commit.
func (s *Service) ShareTogetherIn(ctx context.Context, tx *db.DB, by actor.Actor, first Prepared, hands []Hand) (_ Resource, err error) {
	defer fault.Wrap(&err, "share together")
	made, err := s.share(ctx, tx, by, []Prepared{first})
	if err != nil {
		return Resource{}, err
	}
	now, err := readHead(ctx, tx, made[0])
	if err != nil {
		return Resource{}, err
	}
	at := step{Prepared: first, resource: made[0], was: head{number: now.number - 1}}
	for _, hand := range hands {
		if len(hand.Blocks) == 0 {
			known, err := db.One(ctx, tx, db.Value[bool], `SELECT EXISTS (SELECT 1 FROM head_credit WHERE district = $1 AND resource = $2 AND author = $3)`, by.District, made[0].ID, hand.Person)
			if err != nil {
				return Resource{}, err
			}
			if known {
				continue
			}
		}
		if at, err = s.addHand(ctx, tx, at, hand); err != nil {
			return Resource{}, err
		}
	}
	return at.resource, nil
}

// addHand stores the version that follows another.
func (s *Service) addHand(ctx context.Context, tx *db.DB, former step, hand Hand) (step, error) {
	d := former.Document
	d.Blocks = slices.Concat(d.Blocks, hand.Blocks)
	r := former.resource
	next, err := s.prepare(ShareInput{ID: r.ID, School: r.School, Visibility: r.Visibility, Document: d})
	if err != nil {
		return step{}, err
	}
	to := step{Prepared: next, resource: r, parent: r.Head, reason: hand.Reason,
		was: head{number: former.was.number + 1, manifest: former.manifest, targets: former.targets}}
	to.resource.Head, to.resource.Revision = id.New[VersionID](s.ids), r.Revision+1
	if _, err := tx.Exec(ctx, `UPDATE resource SET head = $3, about = $4, revision = $5, changed_at = $6 WHERE district = $1 AND id = $2`,
		r.District, r.ID, to.resource.Head, to.manifest[0].Hash, to.resource.Revision, clock.Micros(r.ChangedAt)); err != nil {
		return step{}, err
	}
	author := actor.Actor{District: r.District, Person: hand.Person}
	if hand.School != "" {
		author.Schools = []actor.Membership{{School: hand.School, Role: actor.MediaSpecialist}}
	}
	return to, store(ctx, tx, author, []step{to})
}

// takeBackIdeas removes, with a sharing that is undone, the versions that name a colleague in it and hold nothing that they wrote.
func takeBackIdeas(ctx context.Context, tx *db.DB, r Resource) error {
	type named struct {
		version, before VersionID
		person          id.PersonID
	}
	for {
		last, err := db.One(ctx, tx, func(row db.Row) (n named, err error) { return n, row.Scan(&n.version, &n.before, &n.person) },
			`SELECT v.id, p.id, v.author FROM resource r JOIN version v ON v.district = r.district AND v.id = r.head JOIN version p ON p.district = v.district AND p.id = v.parent
			WHERE r.district = $1 AND r.id = $2 AND v.author <> r.created_by AND v.at = p.at AND v.manifest = p.manifest`, r.District, r.ID)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		for _, statement := range []string{`UPDATE resource SET head = $4 WHERE district = $1 AND id = $2 AND head = $3`,
			`UPDATE draft SET base = $4 WHERE district = $1 AND resource = $2 AND base = $3`} {
			if _, err := tx.Exec(ctx, statement, r.District, r.ID, last.version, last.before); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, `DELETE FROM version WHERE district = $1 AND id = $2`, r.District, last.version); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM head_credit WHERE district = $1 AND resource = $2 AND author = $3 AND versions = 1`, r.District, r.ID, last.person); err != nil {
			return err
		}
	}
}

// RetireIn is Retire inside the transaction of a longer work, of something that is in the catalog. The caller says Changed after its
// commit.
func (s *Service) RetireIn(ctx context.Context, tx *db.DB, by actor.Actor, resource ResourceID, reason string) (err error) {
	defer fault.Wrap(&err, "retire %s", resource)
	r, err := find(ctx, tx, by, resource, retire)
	if err != nil {
		return err
	}
	if r.State != StatePublished {
		return fault.Conflict{Reason: fault.Say("catalog.conflict.state")}
	}
	now := s.clock.Now()
	if _, err := setRetired(ctx, tx, by, r, clock.Micros(now), reason); err != nil {
		return err
	}
	return s.log(ctx, tx, by, r, Retired, now)
}

// PutBackIn is PutBack inside the transaction of a longer work. The caller says Changed after its commit.
func (s *Service) PutBackIn(ctx context.Context, tx *db.DB, by actor.Actor, resource ResourceID) (err error) {
	defer fault.Wrap(&err, "put back %s", resource)
	r, err := find(ctx, tx, by, resource, retire)
	if err != nil {
		return err
	}
	if r.State != StateRetired {
		return fault.Conflict{Reason: fault.Say("catalog.conflict.state")}
	}
	now := s.clock.Now()
	if _, err := s.setPutBack(ctx, tx, r, clock.Micros(now)); err != nil {
		return err
	}
	return s.log(ctx, tx, by, r, PutBack, now)
}
