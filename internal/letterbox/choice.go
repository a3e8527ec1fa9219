package letterbox

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/people"
)

// Day is the day of the week on which somebody gets the weekly email.
type Day int

// Never is no weekly email. The other days are those of time.Weekday.
const Never Day = 7

// usual is the day of those who chose none.
const usual = Day(time.Friday)

// Choice is what a person wants, and what their address takes.
type Choice struct {
	Weekly  Day
	Stopped bool   // no letters at all but those for signing in
	Refused string // what a mail server said when it refused the address for good; empty: it takes letters
}

// usualFor is what somebody gets who chose nothing: whoever shares, the weekly email on Fridays; teachers, who share nothing, none.
func usualFor(by actor.Actor) Day {
	if by.Contributes() {
		return usual
	}
	return Never
}

// Choice gives what the actor wants.
func (s *Service) Choice(ctx context.Context, by actor.Actor) (_ Choice, err error) {
	defer fault.Wrap(&err, "letterbox of %s", by.Person)
	if err := permitted(by, choose, by.Person); err != nil {
		return Choice{}, err
	}
	p, err := s.People.Me(ctx, by)
	if err != nil {
		return Choice{}, err
	}
	return s.choiceOf(ctx, s.DB, p)
}

func (s *Service) choiceOf(ctx context.Context, d *db.DB, p people.Person) (Choice, error) {
	out := Choice{Weekly: usualFor(p.Actor(""))}
	row, err := db.One(ctx, d, scanBox, `SELECT `+boxColumns+` FROM letterbox WHERE district = $1 AND person = $2`, p.District, p.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return out, nil
	}
	if err != nil {
		return Choice{}, err
	}
	if row.weekly != nil {
		out.Weekly = Day(*row.weekly)
	}
	out.Stopped = row.stopped
	if row.refusedMail != "" && row.refusedMail == people.MailKey(p.Mail) {
		out.Refused = row.refusedCode
	}
	return out, nil
}

const boxColumns = `person, weekly_on, stopped_at IS NOT NULL, refused_mail, refused_code`

type box struct {
	person                   id.PersonID
	weekly                   *int64
	stopped                  bool
	refusedMail, refusedCode string
}

func scanBox(row db.Row) (box, error) {
	var b box
	err := row.Scan(&b.person, &b.weekly, &b.stopped, &b.refusedMail, &b.refusedCode)
	return b, err
}

// takes says whether letters may go to somebody: they did not stop them, and no server refused their address.
func (s *Service) takes(ctx context.Context, d *db.DB, p people.Person) (bool, error) {
	c, err := s.choiceOf(ctx, d, p)
	return err == nil && !c.Stopped && c.Refused == "", err
}

// ChooseDay sets the day of the actor's weekly email, or Never. It gives the day before, to go back to.
func (s *Service) ChooseDay(ctx context.Context, by actor.Actor, day Day) (before Day, err error) {
	defer fault.Wrap(&err, "choose a day for %s", by.Person)
	if err := permitted(by, choose, by.Person); err != nil {
		return 0, err
	}
	if day < 0 || day > Never {
		var f fault.Fields
		f.Add("day", "letter.day.choose")
		return 0, f
	}
	p, err := s.People.Me(ctx, by)
	if err != nil {
		return 0, err
	}
	return db.Tx(ctx, s.DB, func(tx *db.DB) (Day, error) {
		c, err := s.choiceOf(ctx, tx, p)
		if err != nil {
			return 0, err
		}
		_, err = tx.Exec(ctx, `INSERT INTO letterbox (district, person, weekly_on, refused_mail, refused_code) VALUES ($1, $2, $3, '', '')
			ON CONFLICT (district, person) DO UPDATE SET weekly_on = excluded.weekly_on`, by.District, by.Person, int64(day))
		return c.Weekly, err
	})
}

// Stop stops all letters to the actor at once, but those for signing in; on takes that back.
func (s *Service) Stop(ctx context.Context, by actor.Actor, on bool) (err error) {
	defer fault.Wrap(&err, "stop letters to %s", by.Person)
	if err := permitted(by, choose, by.Person); err != nil {
		return err
	}
	var at *int64
	if !on {
		now := clock.Micros(s.Clock.Now())
		at = &now
	}
	_, err = s.DB.Exec(ctx, `INSERT INTO letterbox (district, person, stopped_at, refused_mail, refused_code) VALUES ($1, $2, $3, '', '')
		ON CONFLICT (district, person) DO UPDATE SET stopped_at = excluded.stopped_at`, by.District, by.Person, at)
	return err
}

// refuse notes that a mail server refuses somebody's address for good. Another address is another matter.
func (s *Service) refuse(ctx context.Context, p people.Person, codes string) error {
	_, err := s.DB.Exec(ctx, `INSERT INTO letterbox (district, person, refused_at, refused_mail, refused_code) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (district, person) DO UPDATE SET refused_at = excluded.refused_at, refused_mail = excluded.refused_mail, refused_code = excluded.refused_code`,
		p.District, p.ID, clock.Micros(s.Clock.Now()), people.MailKey(p.Mail), codes)
	return err
}

