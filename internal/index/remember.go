package index

import (
	"bytes"
	"hash/maphash"
	"slices"
	"sync"
)

// The words and filters that are asked for most have most documents. What one word, or filters alone, find in a large segment
// for askers who may see the same, is therefore remembered: how many documents, the counts, and the best of them. Segments
// never change; documents that died since are taken off.

const (
	rememberedMatches = 2048 // documents of a segment; a word in fewer, or a smaller segment, is not worth it
	rememberedTop     = 100  // documents: a page, and what may die of it
	rememberedAnswers = 256  // of a segment, twice
	rememberedDead    = 4096 // documents that died since; beyond, the answer is found anew
)

// answers are what is remembered of one segment: those asked for lately, and those before. The zero value is ready.
type answers struct {
	mu            sync.Mutex
	lately, older map[question]*answer
}

// question is one word, or filters, as somebody asks for them.
type question struct {
	word     string // folded
	filters  string // the facets and the values chosen
	newest   bool
	counting bool
	today    uint16
	who      uint64 // hash of who may be seen; the answer holds the whole of it
}

// answer is what a question finds in a segment. It is never changed.
type answer struct {
	allowed []uint8 // by audience: for whom it holds
	dead    *deadSet
	total   int
	counts  []counted
	best    []uint32 // documents in order; none that is not here comes before one that is
}

func (a *answers) get(q question) *answer {
	a.mu.Lock()
	defer a.mu.Unlock()
	if known := a.lately[q]; known != nil {
		return known
	}
	known := a.older[q]
	if known != nil {
		a.keep(q, known)
	}
	return known
}

func (a *answers) put(q question, known *answer) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.keep(q, known)
}

func (a *answers) keep(q question, known *answer) {
	if a.lately == nil || len(a.lately) >= rememberedAnswers {
		a.lately, a.older = map[question]*answer{}, a.lately
	}
	a.lately[q] = known
}

// recall answers a query of one word, or of filters, in one view from memory, or finds and remembers the answer. It gives
// false for what is not remembered.
func (r *run) recall(ix *Index, i int, v view) bool {
	if int(v.segment.documents()) < ix.remembered || r.limit > rememberedTop/2 || len(r.also) > 0 || len(r.barring) > 0 || len(r.phrases) > 0 {
		return false
	}
	q := question{newest: r.newest, counting: r.counting, today: r.today}
	switch {
	case len(r.words) == 0 && r.filtered != 0:
		q.filters = r.filtersKey()
	case len(r.words) == 1 && !r.words[0].prefix && r.filtered == 0 && r.matching(i, v) >= ix.remembered:
		q.word = r.words[0].folded
	default:
		return false
	}
	q.who = maphash.Bytes(ix.hash.seed, r.allowed)
	known := v.segment.answers.get(q)
	if known == nil || !bytes.Equal(known.allowed, r.allowed) {
		known = r.answer(i, v)
		v.segment.answers.put(q, known)
	} else if known.dead != v.dead {
		if known = r.without(i, v, known); known == nil {
			known = r.answer(i, v)
		}
		v.segment.answers.put(q, known)
	}
	r.met += known.total
	r.total += known.total
	for _, c := range known.counts {
		r.counts[c.value] += c.count
	}
	r.at, r.view = i, v
	r.rankAgain(i, known.best)
	return true
}

// matching is how many documents of the view have the query's one word, dead ones included.
func (r *run) matching(i int, v view) int {
	n := 0
	for a := range analyser(analysers) {
		n += listed(v.segment, r.of(i, a, 0))
	}
	return n
}

// filtersKey names the filters: the facets, and the values whatever their order.
func (r *run) filtersKey() string {
	r.pickedKey = append(r.pickedKey[:0], r.picked...)
	slices.Sort(r.pickedKey)
	return string(raw(append(r.pickedKey, uint32(r.filtered))))
}

