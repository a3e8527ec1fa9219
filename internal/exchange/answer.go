package exchange

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// Answer says whether the actor can come and to which time; empty takes their answer back. It gives what they had said before.
//
// It returns fault.Conflict once the exchange is over or called off.
func (s *Service) Answer(ctx context.Context, by actor.Actor, which ExchangeID, says Says) (before Says, err error) {
	defer fault.Wrap(&err, "answer exchange %s", which)
	if err := permitted(by, answer, Exchange{}); err != nil {
		return "", err
	}
	return db.Tx(ctx, s.DB, func(tx *db.DB) (Says, error) {
		e, err := find(ctx, tx, by.District, which)
		if err != nil {
			return "", err
		}
		if e.State != Invited || e.Over(s.Clock.Now()) {
			return "", fault.Conflict{Reason: fault.Say("exchange.over")}
		}
		if says != "" && says != ToFirst && says != No && (says != ToSecond || e.Second.IsZero()) {
			var f fault.Fields
			f.Add("says", "exchange.answer.choose")
			return "", f
		}
		before := e.Said(by.Person)
		if says == "" {
			_, err = tx.Exec(ctx, `DELETE FROM exchange_answer WHERE district = $1 AND exchange = $2 AND person = $3`, by.District, which, by.Person)
		} else {
			_, err = tx.Exec(ctx, `INSERT INTO exchange_answer (district, exchange, person, answer) VALUES ($1, $2, $3, $4)
				ON CONFLICT (district, exchange, person) DO UPDATE SET answer = excluded.answer`, by.District, which, by.Person, says)
		}
		if err != nil {
			return "", err
		}
		return before, s.touch(ctx, tx, by, which)
	})
}

// touch notes that an exchange's calendar entry is another now.
func (s *Service) touch(ctx context.Context, tx *db.DB, by actor.Actor, which ExchangeID) error {
	_, err := tx.Exec(ctx, `UPDATE exchange SET sequence = sequence + 1, changed_at = $3 WHERE district = $1 AND id = $2`, by.District, which, clock.Micros(s.Clock.Now()))
	return err
}

// change does something to an exchange as it stands, notes in the log what alter says of it, and that its calendar entry is another. Where
// alter says nothing, nothing was changed.
func (s *Service) change(ctx context.Context, by actor.Actor, which ExchangeID, do act, alter func(tx *db.DB, e Exchange) (activity.Verb, error)) error {
	if err := permitted(by, see, Exchange{}); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.DB) error {
		e, err := find(ctx, tx, by.District, which)
		if err != nil {
			return err
		}
		if err := permitted(by, do, e); err != nil {
			return err
		}
		verb, err := alter(tx, e)
		if err != nil || verb == "" {
			return err
		}
		if err := s.touch(ctx, tx, by, which); err != nil {
			return err
		}
		return s.log(ctx, tx, by, verb, which)
	})
}
