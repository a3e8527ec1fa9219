package search

import (
	"strings"
	"unicode"

	"github.com/commonshelf/commonshelf/internal/index"
)

// asWritten is a word that was typed, or of a compound that is looked for by its parts one of these: "bullying" of "anti-bullying".
type asWritten struct {
	text string
	glue string // what stands before it: a space, or what holds the compound together
}

// wordsAsWritten are the words that were typed, as the index takes them apart. What is one word to it stays as it was typed.
func wordsAsWritten(tokens []string) (out []asWritten) {
	for _, t := range tokens {
		t = strings.TrimFunc(t, func(r rune) bool { return unicode.IsPunct(r) && r != '-' })
		out = append(out, partsOf(t)...)
	}
	return out
}

// partsOf are the parts of one word that was typed, which stand in it one after the other; else the word.
func partsOf(token string) []asWritten {
	whole := []asWritten{{token, " "}}
	parts := index.Split(token)
	if len(parts) < 2 {
		return whole
	}
	var out []asWritten
	glue, rest := " ", token
	for _, part := range parts {
		between, after, ok := strings.Cut(rest, part)
		if !ok {
			return whole
		}
		if len(out) > 0 {
			glue = between
		}
		out, rest = append(out, asWritten{part, glue}), after
	}
	return out
}

func texts(words []asWritten) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w.text
	}
	return out
}

// spellings are the ways in which some pieces may be written as one name: as they were typed, and with spaces between all of them.
func spellings(words []asWritten) []string {
	var typed strings.Builder
	for i, w := range words {
		if i > 0 {
			typed.WriteString(w.glue)
		}
		typed.WriteString(w.text)
	}
	if spaced := strings.Join(texts(words), " "); spaced != typed.String() {
		return []string{typed.String(), spaced}
	}
	return []string{typed.String()}
}
