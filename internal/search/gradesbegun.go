package search

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/index"
)

// Graded is some grades, and the other words that were typed beside them.
type Graded struct {
	Grades grade.Set
	Values []string // of the facet
	Rest   string
}

// How many grades are suggested, and how much of a name must be typed.
const (
	gradesSuggested = 2
	fewestOfWord    = 2 // of the word beside a number
	fewestOfLevel   = 4 // of the name of a level
)

// gradesBegun are the grades that what is being typed names or is about to name, where the actor may see something for them that has the
// other words.
func (s *Service) gradesBegun(ctx context.Context, by actor.Actor, typed string) (out []Graded, err error) {
	topics, err := s.topicsFor(ctx, by)
	if err != nil {
		return nil, err
	}
	schools, err := s.schools(ctx, by)
	if err != nil {
		return nil, err
	}
	for _, text := range append([]string{typed}, gradeEnds(typed)...) {
		asked := understand(text, topics, schools)
		if len(asked.Grades) == 0 {
			continue
		}
		one := Graded{GradesOf(asked.Grades), asked.Grades, asked.Rest}
		if slices.ContainsFunc(out, func(g Graded) bool { return g.Grades == one.Grades }) {
			continue
		}
		q := index.Query{Words: asked.Words, Without: asked.Without, Phrases: asked.Phrases, Also: asked.Also, Exactly: true, Scope: scope(by),
			Filters: map[string][]string{Grade: spread(asked.Grades)}, Limit: 1, HitsOnly: true}
		if found := s.index.Load().Search(q); len(found.Hits) > 0 && (asked.Words == "" || found.Whole > 0) {
			out = append(out, one)
		}
		if len(out) == gradesSuggested || text == typed { // who has typed it whole means no other
			break
		}
	}
	return out, nil
}

// levelNames are the names of levels, the shortest first.
var levelNames = sync.OnceValue(func() []string {
	return slices.SortedFunc(maps.Keys(levels), func(a, b string) int { return cmp.Or(len(a)-len(b), strings.Compare(a, b)) })
})

// gradeEnds are what may be about to be typed where it ends in the beginning of a word for grades: "3rd gr", "poems middle s".
func gradeEnds(typed string) (out []string) {
	tokens := strings.Fields(typed)
	if len(tokens) == 0 {
		return nil
	}
	last := gradeKey(tokens[len(tokens)-1])
	if before := tokens[:len(tokens)-1]; len(before) > 0 && utf8.RuneCountInString(last) >= fewestOfWord {
		for _, word := range []string{"grade", "grado", "graders"} {
			if strings.HasPrefix(word, last) {
				out = append(out, strings.Join(append(slices.Clone(before), word), " "))
			}
		}
	}
	for n := min(longestLevel, len(tokens)); n > 0; n-- {
		before, begun := tokens[:len(tokens)-n], gradeKey(strings.Join(tokens[len(tokens)-n:], " "))
		if utf8.RuneCountInString(begun) < fewestOfLevel {
			continue
		}
		for _, name := range levelNames() {
			if strings.HasPrefix(name, begun) && name != begun {
				out = append(out, strings.Join(append(slices.Clone(before), name), " "))
			}
		}
	}
	return out
}
