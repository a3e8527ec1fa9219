package people

import (
	"context"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/id"
)

// AddedPeople is what became of pasted people.
type AddedPeople struct {
	People []Person    // added, or at a school more than before, in the order pasted
	Known  int         // were there already, just so
	Wrong  []WrongLine // not taken
}

// AddPeople lists the people of pasted lines: name, mail, schools (several with ; or /), and if wanted a role and a part time.
//
// A line that cannot be taken is named and spoils no other. Someone listed already is given the schools the line adds. Nobody
// is written to. Without a line it returns fault.Fields.
func (s *Service) AddPeople(ctx context.Context, by actor.Actor, text string) (_ AddedPeople, err error) {
	defer fault.Wrap(&err, "add people")
	if err := permitted(by, addPeople, ""); err != nil {
		return AddedPeople{}, err
	}
	if len(lines(text)) == 0 {
		var f fault.Fields
		f.Add("people", "people.people.none")
		return AddedPeople{}, f
	}
	return db.Tx(ctx, s.db, func(tx *db.DB) (AddedPeople, error) {
		there, err := openSchools(ctx, tx, by.District)
		if err != nil {
			return AddedPeople{}, err
		}
		rows, wrong := readRoster(text, there)
		out := AddedPeople{Wrong: wrong}
		for _, row := range rows {
			if err := s.addRow(ctx, tx, by, row, &out); err != nil {
				return out, err
			}
		}
		if err := keepRest(ctx, tx, by.District, ListOfPeople, out.Wrong); err != nil {
			return out, err
		}
		if len(out.People) == 0 {
			return out, nil
		}
		return out, s.logDistrict(ctx, tx, by, PeopleAdded)
	})
}

// openSchools are the schools of a district at which somebody may work.
func openSchools(ctx context.Context, d *db.DB, district id.DistrictID) ([]School, error) {
	there, err := schools(ctx, d, district)
	return slices.DeleteFunc(there, func(school School) bool { return school.Closed }), err
}

// addRow lists the person of one line and notes what became of it.
func (s *Service) addRow(ctx context.Context, tx *db.DB, by actor.Actor, row rosterRow, out *AddedPeople) error {
	p := Person{ID: id.New[id.PersonID](s.ids), District: by.District, Name: row.name, Mail: row.mail, State: Listed, Memberships: row.memberships()}
	added, err := s.insertPerson(ctx, tx, p)
	if err != nil {
		return err
	}
	if added {
		out.People = append(out.People, p)
		return nil
	}
	known, err := personByMail(ctx, tx, MailKey(row.mail))
	if err != nil {
		return err
	}
	if known.District != by.District {
		out.Wrong = append(out.Wrong, row.wrong("people.line.elsewhere", row.mail))
		return nil
	}
	before := len(known.Memberships)
	for _, m := range p.Memberships {
		if !known.at(m.School) {
			known.Memberships = append(known.Memberships, m)
		}
	}
	if len(known.Memberships) == before {
		out.Known++
		return nil
	}
	out.People = append(out.People, known)
	return s.saveMemberships(ctx, tx, known)
}

// at says whether the person works at the school.
func (p Person) at(school id.SchoolID) bool {
	for _, m := range p.Memberships {
		if m.School == school {
			return true
		}
	}
	return false
}

// AddPersonInput is one person to be listed.
type AddPersonInput struct {
	Name        string
	Mail        string
	Coordinator bool
	Memberships []Membership // may be none for a coordinator
}

// AddPerson lists one person. Nobody is written to. It returns fault.Fields for what cannot be.
func (s *Service) AddPerson(ctx context.Context, by actor.Actor, in AddPersonInput) (_ Person, err error) {
	defer fault.Wrap(&err, "add person")
	if err := permitted(by, addPeople, ""); err != nil {
		return Person{}, err
	}
	if in.Coordinator {
		if err := permitted(by, coordinate, ""); err != nil {
			return Person{}, err
		}
	}
	return db.Tx(ctx, s.db, func(tx *db.DB) (Person, error) {
		p := Person{ID: id.New[id.PersonID](s.ids), District: by.District, Coordinator: in.Coordinator, State: Listed, Memberships: in.Memberships}
		p.Name, p.Mail = fold.Line(in.Name), strings.TrimSpace(in.Mail)
		if err := s.checkChange(ctx, tx, p, ChangePersonInput{Person: p.ID, Name: p.Name, Mail: p.Mail, Memberships: in.Memberships}); err != nil {
			return Person{}, err
		}
		added, err := s.insertPerson(ctx, tx, p)
		if err != nil {
			return Person{}, err
		}
		if !added {
			return Person{}, fault.Fields{"mail": fault.Say("people.mail.taken")}
		}
		return p, s.logDistrict(ctx, tx, by, PeopleAdded)
	})
}
