package fold

import (
	"slices"
	"strings"
	"unicode"
)

// Words are the words of a text as Key folds them: its runs of letters and digits.
func Words(text string) []string {
	return strings.FieldsFunc(Key(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// Begins says whether each of the words, as Words gives them, begins a word of the text.
func Begins(text string, words []string) bool {
	return BeginAmong(Words(text), words)
}

// BeginAmong says whether each of the words begins one of those there, as Words gives them.
func BeginAmong(there, words []string) bool {
	for _, w := range words {
		if !slices.ContainsFunc(there, func(of string) bool { return strings.HasPrefix(of, w) }) {
			return false
		}
	}
	return true
}

// InNumber says whether a folded word is among some, also one of many or many of one.
func InNumber(words map[string]bool, word string) bool {
	return words[word] || words[word+"s"] || words[strings.TrimSuffix(word, "s")] || words[strings.TrimSuffix(word, "es")]
}
