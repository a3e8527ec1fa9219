package people

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fold"
)

// rosterRow is what a pasted line says of a person.
type rosterRow struct {
	line
	name    string
	mail    string
	schools []School
	role    actor.Role
	percent int // of a full post in all, shared evenly between the schools
}

// memberships are the row's, with the part time shared out.
func (r rosterRow) memberships() []Membership {
	out := make([]Membership, len(r.schools))
	for i, percent := range shared(r.percent, len(r.schools)) {
		out[i] = Membership{School: r.schools[i].ID, Role: r.role, Percent: percent}
	}
	return out
}

// shared divides a part time evenly between so many schools, the first ones a percent more where it does not divide, and gives
// each at least 1.
func shared(percent, schools int) []int {
	out := make([]int, schools)
	for i := range out {
		out[i] = percent / schools
		if i < percent%schools {
			out[i]++
		}
		out[i] = max(1, out[i])
	}
	return out
}

// roleWords are what people call a role, folded.
var roleWords = map[string]actor.Role{
	"media specialist": actor.MediaSpecialist, "library media specialist": actor.MediaSpecialist, "media": actor.MediaSpecialist, "lms": actor.MediaSpecialist,
	"librarian": actor.MediaSpecialist, "school librarian": actor.MediaSpecialist, "teacher librarian": actor.MediaSpecialist, "teacher-librarian": actor.MediaSpecialist,
	"library": actor.MediaSpecialist, "specialist": actor.MediaSpecialist, "ms": actor.MediaSpecialist,
	"bibliotecaria": actor.MediaSpecialist, "bibliotecario": actor.MediaSpecialist, "especialista en medios": actor.MediaSpecialist, "especialista": actor.MediaSpecialist,
	"teacher": actor.Teacher, "classroom teacher": actor.Teacher, "docente": actor.Teacher, "maestra": actor.Teacher, "maestro": actor.Teacher,
	"profesora": actor.Teacher, "profesor": actor.Teacher,
}

var rosterHeadings = map[string]bool{
	"name": true, "full name": true, "first name": true, "last name": true, "first": true, "last": true, "mail": true, "email": true, "e-mail": true,
	"email address": true, "address": true, "school": true, "schools": true, "role": true, "percent": true, "%": true, "fte": true, "part time": true, "building": true,
	"nombre": true, "apellido": true, "apellidos": true, "correo": true, "correo electronico": true, "escuela": true, "escuelas": true, "funcion": true, "puesto": true, "porcentaje": true,
}

// readRoster reads pasted people of a district with the schools given.
func readRoster(text string, there []School) ([]rosterRow, []WrongLine) {
	var out []rosterRow
	var wrong []WrongLine
	lastFirst := false
	for i, l := range lines(text) {
		if i == 0 && heading(l.fields, rosterHeadings) {
			lastFirst = namesLastFirst(l.fields)
			continue
		}
		row, problem := readPerson(l, lastFirst, there)
		switch {
		case problem != nil:
			wrong = append(wrong, *problem)
		case len(out) >= mostLines:
			wrong = append(wrong, l.wrong("people.line.many", mostLines))
		default:
			out = append(out, row)
		}
	}
	return out, wrong
}

// readPerson reads a line by its address: the name stands before it, schools, role and part time after it.
func readPerson(l line, lastFirst bool, there []School) (rosterRow, *WrongLine) {
	row := rosterRow{line: l, role: actor.MediaSpecialist, percent: 100}
	refuse := func(key string, args ...any) (rosterRow, *WrongLine) {
		w := l.wrong(key, args...)
		return row, &w
	}
	at := -1
	for i, field := range l.fields {
		if strings.Contains(field, "@") {
			at = i
			break
		}
	}
	if at < 0 {
		if typed := inPlaceOfMail(l.fields, there); typed != "" {
			return refuse("people.line.mail", typed)
		}
		return refuse("people.line.no_mail")
	}
	before := l.fields[:at]
	row.mail = l.fields[at]
	if name, inner, found := strings.Cut(row.mail, "<"); found { // Rosa Delgado <rdelgado@...>
		row.mail = strings.TrimSuffix(strings.TrimSpace(inner), ">")
		before = append(before[:len(before):len(before)], strings.Trim(strings.TrimSpace(name), `"`))
	}
	row.name = fullName(before, lastFirst || len(before) == 2 && strings.Contains(l.text, before[0]+", "+before[1]))
	switch {
	case !ValidMail(row.mail):
		return refuse("people.line.mail", row.mail)
	case fold.Key(row.name) == "":
		return refuse("people.line.no_name")
	case utf8.RuneCountInString(row.name) > longestTyped:
		return refuse("people.line.long", longestTyped)
	}
	for _, field := range l.fields[at+1:] {
		if problem := row.take(field, there); problem != nil {
			return row, problem
		}
	}
	if len(row.schools) == 0 {
		return refuse("people.line.no_school")
	}
	return row, nil
}

