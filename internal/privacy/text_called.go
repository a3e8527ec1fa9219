package privacy

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/commonshelf/commonshelf/internal/fold"
)

const (
	studentWord = `(?:students?|pupils?|learners?|alumn[oa]s?|estudiantes?)(?:['’]s?)?`
	idWord      = `(?:ids?|i\.d\.|no\.?|nos\.|num\.?|numbers?|nº|#|code|pin|barcode|account|username|login|n[uú]mero|matr[ií]cula|c[oó]digo|clave|expediente)`
	idNumber    = `[A-Za-z]{0,3}-?\d{4,12}`
)

var (
	labelOfID = regexp.MustCompile(`(?i)(?:\b` + studentWord + `[ \t_-]*` + idWord + `|\b` + idWord + `[ \t]+(?:del? |de la )?` + studentWord +
		`|\bsis[ \t]+(?:id|number)|\blunch[ \t]+` + idWord + `|\bgrade[ -]?book|\bboleta|\bmatr[ií]cula|\blibro de (?:calificaciones|notas))`)
	afterLabel  = regexp.MustCompile(`^[^\n\d\x00]{0,28}?\n?[^\n\d\x00]{0,4}?\b(` + idNumber + `)\b`)
	beforeLabel = regexp.MustCompile(`\b(` + idNumber + `)[ \t,;:(\[/–—-]{1,4}$`)
	bareStudent = regexp.MustCompile(`(?i)\b` + studentWord)
	afterBare   = regexp.MustCompile(`^([^\n\d\x00]{0,32}?)\b[A-Za-z]{0,3}-?\d{5,10}\b`)

	mentionsBirth = regexp.MustCompile(`[Oo]\.?[Bb]\b|[Bb]irth|BIRTH|[Nn]acimiento|NACIMIENTO`)
	dateOfBirth   = regexp.MustCompile(`(?i)(?:\bd\.?o\.?b\b|\bdate of birth|\bbirth ?date|\bfecha de nacimiento)[^\n\d\x00]{0,16}` +
		`(?:\d{1,2}[/.-]\d{1,2}[/.-](?:20)?\d{2}\b|20\d{2}-\d{1,2}-\d{1,2}\b|\p{L}+\.? \d{1,2},? 20\d{2}\b|\d{1,2}\.? (?:de )?\p{L}+ (?:de )?20\d{2}\b)`)
)

// born finds a date of birth in this century.
func born(text string) (span, bool) {
	if !mentionsBirth.MatchString(text) {
		return span{}, false
	}
	at := dateOfBirth.FindStringIndex(text)
	if at == nil {
		return span{}, false
	}
	return span{at[0], at[1]}, true
}

// called finds a number that the text itself calls a student's.
func called(text string) (span, bool) {
	text = blankOut(text, decimals, dates, years)
	for _, at := range labelOfID.FindAllStringIndex(text, -1) {
		if m := afterLabel.FindStringIndex(text[at[1]:]); m != nil {
			return span{at[0], at[1] + m[1]}, true
		}
		if m := beforeLabel.FindStringIndex(text[:at[0]]); m != nil {
			return span{m[0], at[1]}, true
		}
	}
	text = blankOut(text, labelled)
	for _, at := range bareStudent.FindAllStringIndex(text, -1) {
		m := afterBare.FindStringSubmatchIndex(text[at[1]:])
		if m != nil && onlyNames(text[at[1]+m[2]:at[1]+m[3]]) {
			return span{at[0], at[1] + m[1]}, true
		}
	}
	return span{}, false
}

// onlyNames says whether what stands between two things is nothing but names and signs.
func onlyNames(between string) bool {
	for word := range strings.FieldsFuncSeq(between, func(r rune) bool { return !unicode.IsLetter(r) }) {
		first := []rune(word)[0]
		if !unicode.IsUpper(first) && !isID(word) || noPerson[fold.Key(word)] {
			return false
		}
	}
	return true
}
