package question

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// AtOnce says whether the actor hears of questions at once, and not only in the weekly email.
func (s *Service) AtOnce(ctx context.Context, by actor.Actor) (_ bool, err error) {
	defer fault.Wrap(&err, "choice of %s", by.Person)
	if err := permitted(by, choose, by.Person); err != nil {
		return false, err
	}
	n, err := db.One(ctx, s.DB, db.Value[int], `SELECT count(*) FROM ask_choice WHERE district = $1 AND person = $2`, by.District, by.Person)
	return n > 0, err
}

// ChooseAtOnce chooses it, or no longer.
func (s *Service) ChooseAtOnce(ctx context.Context, by actor.Actor, want bool) (err error) {
	defer fault.Wrap(&err, "choice of %s", by.Person)
	if err := permitted(by, choose, by.Person); err != nil {
		return err
	}
	if want {
		_, err = s.DB.Exec(ctx, `INSERT INTO ask_choice (district, person) VALUES ($1, $2) ON CONFLICT (district, person) DO NOTHING`, by.District, by.Person)
	} else {
		_, err = s.DB.Exec(ctx, `DELETE FROM ask_choice WHERE district = $1 AND person = $2`, by.District, by.Person)
	}
	return err
}
