package question

import (
	"context"
	"database/sql"
	"errors"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Credited is a tip that credits the reader for what they answered.
type Credited struct {
	Question
	Whom id.PersonID // credited for an answer
	Down bool        // the reader took it down
}

// Credited is the question that became a tip, where the tip credits the actor for an answer; fault.NotFound when it credits them for
// nothing, or is gone for another reason.
func (s *Service) Credited(ctx context.Context, by actor.Actor, tip catalog.ResourceID) (_ Credited, err error) {
	defer fault.Wrap(&err, "credit of %s in %s", by.Person, tip)
	return s.credited(ctx, s.DB, by, tip)
}

func (s *Service) credited(ctx context.Context, d *db.DB, by actor.Actor, became catalog.ResourceID) (Credited, error) {
	none := fault.NotFound{What: "credit"}
	question, err := db.One(ctx, d, db.Value[QuestionID], `SELECT id FROM question WHERE district = $1 AND tip = $2`, by.District, became)
	if errors.Is(err, sql.ErrNoRows) {
		return Credited{}, none
	}
	if err != nil {
		return Credited{}, err
	}
	q, err := find(ctx, d, by, question, read)
	if err != nil {
		return Credited{}, err
	}
	whom, err := db.All(ctx, d, db.Value[id.PersonID], `SELECT person FROM answer WHERE district = $1 AND question = $2 AND person = $3 AND helped AND removed_at IS NULL LIMIT 1`,
		by.District, q.ID, by.Person)
	if err != nil {
		return Credited{}, err
	}
	if len(whom) == 0 || q.Mine {
		return Credited{}, none
	}
	type standing struct {
		state   catalog.State
		remover id.PersonID
	}
	tip, err := db.One(ctx, d, func(row db.Row) (at standing, err error) { return at, row.Scan(&at.state, &at.remover) },
		`SELECT state, coalesce(retired_by, '') FROM resource WHERE district = $1 AND id = $2`, by.District, q.Tip)
	if errors.Is(err, sql.ErrNoRows) {
		err = none
	}
	if err != nil {
		return Credited{}, err
	}
	out := Credited{Question: q, Whom: whom[0], Down: tip.state == catalog.StateRetired && tip.remover == by.Person}
	if tip.state != catalog.StatePublished && !out.Down {
		return Credited{}, none
	}
	return out, nil
}

// TakeDown takes the tip that credits the actor for an answer out of the catalog, with the reason given; back puts it there again. Done
// twice it is done once. Whoever else helped reads the reason in its place; only who took it down and coordinators put it back.
func (s *Service) TakeDown(ctx context.Context, by actor.Actor, tip catalog.ResourceID, reason string, back bool) (err error) {
	defer fault.Wrap(&err, "take down %s", tip)
	changed := false
	err = s.DB.Do(ctx, func(tx *db.DB) error {
		changed = false
		c, err := s.credited(ctx, tx, by, tip)
		if err != nil {
			return err
		}
		if err := permitted(by, decline, c.Whom); err != nil || c.Down != back {
			return err
		}
		program := actor.Actor{District: by.District, Person: by.Person, System: true}
		verb := Declined
		if back {
			verb = Agreed
			err = s.Catalog.PutBackIn(ctx, tx, program, tip)
		} else {
			err = s.Catalog.RetireIn(ctx, tx, program, tip, reason)
		}
		if err != nil {
			return err
		}
		changed = true
		return log(ctx, tx, by, verb, c.ID, s.Clock.Now())
	})
	if err == nil && changed {
		s.Catalog.Changed(ctx, catalog.Change{ID: tip})
	}
	return err
}
