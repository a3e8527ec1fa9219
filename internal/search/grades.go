package search

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/grade"
)

// ordinals are the grades as they are counted in words, folded.
var ordinals = map[string]int{
	"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
	"eleventh": 11, "twelfth": 12,
	"primer": 1, "primero": 1, "segundo": 2, "tercer": 3, "tercero": 3, "cuarto": 4, "quinto": 5, "sexto": 6, "septimo": 7, "octavo": 8,
	"noveno": 9, "decimo": 10, "undecimo": 11, "duodecimo": 12,
}

// Words that stand beside a number or an ordinal and make it a grade.
var (
	gradeWords = map[string]bool{"grade": true, "grades": true, "grader": true, "graders": true, "gr": true, "grado": true, "grados": true}
	counted    = regexp.MustCompile(`^([1-9]|1[0-2])(st|nd|rd|th|er|ro|do|to|mo|vo|no|\.?º|o)?$`)
	spanned    = regexp.MustCompile(`^(pre-?k|pk|k|[1-9]|1[0-2])-(k|[1-9]|1[0-2])$`)
	fromK      = regexp.MustCompile(`^(pre-?k|pk|k)-(k|[1-9]|1[0-2])$`)
)

// takeGrades takes out the words that name grades: "grade 3", "3rd graders", "grades 6-8", "K-2", "tercer grado", "grado 3".
func takeGrades(tokens []string) (rest []string, found grade.Set) {
	for i := 0; i < len(tokens); {
		set, n := gradesAt(tokens[i:])
		if n == 0 {
			rest = append(rest, tokens[i])
			i++
			continue
		}
		found |= set
		i += n
		// "for" before a grade says nothing without it.
		if last := len(rest) - 1; last >= 0 && (fold.Key(rest[last]) == "for" || fold.Key(rest[last]) == "para") && i >= len(tokens) {
			rest = rest[:last]
		}
	}
	return rest, found
}

// gradesAt reads the grades that the first words name, and how many words those are.
func gradesAt(tokens []string) (grade.Set, int) {
	word := gradeKey(tokens[0])
	next := ""
	if len(tokens) > 1 {
		next = gradeKey(tokens[1])
	}
	switch {
	case gradeWords[word] && next != "": // grade 3, grades 3-5, grade K
		if len(tokens) > 3 && (gradeKey(tokens[2]) == "to" || gradeKey(tokens[2]) == "a") { // grades 3 to 5
			if set, err := grade.Parse(next + "-" + gradeKey(tokens[3])); err == nil && set != 0 {
				return set, 4
			}
		}
		if set, ok := gradeOf(next); ok {
			return set, 2
		}
	case gradeWords[next] || strings.HasPrefix(next, "grade"): // 3rd grade, third graders, tercer grado
		if set, ok := gradeOf(word); ok {
			return set, 2
		}
	case fromK.MatchString(word): // K-2
		if set, err := grade.Parse(word); err == nil {
			return set, 1
		}
	}
	return 0, 0
}

// gradeOf reads what stands beside the word "grade".
func gradeOf(word string) (grade.Set, bool) {
	if n, ok := ordinals[word]; ok {
		return grade.Range(grade.Grade(n+1), grade.Grade(n+1)), true
	}
	if m := counted.FindStringSubmatch(word); m != nil {
		n, err := strconv.Atoi(m[1])
		return grade.Range(grade.Grade(n+1), grade.Grade(n+1)), err == nil
	}
	if spanned.MatchString(word) || word == "k" || word == "pk" || word == "prek" || word == "pre-k" {
		set, err := grade.Parse(word)
		return set, err == nil && set != 0
	}
	return 0, false
}

func gradeKey(token string) string {
	return strings.NewReplacer("–", "-", "—", "-").Replace(strings.Trim(fold.Key(token), ".,;:!?()¿¡"))
}
