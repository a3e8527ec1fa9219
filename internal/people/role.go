package people

import (
	"context"
	"strings"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/id"
)

// ChangePersonInput is what a person is to be from now on.
type ChangePersonInput struct {
	Person      id.PersonID
	Name        string
	Mail        string
	Memberships []Membership // all of them, the first is where they mostly are; may be none for a coordinator
}

// ChangePerson corrects a person's name and address and says at which schools they work, in which role and how much. A new
// address ends their sessions, open links and what letters to the old one open, since that may be a stranger's; whoever is invited
// and has not come yet is invited anew at the new one.
//
// It returns fault.NotFound for someone of another district or who has left, and fault.Fields for what cannot be.
func (s *Service) ChangePerson(ctx context.Context, by actor.Actor, in ChangePersonInput) (_ Person, err error) {
	defer fault.Wrap(&err, "change person %s", in.Person)
	if err := permitted(by, changePerson, in.Person); err != nil {
		return Person{}, err
	}
	in.Name, in.Mail = fold.Line(in.Name), strings.TrimSpace(in.Mail)
	return db.Tx(ctx, s.db, func(tx *db.DB) (Person, error) {
		p, err := s.atWork(ctx, tx, by.District, in.Person)
		if err != nil {
			return p, err
		}
		if err := s.checkChange(ctx, tx, p, in); err != nil {
			return p, err
		}
		newMail := MailKey(in.Mail) != MailKey(p.Mail)
		p.Name, p.Mail, p.Memberships = in.Name, in.Mail, in.Memberships
		_, err = tx.Exec(ctx, `UPDATE person SET name = $3, name_key = $4, mail = $5, mail_key = $6 WHERE district = $1 AND id = $2`,
			p.District, p.ID, p.Name, fold.Key(p.Name), p.Mail, MailKey(p.Mail))
		if err != nil {
			return p, err
		}
		if newMail {
			if err := s.shutOut(ctx, tx, p); err != nil {
				return p, err
			}
			for _, end := range s.withdraw { // the letters that lie at the old address act for them too
				if err := end(ctx, tx, by, p.ID); err != nil {
					return p, err
				}
			}
		}
		if err := s.saveMemberships(ctx, tx, p); err != nil {
			return p, err
		}
		if err := s.logPerson(ctx, tx, by, PersonChanged, p); err != nil || !newMail || p.State != Invited {
			return p, err
		}
		return p, s.inviteOne(ctx, tx, by, p)
	})
}

func (s *Service) checkChange(ctx context.Context, tx *db.DB, p Person, in ChangePersonInput) error {
	var f fault.Fields
	checkName(&f, "name", in.Name)
	if !ValidMail(in.Mail) {
		f.Add("mail", "people.mail.wrong")
	} else if other, err := personByMail(ctx, tx, MailKey(in.Mail)); err == nil && other.ID != p.ID {
		f.Add("mail", "people.mail.taken")
	} else if err != nil && !fault.IsNotFound(err) {
		return err
	}
	if len(in.Memberships) == 0 && !p.Coordinator {
		f.Add("schools", "people.schools.choose")
	}
	there, err := schools(ctx, tx, p.District)
	if err != nil {
		return err
	}
	known, seen := map[id.SchoolID]bool{}, map[id.SchoolID]bool{}
	for _, school := range there {
		known[school.ID] = !school.Closed || p.at(school.ID)
	}
	for _, m := range in.Memberships {
		switch {
		case !known[m.School] || seen[m.School]:
			f.Add("schools", "people.schools.unknown")
		case m.Role != actor.MediaSpecialist && m.Role != actor.Teacher:
			f.Add("schools", "people.role.choose")
		case m.Percent < 1 || m.Percent > 100:
			f.Add("percent."+string(m.School), "people.percent.wrong")
		}
		seen[m.School] = true
	}
	return f.Err()
}

// atWork finds a person of the district who has not left.
func (s *Service) atWork(ctx context.Context, tx *db.DB, district id.DistrictID, person id.PersonID) (Person, error) {
	p, err := personOf(ctx, tx, district, person)
	if err == nil && p.State == Left {
		return Person{}, fault.NotFound{What: "person"}
	}
	return p, err
}

// leastCoordinators is how many coordinators a district keeps once it has them: one alone may fall ill.
const leastCoordinators = 2

// MakeCoordinator lets a person steer the district's shelf beside their work at a school. Of one who does already it changes
// nothing.
func (s *Service) MakeCoordinator(ctx context.Context, by actor.Actor, person id.PersonID) (_ Person, err error) {
	defer fault.Wrap(&err, "make coordinator %s", person)
	return s.coordinate(ctx, by, person, true)
}

// StepDown takes the coordinator's part from a person. It returns fault.Conflict when fewer than two would remain, or when the
// person is at no school and would be nothing at all.
func (s *Service) StepDown(ctx context.Context, by actor.Actor, person id.PersonID) (_ Person, err error) {
	defer fault.Wrap(&err, "step down %s", person)
	return s.coordinate(ctx, by, person, false)
}

func (s *Service) coordinate(ctx context.Context, by actor.Actor, person id.PersonID, coordinator bool) (Person, error) {
	if err := permitted(by, coordinate, person); err != nil {
		return Person{}, err
	}
	return db.Tx(ctx, s.db, func(tx *db.DB) (Person, error) {
		p, err := s.atWork(ctx, tx, by.District, person)
		if err != nil || p.Coordinator == coordinator {
			return p, err
		}
		verb := CoordinatorMade
		if !coordinator {
			verb = CoordinatorEnded
			if err := keepsCoordinators(ctx, tx, p); err != nil {
				return p, err
			}
			if len(p.Memberships) == 0 {
				return p, fault.Conflict{Reason: fault.Say("people.coordinator.no_school", p.Name)}
			}
		}
		p.Coordinator = coordinator
		if _, err := tx.Exec(ctx, `UPDATE person SET coordinator = $3 WHERE district = $1 AND id = $2`, p.District, p.ID, coordinator); err != nil {
			return p, err
		}
		return p, s.logPerson(ctx, tx, by, verb, p)
	})
}

// keepsCoordinators is nil when the district keeps two coordinators without p, otherwise fault.Conflict in words.
func keepsCoordinators(ctx context.Context, tx *db.DB, p Person) error {
	if !p.Coordinator {
		return nil
	}
	others, err := db.One(ctx, tx, db.Value[int], `SELECT count(*) FROM person WHERE district = $1 AND coordinator AND state <> 'left' AND id <> $2`, p.District, p.ID)
	if err != nil {
		return err
	}
	if others < leastCoordinators {
		return fault.Conflict{Reason: fault.Say("people.coordinator.two", p.Name)}
	}
	return nil
}
