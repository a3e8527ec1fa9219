package index

import "math/bits"

// matcher finds the documents of a segment that have the words asked for, in batches of ascending documents with scores.
type matcher struct {
	asked   []asked
	cursors []cursor
	docs    [blockSize]uint32
	scores  [blockSize]float32

	// For accumulate, by document of the segment; zero between searches.
	sums, best  []float32
	seen, mixed []uint64

	// For filter, by document of the segment.
	passes  [][]uint64 // one set for each facet that is filtered
	common  []uint64
	missing []uint32 // by combination
}

// asked is one word of the query in the segment at hand.
type asked struct {
	lists  []list
	rarity float32
}

// everything gives all documents, the last first: they are most often the newest, so that the best are soon known.
func (r *run) everything(s *segment, take func(docs []uint32, scores []float32)) {
	for end := s.documents(); end > 0; {
		n := min(end, blockSize)
		end -= n
		for i := range n {
			r.docs[i], r.scores[i] = end+i, 1
		}
		take(r.docs[:n], r.scores[:n])
	}
}

// conjunction gives the documents that are in the one list of every word asked. The first list, the shortest, is read
// whole; in the others its documents are sought.
func (r *run) conjunction(s *segment) {
	if missing := len(r.asked) - len(r.cursors); missing > 0 {
		r.cursors = append(r.cursors, make([]cursor, missing)...)
	}
	for i, word := range r.asked {
		r.cursors[i].open(&s.lists, word.lists[0].term)
	}
	lead := &r.cursors[0]
	for lead.next() {
		n := lead.count
		copy(r.docs[:n], lead.docs[:n])
		lead.weigh(r.scores[:n], r.asked[0].rarity, r.asked[0].lists[0].exact)
		for i := 1; i < len(r.asked) && n > 0; i++ {
			n = r.narrow(&r.cursors[i], &r.asked[i], n)
		}
		r.take(r.docs[:n], r.scores[:n])
	}
}

// weigh scores the block read.
func (c *cursor) weigh(scores []float32, rarity float32, exact uint64) {
	impacts := c.impacts[:len(scores)]
	switch c.head.forms {
	case 0:
		if exact == 0 {
			rarity *= stemShare
		}
		for i, impact := range impacts {
			scores[i] = rarity * float32(impact)
		}
	case 1:
		weights, forms := [2]float32{rarity * stemShare, rarity}, c.forms[:len(scores)]
		for i, impact := range impacts {
			is := 0
			if forms[i]&uint8(exact) != 0 {
				is = 1
			}
			scores[i] = weights[is] * float32(impact)
		}
	default:
		for i := range impacts {
			scores[i] = c.score(i, rarity, exact)
		}
	}
}

func (c *cursor) score(i int, rarity float32, exact uint64) float32 {
	score := rarity * float32(c.impacts[i])
	if c.formsAt(i)&exact == 0 {
		score *= stemShare
	}
	return score
}

// narrow keeps of the first n documents of the batch those that are in the cursor's list too, and gives their number.
func (r *run) narrow(c *cursor, word *asked, n int) int {
	kept := 0
	exact := word.lists[0].exact
	for i, doc := range r.docs[:n] {
		if c.seek(doc) {
			r.docs[kept], r.scores[kept] = doc, r.scores[i]+c.score(c.pos, word.rarity, exact)
			kept++
		}
	}
	return kept
}

// accumulate gives the documents that have all words, or any of them, where a word may stand in many lists: of those the
// best counts.
func (r *run) accumulate(s *segment, all bool) {
	r.grow(int(s.documents()))
	for i := range r.asked {
		word := &r.asked[i]
		for _, l := range word.lists {
			r.gather(s, l, word.rarity)
		}
		for w, here := range r.mixed {
			for b := here; b != 0; b &= b - 1 {
				doc := w<<6 | bits.TrailingZeros64(b)
				r.sums[doc] += r.best[doc]
				r.best[doc] = 0
			}
			r.mixed[w] = 0
			switch {
			case !all:
				r.seen[w] |= here
			case i == 0:
				r.seen[w] = here
			default:
				r.drop(w, r.seen[w]&^here)
				r.drop(w, here&^r.seen[w])
				r.seen[w] &= here
			}
		}
	}
	r.giveSeen()
}

// drop forgets the sums of documents that lack a word.
func (r *run) drop(w int, docs uint64) {
	for ; docs != 0; docs &= docs - 1 {
		r.sums[w<<6|bits.TrailingZeros64(docs)] = 0
	}
}

func (r *run) grow(documents int) {
	if documents > len(r.sums) {
		r.sums, r.best = make([]float32, documents), make([]float32, documents)
	}
	words := (documents + 63) / 64
	if words > cap(r.seen) {
		r.seen, r.mixed = make([]uint64, words), make([]uint64, words)
	}
	r.seen, r.mixed = r.seen[:words], r.mixed[:words]
}

// gather notes the documents of one list.
func (r *run) gather(s *segment, l list, rarity float32) {
	if len(r.cursors) == 0 {
		r.cursors = make([]cursor, 1)
	}
	c := &r.cursors[0]
	for c.open(&s.lists, l.term); c.next(); {
		for i, doc := range c.docs[:c.count] {
			if l.asked != allForms && c.formsAt(i)&l.asked == 0 {
				continue
			}
			r.mixed[doc>>6] |= 1 << (doc & 63)
			r.best[doc] = max(r.best[doc], c.score(i, rarity, l.exact))
		}
	}
}

// giveSeen hands over what accumulate found and leaves its sums at zero.
func (r *run) giveSeen() {
	n := 0
	for w, here := range r.seen {
		for ; here != 0; here &= here - 1 {
			doc := w<<6 | bits.TrailingZeros64(here)
			r.docs[n], r.scores[n] = uint32(doc), r.sums[doc]
			r.sums[doc] = 0
			if n++; n == blockSize {
				r.take(r.docs[:n], r.scores[:n])
				n = 0
			}
		}
		r.seen[w] = 0
	}
	r.take(r.docs[:n], r.scores[:n])
}
