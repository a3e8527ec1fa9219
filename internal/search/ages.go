package search

import (
	"regexp"
	"strconv"

	"github.com/commonshelf/commonshelf/internal/grade"
)

// Ages stand for grades: a child of five is in Kindergarten, one of six in grade 1.

var (
	ageWords  = among("ages aged edad edades")
	ageLead   = among("for at from by under para con")
	eras      = among("middle dark stone bronze iron ice golden")
	ofAge     = among("de del of")
	yearsOld  = among("year years yr yrs")
	upwards   = among("up older over above higher mas")
	childWord = among("nino nina ninos ninas chico chica chicos chicas student students kid kids child children boy boys girl girls learner learners pupil pupils alumno alumna alumnos alumnas estudiante estudiantes peques pequenos pequenas jovenes hijo hija hijos hijas")
	ageForm   = regexp.MustCompile(`^(\d{1,2})(?:-(\d{1,2})|(\+))?$`)
	hyphenAge = regexp.MustCompile(`^(\d{1,2}(?:-\d{1,2})?)-?(?:years?|yrs?)-(olds?)$`)
)

// Ages of the youngest and the oldest at school, and of those in Kindergarten.
const (
	youngest     = 3
	kindergarten = 5
	oldest       = 18
)

// gradesOfAges are the grades of children from one age to another; none where that is no age of a pupil.
func gradesOfAges(from, to int) (grade.Set, bool) {
	if from > to || from > oldest || to < youngest {
		return 0, false
	}
	of := func(age int) grade.Grade { return grade.Grade(min(max(age-kindergarten+1, 0), grade.Count-1)) }
	return grade.Range(of(from), of(to)), true
}

// agesOf reads an age or a span of them, as one word: "6", "5-7", "12+".
func agesOf(word string) (grade.Set, bool) {
	m := ageForm.FindStringSubmatch(word)
	if m == nil {
		return 0, false
	}
	from, _ := strconv.Atoi(m[1])
	to := from
	if m[3] != "" {
		to = oldest
	} else if m[2] != "" {
		to, _ = strconv.Atoi(m[2])
	}
	return gradesOfAges(from, to)
}

// ageSpan reads an age or a span of them that the first words name, and how many words those are: "5", "5-7", "5 to 7", "12 and up".
func ageSpan(tokens []string) (grade.Set, int) {
	if len(tokens) == 0 {
		return 0, 0
	}
	first := gradeKey(tokens[0])
	if len(tokens) > 2 {
		between, second := gradeKey(tokens[1]), gradeKey(tokens[2])
		if upToWords[between] || andWords[between] {
			if set, ok := agesOf(first + "-" + second); ok {
				return set, 3
			}
		}
		if set, ok := agesOf(first + "+"); ok && andWords[between] && upwards[second] {
			return set, 3
		}
	}
	if set, ok := agesOf(first); ok {
		return set, 1
	}
	return 0, 0
}

// agesAt reads the grades of the ages that the words at a place name, and how many words those are: "ages 5-7", "5 year olds",
// "niños de 5 años". What is so many years old and no child, or takes so many years, is none of them.
func agesAt(tokens []string, at int) (grade.Set, int) {
	word, before := gradeKey(tokens[at]), ""
	if at > 0 {
		before = gradeKey(tokens[at-1])
	}
	switch m := hyphenAge.FindStringSubmatch(word); {
	case m != nil:
		if set, ok := agesOf(m[1]); ok && (m[2] == "olds" || at+1 == len(tokens)) {
			return set, 1
		}
	case eras[before]:
	case ageWords[word] || word == "age" && (before == "" || ageLead[before]):
		skip := 1
		if at+1 < len(tokens) && ofAge[gradeKey(tokens[at+1])] {
			skip++
		}
		if set, n := ageSpan(tokens[at+skip:]); n > 0 {
			n += skip
			return set, n + yearsAfter(tokens[at+n:])
		}
	case ofAge[word] && childWord[before]:
		if set, n := ageSpan(tokens[at+1:]); n > 0 && at+1+n < len(tokens) && gradeKey(tokens[at+1+n]) == "anos" {
			return set, n + 2
		}
	default:
		if set, n := ageSpan(tokens[at:]); n > 0 {
			if years := yearsAfter(tokens[at+n:]); years > 1 && isChild(tokens, at+n+years-1) || years == 1 && childWord[before] {
				return set, n + years
			}
		}
	}
	return 0, 0
}

// yearsAfter is how many words say that what was before them are years of age: "years", "year olds", "años de edad".
func yearsAfter(tokens []string) int {
	switch {
	case len(tokens) == 0:
	case gradeKey(tokens[0]) == "anos":
		if len(tokens) > 2 && ofAge[gradeKey(tokens[1])] && ageWords[gradeKey(tokens[2])] {
			return 3
		}
		return 1
	case yearsOld[gradeKey(tokens[0])]:
		if len(tokens) > 1 && (gradeKey(tokens[1]) == "old" || gradeKey(tokens[1]) == "olds") {
			return 2
		}
		return 1
	}
	return 0
}

// isChild says whether what is so many years old is a child: several are, one of whom nothing more is said, and who is called so.
func isChild(tokens []string, at int) bool {
	return gradeKey(tokens[at]) != "old" || at+1 == len(tokens) || childWord[gradeKey(tokens[at+1])]
}
