package privacy

import (
	"hash/maphash"

	"github.com/hashicorp/golang-lru/v2/expirable"
)

// seen remembers where a student stands in texts that were looked at: a page is looked at again and again, and to look at a
// long text takes longer than all else on its page. It keeps no text, only hashes and places.
var seen = newMemory()

// remembered is how many texts are remembered.
const remembered = 8192

type memory struct {
	seed   maphash.Seed
	places *expirable.LRU[looked, place]
}

func newMemory() memory {
	return memory{maphash.MakeSeed(), expirable.NewLRU[looked, place](remembered, nil, 0)}
}

// looked is a text that was looked at.
type looked struct {
	hash   uint64
	length int
}

// place is where a student stands in a text, if one does.
type place struct {
	at    span
	found bool
}

func (m memory) lookUp(text string, look func(string) (span, bool)) (span, bool) {
	key := looked{maphash.String(m.seed, text), len(text)}
	known, ok := m.places.Get(key)
	if !ok {
		known.at, known.found = look(text)
		m.places.Add(key, known)
	}
	return known.at, known.found
}
