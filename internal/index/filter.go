package index

// passing keeps the documents that pass all filters. One that fails in a single facet is counted there: the counts of a
// facet are those without its own filter.
func (r *run) passing(docs []uint32, scores []float32) ([]uint32, []float32) {
	failed := r.judgeBatch(docs)
	kept, counts := 0, r.counting
	scores = scores[:len(docs)]
	for i, doc := range docs {
		f := failed[i]
		docs[kept], scores[kept] = doc, scores[i]
		if f == 0 {
			kept++
		} else if counts && f&(f-1) == 0 && !r.failsAsKin(doc, f) {
			r.countFacet(doc, f)
		}
	}
	return docs[:kept], scores[:kept]
}

// judgeBatch gives for each document the facets whose filter it fails.
func (r *run) judgeBatch(docs []uint32) []facetSet {
	s := r.view.segment
	failed := r.failed[:len(docs)]
	clear(failed)
	for i := range s.columns {
		c := &s.columns[i]
		if c.set&r.filtered == 0 {
			continue
		}
		known := r.failures[i]
		for j, doc := range docs {
			combo := s.rows[doc].combos[i]
			f := known[combo]
			if f == 0 {
				f = r.judge(c, combo) | knownFailures
				known[combo] = f
			}
			failed[j] |= f &^ knownFailures
		}
	}
	if wanted := s.loose.set & r.filtered; wanted != 0 {
		for j, doc := range docs {
			missing := wanted
			for _, v := range s.loose.of(doc) {
				if r.chosen[v] {
					missing &^= 1 << r.values[v].facet
				}
			}
			failed[j] |= missing
		}
	}
	return failed
}

func (r *run) judge(c *column, combo uint16) facetSet {
	failed := c.set & r.filtered
	for _, v := range c.of(combo) {
		if r.chosen[v] {
			failed &^= 1 << r.values[v].facet
		}
	}
	return failed
}

// countFacet counts a document in one facet.
func (r *run) countFacet(doc uint32, facet facetSet) {
	s := r.view.segment
	for i := range s.columns {
		c := &s.columns[i]
		if c.set&facet == 0 {
			continue
		}
		for j, f := range c.facets {
			if facet != 1<<f {
				continue
			}
			if r.byCombo {
				r.missed[f][s.rows[doc].combos[i]]++
			} else {
				for _, v := range c.ofFacet(s.rows[doc].combos[i], j) {
					r.counts[v]++
				}
			}
		}
	}
	if s.loose.set&facet != 0 {
		for _, v := range s.loose.of(doc) {
			if facet == 1<<r.values[v].facet {
				r.counts[v]++
			}
		}
	}
}
