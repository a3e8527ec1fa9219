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

// kindNames gives the kinds that a whole question names, by its folded words.
var kindNames = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	for line := range strings.Lines(kindsText) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		kind, names, _ := strings.Cut(line, " | ")
		for name := range strings.SplitSeq(names, " | ") {
			if key := fold.Key(name); !slices.Contains(out[key], kind) {
				out[key] = append(out[key], kind)
			}
		}
	}
	return out
})

// kindsNamed are the kinds of which the words are the name, and nothing more.
func kindsNamed(tokens []string) []string {
	return kindNames()[fold.Key(strings.Trim(strings.Join(tokens, " "), ".,;:!?¡¿"))]
}
