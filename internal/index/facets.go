package index

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// How the facet values of documents are kept.
//
// Counting seven facets means reading seven sets of values of every document found. But catalogs repeat themselves: the
// same kind, language and format stand together again and again. A column therefore holds a few facets together: each
// combination of values that occurs has a number, a document has that number, and a search counts numbers and looks only
// at the end which values they stand for. Facets whose sets hardly repeat, such as tags, do not gain by that; their
// values stand loose behind the document.

const (
	mostFacets  = 32      // facets of an index
	mostColumns = 4       // columns of a segment
	mostCombos  = 1 << 11 // of a column: their counts stay in the processor's nearest memory
)

// facetSet is a set of facets by position.
type facetSet uint32

// column is one or more facets whose sets of values are numbered together.
type column struct {
	facets []uint8
	set    facetSet
	ends   []uint32 // by combination, and by facet within it: where its values end
	values []uint32
}

func (c *column) combos() int { return len(c.ends) / len(c.facets) }

// of gives the values of a combination, those of all its facets together.
func (c *column) of(combo uint16) []uint32 {
	width := len(c.facets)
	return c.values[c.start(int(combo)*width):c.ends[int(combo)*width+width-1]]
}

// ofFacet gives the values of a combination in its facet number i.
func (c *column) ofFacet(combo uint16, i int) []uint32 {
	at := int(combo)*len(c.facets) + i
	return c.values[c.start(at):c.ends[at]]
}

func (c *column) start(at int) uint32 {
	if at == 0 {
		return 0
	}
	return c.ends[at-1]
}

func (c *column) size() int { return len(c.facets) + 4*cap(c.ends) + 4*cap(c.values) }

// looseValues are values kept document by document.
type looseValues struct {
	set    facetSet
	ends   []uint32 // by document; empty when no document has any
	values []uint32
}

func (l *looseValues) of(doc uint32) []uint32 {
	if len(l.ends) == 0 {
		return nil
	}
	start, end := l.bounds(doc)
	return l.values[start:end]
}

// bounds is where the values of a document stand.
func (l *looseValues) bounds(doc uint32) (start, end uint32) {
	if doc > 0 {
		start = l.ends[doc-1]
	}
	return start, l.ends[doc]
}

func (l *looseValues) size() int { return 4*cap(l.ends) + 4*cap(l.values) }

// valueTable is the facet values of documents on their way into a segment: for each document those of facet 0, then
// those of facet 1, each facet's in order.
type valueTable struct {
	facets int
	ends   []uint32 // by document, and by facet within it
	values []uint32
}

func (t *valueTable) reset() { t.ends, t.values = t.ends[:0], t.values[:0] }

// closeFacet ends the values of one facet of the document being added.
func (t *valueTable) closeFacet() {
	start := uint32(0)
	if len(t.ends) > 0 {
		start = t.ends[len(t.ends)-1]
	}
	values := t.values[start:]
	slices.Sort(values)
	t.values = t.values[:int(start)+len(slices.Compact(values))]
	t.ends = append(t.ends, uint32(len(t.values)))
}

func (t *valueTable) of(doc, facet int) []uint32 {
	at := doc*t.facets + facet
	start := uint32(0)
	if at > 0 {
		start = t.ends[at-1]
	}
	return t.values[start:t.ends[at]]
}

// arrange finds columns for the values and fills in the combination of every row.
func (t *valueTable) arrange(s *segment, p *pace) {
	documents := len(s.rows)
	most := max(64, min(mostCombos, documents/8))
	numbered := make([]numbering, 0, t.facets)
	var loose []int
	for facet := range t.facets {
		if n, ok := t.number(facet, documents, most, p); ok {
			numbered = append(numbered, n)
		} else {
			loose = append(loose, facet)
		}
	}
	slices.SortStableFunc(numbered, func(a, b numbering) int { return cmp.Compare(a.count, b.count) })
	var groups []numbering
	for _, n := range numbered {
		var ok bool
		if groups, ok = fit(groups, n, most, p); !ok {
			loose = append(loose, n.facets...)
		}
	}
	slices.Sort(loose)
	for i, group := range groups {
		s.columns = append(s.columns, t.column(group))
		for doc, number := range group.of {
			s.rows[doc].combos[i] = uint16(number)
		}
	}
	s.loose = t.loose(loose, documents, p)
}

