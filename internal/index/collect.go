package index

// collector takes the documents found, leaves out what may not be seen or fails a filter, counts the rest by facet, and
// keeps the best.
type collector struct {
	met   int // documents that may be seen, whatever the filters say and the query is narrowed by
	total int // of these, those that pass the filters and are not left out

	// Of the query.
	allowed  []uint8 // by audience: 1 if it may be seen
	filtered facetSet
	tallied  bool     // of the only facet that is filtered, the counts come from the tally
	chosen   []bool   // by facet value
	picked   []uint32 // the values that are chosen
	counting bool
	newest   bool
	today    uint16
	aging    *freshnessTable
	limit    int // hits kept: offset and page
	values   []facetValue
	counts   []uint32 // by facet value
	schools  []uint32

	narrowing

	// Of the segment at hand.
	at       int
	view     view
	barred   []uint64 // documents that have a word that must not be there
	barredIn int      // of the view with this number, less one
	byCombo  bool     // combinations are counted, and told apart into values when the segment is done
	combos   [mostColumns][]uint32
	failures [mostColumns][]facetSet // by combination: facets whose filter it fails; known once it is seen
	failed   [blockSize]facetSet     // by position in the batch
	missed   [mostFacets][]uint32    // by facet and combination: documents that fail this facet's filter alone

	heap    []candidate // the worst on top
	buckets [][]counted // by facet
}

// knownFailures marks that a combination has been judged.
const knownFailures facetSet = 1 << 31

// candidate is a document that may be among the hits.
type candidate struct {
	key  int64 // by which hits are ordered, the highest first
	view int32
	doc  uint32
}

// prepare readies the collector for a query.
func (r *run) prepare(ix *Index, q *Query) {
	r.values = ix.names.values.all()
	r.admit(ix, q.Scope)
	r.counting, r.newest = q.Counts, q.Sort == ByNewest
	r.today, r.aging = 0, ix.aging
	if q.Now != 0 {
		r.today = dayOf(q.Now)
	}
	r.limit = max(q.Offset, 0) + max(q.Limit, 0)
	r.chosen = resized(r.chosen, len(r.values))
	r.counts = resized(r.counts, len(r.values))
	r.filtered, r.picked = 0, r.picked[:0]
	for i, facet := range ix.names.facets {
		for _, text := range q.Filters[facet] {
			r.filtered |= 1 << i
			if v, ok := ix.names.values.find(facetValue{uint8(i), text}); ok && int(v) < len(r.values) {
				r.chosen[v] = true
				r.picked = append(r.picked, v)
			}
		}
	}
	r.barredIn = 0
	r.narrowBy(ix.names, q)
	r.restart()
}

// admit decides for each audience whether the scope sees what it may see.
func (r *run) admit(ix *Index, scope Scope) {
	audiences := ix.names.audiences.all()
	who := ix.names.asker(scope, r.schools)
	r.schools = who.schools
	r.allowed = r.allowed[:0]
	for _, a := range audiences {
		allowed := uint8(0)
		if who.sees(a) {
			allowed = 1
		}
		r.allowed = append(r.allowed, allowed)
	}
}

// restart forgets what was collected.
func (r *run) restart() {
	r.met, r.total = 0, 0
	r.forgetKin()
	r.heap = r.heap[:0]
	clear(r.counts)
}

// resized is a slice of so many zeros, in the same memory if it is large enough.
func resized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4)
	}
	s = s[:n]
	clear(s)
	return s
}

// enter begins a segment in which about so many documents are expected.
func (r *run) enter(at int, v view, expected int) {
	r.at, r.view = at, v
	if len(r.barring) > 0 && r.barredIn != at+1 {
		r.bar(at, v.segment)
	}
	if r.narrowed {
		r.leaveOut(at, v.segment)
	}
	combos := 0
	for i := range v.segment.columns {
		combos += v.segment.columns[i].combos()
	}
	r.byCombo = r.counting && countsByCombo(expected, combos)
	for i := range v.segment.columns {
		c := &v.segment.columns[i]
		if r.byCombo {
			r.combos[i] = resized(r.combos[i], c.combos())
		}
		if c.set&r.filtered == 0 {
			continue
		}
		r.failures[i] = resized(r.failures[i], c.combos())
		for _, facet := range c.facets {
			if r.byCombo && r.filtered&(1<<facet) != 0 {
				r.missed[facet] = resized(r.missed[facet], c.combos())
			}
		}
	}
}

// bar marks the documents of a segment that have a word that must not be there, in any of its forms.
func (r *run) bar(at int, s *segment) {
	r.barredIn = at + 1
	r.barred = resized(r.barred, (int(s.documents())+63)/64)
	var c cursor
	for a := range analyser(analysers) {
		for _, known := range r.barring {
			t, ok := s.termOf(a, known)
			if !ok {
				continue
			}
			for c.open(&s.lists, t); c.next(); {
				for _, doc := range c.docs[:c.count] {
					r.barred[doc>>6] |= 1 << (doc & 63)
				}
			}
		}
	}
}

