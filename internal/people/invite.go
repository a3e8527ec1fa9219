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

// How many invitations go to one address, and out of a district, in a day: more than anybody needs, and no more than a mail server bears
// with whose coordinator is somebody else for an hour.
const (
	mostToOne         = 10
	mostOfADistrict   = 10_000
	invitationsWithin = longestSpan
)

// Invite writes to the people named, each a letter with a link that lets them in for 14 days. Someone invited before is
// written to again and the former link ends; someone who is here already is passed over. It gives how many letters will go.
//
// It returns fault.NotFound for someone of another district or who has left, fault.Fields when nobody is named, and fault.Conflict when
// too many went that day.
func (s *Service) Invite(ctx context.Context, by actor.Actor, whom []id.PersonID) (_ int, err error) {
	defer fault.Wrap(&err, "invite %d people", len(whom))
	if err := permitted(by, invite, ""); err != nil {
		return 0, err
	}
	if len(whom) == 0 {
		var f fault.Fields
		f.Add("people", "people.invite.none")
		return 0, f
	}
	return db.Tx(ctx, s.db, func(tx *db.DB) (int, error) {
		sent := 0
		seen := map[id.PersonID]bool{}
		for _, person := range whom {
			p, err := s.atWork(ctx, tx, by.District, person)
			if err != nil {
				return 0, err
			}
			if p.State == Active || seen[p.ID] {
				continue
			}
			seen[p.ID] = true
			if err := s.inviteOne(ctx, tx, by, p); err != nil {
				return 0, err
			}
			sent++
		}
		return sent, s.countInvitations(ctx, tx, by.District, sent)
	})
}

// InviteEveryone writes to everyone who is listed and was not written to yet. It gives how many letters will go, or fault.Conflict when
// too many went that day.
func (s *Service) InviteEveryone(ctx context.Context, by actor.Actor) (_ int, err error) {
	defer fault.Wrap(&err, "invite everyone")
	if err := permitted(by, invite, ""); err != nil {
		return 0, err
	}
	return db.Tx(ctx, s.db, func(tx *db.DB) (int, error) {
		list, err := everyone(ctx, tx, by.District)
		if err != nil {
			return 0, err
		}
		sent := 0
		for _, p := range list {
			if p.State != Listed {
				continue
			}
			if err := s.inviteOne(ctx, tx, by, p); err != nil {
				return 0, err
			}
			sent++
		}
		return sent, s.countInvitations(ctx, tx, by.District, sent)
	})
}

// countInvitations counts what goes out of a district, and refuses too many.
func (s *Service) countInvitations(ctx context.Context, tx *db.DB, district id.DistrictID, letters int) error {
	if letters == 0 {
		return nil
	}
	wait, err := s.spend(ctx, tx, "invitations of "+string(district), letters, mostOfADistrict, invitationsWithin)
	if err == nil && wait > 0 {
		return fault.Conflict{Reason: fault.Say("people.invite.many", mostOfADistrict)}
	}
	return err
}

func (s *Service) inviteOne(ctx context.Context, tx *db.DB, by actor.Actor, p Person) error {
	wait, err := s.spend(ctx, tx, "invitation to "+MailKey(p.Mail), 1, mostToOne, invitationsWithin)
	if err != nil {
		return err
	}
	if wait > 0 {
		return fault.Conflict{Reason: fault.Say("people.invite.often", p.Name, mostToOne)}
	}
	if p.State.mayBecome(Invited) {
		if _, err := tx.Exec(ctx, `UPDATE person SET state = 'invited' WHERE district = $1 AND id = $2`, p.District, p.ID); err != nil {
			return err
		}
	}
	if err := s.jobs.Enqueue(ctx, tx, writing{Letter: invitationLetter, District: p.District, Person: p.ID, By: by.Person}); err != nil {
		return err
	}
	return s.logPerson(ctx, tx, by, PersonInvited, p)
}

// TakeBackInvitation ends an invitation that nobody has followed yet: the link of its letter says who took it back, and the person
// is on the list as before. Inviting again undoes it. Of someone who is not invited it changes nothing.
func (s *Service) TakeBackInvitation(ctx context.Context, by actor.Actor, person id.PersonID) (_ Person, err error) {
	defer fault.Wrap(&err, "take back invitation of %s", person)
	if err := permitted(by, invite, person); err != nil {
		return Person{}, err
	}
	return db.Tx(ctx, s.db, func(tx *db.DB) (Person, error) {
		p, err := s.atWork(ctx, tx, by.District, person)
		if err != nil {
			return p, err
		}
		return s.takeBack(ctx, tx, by, p)
	})
}

// takeBack takes back the invitation of somebody who has not followed it.
func (s *Service) takeBack(ctx context.Context, tx *db.DB, by actor.Actor, p Person) (Person, error) {
	if p.State != Invited || !p.State.mayBecome(Listed) {
		return p, nil
	}
	if _, err := tx.Exec(ctx, `UPDATE person SET state = 'listed' WHERE district = $1 AND id = $2`, p.District, p.ID); err != nil {
		return p, err
	}
	_, err := tx.Exec(ctx, `UPDATE sign_in_link SET closed_by = $3 WHERE district = $1 AND person = $2 AND used_at IS NULL`, p.District, p.ID, orNull(string(by.Person)))
	if err != nil {
		return p, err
	}
	p.State = Listed
	return p, s.logPerson(ctx, tx, by, InvitationTaken, p)
}

// TakeBackInvitations takes back the invitations that the actor sent since a moment and nobody has followed yet, as TakeBackInvitation
// does. It gives how many.
func (s *Service) TakeBackInvitations(ctx context.Context, by actor.Actor, since time.Time) (_ int, err error) {
	defer fault.Wrap(&err, "take back invitations")
	if err := permitted(by, invite, ""); err != nil {
		return 0, err
	}
	return db.Tx(ctx, s.db, func(tx *db.DB) (int, error) {
		whom, err := db.All(ctx, tx, db.Value[id.PersonID], `SELECT DISTINCT object FROM activity WHERE district = $1 AND verb = $2 AND person = $3 AND at >= $4`,
			by.District, PersonInvited, by.Person, clock.Micros(since))
		if err != nil {
			return 0, err
		}
		taken := 0
		for _, person := range whom {
			p, err := personOf(ctx, tx, by.District, person)
			if err != nil {
				return 0, err
			}
			before := p.State
			if p, err = s.takeBack(ctx, tx, by, p); err != nil {
				return 0, err
			}
			if p.State != before {
				taken++
			}
		}
		return taken, nil
	})
}
