package index

import (
	"math/bits"
	"slices"
)

// A query of filters alone reads no document that no filter lets through: each facet value has a posting list of its
// holders, and each trait. The lists are laid over each other as sets of documents by bit.

// listHolders writes the lists, once rows and values are in place. Of each trait the documents come in order.
func (s *segment) listHolders(values int, traits []traitOf, p *pace) {
	starts, total := make([]uint32, values+1), 0
	for doc := range s.documents() {
		p.did(4)
		s.eachValue(doc, func(v uint32) {
			starts[v+1]++
			total++
		})
	}
	for _, t := range traits {
		starts[t.value+1]++
		total++
	}
	for v := range values {
		starts[v+1] += starts[v]
	}
	holders, at := make([]uint32, total), slices.Clone(starts)
	for doc := range s.documents() {
		p.did(4)
		s.eachValue(doc, func(v uint32) {
			holders[at[v]] = doc
			at[v]++
		})
	}
	for _, t := range traits {
		holders[at[t.value]] = t.doc
		at[t.value]++
	}
	var w listWriter
	for v := range values {
		if starts[v] == starts[v+1] {
			continue
		}
		w.begin(1)
		for _, doc := range holders[starts[v]:starts[v+1]] {
			w.add(posting{doc: doc})
			p.did(1)
		}
		w.end()
		s.values = append(s.values, uint32(v))
	}
	s.holders = w.postingLists
}

// holder finds the list of a value's or a trait's holders.
func (s *segment) holder(value uint32) (list uint32, ok bool) {
	at, ok := slices.BinarySearch(s.values, value)
	return uint32(at), ok
}

// filter answers a query without words in one segment, which is filtered or narrowed.
func (r *run) filter(i int, v view) {
	s := v.segment
	words := (int(s.documents()) + 63) / 64
	n := 0
	for set := r.filtered; set != 0; set &= set - 1 {
		if n == len(r.passes) {
			r.passes = append(r.passes, nil)
		}
		r.passes[n] = resized(r.passes[n], words)
		r.markHolders(s, r.passes[n], uint8(bits.TrailingZeros32(uint32(set))))
		n++
	}
	passes := r.passes[:n]
	if r.narrowed {
		r.leaveOut(i, s)
	}
	r.intersect(s.documents(), passes, -1)
	found := 0
	for _, word := range r.common {
		found += bits.OnesCount64(word)
	}
	r.enter(i, v, found)
	r.eachCommon(r.takePassing)
	if r.counting && !r.tallied {
		set := r.filtered
		for j := range passes {
			facet := set & -set
			set &^= facet
			r.intersect(s.documents(), passes, j)
			r.countMissing(facet)
		}
	}
	r.leave()
}

// countMissing counts in one facet the documents that intersect found, which miss its filter alone.
func (r *run) countMissing(facet facetSet) {
	s, dead, allowed := r.view.segment, r.view.dead, r.allowed
	missing := 0
	for w := range r.common {
		r.common[w] &^= dead.word(w)
	}
	r.missAsKin(facet)
	for _, word := range r.common {
		missing += bits.OnesCount64(word)
	}
	for i := range s.columns {
		c := &s.columns[i]
		if c.set&facet == 0 || !countsByCombo(missing, c.combos()) {
			continue
		}
		counts, rows := resized(r.missing, c.combos()), s.rows
		r.missing = counts
		for w, word := range r.common {
			for ; word != 0; word &= word - 1 {
				row := &rows[w<<6|bits.TrailingZeros64(word)]
				counts[row.combos[i]] += uint32(allowed[row.audience])
			}
		}
		j := slices.Index(c.facets, uint8(bits.TrailingZeros32(uint32(facet))))
		for combo, n := range counts {
			if n > 0 {
				for _, v := range c.ofFacet(uint16(combo), j) {
					r.counts[v] += n
				}
			}
		}
		return
	}
	for w, word := range r.common {
		for ; word != 0; word &= word - 1 {
			if doc := uint32(w<<6 | bits.TrailingZeros64(word)); allowed[s.rows[doc].audience] == 1 {
				r.countFacet(doc, facet)
			}
		}
	}
}

// markHolders marks the documents that have a chosen value of the facet.
func (r *run) markHolders(s *segment, set []uint64, facet uint8) {
	if len(r.cursors) == 0 {
		r.cursors = make([]cursor, 1)
	}
	c := &r.cursors[0]
	for _, v := range r.picked {
		at, ok := s.holder(v)
		if !ok || r.values[v].facet != facet {
			continue
		}
		for c.open(&s.holders, at); c.next(); {
			for _, doc := range c.docs[:c.count] {
				set[doc>>6] |= 1 << (doc & 63)
			}
		}
	}
}

// intersect finds the documents in all the sets; or, with failing, those in all but that one. What is left out is in none.
func (r *run) intersect(documents uint32, sets [][]uint64, failing int) {
	words := (int(documents) + 63) / 64
	r.common = resized(r.common, words)
	for w := range r.common {
		word := ^uint64(0)
		for i, set := range sets {
			if i == failing {
				word &^= set[w]
			} else {
				word &= set[w]
			}
		}
		if r.narrowed {
			word &^= r.outside[w]
		}
		r.common[w] = word
	}
	if rest := documents % 64; rest > 0 {
		r.common[words-1] &= 1<<rest - 1 // without a set, every bit is there
	}
}

// eachCommon hands over the documents that intersect found, with an equal score.
func (r *run) eachCommon(take func(docs []uint32, scores []float32)) {
	n := 0
	for w, word := range r.common {
		for ; word != 0; word &= word - 1 {
			r.docs[n], r.scores[n] = uint32(w<<6|bits.TrailingZeros64(word)), 1
			if n++; n == blockSize {
				take(r.docs[:n], r.scores[:n])
				n = 0
			}
		}
	}
	take(r.docs[:n], r.scores[:n])
}
