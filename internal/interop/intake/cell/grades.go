package cell

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/grade"
)

// Grades reads "K-2", "3–5", "Grades 6 to 8", "primaria", "3.º", "9 and up", "year-group-7" and lists of these. Repaired
// says that a spreadsheet had made a date of a span: "5-Mar" was 3-5.
func Grades(text string) (set grade.Set, repaired, ok bool) {
	if set, ok := dated(text); ok {
		return set, true, true
	}
	if len(text) > longest {
		return 0, false, false
	}
	words := fold.Key(ordinalMarks.Replace(strings.ReplaceAll(text, "\n", ",")))
	words = twoDigits.ReplaceAllString(words, "$1,$2")
	words = listWords.ReplaceAllString(andUp.ReplaceAllString(words, "+"), ",")
	for part := range strings.FieldsFuncSeq(words, func(r rune) bool { return strings.ContainsRune(",;/&|", r) }) {
		one, ok := gradePart(strings.TrimSpace(part))
		if !ok {
			return 0, false, false
		}
		set |= one
	}
	return set, false, !set.Empty()
}

var (
	ordinalMarks = strings.NewReplacer("º", "", "°", "", "ª", "", "–", "-", "—", "-", "‐", "-", "‑", "-", "−", "-", "[", "", "]", "", "\"", "", "'", "")
	listWords    = regexp.MustCompile(`\s+(?:and|y|e)\s+`)
	gradeWords   = regexp.MustCompile(`\b(?:grades?|gr|levels?|grados?|nivel(?:es)?|students|schools?|escuela|de|del|los|the|only)\b[.:]?`)
	rangeWords   = regexp.MustCompile(`\s*(?:-+|\bto\b|\bthrough\b|\bthru\b|\ba\b|\bal\b|\bhasta\b)\s*`)
	twoDigits    = regexp.MustCompile(`^(\d{2})\.(\d{2})$`) // as codes of grades: 09.10
	andUp        = regexp.MustCompile(`\s*(?:\s(?:and|&|y|or|o)\s+(?:up|above|older|mas)|\sen adelante)\b`)
	glued        = regexp.MustCompile(`^(pk|prek|pre-k|tk|k)-?(1?\d)$`)
	ukYear       = regexp.MustCompile(`^year(?:[- ]?group)?s?[- ]?(\d{1,2})$`)
	spanishEnd   = regexp.MustCompile(`^(\d{1,2})\.?(?:o|a|ro|er|do|to|mo|vo|no|st|nd|rd|th)?$`)
	spaced       = regexp.MustCompile(`^\d{1,2}(?: \d{1,2})+$`)
)

// schoolWords are the words for several grades at once.
var schoolWords = map[string]grade.Set{
	"all": grade.All, "any": grade.All, "todos": grade.All, "todas": grade.All, "all grades": grade.All, "everyone": grade.All, "all ages": grade.All,
	"elementary": grade.Range(1, 6), "elem": grade.Range(1, 6), "primary": grade.Range(1, 6), "primaria": grade.Range(1, 6), "es": grade.Range(1, 6),
	"lower elementary": grade.Range(1, 3), "upper elementary": grade.Range(4, 6), "intermediate": grade.Range(4, 6),
	"middle": grade.Range(7, 9), "ms": grade.Range(7, 9), "junior high": grade.Range(8, 9), "intermedia": grade.Range(7, 9),
	"high": grade.Range(10, 13), "hs": grade.Range(10, 13), "preparatoria": grade.Range(10, 13), "bachillerato": grade.Range(10, 13),
	"secondary": grade.Range(7, 13), "secundaria": grade.Range(7, 13),
	"preschool": grade.Range(0, 0), "preescolar": grade.Range(0, 0), "early childhood": grade.Range(0, 1), "reception": grade.Range(0, 0),
}

// gradeNames are the words for one grade.
var gradeNames = map[string]grade.Grade{
	"pk": 0, "prek": 0, "pre-k": 0, "pre k": 0, "prekindergarten": 0, "pre-kindergarten": 0, "prekinder": 0, "pre-kinder": 0, "tk": 0,
	"k": 1, "kg": 1, "kinder": 1, "kindergarten": 1, "jardin": 1, "jardin infantes": 1,
	"first": 2, "second": 3, "third": 4, "fourth": 5, "fifth": 6, "sixth": 7, "seventh": 8, "eighth": 9, "ninth": 10, "tenth": 11, "eleventh": 12, "twelfth": 13,
	"primero": 2, "primer": 2, "segundo": 3, "tercero": 4, "tercer": 4, "cuarto": 5, "quinto": 6, "sexto": 7, "septimo": 8, "octavo": 9, "noveno": 10,
	"decimo": 11, "undecimo": 12, "duodecimo": 13,
}

