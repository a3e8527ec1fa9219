package people

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Roll is a whole district as a program knows it: the demonstration, or an archive. Ids are given, not drawn.
type Roll struct {
	District District
	Schools  []School
	People   []Person // with the memberships, states and names they are to have
}

// Enrol puts a whole district in place in one transaction. Only the program itself may.
func (s *Service) Enrol(ctx context.Context, by actor.Actor, in Roll) (err error) {
	defer fault.Wrap(&err, "enrol %s", in.District.ID)
	if err := permitted(by, enrol, ""); err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.DB) error {
		if err := s.insertDistrict(ctx, tx, in.District); err != nil {
			return err
		}
		for _, school := range in.Schools {
			if _, err := s.insertSchool(ctx, tx, in.District.ID, school); err != nil {
				return err
			}
		}
		for _, p := range in.People {
			p.District = in.District.ID
			added, err := s.insertPerson(ctx, tx, p)
			if err != nil {
				return err
			}
			if !added {
				return fault.Conflict{Reason: fault.Say("people.mail.taken")}
			}
		}
		return nil
	})
}

// Demonstrator is a person as the sign-in page of the demonstration shows them.
type Demonstrator struct {
	Demo        string // by which one signs in as them
	Name        string
	Coordinator bool
	Role        actor.Role // at the first school
	Schools     []string   // short names
}

// Demonstrators lists whom one may be in the demonstration, coordinators first, then by school.
func (s *Service) Demonstrators(ctx context.Context) ([]Demonstrator, error) {
	type row struct {
		Demonstrator
		role   actor.Role
		school string
	}
	rows, err := db.All(ctx, s.db, func(r db.Row) (row, error) {
		var out row
		err := r.Scan(&out.Demo, &out.Name, &out.Demonstrator.Coordinator, &out.role, &out.school)
		return out, err
	}, `SELECT p.demo, p.name, p.coordinator, coalesce(m.role, ''), coalesce(s.short_name, '') FROM person p
		LEFT JOIN membership m ON m.district = p.district AND m.person = p.id
		LEFT JOIN school s ON s.district = m.district AND s.id = m.school
		WHERE p.demo IS NOT NULL AND p.state = 'active'
		ORDER BY p.name_key, p.id, m.place`)
	if err != nil {
		return nil, err
	}
	var out []Demonstrator
	for _, r := range rows {
		if len(out) == 0 || out[len(out)-1].Demo != r.Demo {
			r.Role = r.role
			out = append(out, r.Demonstrator)
		}
		if r.school != "" {
			out[len(out)-1].Schools = append(out[len(out)-1].Schools, r.school)
		}
	}
	slices.SortStableFunc(out, func(a, b Demonstrator) int {
		return cmp.Or(a.rank()-b.rank(), cmp.Compare(strings.Join(a.Schools, " "), strings.Join(b.Schools, " ")))
	})
	return out, nil
}

// rank puts who coordinates alone before who shares, and these before who teaches.
func (d Demonstrator) rank() int {
	switch d.Role {
	case actor.MediaSpecialist:
		return 1
	case actor.Teacher:
		return 2
	}
	return 0
}

// SignInAsDemo signs in as a person of the demonstration, or fault.NotFound: only people enrolled with a name for it have one.
// That it cannot be reached elsewhere is for the routes to see to.
func (s *Service) SignInAsDemo(ctx context.Context, demo string, former Secret) (_ SignedIn, err error) {
	defer fault.Wrap(&err, "sign in as %q", demo)
	if demo == "" {
		return SignedIn{}, fault.NotFound{What: "person"}
	}
	return db.Tx(ctx, s.db, func(tx *db.DB) (SignedIn, error) {
		p, err := onePerson(ctx, tx, `demo = $1 AND state = 'active'`, demo)
		if err != nil {
			return SignedIn{}, err
		}
		return s.begin(ctx, tx, p, Device{Former: former})
	})
}

// LinkFor draws a sign-in link for a person of the district and gives its secret to the administrator who asked for it at the
// command line: the way in when no mail arrives, and when the last coordinator is gone. Only the program itself may.
func (s *Service) LinkFor(ctx context.Context, by actor.Actor, person id.PersonID) (_ Secret, err error) {
	defer fault.Wrap(&err, "link for %s", person)
	if err := permitted(by, enrol, person); err != nil {
		return Secret{}, err
	}
	return db.Tx(ctx, s.db, func(tx *db.DB) (Secret, error) {
		p, err := s.atWork(ctx, tx, by.District, person)
		if err != nil {
			return Secret{}, err
		}
		return s.insertLink(ctx, tx, link{purpose: ToSignIn, district: p.District, person: p.ID, expires: s.clock.Now().Add(linkLasts), byAdministrator: true})
	})
}
