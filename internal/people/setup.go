package people

import (
	"context"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/lang"
)

// Step is one step of "Set up our shelf".
type Step string

// The steps in their order. Setting up may stop at any and go on another day.
const (
	StepDistrict Step = "district" // name, time zone, what it calls its librarians
	StepYou      Step = "you"      // who sets up, its first coordinator
	StepSchools  Step = "schools"
	StepPeople   Step = "people"
	StepSecond   Step = "second" // a second coordinator
	StepMail     Step = "mail"   // a test letter
	StepShelf    Step = "shelf"  // a list they have, or the starter shelf
	StepInvite   Step = "invite"
	Done         Step = "done"
)

// Steps are all steps before Done, in order.
var Steps = []Step{StepDistrict, StepYou, StepSchools, StepPeople, StepSecond, StepMail, StepShelf, StepInvite}

// Number is the place of a step, from 1; Done comes after the last.
func (s Step) Number() int {
	if s == Done {
		return len(Steps) + 1
	}
	return slices.Index(Steps, s) + 1
}

// Next is the step after this one.
func (s Step) Next() Step {
	if n := s.Number(); n >= 1 && n < len(Steps) {
		return Steps[n]
	}
	return Done
}

// SetUpLink is what the program says of setting up when it starts.
type SetUpLink struct {
	Secret Secret
	Needed bool // nothing is to be set up otherwise, and there is no secret
	Begun  bool // a district is named already: the link goes on
}

