package index

// What is read from a file must have the shape of a segment before anything looks into it: every number that leads
// somewhere leads to where something is.

// complete says whether a segment that was read is whole. It also fills in what follows from the rest.
func (s *segment) complete(n *names) bool {
	documents, terms := len(s.rows), s.stems.len()
	values, audiences := uint32(len(n.values.all())), uint32(len(n.audiences.all()))
	if !s.stems.wellFormed() || !s.forms.wellFormed() || !s.ids.wellFormed() || !s.orders.wellFormed() || s.orders.len() != documents || s.forms.len() != terms || len(s.lists.heads) != terms ||
		s.ids.len() != documents || len(s.versions) != documents || len(s.shared) != documents || len(s.prints) != documents || len(s.tongues) != documents || documents == 0 {
		return false
	}
	if !rising(s.firstTerm[:]) || s.firstTerm[0] != 0 || s.firstTerm[analysers] != uint32(terms) {
		return false
	}
	if !s.formsWellFormed() || !s.lists.wellFormed() || !s.holders.wellFormed() || len(s.holders.heads) != len(s.values) || !below(s.values, values) ||
		!rising(s.values) || !s.tally.wellFormed(uint32(documents), values, audiences) {
		return false
	}
	return s.facetsWellFormed(len(n.facets), values) && s.completeRows(audiences)
}

func (s *segment) facetsWellFormed(facets int, values uint32) bool {
	seen := facetSet(0)
	for i := range s.columns {
		c := &s.columns[i]
		for _, f := range c.facets {
			if int(f) >= facets || seen&(1<<f) != 0 {
				return false
			}
			seen |= 1 << f
			c.set |= 1 << f
		}
		if len(c.facets) == 0 || len(c.ends)%len(c.facets) != 0 || c.combos() > mostCombos || !leadsInto(c.ends, len(c.values)) || !below(c.values, values) {
			return false
		}
	}
	l := &s.loose
	if l.set&seen != 0 || (l.set|seen)>>facets != 0 || !below(l.values, values) {
		return false
	}
	return len(l.ends) == 0 && len(l.values) == 0 || len(l.ends) == len(s.rows) && leadsInto(l.ends, len(l.values))
}

// formsWellFormed says whether the forms of every stem can be read.
func (s *segment) formsWellFormed() bool {
	for term := range uint32(s.stems.len()) {
		for encoded := s.forms.at(term); encoded != ""; encoded = encoded[2+int(encoded[1]):] {
			if len(encoded) < 2 || len(encoded) < 2+int(encoded[1]) || int(encoded[0]) > s.stems.length(term) {
				return false
			}
		}
	}
	return true
}

func (s *segment) completeRows(audiences uint32) bool {
	for i := range s.rows {
		r := &s.rows[i]
		if r.audience >= audiences {
			return false
		}
		for c := range s.columns {
			if int(r.combos[c]) >= s.columns[c].combos() {
				return false
			}
		}
		s.highestBoost = max(s.highestBoost, r.boost())
	}
	return true
}

func (t *tally) wellFormed(documents, values, audiences uint32) bool {
	start := uint32(0)
	for _, a := range t.audiences {
		if a.audience >= audiences || a.end < start || a.end > uint32(len(t.counts)) {
			return false
		}
		start = a.end
	}
	for _, c := range t.counts {
		if c.value >= values {
			return false
		}
	}
	return len(t.newest) == int(documents) && below(t.newest, documents)
}

func (t *texts) wellFormed() bool { return leadsInto(t.ends, len(t.bytes)) }

func (l *postingLists) wellFormed() bool {
	bytes, jumps := uint64(len(l.bytes)), uint64(len(l.jumps))
	for _, h := range l.heads {
		blocks := (uint64(h.documents) + blockSize - 1) / blockSize
		if h.documents == 0 || uint64(h.at)+uint64(h.documents) > bytes || blocks > 1 && uint64(h.jumps)+blocks > jumps {
			return false
		}
	}
	for _, j := range l.jumps {
		if uint64(j.next) > bytes {
			return false
		}
	}
	return true
}

// leadsInto says whether the ends rise up to exactly so many.
func leadsInto(ends []uint32, length int) bool {
	if len(ends) == 0 {
		return length == 0
	}
	return rising(ends) && int(ends[len(ends)-1]) == length
}

func rising(list []uint32) bool {
	for i := 1; i < len(list); i++ {
		if list[i] < list[i-1] {
			return false
		}
	}
	return true
}

func below(list []uint32, limit uint32) bool {
	for _, v := range list {
		if v >= limit {
			return false
		}
	}
	return true
}
