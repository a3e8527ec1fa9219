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
)

// Parked is a form that arrived when its person's session was over. It waits for them alone.
type Parked struct {
	District id.DistrictID
	Person   id.PersonID
	Path     string // local address it was posted to
	Body     []byte // as the browser encoded it
	Until    time.Time
}

// mostParked is how many forms wait for one person; of more the oldest go.
const mostParked = 20

// Park keeps a form and names it.
func (s *Service) Park(ctx context.Context, form Parked) (_ string, err error) {
	defer fault.Wrap(&err, "park a form")
	return db.Tx(ctx, s.db, func(tx *db.DB) (string, error) {
		_, err := tx.Exec(ctx, `DELETE FROM parked_form WHERE district = $1 AND person = $2 AND id NOT IN (
			SELECT id FROM parked_form WHERE district = $1 AND person = $2 ORDER BY expires_at DESC LIMIT $3)`, form.District, form.Person, mostParked-1)
		if err != nil {
			return "", err
		}
		name := id.New[string](s.ids)
		_, err = tx.Exec(ctx, `INSERT INTO parked_form (id, district, person, path, body, expires_at) VALUES ($1, $2, $3, $4, $5, $6)`,
			name, form.District, form.Person, form.Path, form.Body, clock.Micros(form.Until))
		return name, err
	})
}

// FindParked gives a form that waits for by, or fault.NotFound.
func (s *Service) FindParked(ctx context.Context, by actor.Actor, name string) (Parked, error) {
	return db.One(ctx, s.db, func(row db.Row) (Parked, error) {
		p := Parked{District: by.District, Person: by.Person}
		var until int64
		err := row.Scan(&p.Path, &p.Body, &until)
		p.Until = clock.FromMicros(until)
		if errors.Is(err, sql.ErrNoRows) {
			return Parked{}, fault.NotFound{What: "kept form"}
		}
		return p, err
	}, `SELECT path, body, expires_at FROM parked_form WHERE id = $1 AND district = $2 AND person = $3 AND expires_at > $4`,
		name, by.District, by.Person, clock.Micros(s.clock.Now()))
}

// DiscardParked forgets a form that waits for by; of one that does not it forgets nothing.
func (s *Service) DiscardParked(ctx context.Context, by actor.Actor, name string) error {
	_, err := s.db.Exec(ctx, `DELETE FROM parked_form WHERE id = $1 AND district = $2 AND person = $3`, name, by.District, by.Person)
	return err
}
