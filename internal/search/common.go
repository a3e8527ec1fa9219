package search

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/index"
)

//go:embed common.txt
var commonText string

// wordList is words, folded, each of which stands for its other forms.
type wordList struct {
	words map[string]bool
	like  [2]map[string][]string // by their stems, in English and in Spanish
}

// common are words that people type though nothing may have them.
var common = sync.OnceValue(func() wordList { return readWords(commonText + weakText) })

// readWords reads words a line or several, but for lines that begin with "#".
func readWords(text string) wordList {
	l := wordList{words: map[string]bool{}, like: [2]map[string][]string{{}, {}}}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, word := range fold.Words(line) {
			l.words[word] = true
			for language, stem := range index.Stems(word) {
				l.like[language][stem] = append(l.like[language][stem], word)
			}
		}
	}
	return l
}

// has says whether a folded word is in the list, or another form of one that is.
func (l wordList) has(word string) bool {
	if fold.InNumber(l.words, word) {
		return true
	}
	for language, stem := range index.Stems(word) {
		if slices.ContainsFunc(l.like[language][stem], func(form string) bool { return index.Inflected(language, form, word) }) {
			return true
		}
	}
	return false
}
