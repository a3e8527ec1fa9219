package people

import (
	"context"
	"slices"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Named is somebody of the district as credit names them.
type Named struct {
	Name    string
	Schools []string // short names of where they work, their own first
	Left    bool     // they work here no more
}

// Namesake is somebody found by their name.
type Namesake struct {
	ID     id.PersonID
	Name   string
	School string // short name of where they work first; empty for a coordinator of the district
}

// mostAtOnce is how many people one statement looks for.
const mostAtOnce = 200

// Namesakes lists those among some people whom by may know and whose name has, for each of the words (as fold.Words gives them), one that
// begins with it. Who they may be somebody remembers who has no say in it: they are looked at as they are now.
func (s *Service) Namesakes(ctx context.Context, by actor.Actor, words []string, among []id.PersonID, limit int) (out []Namesake, err error) {
	defer fault.Wrap(&err, "namesakes")
	if err := permitted(by, seeDirectory, ""); err != nil {
		return nil, err
	}
	for some := range slices.Chunk(among, mostAtOnce) {
		list, err := s.namesakes(ctx, by, some)
		if err != nil {
			return nil, err
		}
		for _, n := range list {
			if len(out) == limit {
				return out, nil
			}
			if fold.Begins(n.Name, words) {
				out = append(out, n)
			}
		}
	}
	return out, nil
}

// namesakes reads those among some people whom by may know.
func (s *Service) namesakes(ctx context.Context, by actor.Actor, among []id.PersonID) ([]Namesake, error) {
	in, args := db.In(4, among)
	return db.All(ctx, s.db, func(row db.Row) (n Namesake, err error) {
		err = row.Scan(&n.ID, &n.Name, &n.School)
		return n, err
	}, `SELECT id, name, COALESCE((SELECT s.short_name FROM membership m JOIN school s ON s.district = m.district AND s.id = m.school
		WHERE m.district = person.district AND m.person = person.id ORDER BY m.place LIMIT 1), '') FROM person
		WHERE `+known+` AND id IN (`+in+`) ORDER BY name_key, id`, append([]any{by.District, flag(seesAllOf(by)), by.Person}, args...)...)
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
	out := Named{Name: p.Name, Left: p.State == Left}
	if out.Left {
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