// numbering gives documents with the same values in some facets the same number.
type numbering struct {
	facets []int
	of     []uint32 // by document
	count  int
}

// number numbers the sets of values of one facet; it gives up when there are too many.
func (t *valueTable) number(facet, documents, most int, p *pace) (numbering, bool) {
	n := numbering{facets: []int{facet}, of: make([]uint32, documents)}
	known := map[string]uint32{}
	var key []byte
	for doc := range documents {
		p.did(2)
		key = key[:0]
		for _, v := range t.of(doc, facet) {
			key = binary.LittleEndian.AppendUint32(key, v)
		}
		number, ok := known[string(key)]
		if !ok {
			if len(known) == most {
				return numbering{}, false
			}
			number = uint32(len(known))
			known[string(key)] = number
		}
		n.of[doc] = number
	}
	n.count = len(known)
	return n, true
}

// fit joins a numbering to the first group with which it has few enough combinations, or lets it begin a group. It
// fails when there are columns enough.
func fit(groups []numbering, n numbering, most int, p *pace) ([]numbering, bool) {
	for i, group := range groups {
		if joined, ok := group.join(n, most, p); ok {
			groups[i] = joined
			return groups, true
		}
	}
	if len(groups) == mostColumns {
		return groups, false
	}
	return append(groups, n), true
}

// join numbers the pairs of two numberings; it gives up when there are too many.
func (n numbering) join(other numbering, most int, p *pace) (numbering, bool) {
	pairs := make(map[uint64]uint32, min(most, n.count*other.count))
	of := make([]uint32, len(n.of))
	for doc := range of {
		p.did(2)
		key := uint64(n.of[doc])<<32 | uint64(other.of[doc])
		number, ok := pairs[key]
		if !ok {
			if len(pairs) == most {
				return numbering{}, false
			}
			number = uint32(len(pairs))
			pairs[key] = number
		}
		of[doc] = number
	}
	return numbering{facets: slices.Concat(n.facets, other.facets), of: of, count: len(pairs)}, true
}

// column writes down which values each number of a group stands for.
func (t *valueTable) column(group numbering) column {
	c := column{}
	for _, facet := range group.facets {
		c.facets = append(c.facets, uint8(facet))
		c.set |= 1 << facet
	}
	seen := uint32(0)
	for doc, number := range group.of {
		if number != seen { // numbers were given in the order of documents
			continue
		}
		for _, facet := range group.facets {
			c.values = append(c.values, t.of(doc, facet)...)
			c.ends = append(c.ends, uint32(len(c.values)))
		}
		seen++
	}
	c.values, c.ends = slices.Clip(c.values), slices.Clip(c.ends)
	return c
}

func (t *valueTable) loose(facets []int, documents int, p *pace) looseValues {
	var l looseValues
	if len(facets) == 0 {
		return l
	}
	for _, facet := range facets {
		l.set |= 1 << facet
	}
	l.ends = make([]uint32, documents)
	for doc := range documents {
		p.did(1)
		for _, facet := range facets {
			values := t.of(doc, facet)
			l.values = append(roomFor(l.values, len(values)), values...)
		}
		l.ends[doc] = uint32(len(l.values))
	}
	l.values = slices.Clip(l.values)
	return l
}

// collect appends the values of a document of a segment, facet by facet.
func (t *valueTable) collect(s *segment, doc uint32, facetOf []facetValue) {
	for facet := range t.facets {
		bit := facetSet(1) << facet
		for i := range s.columns {
			c := &s.columns[i]
			if c.set&bit != 0 {
				values := c.ofFacet(s.rows[doc].combos[i], slices.Index(c.facets, uint8(facet)))
				t.values = append(roomFor(t.values, len(values)), values...)
			}
		}
		if s.loose.set&bit != 0 {
			for _, v := range s.loose.of(doc) {
				if int(facetOf[v].facet) == facet {
					t.values = append(roomFor(t.values, 1), v)
				}
			}
		}
		t.ends = append(roomFor(t.ends, 1), uint32(len(t.values)))
	}
}
