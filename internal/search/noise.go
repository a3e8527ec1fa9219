package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestWord is how many bytes a word has at most; the index keeps no longer ones. Scripts that set no spaces have no words in this sense.
const longestWord = 64

// longestShown is how many characters of a word that is none are shown to whoever typed it.
const longestShown = 24

// takeNoise leaves out what nothing can be looked for by: marks without a letter, and runs of letters that are no word.
func takeNoise(tokens []string) (words, endless []string) {
	for _, t := range tokens {
		switch {
		case !strings.ContainsFunc(t, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }):
		case isEndless(t):
			endless = append(endless, shown(t))
		default:
			words = append(words, t)
		}
	}
	return words, endless
}

func isEndless(token string) bool {
	longest, run := 0, 0
	for _, r := range token {
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) {
			return false
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) {
			run = 0
			continue
		}
		run += utf8.RuneLen(r)
		longest = max(longest, run)
	}
	return longest > longestWord
}

func shown(token string) string {
	if runes := []rune(token); len(runes) > longestShown {
		return string(runes[:longestShown]) + "…"
	}
	return token
}
