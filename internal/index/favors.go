package index

import (
	"math"
	"slices"
)

// Favor lifts what has a trait or a value of a facet, for one asker: what a colleague beside them says worked. Of several traits the first that a
// document has counts, and so of several values of one facet. Of what is found the best by their words alone are looked at, as many as for words
// that stand side by side (near.go).
type Favor struct {
	Trait string
	Facet string // or, where it is not empty, of which it has the value
	Value string
	By    float32 // what it adds to the score, which is 1
	Whole bool    // only what has all the words rises, of those that something has
}

// mostFavors bounds the work of one query.
const mostFavors = 16

// wantsFavors keeps more candidates than the page needs where some may rise.
func (r *run) wantsFavors(q *Query) {
	r.favors = r.favors[:0]
	if r.newest || r.limit == 0 || len(r.words) == 0 {
		return
	}
	for _, f := range q.Favors[:min(len(q.Favors), mostFavors)] {
		value, kind := facetValue{traitFacet, f.Trait}, facetSet(0)
		if at := slices.Index(r.names.facets, f.Facet); at >= 0 {
			value, kind = facetValue{uint8(at), f.Value}, 1<<at
		}
		if v, ok := r.names.values.find(value); ok {
			r.favors = append(r.favors, favored{v, kind, 1 + f.By, f.Whole})
			r.limit = max(r.limit, nearTop)
		}
	}
}

// favored is a trait or a value by number, of which facet it is, and by what it multiplies.
type favored struct {
	value uint32
	of    facetSet // none: it is a trait
	times float32
	whole bool
}

// liftFavored lets those rise, of the best in order, that have a favored trait.
func (r *run) liftFavored() {
	if len(r.favors) == 0 {
		return
	}
	top := r.heap[:min(nearTop, len(r.heap))]
	slices.SortFunc(top, func(a, b candidate) int {
		if a.view != b.view {
			return int(a.view) - int(b.view)
		}
		return int(a.doc) - int(b.doc)
	})
	var traits [nearTop]bool // risen by one
	var values [nearTop]facetSet
	for _, f := range r.favors {
		view, open := int32(-1), false
		for i := range top {
			c := &top[i]
			s := r.snap.views[c.view].segment
			if c.view != view {
				at, ok := s.holder(f.value)
				if view, open = c.view, ok; open {
					r.lister.open(&s.holders, at)
				}
			}
			if open && (f.of == 0 && !traits[i] || f.of&^values[i] != 0) && r.lister.seek(c.doc) && (!f.whole || r.hasAll(*c)) {
				traits[i], values[i] = traits[i] || f.of == 0, values[i]|f.of
				c.key = int64(math.Float32bits(scoreOf(c.key) * f.times))
			}
		}
	}
	r.sortBest(top)
}

// hasAll says whether a document that was found has all the words that it must have: where few do, others are found too.
func (r *run) hasAll(c candidate) bool {
	a := analyser(r.snap.views[c.view].segment.tongues[c.doc])
	reasons := r.reasonsOf(c)
	for w := range r.words {
		if r.required(a, w) && !slices.ContainsFunc(reasons, func(by Reason) bool { return by.Word == r.words[w].folded }) {
			return false
		}
	}
	return true
}
