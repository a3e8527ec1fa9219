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
	// idleLasts is how long a session on a shared computer stays while nobody uses it.
	idleLasts = 20 * time.Minute
	// idleStep is how often such a session is moved on while it is used.
	idleStep = time.Minute
	// afterlife is how long a session is still known after its end, so that a late form finds its person.
	afterlife = 24 * time.Hour
	// idleAfterlife is the same on a shared computer: as long as a late form is kept.
	idleAfterlife = time.Hour
)

// Session is somebody signed in on one device.
type Session struct {
	Actor    actor.Actor
	Locale   lang.Locale // the person's choice; empty: as the browser says
	District District
	School   string // short name of the first school; empty for someone at none
	Expires  time.Time
	Shared   bool // on a shared computer: it ends when it is not used
}

// Device is where somebody signs in.
type Device struct {
	Former Secret // of the session it had before, which ends
	Shared bool   // others use it too: the session ends after 20 minutes of rest
}

// SignedIn is a session just begun, with its secret, which is known to nobody else.
type SignedIn struct {
	Secret  Secret
	Expires time.Time
	Shared  bool // on a shared computer
	Person  Person
	Next    string // local path to go on to; empty: the start page
}

// FindSession gives the session of a secret, or fault.NotFound. One whose time is over is still found for a day.
func (s *Service) FindSession(ctx context.Context, secret Secret) (Session, error) {
	out, err := db.One(ctx, s.db, scanSession, `SELECT `+sessionColumns+`, s.expires_at, coalesce(s.idle_until, 0) FROM session s
		JOIN person p ON p.district = s.district AND p.id = s.person
		JOIN district d ON d.id = s.district
		WHERE s.token_hash = $1 AND s.expires_at > $2 AND (s.idle_until IS NULL OR s.idle_until > $3) AND p.state <> 'left'`,
		secret.hash(), clock.Micros(s.clock.Now().Add(-afterlife)), clock.Micros(s.clock.Now().Add(-idleAfterlife)))
	if err != nil {
		return Session{}, err
	}
	return out, s.placeAt(ctx, &out)
}

// Actor is a person as one who acts, for jobs and commands that act in somebody's name. It is fault.NotFound for one who has
// left.
func (s *Service) Actor(ctx context.Context, district id.DistrictID, person id.PersonID) (actor.Actor, error) {
	out, err := db.One(ctx, s.db, scanSession, `SELECT `+sessionColumns+`, 0, 0 FROM person p JOIN district d ON d.id = p.district
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
	var expires, idle int64
	d := &out.District
	err := row.Scan(&out.Actor.Person, &out.Actor.Name, &out.Actor.Coordinator, &out.Locale,
		&d.ID, &d.Name, &d.Consortium, &d.Zone, &d.Calling, &d.Locale, &d.PublicOn, &d.SetUp, &expires, &idle)
	if errors.Is(err, sql.ErrNoRows) {
		return Session{}, fault.NotFound{What: "session"}
	}
	out.Actor.District, out.Actor.Consortium = d.ID, d.Consortium
	if out.Shared = idle > 0; out.Shared {
		expires = min(expires, idle)
	}
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

// begin signs a person in on a device, by a secret that is always a new one. Every link they hold ends with it.
func (s *Service) begin(ctx context.Context, tx *db.DB, p Person, on Device) (SignedIn, error) {
	secret, err := newSecret(s.random)
	if err != nil {
		return SignedIn{}, err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM session WHERE token_hash = $1`, on.Former.hash()); err != nil {
		return SignedIn{}, err
	}
	now := s.clock.Now()
	if _, err := tx.Exec(ctx, `UPDATE sign_in_link SET used_at = $3 WHERE district = $1 AND person = $2 AND used_at IS NULL`, p.District, p.ID, clock.Micros(now)); err != nil {
		return SignedIn{}, err
	}
	out := SignedIn{Secret: secret, Expires: now.Add(sessionLasts), Shared: on.Shared, Person: p}
	var idle *int64
	if on.Shared {
		idle = new(clock.Micros(now.Add(idleLasts)))
	}
	_, err = tx.Exec(ctx, `INSERT INTO session (token_hash, id, district, person, created_at, expires_at, idle_until) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		secret.hash(), id.New[string](s.ids), p.District, p.ID, clock.Micros(now), clock.Micros(out.Expires), idle)
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

// Stir notes that a session on a shared computer is used, so that it does not end yet. It writes at most once a minute; on a device
// of one's own nothing is noted.
func (s *Service) Stir(ctx context.Context, session Session, secret Secret) error {
	now := s.clock.Now()
	if !session.Shared || !now.Before(session.Expires) || session.Expires.Sub(now) > idleLasts-idleStep {
		return nil
	}
	_, err := s.db.Exec(ctx, `UPDATE session SET idle_until = $2 WHERE token_hash = $1 AND idle_until > $3 AND idle_until < $4`,
		secret.hash(), clock.Micros(now.Add(idleLasts)), clock.Micros(now), clock.Micros(now.Add(idleLasts-idleStep)))
	return err
}

// SessionHolds says whether somebody is signed in by a secret. To ask moves no session on.
func (s *Service) SessionHolds(ctx context.Context, secret Secret) (bool, error) {
	n, err := db.One(ctx, s.db, db.Value[int], `SELECT count(*) FROM session s JOIN person p ON p.district = s.district AND p.id = s.person
		WHERE s.token_hash = $1 AND s.expires_at > $2 AND (s.idle_until IS NULL OR s.idle_until > $2) AND p.state <> 'left'`,
		secret.hash(), clock.Micros(s.clock.Now()))
	return n > 0, err
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
	return db.One(ctx, s.db, db.Value[int], `SELECT count(*) FROM session WHERE district = $1 AND person = $2 AND expires_at > $3 AND (idle_until IS NULL OR idle_until > $3)`,
		by.District, by.Person, clock.Micros(s.clock.Now()))
}
