package people

import (
	"context"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// keepsMail is how long a leaver's address is kept, so that a mistake can be taken back. It is free for others at once.
const keepsMail = 30 * 24 * time.Hour

// Leave notes that a person works here no more: they are signed out everywhere, nothing lets them in again, and what they had
// in hand goes to their school. What they shared stays, with its credit.
//
// It returns fault.NotFound for someone of another district, and fault.Conflict when fewer than two coordinators would remain.
// Of one who has left already it changes nothing.
func (s *Service) Leave(ctx context.Context, by actor.Actor, person id.PersonID) (_ Person, err error) {
	defer fault.Wrap(&err, "leave %s", person)
	if err := permitted(by, letGo, person); err != nil {
		return Person{}, err
	}
	return db.Tx(ctx, s.db, func(tx *db.DB) (Person, error) {
		p, err := personOf(ctx, tx, by.District, person)
		if err != nil || !p.State.mayBecome(Left) {
			return p, err
		}
		if err := keepsCoordinators(ctx, tx, p); err != nil {
			return p, err
		}
		_, err = tx.Exec(ctx, `UPDATE person SET state = 'left', left_state = state, left_at = $3, mail_key = NULL WHERE district = $1 AND id = $2`,
			p.District, p.ID, clock.Micros(s.clock.Now()))
		if err != nil {
			return p, err
		}
		p.State = Left
		if err := s.shutOut(ctx, tx, p); err != nil {
			return p, err
		}
		for _, handOver := range s.handOver {
			if err := handOver(ctx, tx, by, p.ID); err != nil {
				return p, err
			}
		}
		return p, s.logPerson(ctx, tx, by, PersonLeft, p)
	})
}

// Reopen takes a leaver back as they were, with their schools and address; they sign in anew. Drafts that were handed over
// stay with the school, whose they are now.
//
// It returns fault.Conflict when the address is somebody else's by now, or is no longer kept.
func (s *Service) Reopen(ctx context.Context, by actor.Actor, person id.PersonID) (_ Person, err error) {
	defer fault.Wrap(&err, "reopen %s", person)
	if err := permitted(by, letGo, person); err != nil {
		return Person{}, err
	}
	return db.Tx(ctx, s.db, func(tx *db.DB) (Person, error) {
		p, err := personOf(ctx, tx, by.District, person)
		if err != nil || p.State != Left {
			return p, err
		}
		if p.Mail == "" {
			return p, fault.Conflict{Reason: fault.Say("people.reopen.forgotten", p.Name)}
		}
		if _, err := personByMail(ctx, tx, MailKey(p.Mail)); err == nil {
			return p, fault.Conflict{Reason: fault.Say("people.reopen.taken", p.Name)}
		} else if !fault.IsNotFound(err) {
			return p, err
		}
		p.State, err = db.One(ctx, tx, db.Value[State], `UPDATE person SET state = left_state, left_state = NULL, left_at = NULL, mail_key = $3
			WHERE district = $1 AND id = $2 RETURNING state`, p.District, p.ID, MailKey(p.Mail))
		if err != nil {
			return p, err
		}
		return p, s.logPerson(ctx, tx, by, PersonReturned, p)
	})
}

// EndSessions signs by out everywhere, at once, and ends what was about to let them in: open links, questions to a passkey, forms that
// wait for them. Passkeys, programs that hold a token of theirs and the address of their feed go on: see EndAll.
func (s *Service) EndSessions(ctx context.Context, by actor.Actor) (err error) {
	defer fault.Wrap(&err, "end sessions")
	if err := permitted(by, endSessions, by.Person); err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.DB) error { return signOut(ctx, tx, by.District, by.Person) })
}

// signOut ends a person's sessions, and what was about to become one. An invitation and the link for setting up stay: they are how
// somebody comes in for the first time.
func signOut(ctx context.Context, tx *db.DB, district id.DistrictID, person id.PersonID) error {
	for _, query := range []string{
		`DELETE FROM session WHERE district = $1 AND person = $2`,
		`DELETE FROM sign_in_link WHERE district = $1 AND person = $2 AND purpose = 'sign_in' AND used_at IS NULL`,
		`DELETE FROM passkey_request WHERE district = $1 AND person = $2`,
		`DELETE FROM parked_form WHERE district = $1 AND person = $2`,
	} {
		if _, err := tx.Exec(ctx, query, district, person); err != nil {
			return err
		}
	}
	return nil
}

// EndAll signs a person out everywhere, at once, and ends what else lets in or reads in their name: passkeys, tokens of programs and
// the address of their feed. It is for a device that was lost.
func (s *Service) EndAll(ctx context.Context, by actor.Actor, person id.PersonID) (err error) {
	defer fault.Wrap(&err, "end all of %s", person)
	if err := permitted(by, endSessions, person); err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.DB) error {
		p, err := personOf(ctx, tx, by.District, person)
		if err != nil {
			return err
		}
		if err := signOut(ctx, tx, p.District, p.ID); err != nil {
			return err
		}
		for _, table := range []string{"api_token", "passkey"} {
			if _, err := tx.Exec(ctx, `DELETE FROM `+table+` WHERE district = $1 AND person = $2`, p.District, p.ID); err != nil {
				return err
			}
		}
		for _, end := range s.withdraw {
			if err := end(ctx, tx, by, p.ID); err != nil {
				return err
			}
		}
		if by.Person == person {
			return nil
		}
		return s.logPerson(ctx, tx, by, SessionsEnded, p)
	})
}

// shutOut ends everything that lets a person in: sessions, open links, the district account, passkeys, tokens of programs, and forms that
// wait for them.
func (s *Service) shutOut(ctx context.Context, tx *db.DB, p Person) error {
	for _, table := range []string{"session", "sign_in_link", "api_token", "parked_form", "district_account", "passkey", "passkey_request"} {
		if _, err := tx.Exec(ctx, `DELETE FROM `+table+` WHERE district = $1 AND person = $2`, p.District, p.ID); err != nil {
			return err
		}
	}
	return nil
}
