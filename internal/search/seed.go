package search

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/commonshelf/commonshelf/internal/fold"
)

//go:embed seed.txt
var seedText string

// seed is the words of school libraries that mean the same, by each of them.
type seed struct {
	groups  map[string][][]string // by folded words
	capital map[string]bool       // words of capitals that are others when written small: "EL"
	longest int                   // words of the longest
}

var seeds = sync.OnceValue(func() seed { return readSeed(seedText) })

func readSeed(text string) seed {
	s := seed{groups: map[string][][]string{}, capital: map[string]bool{}}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		group := strings.Split(line, " = ")
		for _, words := range group {
			key := fold.Key(words)
			s.groups[key] = append(s.groups[key], group)
			s.longest = max(s.longest, strings.Count(key, " ")+1)
			if len(words) <= 2 && strings.ToUpper(words) == words {
				s.capital[key] = true
			}
		}
	}
	return s
}

// others gives the words that mean the same as some that were typed.
func (s seed) others(typed string) (out []string) {
	key := fold.Key(typed)
	if s.capital[key] && strings.ContainsFunc(typed, unicode.IsLower) {
		return nil
	}
	for _, form := range []string{key, strings.TrimSuffix(key, "s"), key + "s"} {
		for _, group := range s.groups[form] {
			for _, words := range group {
				if k := fold.Key(words); k != form && k != key && !slices.Contains(out, words) {
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
