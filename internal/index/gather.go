package index

import (
	"math"
	"math/bits"
)

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
					r.note(doc, score, l.own)
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
		r.note(c.docs[i], score, l.own)
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

func (r *run) note(doc uint32, score float32, own bool) {
	st := &r.standings[doc]
	if !own {
		if r.mixed[doc>>6]&(1<<(doc&63)) != 0 {
			score = max(st.best, score) + togetherShare*min(st.best, score)
		} else {
			score *= ApartShare
		}
	}
	r.mixed[doc>>6] |= 1 << (doc & 63)
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
				r.note(doc, score, group[0].own)
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
	r.watch(s, group)
}

// inAll says whether all lists but one name the document, with their words close to each other, and lowers the score to the least of theirs.
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
	return len(group) < 2 || r.close(s, group, doc)
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
					r.note(doc, score, group[0].own)
				}
			}
		}
	}
}
