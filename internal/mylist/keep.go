package mylist

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// mostKept is how many things a list holds.
const mostKept = 500

// Keep puts a resource on the actor's list, or chooses another time for one that is there.
//
// It returns fault.NotFound for what they may not see, fault.Fields for a time that is none, and fault.Conflict for a list that is
// full.
func (s *Service) Keep(ctx context.Context, by actor.Actor, resource catalog.ResourceID, when When) (err error) {
	defer fault.Wrap(&err, "keep %s", resource)
	if err := permitted(by, change, by.Person); err != nil {
		return err
	}
	if !when.Known() {
		return fault.Fields{"when": fault.Say("mylist.wrong.when")}
	}
	cards, err := s.Catalog.Cards(ctx, by, []catalog.ResourceID{resource})
	if err != nil {
		return err
	}
	if len(cards) == 0 {
		return fault.NotFound{What: catalog.ObjectKind}
	}
	today, err := s.today(ctx, by)
	if err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.DB) error {
		kept, err := db.One(ctx, tx, db.Value[int], `SELECT count(*) FROM list_entry WHERE district = $1 AND person = $2 AND removed_at IS NULL AND resource <> $3`,
			by.District, by.Person, resource)
		if err != nil {
			return err
		}
		if kept >= mostKept {
			return fault.Conflict{Reason: fault.Say("mylist.conflict.full", mostKept)}
		}
		_, err = tx.Exec(ctx, `INSERT INTO list_entry (district, person, resource, chosen, due, added_at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (district, person, resource) DO UPDATE SET chosen = excluded.chosen, due = excluded.due, added_at = excluded.added_at,
				tried_at = NULL, removed_at = NULL`,
			by.District, by.Person, resource, when, day(when.due(today)), clock.Micros(s.Clock.Now()))
		return err
	})
}

// day stores no day as no value.
func day(d clock.Day) any {
	if d == "" {
		return nil
	}
	return string(d)
}

// PutOff answers "How did it go?" by "not yet": the entry stays and is not asked about again, until another time is chosen.
func (s *Service) PutOff(ctx context.Context, by actor.Actor, resource catalog.ResourceID) (err error) {
	defer fault.Wrap(&err, "put off %s", resource)
	return s.alter(ctx, by, resource, `due = NULL`, `removed_at IS NULL`)
}

// AskAgain is the way back from PutOff: it is asked about today.
func (s *Service) AskAgain(ctx context.Context, by actor.Actor, resource catalog.ResourceID) (err error) {
	defer fault.Wrap(&err, "ask again about %s", resource)
	today, err := s.today(ctx, by)
	if err != nil {
		return err
	}
	return s.alter(ctx, by, resource, `due = $4`, `removed_at IS NULL`, today)
}

// TakeOff takes an entry off the list. PutBack undoes it for 30 days.
func (s *Service) TakeOff(ctx context.Context, by actor.Actor, resource catalog.ResourceID) (err error) {
	defer fault.Wrap(&err, "take off %s", resource)
	return s.alter(ctx, by, resource, `removed_at = $4`, `removed_at IS NULL`, clock.Micros(s.Clock.Now()))
}

// PutBack puts an entry that was taken off on the list again, as it was.
func (s *Service) PutBack(ctx context.Context, by actor.Actor, resource catalog.ResourceID) (err error) {
	defer fault.Wrap(&err, "put back %s", resource)
	return s.alter(ctx, by, resource, `removed_at = NULL`, `removed_at IS NOT NULL`)
}

// alter changes one entry of the actor's. It returns fault.NotFound when there is none that fits.
func (s *Service) alter(ctx context.Context, by actor.Actor, resource catalog.ResourceID, set, where string, args ...any) error {
	if err := permitted(by, change, by.Person); err != nil {
		return err
	}
	n, err := s.DB.Exec(ctx, `UPDATE list_entry SET `+set+` WHERE district = $1 AND person = $2 AND resource = $3 AND `+where,
		append([]any{by.District, by.Person, resource}, args...)...)
	if err == nil && n == 0 {
		return fault.NotFound{What: "list entry"}
	}
	return err
}

// Tried notes, in the transaction in which the actor reports how it went, that they tried a resource; back takes that note away when
// the report is taken back. Of what is not on their list it changes nothing.
func (s *Service) Tried(ctx context.Context, tx *db.DB, by actor.Actor, resource catalog.ResourceID, back bool) (err error) {
	defer fault.Wrap(&err, "tried %s", resource)
	if !by.SignedIn() {
		return nil
	}
	set, args := `tried_at = $4`, []any{by.District, by.Person, resource, clock.Micros(s.Clock.Now())}
	if back {
		set, args = `tried_at = NULL`, args[:3]
	}
	_, err = tx.Exec(ctx, `UPDATE list_entry SET `+set+` WHERE district = $1 AND person = $2 AND resource = $3 AND removed_at IS NULL`, args...)
	return err
}
