package search

import (
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/index"
)

// askCorrected asks anew where words were taken for others, as if those had been typed: what means the same as they do is looked for too, and what
// they name. What was taken for what stands in the answer.
func (s *Service) askCorrected(k asking, first index.Result, page func(*index.Query)) (asking, index.Result) {
	for range 2 {
		words, ok := corrected(k.said, first.Taken)
		if !ok {
			break
		}
		again := k
		again.read(words)
		answer := s.answerOnce(&again, page)
		if !slices.ContainsFunc(answer.Unknown, func(word string) bool { return takenFor(first.Taken, word) }) {
			answer.Taken = append(first.Taken, answer.Taken...)
			return again, answer
		}
		k.apart = true // a word of a list, and nothing has it: one of a document then
		k.ask()
		first = s.answerOnce(&k, page)
	}
	return k, first
}

// corrected is what was typed with every word that was taken for another as that one.
func corrected(typed string, taken []index.Taken) (words string, ok bool) {
	words = typed
	for _, t := range taken {
		if words, ok = withWord(words, t.Typed, t.For); !ok {
			return typed, false
		}
	}
	return words, len(taken) > 0
}

// takenFor says whether a word is one for which another was taken.
func takenFor(taken []index.Taken, word string) bool {
	return slices.ContainsFunc(taken, func(t index.Taken) bool { return slices.Contains(strings.Fields(t.For), word) })
}

// WithWord is what was typed with one word put for another. What stands around it stays.
func WithWord(typed string, t index.Taken) string {
	words, _ := withWord(typed, t.Typed, t.For)
	return words
}
