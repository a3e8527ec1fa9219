package index

import (
	"runtime/debug"
	"slices"
	"strings"
	"unsafe"
)

// gone marks a document that a merge leaves out.
const gone = ^uint32(0)

// merger makes one segment of several, without the documents that no longer count.
type merger struct {
	names *names
	parts []view
	moves [][]uint32 // by part and document: its number in the new segment, or gone
	forms []byte     // of the term at hand
	pace  *pace      // so that searches are not held up; nil: nobody waits
	last  bool       // nobody else reads the parts: what was taken from one is let go
}

// merge gives the segment, and for each part where its documents went; no segment when no document is left.
func (m *merger) merge(h idHash) *segment {
	documents := uint32(0)
	m.moves = make([][]uint32, len(m.parts))
	for i, part := range m.parts {
		m.moves[i] = make([]uint32, part.segment.documents())
		for doc := range m.moves[i] {
			if part.dead.has(uint32(doc)) {
				m.moves[i][doc] = gone
				continue
			}
			m.moves[i][doc] = documents
			documents++
			m.pace.did(1)
		}
	}
	if documents == 0 {
		return nil
	}
	s := &segment{rows: make([]row, 0, documents), versions: make([]int64, 0, documents), shared: make([]int64, 0, documents),
		prints: make([]Print, 0, documents), tongues: make([]byte, 0, documents)}
	m.documents(s)
	s.indexIDs(h, m.pace)
	if m.last && documents >= mostDocuments/2 {
		debug.FreeOSMemory() // the documents of the parts, before their words are held twice
	}
	m.terms(s)
	return s.clipped()
}

func (m *merger) documents(s *segment) {
	facetOf := m.names.values.all()
	held := m.expect(s)
	values := valueTable{facets: len(m.names.facets), ends: make([]uint32, 0, cap(s.rows)*len(m.names.facets)), values: make([]uint32, 0, held)}
	var traits []traitOf
	for i, part := range m.parts {
		traits = m.traits(traits, i, facetOf)
		for doc, to := range m.moves[i] {
			if to == gone {
				continue
			}
			doc := uint32(doc)
			from := part.segment
			values.collect(from, doc, facetOf)
			s.rows = append(s.rows, from.rows[doc])
			s.versions = append(s.versions, from.versions[doc])
			s.shared = append(s.shared, from.shared[doc])
			s.prints = append(s.prints, from.prints[doc])
			s.tongues = append(s.tongues, from.tongues[doc])
			s.ids.add(from.ids.at(doc))
			s.orders.add(from.orders.at(doc))
			m.pace.did(8)
		}
		if m.last {
			part.segment.forgetDocuments()
		}
	}
	values.arrange(s, m.pace)
	s.tallyUp(len(facetOf), m.pace)
	s.listHolders(len(facetOf), traits, m.pace)
}

// expect makes room for what is as long as the documents make it, and gives how many facet values they have at most.
func (m *merger) expect(s *segment) (held int) {
	ids, orders, facetOf := 0, 0, m.names.values.all()
	for i, part := range m.parts {
		for at, value := range part.segment.values {
			if facetOf[value].facet != traitFacet {
				held += int(part.segment.holders.heads[at].documents)
			}
		}
		for doc, to := range m.moves[i] {
			if to != gone {
				ids += part.segment.ids.length(uint32(doc))
				orders += part.segment.orders.length(uint32(doc))
			}
			m.pace.did(1)
		}
	}
	m.pace.expect(ids + orders + 4*held + 4*cap(s.rows)*len(m.names.facets))
	s.ids = texts{make([]byte, 0, ids), make([]uint32, 0, cap(s.rows))}
	s.orders = texts{make([]byte, 0, orders), make([]uint32, 0, cap(s.rows))}
	return held
}

// traits appends those of one part, of each trait those of the first documents first.
func (m *merger) traits(to []traitOf, part int, facetOf []facetValue) []traitOf {
	s, moves := m.parts[part].segment, m.moves[part]
	var c cursor
	for at, value := range s.values {
		if facetOf[value].facet != traitFacet {
			continue
		}
		for c.open(&s.holders, uint32(at)); c.next(); {
			for _, doc := range c.docs[:c.count] {
				if moves[doc] != gone {
					to = append(roomFor(to, 1), traitOf{moves[doc], value})
				}
			}
			m.pace.did(c.count)
		}
	}
	return to
}

