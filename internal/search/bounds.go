package search

import (
	"slices"
	"unicode/utf8"
)

// What one search may ask for. An address that somebody made up costs no more than one that a page made.
const (
	WordsLimit  = 500 // characters
	ValuesLimit = 20  // of one facet
	ChosenLimit = 60  // of all facets together
)

// Bounded is the query within what a search may ask for: repeated values are dropped, and what is over the limits is left out.
func (q Query) Bounded() Query {
	q.Words = cut(q.Words, WordsLimit)
	filters, room := map[string][]string{}, ChosenLimit
	for _, facet := range Facets {
		values := distinct(q.Filters[facet], min(ValuesLimit, room))
		if len(values) > 0 {
			filters[facet] = values
		}
		room -= len(values)
	}
	q.Filters = filters
	return q
}

// distinct are the first values that differ, at most so many.
func distinct(values []string, most int) []string {
	var out []string
	for _, v := range values {
		if len(out) == most {
			break
		}
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// cut is the beginning of a text, at most so many characters.
func cut(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most])
}
