package people

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
)

// School is one school of a district.
type School struct {
	ID     id.SchoolID
	Name   string // "Oak Elementary School"
	Short  string // "Oak", as spine labels say it
	Grades grade.Set
	Closed bool // nobody works there or shares in its name any more; what it shared stays
}

const schoolColumns = `id, name, short_name, grades, closed_at IS NOT NULL`

func scanSchool(row db.Row) (School, error) {
	var s School
	err := row.Scan(&s.ID, &s.Name, &s.Short, &s.Grades, &s.Closed)
	return s, err
}

// Schools lists a district's schools by name, School 2 before School 10, also those that are closed.
func (s *Service) Schools(ctx context.Context, district id.DistrictID) ([]School, error) {
	return schools(ctx, s.db, district)
}

func schools(ctx context.Context, d *db.DB, district id.DistrictID) ([]School, error) {
	list, err := db.All(ctx, d, scanSchool, `SELECT `+schoolColumns+` FROM school WHERE district = $1 AND removed_at IS NULL ORDER BY name_key`, district)
	slices.SortStableFunc(list, func(a, b School) int { return fold.Natural(a.Name, b.Name) })
	return list, err
}

// School finds one school of a district, or fault.NotFound.
func (s *Service) School(ctx context.Context, district id.DistrictID, school id.SchoolID) (School, error) {
	return schoolOf(ctx, s.db, district, school)
}

func schoolOf(ctx context.Context, d *db.DB, district id.DistrictID, school id.SchoolID) (School, error) {
	found, err := db.One(ctx, d, scanSchool, `SELECT `+schoolColumns+` FROM school WHERE district = $1 AND id = $2 AND removed_at IS NULL`, district, school)
	if errors.Is(err, sql.ErrNoRows) {
		return School{}, fault.NotFound{What: "school"}
	}
	return found, err
}

// NamedSchool finds a school by what people call it. It is nil when none or several are meant; the second result is how many.
func NamedSchool(list []School, name string) (*School, int) {
	key := fold.Key(name)
	var found []*School
	for i, school := range list {
		if fold.Key(school.Name) == key {
			return &list[i], 1
		}
		if fold.Key(school.Short) == key || fold.Key(shortName(school.Name)) == key || fold.Key(shortName(name)) == fold.Key(school.Short) {
			found = append(found, &list[i])
		}
	}
	if len(found) == 1 {
		return found[0], 1
	}
	return nil, len(found)
}

// AddedSchools is what became of pasted schools.
type AddedSchools struct {
	Schools []School    // added, in the order pasted
	Known   int         // were there already
	Wrong   []WrongLine // not taken
}

var schoolHeadings = map[string]bool{
	"school": true, "schools": true, "name": true, "school name": true, "short name": true, "short": true, "grades": true, "grade": true,
	"escuela": true, "escuelas": true, "nombre": true, "nombre corto": true, "grados": true,
}

// AddSchools adds the schools of pasted lines: a name, if wanted a short name, if wanted the grades. A line that cannot be
// taken is named and spoils no other; a school that is there already is left as it is. Without a line it returns fault.Fields.
func (s *Service) AddSchools(ctx context.Context, by actor.Actor, text string) (_ AddedSchools, err error) {
	defer fault.Wrap(&err, "add schools")
	if err := permitted(by, addSchools, ""); err != nil {
		return AddedSchools{}, err
	}
	read, wrong := readSchools(text)
	if len(read) == 0 && len(wrong) == 0 {
		var f fault.Fields
		f.Add("schools", "people.schools.none")
		return AddedSchools{}, f
	}
	return db.Tx(ctx, s.db, func(tx *db.DB) (AddedSchools, error) {
		out := AddedSchools{Wrong: wrong}
		there, err := schools(ctx, tx, by.District)
		if err != nil {
			return out, err
		}
		for _, school := range withShortNames(there, slices.Clone(read)) {
			school.ID = id.New[id.SchoolID](s.ids)
			added, err := s.insertSchool(ctx, tx, by.District, school)
			if err != nil {
				return out, err
			}
			if !added {
				out.Known++
				continue
			}
			out.Schools = append(out.Schools, school)
		}
		if err := keepRest(ctx, tx, by.District, ListOfSchools, out.Wrong); err != nil {
			return out, err
		}
		if len(out.Schools) == 0 {
			return out, nil
		}
		return out, s.logDistrict(ctx, tx, by, SchoolsAdded)
	})
}

// insertSchool adds a school unless one of that name is there.
func (s *Service) insertSchool(ctx context.Context, tx *db.DB, district id.DistrictID, school School) (bool, error) {
	n, err := tx.Exec(ctx, `INSERT INTO school (id, district, name, short_name, name_key, grades, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (district, name_key) DO NOTHING`,
		school.ID, district, school.Name, school.Short, fold.Key(school.Name), school.Grades, clock.Micros(s.clock.Now()))
	return n == 1, err
}

