package index

import (
	"math/bits"
	"slices"
)

const minusOne = ^uint32(0)

// assess adds up what a family has in some of the parts at hand: how many of its documents pass, the counts of its values, times a sign, and the
// best of it, if that is asked for.
func (r *run) assess(family uint32, parts []kinPart, sign uint32, counts []uint32, is *relatives) (passing int) {
	r.countedOf, r.familyNow = r.roomToCount()
	r.familyNow++
	for p := range parts {
		part, f := &parts[p], r.enterPart(p)
		from, to := f.placesOf(family)
		part.marks.each(from, to, func(at uint32, failed facetSet) {
			if part.dead.has(f.docs[at]) {
				return
			}
			values := f.valuesAt(at)
			if r.countChange(values, failed, sign, counts); failed != 0 {
				return
			}
			if passing++; is != nil {
				r.noteKin(is, candidate{r.kinKey(f.docs[at], r.scoreAt(p, at)), int32(r.at), f.docs[at]}, !r.newest && !r.whole && len(r.own) > 0 && r.isOwn(values))
			}
		})
	}
	return passing
}

// countChange counts the values of one document of the family at hand.
func (r *run) countChange(values []uint32, failed facetSet, sign uint32, counts []uint32) {
	switch {
	case r.whole:
		for _, v := range values {
			if r.countedOf[v] == r.familyNow {
				counts[v] += sign
			}
			r.countedOf[v] = r.familyNow
		}
	case !r.counting:
	case failed|r.tallyHas != 0:
		r.countSome(values, failed, sign, counts)
	default:
		for _, v := range values {
			if r.countedOf[v] != r.familyNow {
				r.countedOf[v] = r.familyNow
				counts[v] += sign
			}
		}
	}
}

// findKin finds what the parts at hand have of families.
func (r *run) findKin() *kinAnswer {
	r.weighAll()
	known := &kinAnswer{allowed: slices.Clone(r.allowed), own: slices.Clone(r.own), parts: slices.Clone(r.parts)}
	r.changes, r.risen = resized(r.changes, len(r.values)), r.risen[:0]
	repeated := r.repeated
	for family := range r.eachFamily {
		r.addFamily(known, family)
	}
	r.repeated = repeated
	known.takeCounts(r.changes)
	r.chooseBest(known)
	return known
}

// eachFamily visits the families of the parts at hand.
func (r *run) eachFamily(visit func(family uint32) bool) {
	r.touched = r.touched[:0]
	for p := range r.parts {
		r.touched = r.parts[p].marks.families(&r.snap.views[r.partIn[p]].segment.kin, r.touched)
	}
	slices.Sort(r.touched)
	r.touched = slices.Compact(r.touched)
	for _, family := range r.touched {
		if !visit(family) {
			return
		}
	}
}

func (r *run) addFamily(known *kinAnswer, family uint32) {
	is := relatives{family: family}
	if passing := r.assess(family, r.parts, 1, r.changes, &is); passing > 0 {
		known.families++
		known.repeated += passing - 1
		r.risen = append(r.risen, is)
	}
}

// takeCounts adds changes to the counts.
func (known *kinAnswer) takeCounts(changes []uint32) {
	for _, c := range known.counts {
		changes[c.value] += c.count
	}
	known.counts = nil
	for value, n := range changes {
		if n != 0 {
			known.counts = append(known.counts, counted{uint32(value), n})
		}
	}
}

// chooseBest keeps the best of the families found, in order.
func (r *run) chooseBest(known *kinAnswer) {
	slices.SortFunc(r.risen, func(a, b relatives) int {
		if r.worse(b.best, a.best) {
			return -1
		}
		return 1
	})
	known.best = make([]bestKin, 0, min(len(r.risen), rememberedTop))
	for _, k := range r.risen[:min(len(r.risen), rememberedTop)] {
		b := bestKin{family: k.family, hasOwn: k.hasOwn, best: r.docOf(k.best)}
		if k.hasOwn {
			b.own = r.docOf(k.own)
		}
		known.best = append(known.best, b)
	}
}

// docOf is a candidate as an answer holds it.
func (r *run) docOf(c candidate) kinDoc {
	p := slices.Index(r.partIn[:len(r.parts)], uint32(c.view))
	d := kinDoc{part: uint32(p), best: best{doc: c.doc}}
	if len(r.words) > 0 {
		d.best = r.weights[p][r.snap.views[c.view].segment.kin.place(c.doc)]
		d.doc = c.doc
	}
	return d
}

// weightsOf is room for what the query's one word counts in the documents of a part.
func (r *run) weightsOf(p int) []best {
	for len(r.weights) <= p {
		r.weights = append(r.weights, nil)
	}
	if n := len(r.snap.views[r.partIn[p]].segment.kin.docs); len(r.weights[p]) < n {
		r.weights[p] = make([]best, n+n/4)
	}
	return r.weights[p]
}

// weigh finds what the query's one word counts in the marked documents of some families.
func (r *run) weigh(parts []kinPart, list []uint32) {
	if len(r.words) == 0 {
		return
	}
	for p := range parts {
		f := r.enterPart(p)
		r.wanted = resized(r.wanted, len(f.member))
		for _, family := range list {
			from, to := f.placesOf(family)
			parts[p].marks.each(from, to, func(at uint32, failed facetSet) {
				if failed == 0 {
					r.wanted[f.docs[at]>>6] |= 1 << (f.docs[at] & 63)
				}
			})
		}
		r.weighWanted(p, f)
	}
}

// weighAll does so for all.
func (r *run) weighAll() {
	if len(r.words) == 0 {
		return
	}
	for p := range r.parts {
		f := r.enterPart(p)
		r.wanted = resized(r.wanted, len(f.member))
		for w, word := range r.parts[p].marks.passing {
			for ; word != 0; word &= word - 1 {
				doc := f.docs[w<<6|bits.TrailingZeros64(word)]
				r.wanted[doc>>6] |= 1 << (doc & 63)
			}
		}
		r.weighWanted(p, f)
	}
}

// weighWanted finds it in the documents wanted, of one part.
func (r *run) weighWanted(p int, f *families) {
	weights, i := r.weightsOf(p), int(r.partIn[p])
	r.docsAgain = r.docsAgain[:0]
	for w, word := range r.wanted {
		for ; word != 0; word &= word - 1 {
			r.docsAgain = append(r.docsAgain, uint32(w<<6|bits.TrailingZeros64(word)))
		}
	}
	docs := r.docsAgain
	for _, doc := range docs {
		weights[f.place(doc)] = best{}
	}
	r.seekWord(i, r.snap.views[i], docs, func(at int, c *cursor, exact uint64) {
		w := best{impact: c.impacts[c.pos], exact: c.formsAt(c.pos)&exact != 0}
		if is := &weights[f.place(docs[at])]; w.score(1) > is.score(1) {
			*is = w
		}
	})
}
