package search

import (
	"maps"
	"strings"

	"github.com/commonshelf/commonshelf/internal/index"
)

// Wider is a question that asks for less than one that found nothing, and finds something.
type Wider struct {
	Facet string // without what is chosen of it; empty: without quotes and minus
	Words string // to be looked for
	Total int    // found then
}

// wider are the ways out of a question that finds nothing: each facet of which something is chosen left out by itself, and the marks
// in the words.
func (s *Service) wider(q Query, asked index.Query, understand func(words string) Asked) (out []Wider) {
	ix := s.index.Load()
	asked.Limit, asked.Offset, asked.Counts = 0, 0, false
	for _, facet := range Facets {
		if len(q.Filters[facet]) == 0 {
			continue
		}
		less := asked
		less.Filters = maps.Clone(asked.Filters)
		delete(less.Filters, facet)
		if found := ix.Search(less).Total; found > 0 {
			out = append(out, Wider{Facet: facet, Words: q.Words, Total: found})
		}
	}
	if len(asked.Phrases) == 0 && asked.Without == "" {
		return out
	}
	bare := unmarked(q.Words)
	read := understand(bare)
	less := asked
	less.Words, less.Without, less.Phrases, less.Also = read.Words, "", nil, read.Also
	if found := ix.Search(less).Total; read.Words != "" && found > 0 {
		out = append(out, Wider{Words: bare, Total: found})
	}
	return out
}

// unmarked is what was typed without quotes, and without the words that a minus left out.
func unmarked(typed string) string {
	var a Asked
	rest := a.takePhrases(typed)
	return strings.Join(append(a.takeMarks(rest), a.quoted()...), " ")
}
