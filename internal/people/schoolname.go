package people

import (
	"strings"
	"unicode"

	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/grade"
)

// levels are words in a school's name that say its level, folded, with the grades they usually mean.
var levels = map[string]grade.Set{
	"elementary": grade.Range(1, 6), "primary": grade.Range(1, 6), "primaria": grade.Range(1, 6), "elemental": grade.Range(1, 6), "grade": grade.Range(1, 6),
	"middle": grade.Range(7, 9), "junior": grade.Range(7, 9), "intermediate": grade.Range(5, 9), "intermedia": grade.Range(7, 9), "media": grade.Range(7, 9),
	"high": grade.Range(10, 13), "senior": grade.Range(10, 13), "secundaria": grade.Range(7, 13), "preparatoria": grade.Range(10, 13), "superior": grade.Range(10, 13),
	"preschool": grade.Range(0, 0), "prek": grade.Range(0, 0),
}

// plainWords are words in a school's name that distinguish it from nothing.
var plainWords = map[string]bool{
	"school": true, "schools": true, "academy": true, "escuela": true, "es": true, "ms": true, "hs": true, "jr": true, "sr": true,
	"de": true, "la": true, "el": true, "elem": true, "the": true, "k-8": true, "k-5": true, "k-12": true, "6-8": true, "9-12": true, "jr.": true, "sr.": true, "elem.": true,
}

// shortName is what colleagues call a school: "Oak" for "Oak Elementary School". A name of nothing but common words and numbers stays whole.
func shortName(name string) string {
	var kept []string
	for word := range strings.FieldsSeq(name) {
		key := fold.Key(word)
		if _, level := levels[key]; !level && !plainWords[key] {
			kept = append(kept, word)
		}
	}
	short := strings.Join(kept, " ")
	if !strings.ContainsFunc(short, unicode.IsLetter) { // nobody says "12" for School 12
		return name
	}
	return short
}

// usualGrades guesses a school's grades by its name; empty when it does not tell.
func usualGrades(name string) grade.Set {
	var junior grade.Set
	for word := range strings.FieldsSeq(fold.Key(name)) {
		switch {
		case word == "junior" || word == "intermediate":
			junior = levels[word] // of "Junior High" the first word counts
		case levels[word] != 0 && junior == 0:
			return levels[word]
		case strings.HasPrefix(word, "k-"):
			if set, err := grade.Parse(word); err == nil {
				return set
			}
		}
	}
	return junior
}
