package catalog

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/jobs"
)

// KeptDiscarded is how long a draft that was thrown away can be brought back.
const KeptDiscarded = 30 * 24 * time.Hour

// Discarded is a draft that was thrown away.
type Discarded struct {
	Draft
	At time.Time // when
}

const draftRow = `id, district, resource, person, school, handed_over, base, form, saves, changed_at`

const discardedFrom = ` FROM discarded_draft d JOIN resource r ON r.district = d.district AND r.id = d.resource `

func scanDiscarded(row db.Row) (Discarded, error) {
	var d Discarded
	var base, core *string
	var changed, at int64
	var form string
	err := row.Scan(&d.ID, &d.Resource, &d.School, &d.Person, &d.HandedOver, &base, &d.Change, &d.Title, &core, &form, &d.Saves, &changed, &at)
	d.Base, d.Core, d.Form, d.ChangedAt, d.At = VersionID(text(base)), ResourceID(text(core)), []byte(form), clock.FromMicros(changed), clock.FromMicros(at)
	return d, err
}

// DiscardDraft throws a draft away. RestoreDraft brings it back within KeptDiscarded.
func (s *Service) DiscardDraft(ctx context.Context, by actor.Actor, draft DraftID) (err error) {
	defer fault.Wrap(&err, "discard draft %s", draft)
	return s.db.Do(ctx, func(tx *db.DB) error {
		d, err := findDraft(ctx, tx, by, draft)
		if err != nil {
			return err
		}
		if err := s.throwAway(ctx, tx, by, d); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `DELETE FROM draft WHERE district = $1 AND id = $2`, by.District, d.ID)
		return err
	})
}

// throwAway puts a draft among those thrown away.
func (s *Service) throwAway(ctx context.Context, tx *db.DB, by actor.Actor, d Draft) error {
	_, err := tx.Exec(ctx, `INSERT INTO discarded_draft (`+draftRow+`, discarded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		d.ID, by.District, d.Resource, d.Person, d.School, d.HandedOver, orNull(d.Base), string(d.Form), d.Saves, clock.Micros(d.ChangedAt), clock.Micros(s.clock.Now()))
	return err
}

// RestoreDraft brings a draft back that was thrown away, with every word.
//
// It returns fault.NotFound when it is gone for good or not the actor's, and fault.Conflict when they have begun another
// draft of the same resource since.
func (s *Service) RestoreDraft(ctx context.Context, by actor.Actor, draft DraftID) (_ Draft, err error) {
	defer fault.Wrap(&err, "restore draft %s", draft)
	return db.Tx(ctx, s.db, func(tx *db.DB) (Draft, error) {
		d, err := db.One(ctx, tx, scanDiscarded, `SELECT `+draftColumns+`, d.discarded_at`+discardedFrom+`
			WHERE d.district = $1 AND d.id = $2 AND d.discarded_at > $3`, by.District, draft, s.oldestDiscarded())
		if errors.Is(err, sql.ErrNoRows) || err == nil && !mayWrite(by, d.Draft) {
			return Draft{}, fault.NotFound{What: "draft"}
		}
		if err != nil {
			return Draft{}, err
		}
		there, err := tx.Exec(ctx, `INSERT INTO draft (`+draftRow+`) SELECT `+draftRow+` FROM discarded_draft WHERE district = $1 AND id = $2
			ON CONFLICT (district, resource, person) DO NOTHING`, by.District, d.ID)
		if err != nil {
			return Draft{}, err
		}
		if there == 0 {
			return Draft{}, fault.Conflict{Reason: fault.Say("catalog.conflict.other_draft")}
		}
		_, err = tx.Exec(ctx, `DELETE FROM discarded_draft WHERE district = $1 AND id = $2`, by.District, d.ID)
		return d.Draft, err
	})
}

// DiscardedDrafts lists what the actor threw away and can still bring back, the last first.
func (s *Service) DiscardedDrafts(ctx context.Context, by actor.Actor) ([]Discarded, error) {
	in, args := db.In(4, by.SchoolIDs())
	list, err := db.All(ctx, s.db, scanDiscarded, `SELECT `+draftColumns+`, d.discarded_at`+discardedFrom+`
		WHERE d.district = $1 AND d.discarded_at > $2 AND (d.person = $3 OR (d.handed_over AND d.school IN (`+in+`)))
		ORDER BY d.discarded_at DESC, d.id`, append([]any{by.District, s.oldestDiscarded(), by.Person}, args...)...)
	if err != nil {
		return nil, err
	}
	mine := list[:0]
	for _, d := range list {
		if mayWrite(by, d.Draft) {
			mine = append(mine, d)
		}
	}
	return mine, nil
}

// oldestDiscarded is the moment before which what was thrown away is gone.
func (s *Service) oldestDiscarded() int64 { return clock.Micros(s.clock.Now().Add(-KeptDiscarded)) }

// Sweep forgets drafts that were thrown away long ago, and resources that never were more than such a draft.
func (s *Service) Sweep(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "forget discarded drafts")
	return s.db.Do(ctx, func(tx *db.DB) error {
		_, err := tx.Exec(ctx, `DELETE FROM discarded_draft WHERE discarded_at <= $1`, s.oldestDiscarded())
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `DELETE FROM resource WHERE state = 'draft' AND head IS NULL
			AND NOT EXISTS (SELECT 1 FROM draft d WHERE d.district = resource.district AND d.resource = resource.id)
			AND NOT EXISTS (SELECT 1 FROM discarded_draft d WHERE d.district = resource.district AND d.resource = resource.id)`)
		return err
	})
}

// sweeping is the job that forgets what was thrown away long ago.
type sweeping struct{}

// Kind implements jobs.Args.
func (sweeping) Kind() string { return "catalog.sweep" }

// SweepDaily tells the queue to sweep once a day.
func (s *Service) SweepDaily(j *jobs.Jobs) {
	jobs.Register(j, func(ctx context.Context, _ sweeping) error { return errors.Join(s.Sweep(ctx), s.ForgetFiles(ctx)) }, jobs.Options{Unique: true})
	j.Every(24*time.Hour, sweeping{})
}
