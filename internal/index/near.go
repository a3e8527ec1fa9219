package index

import (
	"math"
	"math/bits"
	"slices"
)

// Words that stand side by side in a query mean more together than apart: "owl moon" is a book, and not a story about owls with a moon
// somewhere. Of the best by their words alone, those rise in which neighbors of the query are neighbors too.

// The best so many are looked at, and rise by at most so much: to each pair of neighbors its share. Two words are neighbors in a text
// with as many words between them as in the query, and at most so many more. Of a query, so many pairs count.
const (
	nearTop    = 48
	MostNear   = 0.5
	nearBeside = 1
	mostPairs  = 32
)

// pair is two words of the query that follow each other, what carries grammar left out.
type pair struct {
	first, second uint8
	apart         int // how many places the second stands after the first
}

// nearness is what a run needs to see which words are neighbors.
type nearness struct {
	pairs  []pair
	wordOf [mostCodes + 1]uint8 // by code: the place of the query's word that it stands for, and one
	coded  []wordCode           // those codes
	last   [mostQueryWords]int  // by word: where it stood last in the text at hand
}

// wantsNear says whether the query has words that may be neighbors, and keeps more candidates then than the page needs.
func (r *run) wantsNear() {
	r.pairs = r.pairs[:0]
	if r.newest || r.limit == 0 {
		return
	}
	before := -1
	for i, w := range r.sequence {
		if r.words[w].stopsSomewhere() {
			continue
		}
		if before >= 0 && r.sequence[before] != w && len(r.pairs) < mostPairs {
			r.pairs = append(r.pairs, pair{uint8(r.sequence[before]), uint8(w), i - before})
		}
		before = i
	}
	if len(r.pairs) > 0 {
		r.limit = max(r.limit, nearTop)
	}
}

// liftNear lets those rise, of the best in order, in which neighbors of the query are neighbors.
func (r *run) liftNear() {
	if len(r.pairs) == 0 {
		return
	}
	top := r.heap[:min(nearTop, len(r.heap))]
	r.codeWords()
	r.wordOf[noWord] = betweenTexts
	for i := range top {
		c := &top[i]
		near := r.pairsIn(r.snap.views[c.view].segment.orders.at(c.doc))
		score := math.Float32frombits(uint32(c.key)) * (1 + MostNear*float32(near)/float32(len(r.pairs)))
		c.key = int64(math.Float32bits(score))
	}
	for _, code := range r.coded {
		r.wordOf[code] = 0
	}
	r.wordOf[noWord] = 0
	r.sortBest(top)
}

// codeWords notes by which codes the query's words stand in texts, in any form.
func (r *run) codeWords() {
	r.coded = r.coded[:0]
	for w := range r.words {
		r.codeForm(w, r.words[w].folded)
		for i, v := range r.snap.views {
			for a := range analyser(analysers) {
				for _, l := range r.of(i, a, w) {
					if !l.own {
						continue
					}
					for f := v.segment.formsOf(l.term); f.next(); {
						if l.asked&(1<<f.bit) != 0 {
							r.codeForm(w, f.text())
						}
					}
				}
			}
		}
	}
}

func (r *run) codeForm(word int, form string) {
	if code := codeOf(form); r.wordOf[code] == 0 {
		r.wordOf[code] = uint8(word + 1)
		r.coded = append(r.coded, code)
	}
}

// betweenTexts stands in the place of a word where one text ends.
const betweenTexts = 255

// pairsIn is how many of the query's pairs are neighbors somewhere in a text, of which two codes stand in three bytes.
func (r *run) pairsIn(order string) int {
	r.meetNone()
	met, all := uint32(0), uint32(1)<<len(r.pairs)-1
	for i := 0; i+3 <= len(order) && met != all; i += 3 {
		first := r.wordOf[wordCode(order[i])|wordCode(order[i+1]&0x0f)<<8]
		second := r.wordOf[wordCode(order[i+1]>>4)|wordCode(order[i+2])<<4]
		if first != 0 {
			met |= r.meet(first, i/3*2)
		}
		if second != 0 {
			met |= r.meet(second, i/3*2+1)
		}
	}
	return bits.OnesCount32(met)
}

func (r *run) meetNone() {
	const never = -1 << 20
	for w := range r.words {
		r.last[w] = never
	}
}

// meet notes a word at a place, and gives the pairs of which it is the second.
func (r *run) meet(word uint8, at int) (met uint32) {
	if word == betweenTexts {
		r.meetNone()
		return 0
	}
	r.last[word-1] = at
	for i, p := range r.pairs {
		if p.second == word-1 && at-r.last[p.first] <= p.apart+nearBeside {
			met |= 1 << i
		}
	}
	return met
}

func (r *run) sortBest(list []candidate) {
	slices.SortFunc(list, func(a, b candidate) int {
		if r.worse(b, a) {
			return -1
		}
		return 1
	})
}
