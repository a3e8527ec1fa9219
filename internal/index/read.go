package index

import (
	"strings"
)

// readings of a query's word: what it is in each language.
type readings struct {
	folded string
	stops  [analysers]bool
	stems  [analysers]string     // as far as they were asked for: to stem costs more than to look up
	hashes [analysers + 1]uint64 // of these, and of the word itself; as far, too
}

// hash is that of the word's stem in a language.
func (k *readings) hash(a analyser) uint64 {
	if k.hashes[a] == 0 {
		k.hashes[a] = metHash(a, k.stem(a))
	}
	return k.hashes[a]
}

// stem is the word's stem in a language.
func (k *readings) stem(a analyser) string {
	if k.stems[a] == "" {
		k.stems[a] = a.stem(k.folded)
	}
	return k.stems[a]
}

// mostReadings is how many words a search remembers the readings of.
const mostReadings = 4096

// MostWords is how many different words are looked for, for those who say so to people.
const MostWords = mostQueryWords

// mostQueryWords bounds the work of one query: so many different words are looked for, and as many may be excluded; further ones are passed
// over.
const mostQueryWords = 24

// queryWord is one word of a query.
type queryWord struct {
	*readings
	prefix   bool    // it may be the beginning of a word
	weak     bool    // it says little of what is looked for
	unknown  bool    // no document that may be seen has it
	having   int     // documents that have it, dead ones included; for a prefix, once for each word that begins so
	borrowed bool    // that is how many have what stands for it
	rarity   float32 // weight of an impact
	worth    uint32  // what it counts when a document is asked whether it has most of the words; known once that is
}

// readWords takes the query's words apart, each word once.
func (r *run) readWords(q *Query) {
	r.words, r.sequence, r.also, r.barring, r.over = r.words[:0], r.sequence[:0], r.also[:0], r.barring[:0], ""
	eachWord(q.Words, ofQuery, func(word string) {
		known := r.reading(word)
		if known == nil {
			return
		}
		at := r.placeOf(known)
		if at < 0 {
			if len(r.words) == mostQueryWords {
				r.passOver(known.folded)
				return
			}
			at = len(r.words)
			r.words = append(r.words, queryWord{readings: known})
		}
		r.sequence = append(r.sequence, at)
	})
	if n := len(r.words); n > 0 && q.Prefix {
		r.words[n-1].prefix = true
	}
	eachWord(q.Without, ofQuery, func(word string) {
		switch known := r.reading(word); {
		case known == nil:
		case len(r.barring) < mostQueryWords:
			r.barring = append(r.barring, known)
		default:
			r.passOver(known.folded)
		}
	})
	for _, weak := range q.Weak {
		if known := r.reading(weak); known != nil {
			if at := r.placeOf(known); at >= 0 {
				r.words[at].weak = true
			}
		}
	}
	r.readPhrases(q.Phrases)
	r.readAlso(q.Also)
	if !q.Literal {
		r.joinNeighbors()
	}
}

// passOver notes the first word that is not looked for.
func (r *run) passOver(word string) {
	if r.over == "" {
		r.over = word
	}
}

// placeOf is the place of a word among those of the query, or -1.
func (r *run) placeOf(known *readings) int {
	for i := range r.words {
		if r.words[i].folded == known.folded {
			return i
		}
	}
	return -1
}

// reading gives what a word is in each language; nil if it is none.
func (r *run) reading(word string) *readings {
	known, ok := r.known[word]
	if !ok {
		known = r.newReadings(word)
	}
	return known
}

func (r *run) readAll(text string) (out []*readings) {
	eachWord(text, ofQuery, func(word string) {
		if known := r.reading(word); known != nil {
			out = append(out, known)
		}
	})
	return out
}

// like says whether two words are forms of one in some language.
func (k *readings) like(o *readings) bool {
	for a := range analyser(analysers) {
		if k.stem(a) == o.stem(a) {
			return true
		}
	}
	return false
}

// stopsSomewhere says whether the word carries only grammar in English, Spanish or French.
func (k *readings) stopsSomewhere() bool {
	return k.stops[englishWords] || k.stops[spanishWords] || k.stops[frenchWords]
}

func (r *run) newReadings(word string) *readings {
	if len(r.known) == mostReadings {
		clear(r.known)
	}
	word = strings.Clone(word)
	folded := foldWord(word)
	if folded == "" || len(folded) > mostFolded {
		r.known[word] = nil
		return nil
	}
	known := &readings{folded: folded, stops: stopsOf()[folded]}
	known.hashes[veryWord] = metHash(veryWord, folded)
	r.known[word] = known
	return known
}
