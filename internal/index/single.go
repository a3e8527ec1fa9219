package index

import (
	"cmp"
	"math/bits"
	"slices"
	"sync"
)

// A word that is being typed is most often the only one, and its first letters begin thousands of words with a posting for nearly every
// document. What they count in a document is therefore held in two bytes: as its place among all that a word can count.

// placesOfBest orders what a word can count in a document: place 0 is nothing.
type placesOfBest struct {
	of   [2][256]uint16 // by whether the very word stands there, and by impact
	best [513]best
}

var bestPlaces = sync.OnceValue(func() *placesOfBest {
	p := &placesOfBest{}
	for impact := range 256 {
		p.best[1+2*impact], p.best[2+2*impact] = best{impact: uint8(impact)}, best{impact: uint8(impact), exact: true}
	}
	slices.SortStableFunc(p.best[1:], func(a, b best) int { return cmp.Compare(a.score(1), b.score(1)) })
	for place, b := range p.best {
		if place > 0 {
			p.of[bit(b.exact)][b.impact] = uint16(place)
		}
	}
	return p
})

func bit(is bool) int {
	if is {
		return 1
	}
	return 0
}

// alone says whether there is one word, and nothing stands for it.
func (r *run) alone() bool {
	return len(r.asked) == 1 && !slices.ContainsFunc(r.asked[0].lists, func(l list) bool { return !l.own || l.facet || l.with > 0 || l.share != 1 })
}

// accumulateOne gives the documents that have the one word, which may stand in many lists: of those the best counts.
func (r *run) accumulateOne(s *segment) {
	places := bestPlaces()
	if missing := int(s.documents()) - len(r.held); missing > 0 {
		r.held = append(r.held, make([]uint16, missing)...)
	}
	words := int(s.documents()+63) / 64
	if missing := words - len(r.holding); missing > 0 {
		r.holding = append(r.holding, make([]uint64, missing)...)
	}
	if len(r.cursors) == 0 {
		r.cursors = make([]cursor, 1)
	}
	c := &r.cursors[0]
	for i := range r.asked[0].lists {
		l := &r.asked[0].lists[i]
		for c.open(&s.lists, l.term); c.next(); {
			c.hold(r.held, r.holding, places, l)
		}
	}
	n := 0
	for w, here := range r.holding[:words] {
		for ; here != 0; here &= here - 1 {
			doc := w<<6 | bits.TrailingZeros64(here)
			r.docs[n], r.scores[n] = uint32(doc), places.best[r.held[doc]].score(r.asked[0].rarity)
			if !r.holdOn {
				r.held[doc] = 0
			}
			if n++; n == blockSize {
				r.take(r.docs[:n], r.scores[:n])
				n = 0
			}
		}
		r.holding[w] = 0
	}
	r.take(r.docs[:n], r.scores[:n])
}

// hold notes of the documents of a block the best of what is held and what the list says of them.
func (c *cursor) hold(held []uint16, holding []uint64, places *placesOfBest, l *list) {
	docs, impacts := c.docs[:c.count], c.impacts[:c.count]
	if c.head.forms == 0 {
		of := &places.of[l.exact&1]
		for i, doc := range docs {
			holding[doc>>6] |= 1 << (doc & 63)
			held[doc] = max(held[doc], of[impacts[i]])
		}
		return
	}
	for i, doc := range docs {
		forms := c.formsAt(i)
		if forms&l.asked == 0 {
			continue
		}
		holding[doc>>6] |= 1 << (doc & 63)
		held[doc] = max(held[doc], places.of[bit(forms&l.exact != 0)][impacts[i]])
	}
}

// weighHeld notes what the query's one word counts in some documents, from what accumulateOne held on to. It gives false where it did not
// find all of them.
func (r *run) weighHeld(v view, list []best) bool {
	held := r.held[:min(len(r.held), int(v.segment.documents()))]
	defer clear(held)
	places := bestPlaces()
	for i, b := range list {
		if int(b.doc) >= len(held) || held[b.doc] == 0 {
			return false
		}
		is := places.best[held[b.doc]]
		list[i].impact, list[i].exact = is.impact, is.exact
	}
	return true
}
