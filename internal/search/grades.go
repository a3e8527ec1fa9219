package search

import (
	"math/bits"
	"regexp"
	"strconv"
	"strings"

	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/grade"
)

// ordinals are the grades as they are counted in words, folded.
var ordinals = counting(
	"first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
	"primer segundo tercer cuarto quinto sexto septimo octavo noveno decimo undecimo duodecimo", "primero - tercero",
	"premier deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme", "premiere",
	"primeiro - terceiro - - - setimo - nono",
	"erste zweite dritte vierte funfte sechste siebte achte neunte zehnte", "ersten zweiten dritten vierten funften sechsten siebten achten neunten zehnten",
	"premye dezyem twazyem katriyem senkyem sizyem setyem wityem nevyem dizyem",
	"الاول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر",
)

// counting numbers the words of each list from one; a dash stands for none.
func counting(lists ...string) map[string]int {
	out := map[string]int{}
	for _, list := range lists {
		for i, word := range strings.Fields(list) {
			if word != "-" {
				out[fold.Key(word)] = i + 1
			}
		}
	}
	return out
}

// Words that stand beside a number or an ordinal and make it a grade, folded. Those of years need an ordinal: "3º ano".
var (
	gradeWords = among("grade grades grader graders gr grado grados klasse lop klas klasa класс классе класса baitang الصف")
	yearWords  = among("annee ano ane serie curso")
	forWords   = among("for para pour fur cho pou")
	upToWords  = among("to through thru a al hasta ate bis den rive")
	andWords   = among("and or & + y e o et ou und oder va ak")
	counted    = regexp.MustCompile(`^([1-9]|1[0-2])\.?(st|nd|rd|th|er|ro|do|to|mo|vo|no|o|a|re|ere|e|eme|ieme|ye|yem)?$`)
	spanned    = regexp.MustCompile(`^(pre-?k|pk|tk|k|[1-9]|1[0-2])(st|nd|rd|th)?([-/,](k|[1-9]|1[0-2])(st|nd|rd|th)?)+$`)
	andUp      = regexp.MustCompile(`^(k|[1-9]|1[0-2])\+$`)
	fromK      = regexp.MustCompile(`^(pre-?k|pk|tk|k)-(k|[1-9]|1[0-2])$`)
	counts     = regexp.MustCompile(`^([1-9]|1[0-2])(st|nd|rd|th)-([1-9]|1[0-2])(st|nd|rd|th)$`)
	hyphened   = regexp.MustCompile(`^(.+)-(grade|grader|graders)$`)
	glued      = regexp.MustCompile(`(?i)^(grades?|gr|g|grados?|klasse)([.:=#-]*)(\d.*|pre-?k.*|pk.*|k|k-.*)$`)
	gradeMarks = strings.NewReplacer("–", "-", "—", "-", "°", "o", "٠", "0", "١", "1", "٢", "2", "٣", "3", "٤", "4", "٥", "5", "٦", "6", "٧", "7", "٨", "8", "٩", "9")
	packed     = regexp.MustCompile(`(十[一二]|[一二三四五六七八九十]|1[0-2]|[1-9])\s*年[级級]`)
)

func among(words string) map[string]bool {
	out := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		out[fold.Key(word)] = true
	}
	return out
}

// packedDigits are the grades as Chinese writes them before the word for a grade.
var packedDigits = map[string]int{"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十一": 11, "十二": 12}

// takeGrades takes out the words that name grades: "grade 3", "3rd graders", "grades 6-8", "K-2", "tercer grado", "lớp 3", "三年级"; and those
// that name one that there is not, which it tells.
func takeGrades(tokens []string) (rest []string, found grade.Set, beyond []string) {
	tokens, found = takePacked(unglued(tokens))
	for i := 0; i < len(tokens); {
		set, none, n := gradeNamed(tokens, i)
		if n == 0 {
			rest = append(rest, tokens[i])
			i++
			continue
		}
		for i += n; n > 0 && set != 0; i += n {
			set, n = goesOn(tokens, i, set)
		}
		found |= set
		if none != "" {
			beyond = append(beyond, none)
		}
		// "for" before a grade says nothing without it.
		if last := len(rest) - 1; last >= 0 && forWords[fold.Key(rest[last])] && i >= len(tokens) {
			rest = rest[:last]
		}
	}
	return rest, found, beyond
}

