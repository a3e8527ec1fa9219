package search

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/commonshelf/commonshelf/internal/fold"
)

//go:embed weak.txt
var weakText string

// weak is the words, folded, that say little of what is looked for.
var weak = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for line := range strings.Lines(weakText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for word := range strings.FieldsSeq(line) {
			out[fold.Key(word)] = true
		}
	}
	return out
})
