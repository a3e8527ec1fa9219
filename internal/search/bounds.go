package search

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// What one search may ask for. An address that somebody made up costs no more than one that a page made.
const (
	WordsLimit  = 500 // characters
	ValuesLimit = 20  // of one facet
	ChosenLimit = 60  // of all facets together
	dayLimit    = 30  // characters of what is typed for a day
)

// Bounded is the query within what a search may ask for: repeated values are dropped, and what is over the limits is left out.
func (q Query) Bounded() Query {
	q.Words = cutWords(q.Words)
	filters, room := map[string][]string{}, ChosenLimit
	for _, facet := range Narrowing {
		chosen := q.Filters[facet]
		if facet == Grade {
			chosen = spans(chosen)
		}
		values := distinct(chosen, min(ValuesLimit, room))
		if len(values) > 0 {
			filters[facet] = values
		}
		room -= len(values)
	}
	q.Filters = filters
	q.Since, q.Until = dayBound(q.Since), dayBound(q.Until)
	if from, ok := ReadDay(q.Since); ok {
		if to, ok := ReadDay(q.Until); ok && to < from {
			q.Since, q.Until = q.Until, q.Since
		}
	}
	return q
}

// spans writes grades as addresses do.
func spans(chosen []string) []string {
	out := make([]string, len(chosen))
	for i, value := range chosen {
		out[i] = spanValue(value)
	}
	return out
}

// dayBound is a day as addresses write it, and of what is none the beginning.
func dayBound(typed string) string {
	if day, ok := ReadDay(typed); ok {
		return string(day)
	}
	return strings.TrimSpace(cut(typed, dayLimit))
}

// distinct are the first values that differ, at most so many.
func distinct[T comparable](values []T, most int) []T {
	var out []T
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

// cutWords is what is looked for of words: as many whole ones as a search takes.
func cutWords(typed string) string {
	short := cut(typed, WordsLimit)
	if i := strings.LastIndexByte(short, ' '); short != typed && i > 0 && typed[len(short)] != ' ' {
		return short[:i]
	}
	return short
}

// cut is the beginning of a text, at most so many characters.
func cut(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most])
}