// goesOn reads what follows grades and belongs to them, and how many words that is: "and up", "to second grade", "or 6-8", and of high
// school "seniors".
func goesOn(tokens []string, at int, set grade.Set) (grade.Set, int) {
	if at >= len(tokens) {
		return set, 0
	}
	between, size := gradeKey(tokens[at]), 0
	if at+1 < len(tokens) && (andWords[between] || upToWords[between]) {
		if size = 1; andWords[between] && upwards[gradeKey(tokens[at+1])] && (at+2 == len(tokens) || !upToWords[gradeKey(tokens[at+2])]) { // not: up to date
			return set | grade.Range(lowest(set), grade.Count-1), 2
		}
	}
	next, none, n := gradeNamed(tokens, at+size)
	if n == 0 {
		if next, n = perhapsBeside(tokens, at+size, size > 0); n == 0 {
			return set, 0
		}
	}
	switch {
	case next == 0 || none != "":
		return set, 0
	case size > 0 && upToWords[between]:
		next |= grade.Range(lowest(set), lowest(next))
	case size == 0 && next&^set == 0:
		return next, n
	}
	return set | next, n + size
}

// perhapsBeside reads what may be grades and is some beside others: "6-8"; at the end, with a word between, a place too: "to 5th".
func perhapsBeside(tokens []string, at int, joined bool) (grade.Set, int) {
	word := gradeKey(tokens[at])
	place := joined && at+1 == len(tokens) && isOrdinal(word)
	if !place && !perhapsSpan.MatchString(word) || otherFollows(tokens, at+1) {
		return 0, 0
	}
	return perhapsAt(tokens[at:at+1], word, len(tokens))
}

// gradeNamed reads the grades that the words at a place name, or the one that there is not, and how many words those are.
func gradeNamed(tokens []string, at int) (set grade.Set, none string, n int) {
	if set, n = gradesAt(tokens[at:]); n == 1 && ofSource(tokens, at) {
		return 0, "", 0
	} else if n > 0 {
		return set, "", n
	}
	if set, n = agesAt(tokens, at); n > 0 {
		return set, "", n
	}
	if at > 1 && gradeKey(tokens[at-2]) == "how" && gradeKey(tokens[at-1]) == "to" { // "how to grade 20 essays"
		return 0, "", 0
	}
	return beyondAt(tokens[at:])
}

