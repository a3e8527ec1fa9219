package search

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/index"
)

//go:embed seed.txt
var seedText string

//go:embed needs.txt
var needsText string

// seed is the words of school libraries that mean the same, by each of them.
type seed struct {
	groups  map[string][][]string  // by folded words
	needs   map[string][]string    // what is looked for by how people ask for it, folded
	capital map[string]bool        // words of capitals that are others when written small: "EL"
	longest int                    // words of the longest
	like    [2]map[string][]string // folded words by their stems, in English and in Spanish
	words   map[string]bool        // all words, folded
	list    []string               // the same
}

var seeds = sync.OnceValue(func() seed {
	s := readSeed(seedText)
	s.readNeeds(needsText)
	return s
})

func readSeed(text string) seed {
	s := seed{groups: map[string][][]string{}, needs: map[string][]string{}, capital: map[string]bool{}, words: map[string]bool{}, like: [2]map[string][]string{{}, {}}}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		group := strings.Split(line, " = ")
		for _, words := range group {
			key := seedKey(words)
			s.groups[key] = append(s.groups[key], group)
			s.longest = max(s.longest, strings.Count(key, " ")+1)
			if len(words) <= 2 && strings.ToUpper(words) == words {
				s.capital[key] = true
			} else {
				s.learn(words, key)
			}
		}
	}
	return s
}

// readNeeds learns what is looked for by what people say that they need. It leads one way.
func (s *seed) readNeeds(text string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		asked, sought, _ := strings.Cut(line, " : ")
		for words := range strings.SplitSeq(asked, " | ") {
			key := seedKey(words)
			s.needs[key] = append(s.needs[key], strings.Split(sought, " | ")...)
			s.learn(words, key)
		}
	}
}

// apostrophes are left out by many who type.
var apostrophes = strings.NewReplacer("'", "", "’", "")

// seedKey is words as they stand in the list: folded, and "don't" as "dont".
func seedKey(words string) string { return apostrophes.Replace(fold.Key(words)) }

// learn notes the stems of what is in the list.
func (s *seed) learn(words, key string) {
	for language, stems := range index.Stems(words) {
		s.like[language][stems] = append(s.like[language][stems], key)
	}
	for _, word := range fold.Words(words) {
		if !s.words[word] {
			if s.words[word] = true; !index.Grammatical(word) {
				s.list = append(s.list, word)
			}
		}
	}
}

// knows says whether a word stands in the list, also one of many or many of one.
func (s *seed) knows(word string) bool { return fold.InNumber(s.words, fold.Key(word)) }

// others gives the words that mean the same as some that were typed.
func (s seed) others(typed string) (out []string) {
	key := seedKey(typed)
	if s.capital[key] && strings.ContainsFunc(typed, unicode.IsLower) {
		return nil
	}
	own := index.Stems(typed)
	for _, form := range s.forms(key, own) {
		for _, group := range s.groups[form] {
			for _, words := range group {
				if k := seedKey(words); k != form && k != key && !slices.Contains(out, words) && index.Stems(words)[0] != own[0] {
					out = append(out, words)
				}
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// sought gives what is looked for by words that say what somebody needs.
func (s seed) sought(typed string) []string {
	key := seedKey(typed)
	for _, form := range s.forms(key, index.Stems(typed)) {
		if len(s.needs[form]) > 0 {
			return s.needs[form]
		}
	}
	return nil
}

// forms are what the list may have of folded words: the words, and others that are the same in another form.
func (s seed) forms(key string, stems [2]string) []string {
	if index.Grammatical(key) { // "los" is no loss
		return []string{key}
	}
	out := []string{key, strings.TrimSuffix(key, "s"), key + "s"}
	if facetNames()[singular(key)] != nil {
		return out // it has a meaning of its own: a program is no form of programming
	}
	for language, stem := range stems {
		for _, form := range s.like[language][stem] {
			if index.Inflected(language, form, key) {
				out = append(out, form)
			}
		}
	}
	return out
}
