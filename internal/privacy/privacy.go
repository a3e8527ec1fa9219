package privacy

import (
	"regexp"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/fold"
)

// Column is one column of a table, or one key of a list of objects.
type Column struct {
	Heading string
	Values  []string // a sample, in order; may be empty
}

// Reason is what shows a column to hold student records.
type Reason string

// The reasons.
const (
	ByHeading Reason = "heading" // its heading says so
	ByValues  Reason = "values"  // its heading speaks of students, its values are people or their numbers
	Roster    Reason = "roster"  // first and last names beside grades, in a table of nothing that could be a resource
)

// Finding is the first column of a table that holds student records.
type Finding struct {
	Column int // its place, from 0
	Reason Reason
}

// Find looks for student records among the columns of a table.
func Find(table []Column) (Finding, bool) {
	for i, c := range table {
		switch judge(c.Heading) {
		case certain:
			return Finding{i, ByHeading}, true
		case byValues:
			if personal(c.Values) || onlyStudents(c.Heading) && nameShaped(c.Values) {
				return Finding{i, ByValues}, true
			}
		case harmless:
		}
	}
	if i := roster(table); i >= 0 {
		return Finding{i, Roster}, true
	}
	return Finding{}, false
}

// onlyStudents says whether a heading says nothing but that those below it are students.
func onlyStudents(heading string) bool {
	list := split(heading)
	return len(list) > 0 && !slices.ContainsFunc(list, func(w string) bool { return !students[w] })
}

// Heading says whether a heading alone is enough to refuse a table.
func Heading(heading string) bool { return judge(heading) == certain }

type verdict int

const (
	harmless verdict = iota
	byValues
	certain
)

func words(list string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		out[w] = true
	}
	return out
}

var (
	students = words("student students pupil pupils learner learners alumno alumnos alumna alumnas alumnado estudiante estudiantes " +
		"eleve eleves aluno alunos aluna alunas")
	// shortened stand for students only beside a word of identifying.
	shortened = words("stu stud std stdnt stdnts studnt stdt")
	// relatives of students, and words that mean students only sometimes.
	relatives   = words("parent parents padre padres madre madres tutor tutores child children kid kids nino ninos nina ninas hijo hijos hija hijas family familia scholar scholars")
	identifying = words("name names nombre nombres firstname lastname fullname surname surnames apellido apellidos id ids number numbers no num nro numero numeros " +
		"mail mails email emails correo correos birth birthday birthdate dob nacimiento cumpleanos username login user account cuenta usuario matricula expediente " +
		"curp dni ssn nie barcode phone telefono cell address domicilio pin password contrasena")
	// alone are enough without a word for students.
	alone = words("dob birthdate birthday homeroom homerooms guardian guardians patron patrons borrower borrowers sasid lasid acudiente acudientes apoderado apoderados")
	pairs = []string{
		"date of birth", "birth date", "birth day", "fecha de nacimiento", "fecha nacimiento", "home room", "salon hogar", "aula hogar", "tutor legal", "padre o tutor",
		"representante legal", "usuario de biblioteca", "lector de biblioteca",
	}
	// enrolled are numbers that hardly anybody but a student has.
	enrolled = words("matricula matriculas expediente expedientes curp")
	// lent stand above those who have something at home.
	lent = []string{"checked out to", "checked out by", "borrowed by", "loaned to", "prestado a"}
	// around may stand beside the words above without changing what a column holds.
	around = words("first last full legal preferred given family middle local state unique school district primary secondary home personal of the a for and or s " +
		"list info information contact details data date day year grade grades class teacher level room code key card lunch library " +
		"de del la el los las y o u completo completos primer primero segundo datos grado grados clase maestro maestra docente salon aula codigo clave fecha escuela " +
		"electronico electronica lista legal biblioteca")
)

