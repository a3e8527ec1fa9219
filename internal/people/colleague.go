package people

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Named is somebody of the district as credit names them.
type Named struct {
	Name    string
	Schools []string // short names of where they work, their own first
}

// Colleague gives somebody of the actor's district by name, also after they have left: what they made stands there with it. It returns
// fault.NotFound for anybody else, and to a teacher for other teachers.
func (s *Service) Colleague(ctx context.Context, by actor.Actor, person id.PersonID) (_ Named, err error) {
	defer fault.Wrap(&err, "colleague %s", person)
	if err := permitted(by, seeDirectory, ""); err != nil {
		return Named{}, err
	}
	p, err := personOf(ctx, s.db, by.District, person)
	if err != nil {
		return Named{}, err
	}
	out := Named{Name: p.Name}
	if p.State == Left {
		return out, nil
	}
	shares, err := db.One(ctx, s.db, db.Value[bool], `SELECT EXISTS (SELECT 1 FROM membership WHERE district = $1 AND person = $2 AND role = $3)`,
		by.District, person, actor.MediaSpecialist)
	if err != nil {
		return Named{}, err
	}
	if !by.Contributes() && person != by.Person && !p.Coordinator && !shares {
		return Named{}, fault.NotFound{What: "person"}
	}
	out.Schools, err = db.All(ctx, s.db, db.Value[string], `SELECT s.short_name FROM membership m JOIN school s ON s.district = m.district AND s.id = m.school
		WHERE m.district = $1 AND m.person = $2 ORDER BY m.place`, by.District, person)
	return out, err
}
