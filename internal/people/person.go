package people

import (
	"context"
	"database/sql"
	"errors"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/id"
)

const personColumns = `id, district, name, mail, locale, coordinator, state, coalesce(demo, '')`

func scanPerson(row db.Row) (Person, error) {
	var p Person
	err := row.Scan(&p.ID, &p.District, &p.Name, &p.Mail, &p.Locale, &p.Coordinator, &p.State, &p.Demo)
	return p, err
}

// Everyone lists the people of by's district by name, those who have left last. Only a coordinator may ask.
func (s *Service) Everyone(ctx context.Context, by actor.Actor) (_ []Person, err error) {
	defer fault.Wrap(&err, "list everyone")
	if err := permitted(by, seeEveryone, ""); err != nil {
		return nil, err
	}
	return everyone(ctx, s.db, by.District)
}

func everyone(ctx context.Context, d *db.DB, district id.DistrictID) ([]Person, error) {
	list, err := db.All(ctx, d, scanPerson, `SELECT `+personColumns+` FROM person WHERE district = $1
		ORDER BY CASE WHEN state = 'left' THEN 1 ELSE 0 END, name_key, id`, district)
	if err != nil {
		return nil, err
	}
	return list, withMemberships(ctx, d, district, list)
}

// withMemberships fills in who works where, by one statement for all.
func withMemberships(ctx context.Context, d *db.DB, district id.DistrictID, list []Person) error {
	type held struct {
		person id.PersonID
		Membership
	}
	all, err := db.All(ctx, d, func(row db.Row) (held, error) {
		var h held
		err := row.Scan(&h.person, &h.School, &h.Role, &h.Percent)
		return h, err
	}, `SELECT person, school, role, percent FROM membership WHERE district = $1 ORDER BY person, place`, district)
	if err != nil {
		return err
	}
	at := make(map[id.PersonID]int, len(list))
	for i, p := range list {
		at[p.ID] = i
	}
	for _, h := range all {
		if i, ok := at[h.person]; ok {
			list[i].Memberships = append(list[i].Memberships, h.Membership)
		}
	}
	return nil
}

// Person finds one person of by's district, also one who has left, or fault.NotFound. Only a coordinator may ask.
func (s *Service) Person(ctx context.Context, by actor.Actor, person id.PersonID) (_ Person, err error) {
	defer fault.Wrap(&err, "person %s", person)
	if err := permitted(by, seeEveryone, person); err != nil {
		return Person{}, err
	}
	return personOf(ctx, s.db, by.District, person)
}

func personOf(ctx context.Context, d *db.DB, district id.DistrictID, person id.PersonID) (Person, error) {
	return onePerson(ctx, d, `district = $1 AND id = $2`, district, person)
}

// personByMail finds who has the address, in whatever district.
func personByMail(ctx context.Context, d *db.DB, key string) (Person, error) {
	return onePerson(ctx, d, `mail_key = $1`, key)
}

func onePerson(ctx context.Context, d *db.DB, where string, args ...any) (Person, error) {
	p, err := db.One(ctx, d, scanPerson, `SELECT `+personColumns+` FROM person WHERE `+where, args...)
	if errors.Is(err, sql.ErrNoRows) {
		return Person{}, fault.NotFound{What: "person"}
	}
	if err != nil {
		return Person{}, err
	}
	p.Memberships, err = db.All(ctx, d, scanMembership,
		`SELECT school, role, percent FROM membership WHERE district = $1 AND person = $2 ORDER BY place`, p.District, p.ID)
	return p, err
}

func scanMembership(row db.Row) (Membership, error) {
	var m Membership
	err := row.Scan(&m.School, &m.Role, &m.Percent)
	return m, err
}

// insertPerson adds a person with their memberships. It adds nobody and says false when the address is somebody's already.
func (s *Service) insertPerson(ctx context.Context, tx *db.DB, p Person) (bool, error) {
	var demo *string
	if p.Demo != "" {
		demo = &p.Demo
	}
	n, err := tx.Exec(ctx, `INSERT INTO person (id, district, name, name_key, mail, mail_key, locale, coordinator, state, demo, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (mail_key) DO NOTHING`,
		p.ID, p.District, p.Name, fold.Key(p.Name), p.Mail, MailKey(p.Mail), p.Locale, p.Coordinator, p.State, demo, clock.Micros(s.clock.Now()))
	if err != nil || n == 0 {
		return false, err
	}
	return true, s.saveMemberships(ctx, tx, p)
}

// saveMemberships makes a person's memberships those given, in their order.
func (s *Service) saveMemberships(ctx context.Context, tx *db.DB, p Person) error {
	if _, err := tx.Exec(ctx, `DELETE FROM membership WHERE district = $1 AND person = $2`, p.District, p.ID); err != nil {
		return err
	}
	if len(p.Memberships) == 0 {
		return nil
	}
	var args []any
	for place, m := range p.Memberships {
		args = append(args, p.District, p.ID, m.School, m.Role, m.Percent, place)
	}
	_, err := tx.Exec(ctx, `INSERT INTO membership (district, person, school, role, percent, place) VALUES `+db.Rows(len(p.Memberships), 6), args...)
	return err
}
