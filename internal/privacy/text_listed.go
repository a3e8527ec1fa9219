package privacy

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/commonshelf/commonshelf/internal/fold"
)

var (
	rowOfList = regexp.MustCompile(`^[ \t]*(?:[-*+|>•][ \t]*|\d{1,3}[.)][ \t]*)*(` + aName.String() + `)[ \t|:;,=–—-]*(\d{1,9}(?:[.,]\d{1,2})?(?:[ \t]?%|[ \t]?/[ \t]?\d{1,3})?)$`)
	ofScores  = regexp.MustCompile(`(?i)\b(?:students?|pupils?|scores?|quiz(?:zes)?|tests?|exams?|points|grade ?book|lexiles?|overdue|fines?|alumn[oa]s?|estudiantes?|notas|` +
		`calificaci(?:ón|ones)|puntajes?|puntos|ex[aá]men(?:es)?|pruebas?|multas?)\b`)
	ofStaff = regexp.MustCompile(`(?i)\b(?:ext(?:ensions?)?|phones?|tel|rooms?|staff|extensi(?:ón|ones)|tel[eé]fonos?|salas?|personal|librarians?|bibliotecari[oa]s?|` +
		`authors?|autor(?:es|as?)?|illustrators?|ilustrador(?:es|as?)?|books?|titles?|libros|t[ií]tulos|copies|ejemplares)\b`)
)

const (
	fewest     = 3   // lines of a name and a number make a class
	longestRow = 120 // bytes of one of them
)

// listed finds several lines of a name and a number: long ones, or short ones where the text speaks of students or scores.
func listed(text string) (span, bool) {
	long, all := rowsOf(text)
	if len(all) < fewest || ofStaff.MatchString(text) && !bareStudent.MatchString(text) {
		return span{}, false
	}
	if len(long) >= fewest && isClass(text, long) {
		return long[0], true
	}
	return all[0], isClass(text, all) && ofScores.MatchString(text)
}

// rowsOf are the lines that are a name and a number, and those of them with a long number.
func rowsOf(text string) (long, all []span) {
	at := 0
	for line := range strings.Lines(text) {
		start := at
		at += len(line)
		line = strings.TrimRight(line, " \t\r\n|")
		if line == "" || len(line) > longestRow || !strings.Contains("0123456789%", line[len(line)-1:]) {
			continue
		}
		m := rowOfList.FindStringSubmatchIndex(blankOut(line, append([]*regexp.Regexp{dates, years, labelled, places}, shelved...)...))
		if m == nil || !person(line[m[2]:m[3]]) {
			continue
		}
		row := span{start + m[2], start + m[5]}
		all = append(all, row)
		if len(digits.FindString(line[m[4]:m[5]])) >= 4 {
			long = append(long, row)
		}
	}
	return long, all
}

// isClass says whether enough of the names are names that are known.
func isClass(text string, rows []span) bool {
	known := 0
	for _, row := range rows {
		known += isKnown(text[row.from:row.to])
	}
	return known*3 >= len(rows)
}

// person says whether words written like a name may be one.
func person(name string) bool {
	list := strings.FieldsFunc(fold.Key(name), func(r rune) bool { return !unicode.IsLetter(r) })
	for _, word := range list {
		if noPerson[word] {
			return false
		}
	}
	return len(list) > 1 || given[list[0]]
}

func isKnown(name string) int {
	for word := range strings.FieldsFuncSeq(fold.Key(name), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if given[word] {
			return 1
		}
	}
	return 0
}