// countsByCombo says whether it pays to count so many documents by combination: what a combination stands for is looked up
// once at the end, and not for each document.
func countsByCombo(documents, combos int) bool { return 4*documents > combos }

// leave tells the combinations counted apart into values.
func (r *run) leave() {
	if !r.byCombo {
		return
	}
	for i := range r.view.segment.columns {
		c := &r.view.segment.columns[i]
		for combo, n := range r.combos[i] {
			if n > 0 {
				for _, v := range c.of(uint16(combo)) {
					r.counts[v] += n
				}
			}
		}
		for j, facet := range c.facets {
			if r.filtered&(1<<facet) == 0 {
				continue
			}
			for combo, n := range r.missed[facet] {
				if n > 0 {
					for _, v := range c.ofFacet(uint16(combo), j) {
						r.counts[v] += n
					}
				}
			}
		}
	}
}

// take receives a batch of documents of the segment at hand. It may write over the batch.
func (r *run) take(docs []uint32, scores []float32) {
	docs, scores = r.visible(docs, scores)
	r.met += len(docs)
	docs, scores = r.inside(docs, scores)
	if r.filtered != 0 {
		docs, scores = r.passing(docs, scores)
	}
	r.keep(docs, scores)
}

// takePassing receives a batch of documents that pass all filters.
func (r *run) takePassing(docs []uint32, scores []float32) { r.keep(r.visible(docs, scores)) }

// keep counts and ranks documents that are found.
func (r *run) keep(docs []uint32, scores []float32) {
	r.total += len(docs)
	if r.once {
		docs, scores = r.apart(docs, scores)
	}
	if r.counting {
		r.count(docs)
	}
	if r.limit == 0 {
		return
	}
	if r.newest {
		r.rankNewest(docs)
	} else {
		r.rankFit(docs, scores)
	}
}

// visible keeps the documents that live and may be seen.
func (r *run) visible(docs []uint32, scores []float32) ([]uint32, []float32) {
	kept, rows, allowed := 0, r.view.segment.rows, r.allowed
	scores = scores[:len(docs)]
	if dead := r.view.dead; dead != nil {
		for i, doc := range docs {
			if !dead.has(doc) {
				docs[kept], scores[kept] = doc, scores[i]
				kept++
			}
		}
		docs, scores, kept = docs[:kept], scores[:kept], 0
	}
	if len(r.barring) > 0 {
		for i, doc := range docs {
			if r.barred[doc>>6]&(1<<(doc&63)) == 0 {
				docs[kept], scores[kept] = doc, scores[i]
				kept++
			}
		}
		docs, scores, kept = docs[:kept], scores[:kept], 0
	}
	for i, doc := range docs { // without a branch that nobody can predict
		docs[kept], scores[kept] = doc, scores[i]
		kept += int(allowed[rows[doc].audience])
	}
	if len(r.phrases) > 0 {
		return r.spoken(docs[:kept], scores[:kept])
	}
	return docs[:kept], scores[:kept]
}

// count counts documents in all facets.
func (r *run) count(docs []uint32) {
	s := r.view.segment
	if r.byCombo {
		r.countCombos(docs)
	} else {
		for i := range s.columns {
			c := &s.columns[i]
			for _, doc := range docs {
				for _, v := range c.of(s.rows[doc].combos[i]) {
					r.counts[v]++
				}
			}
		}
	}
	if len(s.loose.ends) > 0 {
		r.countLoose(docs)
	}
}

// countLoose counts values that stand document by document. Where they stand is read first, for all documents at once: the
// processor then waits for many places together, and not for one after the other.
func (r *run) countLoose(docs []uint32) {
	loose := &r.view.segment.loose
	var starts, ends [blockSize]uint32
	for i, doc := range docs {
		starts[i], ends[i] = loose.bounds(doc)
	}
	for i := range docs {
		for _, v := range loose.values[starts[i]:ends[i]] {
			r.counts[v]++
		}
	}
}

// countCombos counts the combinations of documents. Each row is read once: most of the time goes into waiting for it.
func (r *run) countCombos(docs []uint32) {
	rows, a, b := r.view.segment.rows, r.combos[0], r.combos[1]
	c, d := r.combos[2], r.combos[3]
	switch len(r.view.segment.columns) {
	case 1:
		for _, doc := range docs {
			a[rows[doc].combos[0]]++
		}
	case 2:
		for _, doc := range docs {
			row := &rows[doc]
			a[row.combos[0]]++
			b[row.combos[1]]++
		}
	case 3:
		for _, doc := range docs {
			row := &rows[doc]
			a[row.combos[0]]++
			b[row.combos[1]]++
			c[row.combos[2]]++
		}
	case 4:
		for _, doc := range docs {
			row := &rows[doc]
			a[row.combos[0]]++
			b[row.combos[1]]++
			c[row.combos[2]]++
			d[row.combos[3]]++
		}
	}
}
