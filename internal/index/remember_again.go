package index

import (
	"slices"
)

// without is the answer less the documents that died since. It gives nothing when too many did.
func (r *run) without(i int, v view, known *answer) *answer {
	died := v.dead.len() - known.dead.len()
	if died < 0 || died > rememberedDead || died*r.longLists(i, v) > rememberedSeeks {
		return nil
	}
	lost := r.lostSince(i, v, known)
	if len(lost) == 0 {
		next := *known
		next.dead = v.dead
		return &next
	}
	next := &answer{allowed: known.allowed, dead: v.dead, met: known.met, total: known.total, counts: slices.Clone(known.counts), kin: known.kin}
	for _, b := range known.best {
		if !v.dead.has(b.doc) {
			next.best = append(next.best, b)
		}
	}
	if len(next.best) < len(known.best) && len(next.best) < rememberedTop/2 && len(known.best) < known.total {
		return nil
	}
	r.otherCounts = resized(r.otherCounts, len(r.values))
	for _, doc := range lost {
		failed := r.failedBy(v.segment, doc)
		if next.met = max(0, next.met-1); failed == 0 {
			next.total--
		}
		if r.counting && failed&(failed-1) == 0 && !r.isKin(v.segment, doc) {
			v.segment.eachValue(doc, func(value uint32) {
				if failed == 0 || !r.tallied && failed == 1<<r.values[value].facet {
					r.otherCounts[value]++
				}
			})
		}
	}
	for i := range next.counts {
		next.counts[i].count -= r.otherCounts[next.counts[i].value]
	}
	return next
}

// lostSince gives the documents that died since an answer was found, and were found by its word or counted by its filters.
func (r *run) lostSince(i int, v view, known *answer) []uint32 {
	return slices.DeleteFunc(r.diedSince(i, v, known), func(doc uint32) bool {
		failed := r.failedBy(v.segment, doc)
		return r.allowed[v.segment.rows[doc].audience] == 0 || len(r.words) == 0 && failed&(failed-1) != 0
	})
}

// diedSince gives the documents that died since an answer was found, and have the query's one word, if it has one.
func (r *run) diedSince(i int, v view, known *answer) []uint32 {
	r.docsAgain = r.docsAgain[:0]
	v.dead.eachSince(known.dead, func(doc uint32) { r.docsAgain = append(r.docsAgain, doc) })
	if len(r.words) == 0 {
		return r.docsAgain
	}
	having := resized(r.having, len(r.docsAgain))
	r.having = having
	r.seekWord(i, v, r.docsAgain, func(at int, _ *cursor, _ uint64) { having[at] = true })
	kept := 0
	for at, doc := range r.docsAgain {
		if having[at] {
			r.docsAgain[kept] = doc
			kept++
		}
	}
	return r.docsAgain[:kept]
}

// failedBy gives the facets whose filter a document fails.
func (r *run) failedBy(s *segment, doc uint32) facetSet {
	failed := r.filtered
	if failed == 0 {
		return 0
	}
	s.eachValue(doc, func(value uint32) {
		if r.chosen[value] {
			failed &^= 1 << r.values[value].facet
		}
	})
	return failed
}

// rankAgain offers remembered documents, scored for the query at hand: how rare the word is may have changed.
func (r *run) rankAgain(list []best) {
	if r.limit == 0 {
		return
	}
	docs, scores := r.docsAgain[:0], r.scoresAgain[:0]
	for _, b := range list[:min(len(list), r.limit)] {
		score := float32(1)
		if len(r.words) > 0 {
			score = b.score(r.words[0].rarity)
		}
		docs, scores = append(docs, b.doc), append(scores, score)
	}
	r.docsAgain, r.scoresAgain = docs, scores
	if r.newest {
		r.rankNewest(docs)
		return
	}
	r.rankFit(docs, scores)
}