// meantAsMail is what people write for an address that lacks its sign: "rosa.district.org", "ben at maple".
var meantAsMail = regexp.MustCompile(`^\S*[^\s.]\.[^\s.]\S*$|^\S+ (?:at|en|\(at\)) \S+$`)

// inPlaceOfMail is what a line without an address says where one belongs, behind the name; empty when it says nothing there, or goes
// on with schools, a role or a part time.
func inPlaceOfMail(fields []string, there []School) string {
	for _, field := range fields[min(1, len(fields)):] {
		var rest rosterRow
		if meantAsMail.MatchString(field) && rest.take(field, there) != nil {
			return field
		}
	}
	return ""
}

// namesLastFirst says whether the headings put the last name before the first.
func namesLastFirst(headings []string) bool {
	for _, h := range headings {
		switch key := fold.Key(h); {
		case strings.HasPrefix(key, "last") || strings.HasPrefix(key, "apellido"):
			return true
		case strings.HasPrefix(key, "first") || key == "nombre":
			return false
		}
	}
	return false
}

// fullName joins what stands before an address: a name, or two names in fields of their own. "Delgado, Rosa" is turned.
func fullName(before []string, lastFirst bool) string {
	var words []string
	for _, field := range before {
		if field != "" {
			words = append(words, field)
		}
	}
	if len(words) == 1 {
		if last, first, comma := strings.Cut(words[0], ","); comma {
			words, lastFirst = []string{last, first}, true
		}
	}
	if len(words) == 2 && lastFirst {
		words[0], words[1] = words[1], words[0]
	}
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}

// take reads one field after the address: a part time, a role, or schools.
func (r *rosterRow) take(field string, there []School) *WrongLine {
	if field == "" {
		return nil
	}
	if percent, ok := readPercent(field); ok {
		if percent < 1 || percent > 100 {
			w := r.wrong("people.line.percent", field)
			return &w
		}
		r.percent = percent
		return nil
	}
	if role, ok := roleWords[fold.Key(field)]; ok {
		r.role = role
		return nil
	}
	return r.takeSchools(field, there)
}

func (r *rosterRow) takeSchools(field string, there []School) *WrongLine {
	names := []string{field}
	if found, _ := NamedSchool(there, field); found == nil { // "K/8 Academy" is one name
		names = strings.FieldsFunc(field, func(c rune) bool { return c == ';' || c == '/' || c == '&' || c == '+' || c == ',' })
	}
	for _, name := range names {
		name = strings.TrimSpace(name)
		found, meant := NamedSchool(there, name)
		switch {
		case name == "":
		case found != nil:
			if !r.has(found) {
				r.schools = append(r.schools, *found)
			}
		case meant > 1:
			w := r.wrong("people.line.which_school", name)
			return &w
		default:
			w := r.wrong("people.line.school", name)
			return &w
		}
	}
	return nil
}

func (r *rosterRow) has(school *School) bool {
	for _, s := range r.schools {
		if s.ID == school.ID {
			return true
		}
	}
	return false
}

// readPercent reads "50", "50 %", "0.5" and "0,5" as a part of a full post.
func readPercent(field string) (int, bool) {
	text := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(field), "%"))
	if n, err := strconv.Atoi(text); err == nil {
		if n == 1 && !strings.Contains(field, "%") { // a full post, as personnel offices write it
			return 100, true
		}
		return n, true
	}
	part, err := strconv.ParseFloat(strings.ReplaceAll(text, ",", "."), 64)
	if err != nil || part <= 0 || part > 1 {
		return 0, false
	}
	return int(part*100 + 0.5), true
}