var (
	camel    = regexp.MustCompile(`(\p{Ll})(\p{Lu})`)
	acronym  = regexp.MustCompile(`(\p{Lu})(\p{Lu}\p{Ll})`)
	counting = regexp.MustCompile(` (?:number|numbers|num|no|numero) (?:of|de|de los|de las) (?:students|pupils|learners|alumnos|alumnas|estudiantes) `)
	notWords = regexp.MustCompile(`[^\p{L}\p{N}]+`)
)

// split takes a heading apart into folded words: "StudentID#" is student, id, number, and so is "studentid#".
func split(heading string) []string {
	heading = plain(heading)
	heading = strings.NewReplacer("#", " number ", "№", " number ", "nº", " number ", "Nº", " number ", "e-mail", "email", "E-mail", "email", "E-Mail", "email").Replace(heading)
	heading = acronym.ReplaceAllString(camel.ReplaceAllString(heading, "$1 $2"), "$1 $2")
	if strings.Contains(strings.ToLower(heading), "patrón") {
		heading = strings.ReplaceAll(strings.ToLower(heading), "patrón", "patròn-modelo") // a pattern, in Spanish
	}
	var out []string
	for _, w := range strings.Fields(notWords.ReplaceAllString(fold.Key(heading), " ")) {
		if parts := apart(w); !known(w) && parts != nil {
			out = append(out, parts...)
		} else {
			out = append(out, w)
		}
	}
	return out
}

// foldKey is a cell as its letters seem to be, folded.
func foldKey(cell string) string { return fold.Key(plain(cell)) }

// judge decides by the words of a heading.
func judge(heading string) verdict { return rule(heading).verdict }

// weigh decides by words. Strong says that they are of students and of what names one of them.
func weigh(list []string) (_ verdict, strong bool) {
	text := " " + strings.Join(list, " ") + " "
	says := func(phrase string) bool { return strings.Contains(text, " "+phrase+" ") }
	enough := slices.ContainsFunc(pairs, says) // a word that needs no other
	var ofStudents, short, ofRelatives, identifies, other bool
	for _, w := range list {
		switch {
		case alone[w]:
			enough = true
		case students[w]:
			ofStudents = true
		case shortened[w]:
			short = true
		case relatives[w]:
			ofRelatives = true
		case identifying[w]:
			identifies = true
		case !around[w]:
			other = true
		}
	}
	strong = (ofStudents || short) && identifies
	switch {
	case counting.MatchString(text):
		return byValues, false
	case !other && (enough || strong):
		return certain, strong
	case enough || ofStudents || !other && identifies && slices.ContainsFunc(list, func(w string) bool { return enrolled[w] }) || (short || ofRelatives) && identifies || slices.ContainsFunc(lent, says):
		return byValues, strong
	}
	return harmless, false
}

// out are words above what somebody has at home: no resource is listed that way.
var out = []string{"checked out", "check out", "borrowed", "loaned", "on loan", "overdue", "prestado", "prestada", "prestamo"}

// roster finds first and last names beside grades, in a table without titles, addresses or ISBNs; -1 where there is none.
func roster(table []Column) int {
	first, last, grade := -1, -1, false
	for i, c := range table {
		switch text := strings.Join(split(c.Heading), " "); {
		case slices.Contains([]string{"first name", "first", "firstname", "given name", "nombre", "nombres", "primer nombre"}, text):
			first = i
		case slices.Contains([]string{"last name", "last", "lastname", "surname", "family name", "apellido", "apellidos", "primer apellido"}, text):
			last = i
		case slices.Contains([]string{"grade", "grade level", "gr", "grado", "class", "period", "class period", "section", "clase", "grupo", "seccion"}, text):
			grade = true
		case slices.ContainsFunc(out, func(w string) bool { return strings.Contains(text, w) }):
		case strings.Contains(text, "title") || strings.Contains(text, "titulo") || strings.Contains(text, "url") || strings.Contains(text, "link") ||
			strings.Contains(text, "enlace") || strings.Contains(text, "isbn") || strings.Contains(text, "book") || strings.Contains(text, "libro") ||
			strings.Contains(text, "resource") || strings.Contains(text, "recurso"):
			return -1
		}
	}
	if first < 0 || !grade {
		return -1
	}
	return last
}