// reader is one part's place in its dictionary.
type reader struct {
	part     int
	segment  *segment
	term     uint32
	analyser analyser
}

func (r *reader) skipAnalysers() (more bool) {
	if int(r.term) >= r.segment.stems.len() {
		return false
	}
	for r.term >= r.segment.firstTerm[r.analyser+1] {
		r.analyser++
	}
	return true
}

func (r *reader) stem() string { return r.segment.stems.at(r.term) }

// before is the order of dictionaries, and of parts for the same term.
func (r *reader) before(o *reader) bool {
	if r.analyser != o.analyser {
		return r.analyser < o.analyser
	}
	if c := strings.Compare(r.stem(), o.stem()); c != 0 {
		return c < 0
	}
	return r.part < o.part
}

// terms merges the dictionaries: the readers stand in a heap, the first of them on top.
func (m *merger) terms(s *segment) {
	var heap []*reader
	for i, part := range m.parts {
		if r := (&reader{part: i, segment: part.segment}); r.skipAnalysers() {
			heap = append(heap, r)
		}
	}
	slices.SortFunc(heap, func(a, b *reader) int {
		if a.before(b) {
			return -1
		}
		return 1
	})
	d := dictionaryWriter{}
	terms, stems, forms, postings := 0, 0, 0, 0
	for _, part := range m.parts {
		from := part.segment
		terms, stems, forms = max(terms, from.stems.len()), max(stems, len(from.stems.bytes)), max(forms, len(from.forms.bytes))
		postings += len(from.lists.bytes)
	}
	if len(m.parts) > 1 {
		postings += postings / 32 // sets of forms may become wider
	}
	m.pace.expect(stems + forms + postings)
	d.expect(terms, stems, forms, postings)
	var same []reader
	for len(heap) > 0 {
		same = same[:0]
		top := *heap[0]
		for len(heap) > 0 && heap[0].analyser == top.analyser && heap[0].stem() == top.stem() {
			same = append(same, *heap[0])
			heap[0].term++
			if !heap[0].skipAnalysers() {
				heap[0] = heap[len(heap)-1]
				heap = heap[:len(heap)-1]
			}
			sink(heap)
		}
		m.term(&d, same)
	}
	d.finish(s, m.pace)
}

// sink restores the heap when its top has changed.
func sink(heap []*reader) {
	for i := 0; ; {
		child := 2*i + 1
		if child >= len(heap) {
			return
		}
		if child+1 < len(heap) && heap[child+1].before(heap[child]) {
			child++
		}
		if !heap[child].before(heap[i]) {
			return
		}
		heap[i], heap[child] = heap[child], heap[i]
		i = child
	}
}

// term writes one term that stands in one or more parts.
func (m *merger) term(d *dictionaryWriter, same []reader) {
	d.kept, m.forms = d.kept[:0], m.forms[:0]
	for _, r := range same {
		for f := r.segment.formsOf(r.term); f.next(); {
			if !slices.Contains(d.kept, f.text()) {
				m.forms = append(m.forms, f.text()...)
				d.kept = append(d.kept, unsafe.String(&m.forms[len(m.forms)-f.length], f.length))
			}
		}
	}
	d.lists.begin(len(d.kept))
	var c cursor
	for _, r := range same {
		var to [mostForms]uint8
		moved := false
		for f := r.segment.formsOf(r.term); f.next(); {
			to[f.bit] = uint8(min(slices.Index(d.kept, f.text()), mostForms-1))
			moved = moved || int(to[f.bit]) != f.bit
		}
		moves := m.moves[r.part]
		for c.open(&r.segment.lists, r.term); c.next(); {
			for i, doc := range c.docs[:c.count] {
				p := posting{doc: moves[doc], impact: c.impacts[i], forms: c.formsAt(i)}
				if p.doc == gone {
					continue
				}
				if moved {
					p.forms = moveBits(p.forms, &to)
				}
				d.lists.add(p)
			}
			m.pace.did(c.count)
		}
	}
	d.close(same[0].analyser, same[0].stem(), d.kept)
}