// answer finds what the query finds in one view.
func (r *run) answer(i int, v view) *answer {
	heap, counts, met, total, limit := r.heap, r.counts, r.met, r.total, r.limit
	r.heap, r.counts, r.met, r.total, r.limit = r.otherHeap[:0], resized(r.otherCounts, len(r.values)), 0, 0, rememberedTop
	if len(r.words) == 0 {
		r.filter(i, v)
	} else {
		r.matchAllIn(i, v)
	}
	known := &answer{allowed: slices.Clone(r.allowed), dead: v.dead, total: r.total}
	for value, n := range r.counts {
		if n > 0 {
			known.counts = append(known.counts, counted{uint32(value), n})
		}
	}
	slices.SortFunc(r.heap, func(a, b candidate) int {
		if r.worse(b, a) {
			return -1
		}
		return 1
	})
	for _, c := range r.heap {
		known.best = append(known.best, c.doc)
	}
	r.otherHeap, r.otherCounts = r.heap, r.counts
	r.heap, r.counts, r.met, r.total, r.limit = heap, counts, met, total, limit
	return known
}

// without is the answer less the documents that died since. It gives nothing when too many did.
func (r *run) without(i int, v view, known *answer) *answer {
	if v.dead.len() < known.dead.len() || v.dead.len()-known.dead.len() > rememberedDead {
		return nil
	}
	next := &answer{allowed: known.allowed, dead: v.dead, total: known.total, counts: slices.Clone(known.counts)}
	for _, doc := range known.best {
		if !v.dead.has(doc) {
			next.best = append(next.best, doc)
		}
	}
	if len(next.best) < len(known.best) && len(next.best) < rememberedTop/2 && len(known.best) < known.total {
		return nil
	}
	lost := resized(r.otherCounts, len(r.values))
	r.otherCounts = lost
	r.openWord(i, v)
	v.dead.eachSince(known.dead, func(doc uint32) {
		if r.allowed[v.segment.rows[doc].audience] == 0 {
			return
		}
		failed := r.failedBy(v.segment, doc)
		if failed == 0 {
			next.total--
		}
		if r.counting && failed&(failed-1) == 0 {
			v.segment.eachValue(doc, func(value uint32) {
				if failed == 0 || !r.tallied && failed == 1<<r.values[value].facet {
					lost[value]++
				}
			})
		}
	})
	for i := range next.counts {
		next.counts[i].count -= lost[next.counts[i].value]
	}
	return next
}

// remembering is what a run needs to remember and recall answers.
type remembering struct {
	otherHeap   []candidate
	otherCounts []uint32
	pickedKey   []uint32
	seekers     []seeker
	again       []uint32
	againScores []float32
}

// openWord begins to seek documents in the lists of the query's one word, if it has one.
func (r *run) openWord(i int, v view) {
	r.seekers = r.seekers[:0]
	if len(r.words) == 0 {
		return
	}
	for a := range analyser(analysers) {
		for _, l := range r.of(i, a, 0) {
			if len(r.seekers) == cap(r.seekers) {
				r.seekers = append(r.seekers, seeker{})
			} else {
				r.seekers = r.seekers[:len(r.seekers)+1]
			}
			s := &r.seekers[len(r.seekers)-1]
			s.exact = l.exact
			s.open(&v.segment.lists, l.term)
		}
	}
}

// seeker looks for documents in one list.
type seeker struct {
	cursor
	exact uint64
}

// nothing stands for more facets than one: what fails it is counted nowhere.
const nothing = ^facetSet(0)

// failedBy gives the facets whose filter a document fails; nothing if it does not have the query's one word. It may not lie
// before the one asked for last.
func (r *run) failedBy(s *segment, doc uint32) facetSet {
	if len(r.words) > 0 {
		for i := range r.seekers {
			if r.seekers[i].seek(doc) {
				return 0
			}
		}
		return nothing
	}
	failed := r.filtered
	s.eachValue(doc, func(value uint32) {
		if r.chosen[value] {
			failed &^= 1 << r.values[value].facet
		}
	})
	return failed
}

// rankAgain offers remembered documents, scored for the query at hand: how rare the word is may have changed.
func (r *run) rankAgain(i int, best []uint32) {
	if r.limit == 0 {
		return
	}
	docs := append(r.again[:0], best[:min(len(best), r.limit)]...)
	r.again = docs
	if r.newest {
		r.rankNewest(docs)
		return
	}
	slices.Sort(docs)
	r.openWord(i, r.view)
	scores := resized(r.againScores, len(docs))
	r.againScores = scores
	for at, doc := range docs {
		scores[at] = 1
		for k := range r.seekers {
			if s := &r.seekers[k]; s.seek(doc) {
				scores[at] = s.score(s.pos, r.words[0].rarity, s.exact)
				break
			}
		}
	}
	r.rankFit(docs, scores)
}