// gradePart reads one entry of a list.
func gradePart(part string) (grade.Set, bool) {
	if set, ok := schoolWords[part]; ok {
		return set, true
	}
	part = strings.Join(strings.Fields(gradeWords.ReplaceAllString(part, " ")), " ")
	if set, ok := schoolWords[part]; ok {
		return set, true
	}
	if m := glued.FindStringSubmatch(part); m != nil {
		return span(m[1], m[2])
	}
	if from, ok := strings.CutSuffix(part, "+"); ok {
		return span(from, "12")
	}
	if g, ok := oneGrade(part); ok {
		return grade.Range(g, g), true
	}
	if spaced.MatchString(part) {
		var set grade.Set
		for word := range strings.FieldsSeq(part) {
			g, ok := oneGrade(word)
			if !ok {
				return 0, false
			}
			set |= grade.Range(g, g)
		}
		return set, true
	}
	for _, at := range rangeWords.FindAllStringIndex(part, -1) {
		if set, ok := span(part[:at[0]], part[at[1]:]); ok {
			return set, true
		}
	}
	return 0, false
}

func span(from, to string) (grade.Set, bool) {
	a, okA := oneGrade(strings.TrimSpace(from))
	b, okB := oneGrade(strings.TrimSpace(to))
	return grade.Range(a, b), okA && okB
}

// oneGrade reads the name or number of one grade. A year of a British school is one grade lower.
func oneGrade(word string) (grade.Grade, bool) {
	if g, ok := gradeNames[word]; ok {
		return g, true
	}
	if m := ukYear.FindStringSubmatch(word); m != nil {
		n, _ := strconv.Atoi(m[1]) // two digits at most
		return grade.Grade(n), n >= 1 && n <= 13
	}
	if m := spanishEnd.FindStringSubmatch(word); m != nil {
		n, _ := strconv.Atoi(m[1])
		return grade.Grade(n + 1), n >= 1 && n <= 12
	}
	return 0, false
}

var (
	dayMonth = regexp.MustCompile(`(?i)^(\d{1,2})-(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic)[a-z]*\.?$`)
	monthDay = regexp.MustCompile(`(?i)^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic)[a-z]*\.?-(\d{1,2})$`)
	isoDay   = regexp.MustCompile(`^\d{4}-(\d{2})-(\d{2})(?:[ T]00:00(?::00)?)?$`)
	usDay    = regexp.MustCompile(`^(\d{1,2})[/-](\d{1,2})[/-](?:\d{2}|\d{4})$`)
)

// dated gives back the span of grades that a spreadsheet took for a day of a month.
func dated(text string) (grade.Set, bool) {
	text = strings.TrimSpace(text)
	var month, day string
	if m := dayMonth.FindStringSubmatch(text); m != nil {
		month, day = m[2], m[1]
	} else if m := monthDay.FindStringSubmatch(text); m != nil {
		month, day = m[1], m[2]
	} else if m := isoDay.FindStringSubmatch(text); m != nil {
		month, day = m[1], m[2]
	} else if m := usDay.FindStringSubmatch(text); m != nil {
		month, day = m[1], m[2]
	} else {
		return 0, false
	}
	a, okA := strconv.Atoi(month)
	if okA != nil {
		a = monthNumber(month)
	}
	b, okB := strconv.Atoi(day)
	if okB != nil || a < 1 || a > 12 || b < 1 || b > 12 {
		return 0, false
	}
	return grade.Range(grade.Grade(a+1), grade.Grade(b+1)), true
}

func monthNumber(name string) int {
	for i, names := range []string{"jan ene", "feb", "mar", "apr abr", "may", "jun", "jul", "aug ago", "sep", "oct", "nov", "dec dic"} {
		if strings.Contains(names, strings.ToLower(name)) {
			return i + 1
		}
	}
	return 0
}
