package index

import (
	"math/bits"
	"slices"
)

// kinMarks are the documents of families of a segment that a question finds, by place. They are never changed.
type kinMarks struct {
	passing []uint64
	failing []kinFailing
}

// kinFailing are those that fail the filter of one facet alone.
type kinFailing struct {
	facet facetSet
	marks []uint64
}

// marksOf gives the marks of documents that were gathered, and nothing for none.
func (f *families) marksOf(gathered []best) *kinMarks {
	if len(gathered) == 0 {
		return nil
	}
	m := &kinMarks{passing: f.noMarks()}
	for _, b := range gathered {
		place := f.place(b.doc)
		m.of(f, facetSet(1)<<b.misses>>1)[place>>6] |= 1 << (place & 63)
	}
	return m
}

func (f *families) noMarks() []uint64 { return make([]uint64, (len(f.docs)+63)/64) }

// of are the marks of those that fail a facet, or none.
func (m *kinMarks) of(f *families, failed facetSet) []uint64 {
	if failed == 0 {
		return m.passing
	}
	for _, fails := range m.failing {
		if fails.facet == failed {
			return fails.marks
		}
	}
	m.failing = append(m.failing, kinFailing{failed, f.noMarks()})
	return m.failing[len(m.failing)-1].marks
}

// each visits the marked of some places, and says which facet each fails.
func (m *kinMarks) each(from, to uint32, visit func(place uint32, failed facetSet)) {
	for w := from >> 6; w<<6 < to; w++ {
		within := ^uint64(0)
		if w == from>>6 {
			within <<= from & 63
		}
		if left := to - w<<6; left < 64 {
			within &= 1<<left - 1
		}
		for word := m.passing[w] & within; word != 0; word &= word - 1 {
			visit(w<<6|uint32(bits.TrailingZeros64(word)), 0)
		}
		for _, fails := range m.failing {
			for word := fails.marks[w] & within; word != 0; word &= word - 1 {
				visit(w<<6|uint32(bits.TrailingZeros64(word)), fails.facet)
			}
		}
	}
}

// has says whether the document at a place is marked.
func (m *kinMarks) has(place uint32) bool {
	is := func(marks []uint64) bool { return marks[place>>6]>>(place&63)&1 == 1 }
	return is(m.passing) || slices.ContainsFunc(m.failing, func(fails kinFailing) bool { return is(fails.marks) })
}

// families appends those of which a document is marked, in order.
func (m *kinMarks) families(f *families, to []uint32) []uint32 {
	for w, word := range m.passing {
		for _, fails := range m.failing {
			word |= fails.marks[w]
		}
		for ; word != 0; word &= word - 1 {
			if family := f.of[w<<6|bits.TrailingZeros64(word)]; len(to) == 0 || to[len(to)-1] != family {
				to = append(to, family)
			}
		}
	}
	return to
}

// size is the memory they take, in bytes.
func (m *kinMarks) size() int {
	if m == nil {
		return 0
	}
	return 8 * len(m.passing) * (1 + len(m.failing))
}
