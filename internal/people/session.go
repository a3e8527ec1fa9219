package people

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
	"github.com/commonshelf/commonshelf/internal/lang"
)

const (
	// sessionLasts is how long one stays signed in: a working day.
	sessionLasts = 12 * time.Hour
	// afterlife is how long a session is still known after its end, so that a late form finds its person.
	afterlife = 24 * time.Hour
)

// Session is somebody signed in on one device.
type Session struct {
	Actor    actor.Actor
	Locale   lang.Locale // the person's choice; empty: as the browser says
	District District
	School   string // short name of the first school; empty for someone at none
	Expires  time.Time
}

// SignedIn is a session just begun, with its secret, which is known to nobody else.
type SignedIn struct {
	Secret  Secret
	Expires time.Time
	Person  Person
	Next    string // local path to go on to; empty: the start page
}

// FindSession gives the session of a secret, or fault.NotFound. One whose time is over is still found for a day.
func (s *Service) FindSession(ctx context.Context, secret Secret) (Session, error) {
	out, err := db.One(ctx, s.db, scanSession, `SELECT `+sessionColumns+`, s.expires_at FROM session s
		JOIN person p ON p.district = s.district AND p.id = s.person
		JOIN district d ON d.id = s.district
		WHERE s.token_hash = $1 AND s.expires_at > $2 AND p.state <> 'left'`, secret.hash(), clock.Micros(s.clock.Now().Add(-afterlife)))
	if err != nil {
		return Session{}, err
	}
	return out, s.placeAt(ctx, &out)
}

// Actor is a person as one who acts, for jobs and commands that act in somebody's name. It is fault.NotFound for one who has
// left.
func (s *Service) Actor(ctx context.Context, district id.DistrictID, person id.PersonID) (actor.Actor, error) {
	out, err := db.One(ctx, s.db, scanSession, `SELECT `+sessionColumns+`, 0 FROM person p JOIN district d ON d.id = p.district
		WHERE p.district = $1 AND p.id = $2 AND p.state <> 'left'`, district, person)
	if err != nil {
		return actor.Actor{}, err
	}
	err = s.placeAt(ctx, &out)
	return out.Actor, err
}

const sessionColumns = `p.id, p.name, p.coordinator, p.locale, d.id, d.name, d.consortium, d.time_zone, d.calling, d.locale, d.public_on, d.setup`

func scanSession(row db.Row) (Session, error) {
	var out Session
	var expires int64
	d := &out.District
	err := row.Scan(&out.Actor.Person, &out.Actor.Name, &out.Actor.Coordinator, &out.Locale,
		&d.ID, &d.Name, &d.Consortium, &d.Zone, &d.Calling, &d.Locale, &d.PublicOn, &d.SetUp, &expires)
	if errors.Is(err, sql.ErrNoRows) {
		return Session{}, fault.NotFound{What: "session"}
	}
	out.Actor.District, out.Actor.Consortium = d.ID, d.Consortium
	out.Expires = clock.FromMicros(expires)
	return out, err
}

// placeAt fills in the schools of a session's actor.
func (s *Service) placeAt(ctx context.Context, out *Session) error {
	_, err := db.All(ctx, s.db, func(row db.Row) (struct{}, error) {
		var m actor.Membership
		var short string
		err := row.Scan(&m.School, &m.Role, &short)
		if len(out.Actor.Schools) == 0 {
			out.School = short
		}
		out.Actor.Schools = append(out.Actor.Schools, m)
		return struct{}{}, err
	}, `SELECT m.school, m.role, s.short_name FROM membership m JOIN school s ON s.district = m.district AND s.id = m.school
		WHERE m.district = $1 AND m.person = $2 ORDER BY m.place`, out.Actor.District, out.Actor.Person)
	return err
}

// begin signs a person in on a device. The secret is always a new one; the session that the device had before is ended.
func (s *Service) begin(ctx context.Context, tx *db.DB, p Person, former Secret) (SignedIn, error) {
	secret, err := newSecret(s.random)
	if err != nil {
		return SignedIn{}, err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM session WHERE token_hash = $1`, former.hash()); err != nil {
		return SignedIn{}, err
	}
	now := s.clock.Now()
	out := SignedIn{Secret: secret, Expires: now.Add(sessionLasts), Person: p}
	_, err = tx.Exec(ctx, `INSERT INTO session (token_hash, id, district, person, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		secret.hash(), id.New[string](s.ids), p.District, p.ID, clock.Micros(now), clock.Micros(out.Expires))
	if err != nil {
		return SignedIn{}, err
	}
	if p.State == Active {
		return out, nil
	}
	out.Person.State = Active
	_, err = tx.Exec(ctx, `UPDATE person SET state = 'active' WHERE district = $1 AND id = $2`, p.District, p.ID)
	return out, err
}

// SignOut ends the session of a secret. Of one that is none it changes nothing.
func (s *Service) SignOut(ctx context.Context, secret Secret) error {
	_, err := s.db.Exec(ctx, `DELETE FROM session WHERE token_hash = $1`, secret.hash())
	return err
}

// Devices is on how many devices by is signed in. Nobody else may know.
func (s *Service) Devices(ctx context.Context, by actor.Actor) (int, error) {
	if err := permitted(by, changeOwn, by.Person); err != nil {
		return 0, err
	}
	return db.One(ctx, s.db, db.Value[int], `SELECT count(*) FROM session WHERE district = $1 AND person = $2 AND expires_at > $3`,
		by.District, by.Person, clock.Micros(s.clock.Now()))
}