// NewSetUpLink draws a link that opens "Set up our shelf" for a week and ends every former one. None is needed, and none drawn,
// once a district is set up. It is called whenever the program starts: the link is shown to whoever starts it.
//
// While nobody is listed yet the link opens the first steps; afterwards it signs in whoever began, so that setting up can go on
// where no mail arrives.
func (s *Service) NewSetUpLink(ctx context.Context) (_ SetUpLink, err error) {
	defer fault.Wrap(&err, "new set-up link")
	return db.Tx(ctx, s.db, func(tx *db.DB) (SetUpLink, error) {
		list, err := db.All(ctx, tx, scanDistrict, `SELECT `+districtColumns+` FROM district ORDER BY created_at, id`)
		if err != nil || slices.ContainsFunc(list, func(d District) bool { return d.SetUp == Done }) {
			return SetUpLink{}, err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM sign_in_link WHERE purpose = 'set_up'`); err != nil {
			return SetUpLink{}, err
		}
		l := link{purpose: ToSetUp, next: "/set-up"}
		if len(list) > 0 {
			l.district = list[0].ID
			first, err := db.All(ctx, tx, db.Value[id.PersonID],
				`SELECT id FROM person WHERE district = $1 AND coordinator AND state = 'active' ORDER BY created_at, id LIMIT 1`, l.district)
			if err != nil {
				return SetUpLink{}, err
			}
			if len(first) > 0 {
				l.person = first[0]
			}
		}
		l.expires = s.clock.Now().Add(setUpLasts)
		secret, err := s.insertLink(ctx, tx, l)
		return SetUpLink{Secret: secret, Needed: true, Begun: len(list) > 0}, err
	})
}

// insertLink stores a link that is known to be somebody's, or is for setting up, and gives its secret.
func (s *Service) insertLink(ctx context.Context, tx *db.DB, l link) (Secret, error) {
	secret, err := newSecret(s.random)
	if err != nil {
		return Secret{}, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO sign_in_link (request, purpose, district, person, mail_key, locale, token_hash, tries, next_path, created_at, expires_at, by_administrator)
		VALUES ($1, $2, $3, $4, '', '', $5, 0, $6, $7, $8, $9)`,
		id.New[string](s.ids), l.purpose, orNull(string(l.district)), orNull(string(l.person)), secret.hash(), l.next, clock.Micros(s.clock.Now()), clock.Micros(l.expires), l.byAdministrator)
	return secret, err
}

func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// NameDistrict carries out the first step for whoever holds the set-up link: the district is made, or changed when the step is
// done again. It uses up nothing.
func (s *Service) NameDistrict(ctx context.Context, secret Secret, in DistrictInput) (_ District, err error) {
	defer fault.Wrap(&err, "name district")
	if err := in.check(); err != nil {
		return District{}, err
	}
	return db.Tx(ctx, s.db, func(tx *db.DB) (District, error) {
		l, err := s.setUpLink(ctx, tx, secret)
		if err != nil {
			return District{}, err
		}
		if l.district != "" {
			if err := saveDistrict(ctx, tx, l.district, in); err != nil {
				return District{}, err
			}
			return districtOf(ctx, tx, l.district)
		}
		d := District{ID: id.New[id.DistrictID](s.ids), Name: in.Name, Zone: in.Zone, Calling: in.Calling, Locale: in.Locale, SetUp: StepYou}
		if err := s.insertDistrict(ctx, tx, d); err != nil {
			return District{}, err
		}
		for _, give := range s.begun {
			if err := give(ctx, tx, d.ID); err != nil {
				return District{}, err
			}
		}
		_, err = tx.Exec(ctx, `UPDATE sign_in_link SET district = $2 WHERE request = $1`, l.request, d.ID)
		return d, err
	})
}

// setUpLink finds an open set-up link with which nobody was signed in yet.
func (s *Service) setUpLink(ctx context.Context, tx *db.DB, secret Secret) (link, error) {
	l, err := s.openLink(ctx, tx, secret)
	if err == nil && (l.purpose != ToSetUp || l.person != nobodyYet) {
		return link{}, fault.Conflict{Reason: fault.Say("signin.link.unknown")}
	}
	return l, err
}

// NameYourselfInput is who sets up.
type NameYourselfInput struct {
	Name   string
	Mail   string
	Locale lang.Locale // of the page, kept as their choice
}

// NameYourself carries out the second step: whoever holds the link becomes the district's first coordinator and is signed in.
// That uses up the link. It returns fault.Conflict when the first step is missing, and fault.Fields for what cannot be.
func (s *Service) NameYourself(ctx context.Context, secret, former Secret, in NameYourselfInput) (_ SignedIn, err error) {
	defer fault.Wrap(&err, "name yourself")
	in.Name, in.Mail = fold.Line(in.Name), strings.TrimSpace(in.Mail)
	var f fault.Fields
	checkName(&f, "name", in.Name)
	if !ValidMail(in.Mail) {
		f.Add("mail", "people.mail.wrong")
	}
	if err := f.Err(); err != nil {
		return SignedIn{}, err
	}
	return db.Tx(ctx, s.db, func(tx *db.DB) (SignedIn, error) {
		l, err := s.setUpLink(ctx, tx, secret)
		if err != nil {
			return SignedIn{}, err
		}
		if l.district == "" {
			return SignedIn{}, fault.Conflict{Reason: fault.Say("setup.district_first")}
		}
		p := Person{ID: id.New[id.PersonID](s.ids), District: l.district, Name: in.Name, Mail: in.Mail, Locale: in.Locale, Coordinator: true, State: Active}
		added, err := s.insertPerson(ctx, tx, p)
		if err != nil {
			return SignedIn{}, err
		}
		if !added {
			return SignedIn{}, fault.Fields{"mail": fault.Say("people.mail.taken")}
		}
		if _, err := tx.Exec(ctx, `UPDATE district SET setup = $2 WHERE id = $1`, l.district, StepSchools); err != nil {
			return SignedIn{}, err
		}
		if _, err := tx.Exec(ctx, `UPDATE sign_in_link SET person = $2 WHERE request = $1`, l.request, p.ID); err != nil {
			return SignedIn{}, err
		}
		l.person = p.ID
		return s.let(ctx, tx, l, Device{Former: former})
	})
}

// Reached notes that a step of setting up is done and gives the one to go on with. Going back to a step undoes none after it.
func (s *Service) Reached(ctx context.Context, by actor.Actor, step Step) (_ Step, err error) {
	defer fault.Wrap(&err, "set-up step %s", step)
	if err := permitted(by, changeDistrict, ""); err != nil {
		return "", err
	}
	if step.Number() == 0 {
		return "", fault.NotFound{What: "step"}
	}
	return db.Tx(ctx, s.db, func(tx *db.DB) (Step, error) {
		d, err := districtOf(ctx, tx, by.District)
		if err != nil || d.SetUp.Number() >= step.Next().Number() {
			return d.SetUp, err
		}
		_, err = tx.Exec(ctx, `UPDATE district SET setup = $2 WHERE id = $1`, by.District, step.Next())
		return step.Next(), err
	})
}
