package index

import "sort"

// Beside the filters a query may be narrowed by what is never counted: traits of documents, and the days on which they were
// shared. Of a segment it is noted once which documents that leaves out.

// traitFacet stands for the facet of which traits are the values: the numbers of facets are below it.
const traitFacet uint8 = 255

// traitOf is a trait of a document on its way into a segment.
type traitOf struct{ doc, value uint32 }

// narrowing is the part of a collector that knows what a query is narrowed by.
type narrowing struct {
	narrowed     bool
	narrows      []traits
	since, until int64 // 0: unbounded

	outside   []uint64 // of the segment at hand: documents that are left out
	outsideIn int      // of the view with this number, less one
	some      []uint64
	lister    cursor
}

// traits are those of a Narrow by number. Traits that no document ever had are left out.
type traits struct{ without, unless []uint32 }

// narrowBy readies what a query is narrowed by.
func (n *narrowing) narrowBy(names *names, q *Query) {
	n.since, n.until, n.outsideIn = q.Since, q.Until, 0
	n.narrows = n.narrows[:0]
	for _, by := range q.Narrow {
		if t := (traits{names.traits(by.Without), names.traits(by.Unless)}); len(t.without) > 0 {
			n.narrows = append(n.narrows, t)
		}
	}
	n.narrowed = len(n.narrows) > 0 || n.since != 0 || n.until != 0
}

// traits are the numbers of those of some traits that documents have.
func (n *names) traits(list []string) (out []uint32) {
	for _, text := range list {
		if v, ok := n.values.find(facetValue{traitFacet, text}); ok {
			out = append(out, v)
		}
	}
	return out
}

// leaveOut notes which documents of a segment are left out.
func (n *narrowing) leaveOut(at int, s *segment) {
	if n.outsideIn == at+1 {
		return
	}
	n.outsideIn = at + 1
	n.outside = resized(n.outside, (int(s.documents())+63)/64)
	if n.since != 0 || n.until != 0 {
		n.leaveOutByTime(s)
	}
	for _, by := range n.narrows {
		if len(by.unless) == 0 {
			n.mark(s, n.outside, by.without)
			continue
		}
		n.some = resized(n.some, len(n.outside))
		n.mark(s, n.some, by.without)
		n.clear(s, n.some, by.unless)
		for w, word := range n.some {
			n.outside[w] |= word
		}
	}
}

// leaveOutByTime notes the documents shared too early or too late: of the newest first, those within stand side by side.
func (n *narrowing) leaveOutByTime(s *segment) {
	newest, from, to := s.tally.newest, 0, len(s.tally.newest)
	if n.until != 0 {
		from = sort.Search(len(newest), func(i int) bool { return s.shared[newest[i]] < n.until })
	}
	if n.since != 0 {
		to = sort.Search(len(newest), func(i int) bool { return s.shared[newest[i]] < n.since })
	}
	for _, doc := range newest[:from] {
		n.outside[doc>>6] |= 1 << (doc & 63)
	}
	for _, doc := range newest[to:] {
		n.outside[doc>>6] |= 1 << (doc & 63)
	}
}

func (n *narrowing) mark(s *segment, set []uint64, values []uint32) {
	for _, v := range values {
		for open := n.open(s, v); open && n.lister.next(); {
			for _, doc := range n.lister.docs[:n.lister.count] {
				set[doc>>6] |= 1 << (doc & 63)
			}
		}
	}
}

func (n *narrowing) clear(s *segment, set []uint64, values []uint32) {
	for _, v := range values {
		for open := n.open(s, v); open && n.lister.next(); {
			for _, doc := range n.lister.docs[:n.lister.count] {
				set[doc>>6] &^= 1 << (doc & 63)
			}
		}
	}
}

// open begins to list who has a trait; false when nobody has.
func (n *narrowing) open(s *segment, value uint32) bool {
	at, ok := s.holder(value)
	if ok {
		n.lister.open(&s.holders, at)
	}
	return ok
}

// inside keeps the documents that are not left out.
func (n *narrowing) inside(docs []uint32, scores []float32) ([]uint32, []float32) {
	if !n.narrowed {
		return docs, scores
	}
	kept := 0
	scores = scores[:len(docs)]
	for i, doc := range docs {
		docs[kept], scores[kept] = doc, scores[i]
		kept += int(^n.outside[doc>>6] >> (doc & 63) & 1)
	}
	return docs[:kept], scores[:kept]
}

// Having lists the documents that have a trait, whoever may see them.
func (ix *Index) Having(trait string) (ids []string) {
	value, ok := ix.names.values.find(facetValue{traitFacet, trait})
	if !ok {
		return nil
	}
	var n narrowing
	for _, v := range ix.current.Load().views {
		for open := n.open(v.segment, value); open && n.lister.next(); {
			for _, doc := range n.lister.docs[:n.lister.count] {
				if !v.dead.has(doc) {
					ids = append(ids, v.segment.ids.at(doc))
				}
			}
		}
	}
	return ids
}

// Shows says whether a document that the scope may see has a trait.
func (ix *Index) Shows(trait string, scope Scope) bool {
	value, ok := ix.names.values.find(facetValue{traitFacet, trait})
	if !ok {
		return false
	}
	r := ix.begin()
	defer ix.end(r)
	r.names, r.snap = ix.names, ix.current.Load()
	r.admit(ix, scope)
	for _, v := range r.snap.views {
		for open := r.open(v.segment, value); open && r.lister.next(); {
			for _, doc := range r.lister.docs[:r.lister.count] {
				if r.allowed[v.segment.rows[doc].audience] == 1 && !v.dead.has(doc) {
					return true
				}
			}
		}
	}
	return false
}