// readSchools reads pasted lines. Short names and grades left out are filled in from the name.
func readSchools(text string) ([]School, []WrongLine) {
	var out []School
	var wrong []WrongLine
	seen := map[string]bool{}
	for i, l := range lines(text) {
		if i == 0 && heading(l.fields, schoolHeadings) {
			continue
		}
		school, problem := readSchool(l)
		switch {
		case problem != nil:
			wrong = append(wrong, *problem)
		case len(out) >= mostLines:
			wrong = append(wrong, l.wrong("people.line.many", mostLines))
		case !seen[fold.Key(school.Name)]:
			seen[fold.Key(school.Name)] = true
			out = append(out, school)
		}
	}
	return out, wrong
}

func readSchool(l line) (School, *WrongLine) {
	school := School{Name: l.fields[0]}
	refuse := func(key string, args ...any) (School, *WrongLine) {
		w := l.wrong(key, args...)
		return School{}, &w
	}
	switch {
	case fold.Key(school.Name) == "":
		return refuse("people.line.no_name")
	case utf8.RuneCountInString(school.Name) > longestTyped:
		return refuse("people.line.long", longestTyped)
	case strings.Contains(school.Name, "@"):
		return refuse("people.line.school_mail")
	}
	rest := l.fields[1:]
	if len(rest) == 1 { // the second of two is grades if it reads as such
		if set, err := grade.Parse(rest[0]); err == nil && !set.Empty() {
			rest = []string{"", rest[0]}
		}
	}
	if len(rest) > 0 {
		school.Short = rest[0]
	}
	if utf8.RuneCountInString(school.Short) > longestTyped {
		return refuse("people.line.long", longestTyped)
	}
	if typed := strings.Join(rest[min(1, len(rest)):], ","); typed != "" {
		set, err := grade.Parse(typed)
		if err != nil {
			return refuse("people.line.grades", typed)
		}
		school.Grades = set
	}
	if school.Grades.Empty() {
		school.Grades = usualGrades(school.Name)
	}
	return school, nil
}

// withShortNames gives every new school without a short name one that no other school has.
func withShortNames(there, fresh []School) []School {
	taken := map[string]int{}
	for _, school := range there {
		taken[fold.Key(school.Short)]++
	}
	for i, school := range fresh {
		if school.Short == "" {
			fresh[i].Short = shortName(school.Name)
		}
		taken[fold.Key(fresh[i].Short)]++
	}
	for i, school := range fresh {
		if taken[fold.Key(school.Short)] > 1 && school.Short == shortName(school.Name) {
			fresh[i].Short = school.Name
		}
	}
	return fresh
}

// ChangeSchoolInput is how a school is to be called and which grades it has.
type ChangeSchoolInput struct {
	School id.SchoolID
	Name   string
	Short  string // empty: taken from the name
	Grades grade.Set
}

// ChangeSchool renames a school and sets its grades.
//
// It returns fault.NotFound for a school of another district, and fault.Fields for a name that is empty, too long or another
// school's.
func (s *Service) ChangeSchool(ctx context.Context, by actor.Actor, in ChangeSchoolInput) (_ School, err error) {
	defer fault.Wrap(&err, "change school %s", in.School)
	if err := permitted(by, changeSchool, ""); err != nil {
		return School{}, err
	}
	in.Name, in.Short = fold.Line(in.Name), fold.Line(in.Short)
	if in.Short == "" {
		in.Short = shortName(in.Name)
	}
	var f fault.Fields
	checkName(&f, "name", in.Name)
	checkName(&f, "short", in.Short)
	if err := f.Err(); err != nil {
		return School{}, err
	}
	return db.Tx(ctx, s.db, func(tx *db.DB) (School, error) {
		school, err := schoolOf(ctx, tx, by.District, in.School)
		if err != nil {
			return school, err
		}
		others, err := db.One(ctx, tx, db.Value[int], `SELECT count(*) FROM school WHERE district = $1 AND name_key = $2 AND id <> $3`,
			by.District, fold.Key(in.Name), in.School)
		if err != nil {
			return school, err
		}
		if others > 0 {
			f.Add("name", "people.schools.taken")
			return school, f
		}
		school.Name, school.Short, school.Grades = in.Name, in.Short, in.Grades
		_, err = tx.Exec(ctx, `UPDATE school SET name = $3, short_name = $4, name_key = $5, grades = $6 WHERE district = $1 AND id = $2`,
			by.District, in.School, in.Name, in.Short, fold.Key(in.Name), in.Grades)
		if err != nil {
			return school, err
		}
		return school, activity.Write(ctx, tx, activity.Activity{District: by.District, School: in.School, Person: by.Person, Verb: SchoolChanged,
			ObjectKind: "school", Object: string(in.School), At: s.clock.Now()})
	})
}

// checkName notes a name that is empty or too long.
func checkName(f *fault.Fields, field, name string) {
	switch {
	case fold.Key(name) == "":
		f.Add(field, "people.name.empty")
	case utf8.RuneCountInString(name) > longestTyped:
		f.Add(field, "people.name.long", longestTyped)
	}
}
