package search

import (
	"regexp"
	"slices"
	"strconv"

	"github.com/commonshelf/commonshelf/internal/grade"
)

// What may be grades, and may be something else: two numbers, a place, a year of some other school, an age.
var (
	perhapsSpan = regexp.MustCompile(`^([1-9]|1[0-2])-([1-9]|1[0-2])$`)
	otherAfter  = among("week weeks day days minute minutes min mins hour hours month months year years people players students pages semana semanas dia dias minuto minutos hora horas mes meses ano anos paginas jours semaines heures")
	otherBefore = among("page pages pp p ages aged chapter chapters unit units lesson lessons vol volume volumes capitulo capitulos pagina paginas edad edades")
	atTheEnd    = map[string]grade.Set{"junior": gradeOnly(11), "senior": gradeOnly(12)}
)

// perhapsGrades are grades that words may mean which are looked for as words: "graphic novels 6-8", "mysteries 5th", "year 5". Whoever typed
// them is asked.
func perhapsGrades(tokens []string) (rest []string, set grade.Set) {
	for i, token := range tokens {
		if i > 0 && otherBefore[gradeKey(tokens[i-1])] && !(i > 1 && eras[gradeKey(tokens[i-2])]) { // the Middle Ages 6-8
			continue
		}
		if set, size := perhapsAt(tokens[i:], gradeKey(token), len(tokens)); size > 0 && !otherFollows(tokens, i+size) {
			return slices.Concat(tokens[:i], tokens[i+size:]), set
		}
	}
	return nil, 0
}

// otherFollows says whether what stands at a place makes something else of the number before it.
func otherFollows(tokens []string, at int) bool {
	return at < len(tokens) && otherAfter[gradeKey(tokens[at])]
}

// perhapsAt reads grades that the first words may mean, of so many in all, and how many words those are.
func perhapsAt(tokens []string, word string, all int) (set grade.Set, size int) {
	last := len(tokens) == 1
	switch m := perhapsSpan.FindStringSubmatch(word); {
	case m != nil:
		from, _ := strconv.Atoi(m[1])
		if to, _ := strconv.Atoi(m[2]); from < to {
			return grade.Range(grade.Grade(from+1), grade.Grade(to+1)), 1
		}
	case last && atTheEnd[word] != 0:
		return atTheEnd[word], 1
	case last && isOrdinal(word) && (counted.MatchString(word) || all == 1 || ordinals[word] > 2): // to come first, to take a second
		set, _ = gradeOf(word)
		return set, 1
	case last:
	case word == "year" || word == "class":
		return yearOrClass(word, gradeKey(tokens[1]))
	case word == "age":
		if set, ok := agesOf(gradeKey(tokens[1])); ok {
			return set, 2
		}
	case counted.MatchString(word) && len(tokens) == 3 && upToWords[gradeKey(tokens[1])]:
		if list, n := listedGrades(tokens); n == 3 {
			return list, n
		}
	}
	return 0, 0
}

// yearOrClass reads how schools elsewhere count: a year of some is the same grade, of others the one before.
func yearOrClass(word, number string) (grade.Set, int) {
	n, err := strconv.Atoi(number)
	switch {
	case err != nil || n < 1 || n > 13 || word == "class" && n > 12:
		return 0, 0
	case word == "class":
		return gradeOnly(n), 2
	}
	return grade.Range(grade.Grade(n), min(grade.Grade(n+1), grade.Count-1)), 2
}
