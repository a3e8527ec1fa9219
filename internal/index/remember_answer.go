package index

import (
	"slices"
)

// answer finds what the query finds in one view, and so many of the best.
func (r *run) answer(i int, v view, most int) *answer {
	heap, counts, met, total, limit := r.heap, r.counts, r.met, r.total, r.limit
	r.heap, r.counts, r.met, r.total, r.limit = r.otherHeap[:0], resized(r.otherCounts, len(r.values)), 0, 0, most
	r.gathering, r.gathered = true, r.gathered[:0]
	if r.holdOn = true; len(r.words) == 0 {
		r.filter(i, v)
	} else {
		r.matchAllIn(i, v)
	}
	r.holdOn, r.gathering = false, false
	known := &answer{allowed: slices.Clone(r.allowed), dead: v.dead, met: r.met, total: r.total}
	for value, n := range r.counts {
		if n > 0 {
			known.counts = append(known.counts, counted{uint32(value), n})
		}
	}
	r.sortBest(r.heap)
	for _, c := range r.heap {
		known.best = append(known.best, best{doc: c.doc})
	}
	if !r.weighHeld(v, known.best) {
		r.weighBest(i, v, known.best)
	}
	known.kin = v.segment.kin.marksOf(r.gathered)
	r.otherHeap, r.otherCounts = r.heap, r.counts
	r.heap, r.counts, r.met, r.total, r.limit = heap, counts, met, total, limit
	return known
}

// weighBest notes what the query's one word counts in some documents, if it has one.
func (r *run) weighBest(i int, v view, list []best) {
	if len(r.words) == 0 {
		return
	}
	r.docsAgain = r.docsAgain[:0]
	for _, b := range list {
		r.docsAgain = append(r.docsAgain, b.doc)
	}
	slices.Sort(r.docsAgain)
	weights := resized(r.weightsAgain, len(r.docsAgain))
	r.weightsAgain = weights
	r.seekWord(i, v, r.docsAgain, func(at int, c *cursor, exact uint64) {
		w := best{impact: c.impacts[c.pos], exact: c.formsAt(c.pos)&exact != 0}
		if w.score(1) > weights[at].score(1) {
			weights[at] = w
		}
	})
	for k, b := range list {
		at, _ := slices.BinarySearch(r.docsAgain, b.doc)
		list[k].impact, list[k].exact = weights[at].impact, weights[at].exact
	}
}

// seekWord looks for ascending documents in every list of the query's one word, and visits each that a list names. The beginning of a
// word has thousands of lists, nearly all of them short: these are read whole.
func (r *run) seekWord(i int, v view, docs []uint32, visit func(at int, c *cursor, exact uint64)) {
	sought := resized(r.sought, int(v.segment.documents()+63)/64)
	r.sought = sought
	for _, doc := range docs {
		sought[doc>>6] |= 1 << (doc & 63)
	}
	c := &r.seeker
	found := func(at int, l *list) {
		if l.asked == allForms || c.formsAt(c.pos)&l.asked != 0 {
			visit(at, c, l.exact)
		}
	}
	for a := range analyser(analysers) {
		for _, l := range r.of(i, a, 0) {
			c.open(&v.segment.lists, l.term)
			if c.head.documents > blockSize {
				for at, doc := range docs {
					if c.seek(doc) {
						found(at, &l)
					}
				}
				continue
			}
			c.next()
			for pos, doc := range c.docs[:c.count] {
				if sought[doc>>6]&(1<<(doc&63)) != 0 {
					c.pos = pos
					at, _ := slices.BinarySearch(docs, doc)
					found(at, &l)
				}
			}
		}
	}
}

// longLists is how many lists of the query's one word documents are sought in, one by one.
func (r *run) longLists(i int, v view) (n int) {
	if len(r.words) == 0 {
		return 0
	}
	for a := range analyser(analysers) {
		for _, l := range r.of(i, a, 0) {
			if v.segment.lists.heads[l.term].documents > blockSize {
				n++
			}
		}
	}
	return n
}
