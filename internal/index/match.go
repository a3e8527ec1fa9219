package index

import (
	"math"
	"math/bits"
)

// matcher finds the documents of a segment that have the words asked for, in batches of ascending documents with scores.
type matcher struct {
	asked   []asked
	cursors []cursor
	docs    [blockSize]uint32
	scores  [blockSize]float32

	// For accumulate, by document of the segment; zero between searches.
	standings   []standing
	seen, mixed []uint64
	within      []uint32 // the documents seen
	together    []cursor

	// For accumulateOne, by document of the segment; zero between searches.
	held    []uint16
	holding []uint64
	holdOn  bool // what is held is still needed

	// For filter, by document of the segment.
	passes  [][]uint64 // one set for each facet that is filtered
	common  []uint64
	missing []uint32 // by combination
}

// standing is how a document does while its words are added up.
type standing struct {
	sum, best float32 // of the words so far; of the word at hand
	worth     uint32
}

// asked is one word of the query in the segment at hand.
type asked struct {
	lists    []list
	analyser analyser
	rarity   float32
	worth    uint32
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
			rarity *= StemShare
		}
		for i, impact := range impacts {
			scores[i] = rarity * float32(impact)
		}
	case 1:
		weights, forms := [2]float32{rarity * StemShare, rarity}, c.forms[:len(scores)]
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
		score *= StemShare
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

// accumulate gives the documents that have all words, where a word may stand in many lists: of those the best counts.
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
			if i == 0 {
				r.seen[w] = here
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

// gather notes the documents of a word's lists.
func (r *run) gather(s *segment, word *asked) {
	if len(r.cursors) == 0 {
		r.cursors = make([]cursor, 1)
	}
	for at := 0; at < len(word.lists); at += 1 + int(word.lists[at].with) {
		l := word.lists[at]
		if l.with > 0 {
			r.gatherTogether(s, word.lists[at:at+1+int(l.with)], word, false)
			continue
		}
		c := &r.cursors[0]
		for c.begin(s, l); c.next(); {
			for i, doc := range c.docs[:c.count] {
				if score, ok := l.counts(s, c, i, word.analyser, word.rarity); ok {
					r.note(doc, score)
				}
			}
		}
	}
}

// gatherWithin notes the documents of a word's lists that were seen already. The beginning of a word has thousands of lists, and the other
// words leave few documents: of these alone anything is written down.
func (r *run) gatherWithin(s *segment, word *asked) {
	r.within = r.within[:0]
	for w, here := range r.seen {
		for ; here != 0; here &= here - 1 {
			r.within = append(r.within, uint32(w<<6|bits.TrailingZeros64(here)))
		}
	}
	for at := 0; at < len(word.lists); at += 1 + int(word.lists[at].with) {
		l := word.lists[at]
		if l.with > 0 {
			r.gatherTogether(s, word.lists[at:at+1+int(l.with)], word, true)
			continue
		}
		c := &r.cursors[0]
		c.begin(s, l)
		if int(c.head.documents) > seekInstead*len(r.within) {
			for _, doc := range r.within {
				if c.seek(doc) {
					r.noteAt(s, c, c.pos, &l, word)
				}
			}
			continue
		}
		for c.next() {
			for i, doc := range c.docs[:c.count] {
				if r.seen[doc>>6]&(1<<(doc&63)) != 0 {
					r.noteAt(s, c, i, &l, word)
				}
			}
		}
	}
}

// seekInstead is how many times as many documents a list must have as are looked for, for it to pay to seek them one by one.
const seekInstead = 16

// noteAt notes the document at a position of a list, if it answers to the word.
func (r *run) noteAt(s *segment, c *cursor, i int, l *list, word *asked) {
	if score, ok := l.counts(s, c, i, word.analyser, word.rarity); ok {
		r.note(c.docs[i], score)
	}
}

// open begins to read a list, and gives its way of scoring.
func (c *cursor) begin(s *segment, l list) {
	if l.facet {
		c.open(&s.holders, l.term)
		return
	}
	c.open(&s.lists, l.term)
}

// counts is what the document at a position counts for a word, and whether it answers to it at all: it must be read in the
// language at hand, and have one of the forms asked for.
func (l *list) counts(s *segment, c *cursor, i int, a analyser, rarity float32) (score float32, ok bool) {
	if l.facet {
		return rarity * l.share * facetImpact, s.tongues[c.docs[i]] == byte(a)
	}
	if l.asked != allForms && c.formsAt(i)&l.asked == 0 {
		return 0, false
	}
	return c.score(i, rarity*l.share, l.exact), true
}

func (r *run) note(doc uint32, score float32) {
	r.mixed[doc>>6] |= 1 << (doc & 63)
	st := &r.standings[doc]
	st.best = max(st.best, score)
}

// gatherTogether notes the documents that all the lists name, by the least of their scores; within: of those seen already.
func (r *run) gatherTogether(s *segment, group []list, word *asked, within bool) {
	lead := 0
	for i, l := range group {
		if s.lists.heads[l.term].documents < s.lists.heads[group[lead].term].documents {
			lead = i
		}
	}
	c := &r.cursors[0]
	r.openAll(s, group)
	for c.open(&s.lists, group[lead].term); c.next(); {
		for i, doc := range c.docs[:c.count] {
			if within && r.seen[doc>>6]&(1<<(doc&63)) == 0 {
				continue
			}
			score, _ := group[lead].counts(s, c, i, word.analyser, word.rarity)
			if r.inAll(s, group, doc, lead, word, &score) {
				r.note(doc, score)
			}
		}
	}
}

func (r *run) openAll(s *segment, group []list) {
	if missing := len(group) - len(r.together); missing > 0 {
		r.together = append(r.together, make([]cursor, missing)...)
	}
	for i, l := range group {
		r.together[i].begin(s, l)
	}
}

// inAll says whether all lists but one name the document, and lowers the score to the least of theirs.
func (r *run) inAll(s *segment, group []list, doc uint32, but int, word *asked, score *float32) bool {
	for i := range group {
		if i == but {
			continue
		}
		c := &r.together[i]
		if !c.seek(doc) {
			return false
		}
		here, ok := group[i].counts(s, c, c.pos, word.analyser, word.rarity)
		if !ok {
			return false
		}
		*score = min(*score, here)
	}
	return true
}

// seek notes those of the documents seen so far that a word's lists name.
func (r *run) seek(s *segment, word *asked) {
	for at := 0; at < len(word.lists); at += 1 + int(word.lists[at].with) {
		group := word.lists[at : at+1+int(word.lists[at].with)]
		r.openAll(s, group)
		for w, here := range r.seen {
			for ; here != 0; here &= here - 1 {
				doc := uint32(w<<6 | bits.TrailingZeros64(here))
				score := float32(math.MaxFloat32)
				if r.inAll(s, group, doc, -1, word, &score) {
					r.note(doc, score)
				}
			}
		}
	}
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
