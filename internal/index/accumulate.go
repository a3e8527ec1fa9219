package index

import (
	"math/bits"
)

// standing is how a document does while its words are added up.
type standing struct {
	sum, best float32 // of the words so far; of the word at hand
	worth     uint32
}

// accumulate gives the documents that have all words but the spare ones, where a word may stand in many lists: of those the best counts.
func (r *run) accumulate(s *segment) {
	r.grow(int(s.documents()))
	for i := range r.asked {
		if i == 0 {
			r.gather(s, &r.asked[i])
		} else {
			r.gatherWithin(s, &r.asked[i])
		}
		for w, here := range r.mixed {
			r.addBest(w, here, 0)
			switch {
			case i == 0:
				r.seen[w] = here
				continue
			case r.asked[i].spare:
				continue
			}
			r.drop(w, r.seen[w]&^here)
			r.seen[w] = here
		}
	}
	r.giveSeen(0, 1)
}

// nearest gives the documents whose words are worth enough. One of the first words, as many as lead, is in each of them.
func (r *run) nearest(s *segment, lead int, need, total uint32) {
	r.grow(int(s.documents()))
	for i := range r.asked {
		word := &r.asked[i]
		if i < lead {
			r.gather(s, word)
		} else {
			r.seek(s, word)
		}
		for w, here := range r.mixed {
			r.addBest(w, here, word.worth)
			r.seen[w] |= here
		}
	}
	r.giveSeen(need, total)
}

// addBest adds what the word at hand counts in some documents.
func (r *run) addBest(w int, docs uint64, worth uint32) {
	for b := docs; b != 0; b &= b - 1 {
		doc := w<<6 | bits.TrailingZeros64(b)
		st := &r.standings[doc]
		st.sum += st.best
		st.best = 0
		st.worth += worth
	}
	r.mixed[w] = 0
}

// drop forgets the sums of documents that lack a word.
func (r *run) drop(w int, docs uint64) {
	for ; docs != 0; docs &= docs - 1 {
		r.standings[w<<6|bits.TrailingZeros64(docs)].sum = 0
	}
}

func (r *run) grow(documents int) {
	if documents > len(r.standings) {
		r.standings = make([]standing, documents)
	}
	words := (documents + 63) / 64
	if words > cap(r.seen) {
		r.seen, r.mixed = make([]uint64, words), make([]uint64, words)
	}
	r.seen, r.mixed = r.seen[:words], r.mixed[:words]
}

// giveSeen hands over what was found worth enough, and leaves nothing of it.
func (r *run) giveSeen(need, total uint32) {
	n := 0
	for w, here := range r.seen {
		for ; here != 0; here &= here - 1 {
			doc := w<<6 | bits.TrailingZeros64(here)
			st := &r.standings[doc]
			if st.worth >= need {
				r.docs[n], r.scores[n] = uint32(doc), st.sum
				if need > 0 {
					r.scores[n] *= cover(st.worth, total)
				}
				if n++; n == blockSize {
					r.take(r.docs[:n], r.scores[:n])
					n = 0
				}
			}
			st.sum, st.worth = 0, 0
		}
		r.seen[w] = 0
	}
	r.take(r.docs[:n], r.scores[:n])
}
