package exchange

import (
	"context"
	"fmt"
	"slices"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/people"
)

// CallOff calls an exchange off, or with on has it take place after all; who was invited is told, unless it is undone at once. What was
// written down after it was held is taken away so, and put back. It is fault.Conflict for one that is over, or stands so already.
func (s *Service) CallOff(ctx context.Context, by actor.Actor, which ExchangeID, on bool) (err error) {
	defer fault.Wrap(&err, "call off exchange %s", which)
	to, verb := Off, CalledOff
	if on {
		to, verb = Invited, OnAgain
	}
	all, err := s.colleagues(ctx, by.District)
	if err != nil {
		return err
	}
	return s.change(ctx, by, which, callOff, func(tx *db.DB, e Exchange) (activity.Verb, error) {
		to := to
		if e.Recorded && on {
			to = Held
		}
		if !slices.Contains(moves[e.State], to) || !on && !e.Recorded && e.Over(s.Clock.Now()) {
			return "", fault.Conflict{Reason: fault.Say("exchange.over")}
		}
		if _, err := tx.Exec(ctx, `UPDATE exchange SET state = $3 WHERE district = $1 AND id = $2`, by.District, which, to); err != nil || e.Recorded {
			return verb, err
		}
		return verb, s.tellChange(ctx, tx, by, e, all, on)
	})
}

// tellChange has who was invited and may come be told that an exchange is off, or takes place after all. Who said that they come, and the
// host, wait for it: such a letter is always sent.
func (s *Service) tellChange(ctx context.Context, tx *db.DB, by actor.Actor, e Exchange, all []people.Person, on bool) error {
	about := fmt.Sprint(e.ID, ".", e.Sequence)
	for _, p := range all {
		says := e.Said(p.ID)
		invited := e.School == "" || p.Actor("").MediaSpecialistAt(e.School)
		if p.ID == by.Person || says == No || p.ID != e.Host && says == "" && !invited {
			continue
		}
		kind := Cancelled
		switch {
		case on:
			kind = TakesPlace
		case says != "" || p.ID == e.Host:
			kind = Awaited
		}
		if err := s.postAt(ctx, tx, kind, by.District, p.ID, about, s.Clock.Now().Add(settling)); err != nil {
			return err
		}
	}
	return nil
}