// unglued parts a number from the word for a grade that is written with it: "gr3", "grade:6", "g3".
func unglued(tokens []string) (out []string) {
	for _, token := range tokens {
		m := glued.FindStringSubmatch(token)
		if _, ok := gradeOf(gradeKey(last(m))); !ok || m[2] == "" && !isDigit(m[3][0]) {
			out = append(out, token)
			continue
		}
		if strings.EqualFold(m[1], "g") { // alone it is more often a gram
			m[1] = "grade"
		}
		out = append(out, m[1], m[3])
	}
	return out
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// last is the last of some texts; of none, nothing.
func last(of []string) string {
	if len(of) == 0 {
		return ""
	}
	return of[len(of)-1]
}

// Numbers of grades that there are not, by themselves and at the end of a span. Larger ones are counts.
var (
	noGrade     = regexp.MustCompile(`^(0|1[3-9]|20)\.?(st|nd|rd|th|o|a|e|er|no|vo)?$`)
	beyondGrade = regexp.MustCompile(`^([1-9]|1[0-2])-(1[3-9]|20)$`)
)

// beyondAt reads a grade that there is not, which the first words name, what there is of it, and how many words those are.
func beyondAt(tokens []string) (set grade.Set, none string, n int) {
	if len(tokens) < 2 {
		return 0, "", 0
	}
	word, next := gradeKey(tokens[0]), gradeKey(tokens[1])
	switch {
	case gradeWords[word]:
		if m := noGrade.FindStringSubmatch(next); m != nil {
			return 0, m[1], 2
		}
		if m := beyondGrade.FindStringSubmatch(next); m != nil {
			from, _ := strconv.Atoi(m[1])
			return grade.Range(grade.Grade(from+1), grade.Count-1), m[2], 2
		}
	case gradeWords[next]:
		if m := noGrade.FindStringSubmatch(word); m != nil {
			return 0, m[1], 2
		}
	}
	return 0, "", 0
}

// takePacked takes grades out of words of a script without spaces.
func takePacked(tokens []string) (rest []string, found grade.Set) {
	for _, token := range tokens {
		without := packed.ReplaceAllStringFunc(token, func(name string) string {
			digits := packed.FindStringSubmatch(name)[1]
			n, ok := packedDigits[digits]
			if !ok {
				n, _ = strconv.Atoi(digits)
			}
			found |= gradeOnly(n)
			return " "
		})
		rest = append(rest, strings.Fields(without)...)
	}
	return rest, found
}

// gradeOnly is the set of one grade by its number.
func gradeOnly(n int) grade.Set { return grade.Range(grade.Grade(n+1), grade.Grade(n+1)) }

// gradesAt reads the grades that the first words name, and how many words those are.
func gradesAt(tokens []string) (grade.Set, int) {
	word := gradeKey(tokens[0])
	next := ""
	if len(tokens) > 1 {
		next = gradeKey(tokens[1])
	}
	if set, n := levelAt(tokens); n > 0 && !(isGradeLetter(word) && upToWords[next]) {
		return set, n
	}
	switch {
	case gradeWords[word] && next != "": // grade 3, grades 3-5, grade K
		if set, n := listedGrades(inFigures(tokens[1:])); n > 0 { // grades 3 to 5, grades 1, 2 and 4, grades six to eight
			return set, n + 1
		}
	case gradeWords[next]: // 3rd grade, third graders, tercer grado, 3. Klasse
		if set, ok := gradeOf(word); ok {
			return set, 2
		}
	case yearWords[next] && isOrdinal(word): // 3e année, 3º ano, 3yèm ane
		if set, ok := gradeOf(word); ok {
			return set, 2
		}
	case isOrdinal(word) || isGradeLetter(word): // 3rd and 4th graders, K to 2nd grade, K to 5
		if set, n := levelYear(tokens); n > 0 {
			return set, n
		}
		set, n := listedGrades(tokens)
		if isGradeLetter(word) && upToWords[next] && n == 3 && (n == len(tokens) || !gradeWords[gradeKey(tokens[n])]) {
			return set, n
		}
		if n > 1 && n < len(tokens) && (gradeWords[gradeKey(tokens[n])] || yearWords[gradeKey(tokens[n])]) {
			return set, n + 1
		}
	case ofLevel[word] && next != "": // de 3.º a 5.º
		if set, n := listedGrades(tokens[1:]); n > 1 && isOrdinal(next) && isOrdinal(gradeKey(tokens[n])) && (n+1 == len(tokens) || !gradeWords[gradeKey(tokens[n+1])] && !yearWords[gradeKey(tokens[n+1])]) {
			return set, n + 1
		}
	case fromK.MatchString(word) || counts.MatchString(word): // K-2, 6th-8th
		if set, err := grade.Parse(word); err == nil {
			return set, 1
		}
	}
	if m := hyphened.FindStringSubmatch(word); m != nil { // third-grade
		if set, ok := gradeOf(m[1]); ok {
			return set, 1
		}
	}
	return 0, 0
}

// listedGrades reads grades that are counted up, and how many words those are.
func listedGrades(tokens []string) (set grade.Set, n int) {
	set, ok := gradeOf(gradeKey(tokens[0]))
	if !ok {
		return 0, 0
	}
	last := set
	for n = 1; n < len(tokens); {
		between, size := "and", 0
		if !strings.HasSuffix(tokens[n-1], ",") || andWords[gradeKey(tokens[n])] {
			between, size = gradeKey(tokens[n]), 1
		}
		if n+size >= len(tokens) || !upToWords[between] && !andWords[between] {
			break
		}
		next, ok := gradeOf(gradeKey(tokens[n+size]))
		if !ok {
			break
		}
		if upToWords[between] {
			set |= grade.Range(lowest(last), lowest(next))
		}
		set, last, n = set|next, next, n+size+1
	}
	return set, n
}

// lowest is the first grade of a set that is not empty.
func lowest(s grade.Set) grade.Grade { return grade.Grade(bits.TrailingZeros16(uint16(s))) }

func isGradeLetter(word string) bool {
	return word == "k" || word == "pk" || word == "tk" || word == "prek" || word == "pre-k"
}

// isOrdinal says whether a word counts places: "3e", "third", and not "3".
func isOrdinal(word string) bool {
	m := counted.FindStringSubmatch(word)
	return ordinals[word] > 0 || m != nil && m[2] != ""
}

// gradeOf reads what stands beside the word "grade".
func gradeOf(word string) (grade.Set, bool) {
	if n, ok := ordinals[word]; ok {
		return gradeOnly(n), true
	}
	if m := counted.FindStringSubmatch(word); m != nil {
		n, err := strconv.Atoi(m[1])
		return gradeOnly(n), err == nil
	}
	if m := andUp.FindStringSubmatch(word); m != nil {
		set, err := grade.Parse(m[1] + "-12")
		return set, err == nil
	}
	if spanned.MatchString(word) || isGradeLetter(word) {
		set, err := grade.Parse(word)
		return set, err == nil && set != 0
	}
	return 0, false
}

func gradeKey(token string) string {
	return gradeMarks.Replace(strings.Trim(fold.Key(token), ".,;:!?()¿¡"))
}
