package search

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/commonshelf/commonshelf/internal/fold"
)

//go:embed kinds.txt
var kindsText string

// kindNames gives the kinds that a whole question names, by its folded words, and those that words name beside others.
var kindNames = sync.OnceValue(func() (names struct{ whole, beside map[string][]string }) {
	names.whole, names.beside = map[string][]string{}, map[string][]string{}
	add := func(to map[string][]string, key, kind string) {
		if !slices.Contains(to[key], kind) {
			to[key] = append(to[key], kind)
		}
	}
	for line := range strings.Lines(kindsText) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		kind, list, _ := strings.Cut(line, " | ")
		kind, besideAlone := strings.CutPrefix(kind, "+")
		for name := range strings.SplitSeq(list, " | ") {
			add(names.beside, fold.Key(name), kind)
			if !besideAlone {
				add(names.whole, fold.Key(name), kind)
			}
		}
	}
	return names
})

// kindsNamed are the kinds of which the words are the name, and nothing more.
func kindsNamed(tokens []string) []string {
	return kindNames().whole[fold.Key(strings.Trim(strings.Join(tokens, " "), ".,;:!?¡¿"))]
}

// kindFavor is what it adds to a score that words name the kind of a resource beside others: "book list about war" is rather a list of books than
// a unit with one in it.
const kindFavor = 0.35

// liftKinds has those kinds rise a little that words name beside others.
func (a *Asked) liftKinds(typed string) {
	for _, kind := range kindNames().beside[fold.Key(typed)] {
		a.lift(Kind, kind, kindFavor)
	}
}