// Returned is, in the place of a mail server's codes, that a coordinator noted that letters come back.
const Returned = "returned"

// NoteReturned notes, for a coordinator who was told so, that letters to somebody come back some time after a mail server took them: none
// go there any more. TryAgain takes that back.
func (s *Service) NoteReturned(ctx context.Context, by actor.Actor, person id.PersonID) (err error) {
	defer fault.Wrap(&err, "letters to %s come back", person)
	if err := permitted(by, seeRefused, person); err != nil {
		return err
	}
	p, err := s.People.Person(ctx, by, person)
	if err != nil {
		return err
	}
	return s.refuse(ctx, p, Returned)
}

// Unreached is somebody whose address a mail server refuses.
type Unreached struct {
	Person people.Person
	Codes  string // what it said: "550 5.1.1"
}

// Unreached lists whose address is refused as it stands now. Only a coordinator may ask: she can correct it.
func (s *Service) Unreached(ctx context.Context, by actor.Actor) (_ []Unreached, err error) {
	defer fault.Wrap(&err, "list refused addresses")
	if err := permitted(by, seeRefused, ""); err != nil {
		return nil, err
	}
	boxes, err := db.All(ctx, s.DB, scanBox, `SELECT `+boxColumns+` FROM letterbox WHERE district = $1 AND refused_mail <> '' ORDER BY person`, by.District)
	if err != nil || len(boxes) == 0 {
		return nil, err
	}
	everyone, err := s.People.Everyone(ctx, by)
	if err != nil {
		return nil, err
	}
	var out []Unreached
	for _, p := range everyone {
		for _, b := range boxes {
			if b.person == p.ID && p.State != people.Left && b.refusedMail == people.MailKey(p.Mail) {
				out = append(out, Unreached{p, b.refusedCode})
			}
		}
	}
	return out, nil
}

// TryAgain sends letters to a refused address again: what the server refused may have been put right there.
func (s *Service) TryAgain(ctx context.Context, by actor.Actor, person id.PersonID) (err error) {
	defer fault.Wrap(&err, "try the address of %s again", person)
	if err := permitted(by, seeRefused, person); err != nil {
		return err
	}
	n, err := s.DB.Exec(ctx, `UPDATE letterbox SET refused_at = NULL, refused_mail = '', refused_code = '' WHERE district = $1 AND person = $2 AND refused_mail <> ''`, by.District, person)
	if err == nil && n == 0 {
		return fault.NotFound{What: "refused address"}
	}
	return err
}

// Weekly lists who gets the weekly email on a day of the week: whoever is at work, was invited, and did not stop it.
func (s *Service) Weekly(ctx context.Context, district id.DistrictID, day time.Weekday) ([]id.PersonID, error) {
	by := actor.Actor{District: district, System: true}
	everyone, err := s.People.Everyone(ctx, by)
	if err != nil {
		return nil, err
	}
	boxes, err := db.All(ctx, s.DB, scanBox, `SELECT `+boxColumns+` FROM letterbox WHERE district = $1`, district)
	if err != nil {
		return nil, err
	}
	chosen := make(map[id.PersonID]box, len(boxes))
	for _, b := range boxes {
		chosen[b.person] = b
	}
	var out []id.PersonID
	for _, p := range everyone {
		if p.State != people.Invited && p.State != people.Active {
			continue
		}
		on, b := usualFor(p.Actor("")), chosen[p.ID]
		if b.weekly != nil {
			on = Day(*b.weekly)
		}
		if on == Day(day) && !b.stopped {
			out = append(out, p.ID)
		}
	}
	return out, nil
}

// Had says whether a letter of the kind, about something that begins so, went to its reader or is going.
func (s *Service) Had(ctx context.Context, to Reader, k Kind, begins string) (bool, error) {
	name := posting{Letter: k, About: begins}.name()
	return db.One(ctx, s.DB, db.Value[bool], `SELECT EXISTS (SELECT 1 FROM sent_letter WHERE district = $1 AND person = $2 AND letter > $3 AND letter < $4)`,
		to.District.ID, to.Person.ID, name, name+"\x7f")
}

// Went says to whom of a district a letter of the kind about the same went, or is going.
func (s *Service) Went(ctx context.Context, district id.DistrictID, k Kind, about string) (map[id.PersonID]bool, error) {
	list, err := db.All(ctx, s.DB, db.Value[id.PersonID], `SELECT person FROM sent_letter WHERE district = $1 AND letter = $2`, district, posting{Letter: k, About: about}.name())
	out := make(map[id.PersonID]bool, len(list))
	for _, person := range list {
		out[person] = true
	}
	return out, err
}
