package index

import (
	"cmp"
	"slices"
	"strings"
)

// tally is what a segment holds for each audience: so the catalog as a whole, which is asked for most, is counted without
// reading its documents.
type tally struct {
	audiences []audienceTally
	counts    []counted // of all audiences, one after the other
	newest    []uint32  // all documents, the newest first
}

type audienceTally struct {
	audience  uint32
	documents uint32
	end       uint32 // of its counts
}

func (t *tally) size() int { return 12*cap(t.audiences) + 8*cap(t.counts) + 4*cap(t.newest) }

// tallyUp counts the documents of the segment, once their rows and values are in place.
func (s *segment) tallyUp(values int, p *pace) {
	order := make([]uint32, len(s.rows))
	for doc := range order {
		order[doc] = uint32(doc)
	}
	slices.SortFunc(order, func(a, b uint32) int {
		p.did(1)
		return cmp.Compare(s.rows[a].audience, s.rows[b].audience)
	})
	counts := make([]uint32, values)
	for start := 0; start < len(order); {
		t := audienceTally{audience: s.rows[order[start]].audience}
		var touched []uint32
		for ; start < len(order) && s.rows[order[start]].audience == t.audience; start++ {
			t.documents++
			p.did(8)
			s.eachValue(order[start], func(v uint32) {
				if counts[v]++; counts[v] == 1 {
					touched = append(touched, v)
				}
			})
		}
		for _, v := range touched {
			s.tally.counts = append(s.tally.counts, counted{v, counts[v]})
			counts[v] = 0
		}
		t.end = uint32(len(s.tally.counts))
		s.tally.audiences = append(s.tally.audiences, t)
	}
	slices.SortFunc(order, func(a, b uint32) int {
		p.did(1)
		if c := cmp.Compare(s.shared[b], s.shared[a]); c != 0 {
			return c
		}
		return strings.Compare(s.ids.at(a), s.ids.at(b))
	})
	s.tally.newest = order
	for i := range s.rows {
		s.highestBoost = max(s.highestBoost, s.rows[i].boost())
	}
}

// eachValue calls visit with every facet value of a document.
func (s *segment) eachValue(doc uint32, visit func(value uint32)) {
	for i := range s.columns {
		for _, v := range s.columns[i].of(s.rows[doc].combos[i]) {
			visit(v)
		}
	}
	for _, v := range s.loose.of(doc) {
		visit(v)
	}
}

// browse answers a query without words.
func (r *run) browse(ix *Index) {
	r.tallied = r.filtered != 0 && r.filtered&(r.filtered-1) == 0 && !r.narrowed
	var whole *wholeKin
	if all := r.filtered == 0 && !r.narrowed && r.newest; r.once && (all || r.tallied && r.counting) && len(r.barring) == 0 && len(r.phrases) == 0 {
		if whole = r.wholeKin(ix); all {
			r.takeWhole(whole)
		}
	}
	for i, v := range r.snap.views {
		if len(r.barring) > 0 || len(r.phrases) > 0 {
			r.tallied = false
			r.enter(i, v, int(v.segment.documents()))
			r.everything(v.segment, r.take)
			r.leave()
			continue
		}
		if r.filtered != 0 || r.narrowed || r.once && !r.newest {
			if !r.recall(ix, i, v) {
				r.filter(i, v)
			}
			continue
		}
		r.takeTally(v)
		if r.enter(i, v, 0); r.newest {
			r.takeNewest()
		} else if r.limit > 0 {
			r.everything(v.segment, func(docs []uint32, scores []float32) { r.rankFit(r.visible(docs, scores)) })
		}
	}
	switch {
	case !r.counting:
	case r.tallied:
		r.countTallied()
		r.countWhole(whole, r.ofFiltered)
		r.tallyHas = r.filtered
	default:
		r.countWhole(whole, func(uint32) bool { return true })
	}
	r.tallied = false
}

// countTallied counts the only facet that is filtered, as if it were not.
func (r *run) countTallied() {
	for v := range r.counts {
		if r.ofFiltered(uint32(v)) {
			r.counts[v] = 0
		}
	}
	for _, v := range r.snap.views {
		r.addTally(v, r.ofFiltered)
	}
}

func (r *run) ofFiltered(value uint32) bool { return r.filtered&(1<<r.values[value].facet) != 0 }

// takeTally counts all documents of a view that may be seen.
func (r *run) takeTally(v view) {
	visible := 0
	for _, t := range v.segment.tally.audiences {
		if r.allowed[t.audience] == 1 {
			visible += int(t.documents)
		}
	}
	v.dead.eachSince(nil, func(doc uint32) {
		if r.allowed[v.segment.rows[doc].audience] == 1 {
			visible--
		}
	})
	r.met += visible
	r.total += visible
	if r.counting {
		r.addTally(v, func(uint32) bool { return true })
	}
}

// addTally adds the counts of some values over all documents of a view that may be seen.
func (r *run) addTally(v view, wanted func(value uint32) bool) {
	s, start := v.segment, uint32(0)
	for _, t := range s.tally.audiences {
		if r.allowed[t.audience] == 1 {
			for _, c := range s.tally.counts[start:t.end] {
				if wanted(c.value) {
					r.counts[c.value] += c.count
				}
			}
		}
		start = t.end
	}
	v.dead.eachSince(nil, func(doc uint32) {
		if r.allowed[s.rows[doc].audience] == 1 {
			s.eachValue(doc, func(value uint32) {
				if wanted(value) {
					r.counts[value]--
				}
			})
		}
	})
}

// takeNewest ranks the newest documents of the view at hand, as many as are asked for.
func (r *run) takeNewest() {
	s, wanted := r.view.segment, r.limit
	for _, doc := range s.tally.newest {
		if wanted == 0 {
			return
		}
		if r.allowed[s.rows[doc].audience] == 1 && !r.view.dead.has(doc) && !r.isKin(s, doc) {
			r.offer(s.shared[doc], doc)
			wanted--
		}
	}
}
