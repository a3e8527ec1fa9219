package people

import (
	"context"
	"slices"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Colleague is a person as a colleague sees them.
type Colleague struct {
	ID          id.PersonID
	Name        string
	Mail        string     // empty where the reader is not shown it
	Role        actor.Role // at the school under which they stand; empty for a coordinator of the district as a whole
	Coordinator bool
	Elsewhere   []id.SchoolID // where else they work
}

// SchoolStaff is a school with its people, who share first, then who teach.
type SchoolStaff struct {
	School School
	People []Colleague
}

// Directory is who works where.
type Directory struct {
	Schools      []SchoolStaff
	Coordinators []Colleague // of the district
}

// known is the people of a district ($1) whom somebody ($3) may know: everyone for those who may know all ($2), otherwise themselves, the
// coordinators and those who share.
const known = `district = $1 AND state <> 'left' AND ($2 = 1 OR id = $3 OR coordinator OR EXISTS (
	SELECT 1 FROM membership m WHERE m.district = person.district AND m.person = person.id AND m.role = 'media_specialist'))`

// Directory lists the schools with the people by may know: colleagues everyone, teachers those who share and the coordinators.
func (s *Service) Directory(ctx context.Context, by actor.Actor) (_ Directory, err error) {
	defer fault.Wrap(&err, "directory")
	if err := permitted(by, seeDirectory, ""); err != nil {
		return Directory{}, err
	}
	var out Directory
	err = s.db.Snapshot(ctx, func(tx *db.DB) error {
		there, err := schools(ctx, tx, by.District)
		if err != nil {
			return err
		}
		list, err := db.All(ctx, tx, scanPerson, `SELECT `+personColumns+` FROM person
			WHERE `+known+` ORDER BY name_key, id`, by.District, flag(seesAllOf(by)), by.Person)
		if err != nil {
			return err
		}
		if err := withMemberships(ctx, tx, by.District, list); err != nil {
			return err
		}
		out = arrange(by, there, list)
		return nil
	})
	return out, err
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// arrange puts people under their schools.
func arrange(by actor.Actor, there []School, list []Person) Directory {
	out := Directory{Schools: make([]SchoolStaff, len(there))}
	at := map[id.SchoolID]int{}
	for i, school := range there {
		out.Schools[i].School = school
		at[school.ID] = i
	}
	for _, p := range list {
		for _, m := range p.Memberships {
			if m.Role == actor.Teacher && p.ID != by.Person && !seesAllOf(by) {
				continue
			}
			staff := &out.Schools[at[m.School]]
			staff.People = append(staff.People, colleague(by, p, m))
		}
		if p.Coordinator {
			out.Coordinators = append(out.Coordinators, colleague(by, p, Membership{}))
		}
	}
	out.Schools = slices.DeleteFunc(out.Schools, func(s SchoolStaff) bool { return s.School.Closed && len(s.People) == 0 })
	for i := range out.Schools {
		slices.SortStableFunc(out.Schools[i].People, func(a, b Colleague) int {
			return flag(a.Role == actor.Teacher) - flag(b.Role == actor.Teacher)
		})
	}
	return out
}

func colleague(by actor.Actor, p Person, here Membership) Colleague {
	c := Colleague{ID: p.ID, Name: p.Name, Role: here.Role, Coordinator: p.Coordinator}
	if seesMail(by, p) {
		c.Mail = p.Mail
	}
	for _, m := range p.Memberships {
		if m.School != here.School {
			c.Elsewhere = append(c.Elsewhere, m.School)
		}
	}
	return c
}
