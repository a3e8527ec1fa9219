package index

import (
	"bytes"
	"hash/maphash"
	"slices"
	"sync"
)

// The words and filters that are asked for most have most documents, and so have the first letters of a word that is being typed.
// What one word, its beginning, or filters alone find in a large segment for askers who may see the same, is therefore remembered:
// how many documents, the counts, and the best of them. Segments never change; documents that died since are taken off.

const (
	rememberedMatches = 2048    // documents of a segment; a word in fewer, or a smaller segment, is not worth it
	rememberedKin     = 4096    // documents of families
	rememberedTop     = 100     // documents: a page, and what may die of it
	rememberedAnswers = 256     // of a segment, twice
	rememberedHits    = 250     // documents, where hits alone are asked for: what anybody may see
	rememberedOnes    = 1024    // answers of hits alone, of a segment, twice
	rememberedDead    = 4096    // documents that died since; beyond, the answer is found anew
	rememberedSeeks   = 1 << 16 // long lists of a word by documents that died since; beyond, too
)

// answers are what is remembered of one segment: those asked for lately, and those before. The zero value is ready.
type answers struct {
	mu            sync.Mutex
	lately, older map[question]*answer
}

// question is one word, or filters, as somebody asks for them.
type question struct {
	word     string // folded
	prefix   bool   // the word is the beginning of others
	filters  string // the facets and the values chosen
	once     bool   // one of each family
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
	kin     []best // documents of families, in no order, where one of each is asked for: they are not among the best
	manyKin bool   // more than are remembered: the answer is of no use
	best    []best // in order; none that is not here comes before one that is
}

// best is a document of an answer, and what the word counts in it.
type best struct {
	doc    uint32
	impact uint8
	exact  bool // the very word stands in it
}

// score is what the word counts in the document at a rarity, as the cursor says it.
func (b best) score(rarity float32) float32 {
	score := rarity * float32(b.impact)
	if !b.exact {
		score *= StemShare
	}
	return score
}

func (a *answers) get(q question) *answer {
	a.mu.Lock()
	defer a.mu.Unlock()
	if known := a.lately[q]; known != nil {
		return known
	}
	known := a.older[q]
	if known != nil {
		a.keep(q, known, len(a.older))
	}
	return known
}

// put remembers an answer, and most of them at least.
func (a *answers) put(q question, known *answer, most int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.keep(q, known, most)
}

func (a *answers) keep(q question, known *answer, most int) {
	if a.lately == nil || len(a.lately) >= most {
		a.lately, a.older = map[question]*answer{}, a.lately
	}
	a.lately[q] = known
}

// recall answers a query of one word, or of filters, in one view from memory, or finds and remembers the answer. It gives
// false for what is not remembered.
func (r *run) recall(ix *Index, i int, v view) bool {
	if int(v.segment.documents()) < ix.remembered || r.limit > rememberedTop/2 || len(r.also) > 0 || len(r.barring) > 0 || len(r.phrases) > 0 || r.narrowed {
		return false
	}
	kin := r.once && len(v.segment.families(r.names).docs) > 0
	if r.hitsAlone() && !kin && r.matching(i, v) >= ix.remembered && r.recallHits(i, v) {
		return true
	}
	q := question{once: kin, newest: r.newest, counting: r.counting, today: r.today}
	switch {
	case len(r.words) == 0 && r.filtered != 0:
		q.filters = r.filtersKey()
	case len(r.words) == 1 && r.filtered == 0 && r.matching(i, v) >= ix.remembered:
		q.word, q.prefix = r.words[0].folded, r.words[0].prefix
	default:
		return false
	}
	q.who = maphash.Bytes(ix.hash.seed, r.allowed)
	known := v.segment.answers.get(q)
	if known == nil || !bytes.Equal(known.allowed, r.allowed) {
		known = r.answer(i, v, rememberedTop)
		v.segment.answers.put(q, known, rememberedAnswers)
	} else if known.dead != v.dead {
		if known = r.without(i, v, known); known == nil {
			known = r.answer(i, v, rememberedTop)
		}
		v.segment.answers.put(q, known, rememberedAnswers)
	}
	if known.manyKin {
		return false
	}
	r.met += known.total
	r.total += known.total
	for _, c := range known.counts {
		r.counts[c.value] += c.count
	}
	r.at, r.view = i, v
	r.rankAgain(known.best)
	r.noteAgain(known.kin)
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

// answer finds what the query finds in one view, and so many of the best.
func (r *run) answer(i int, v view, most int) *answer {
	heap, counts, met, total, limit := r.heap, r.counts, r.met, r.total, r.limit
	r.heap, r.counts, r.met, r.total, r.limit = r.otherHeap[:0], resized(r.otherCounts, len(r.values)), 0, 0, most
	r.gathering, r.gathered = true, r.gathered[:0]
	if r.holdOn = true; len(r.words) == 0 {
		r.filter(i, v)
	} else {
		r.matchAllIn(i, v)
	}
	r.holdOn, r.gathering = false, false
	known := &answer{allowed: slices.Clone(r.allowed), dead: v.dead, total: r.total}
	for value, n := range r.counts {
		if n > 0 {
			known.counts = append(known.counts, counted{uint32(value), n})
		}
	}
	r.sortBest(r.heap)
	for _, c := range r.heap {
		known.best = append(known.best, best{doc: c.doc})
	}
	if !r.weighHeld(v, known.best) {
		r.weighBest(i, v, known.best)
	}
	if known.manyKin = len(r.gathered) > rememberedKin; !known.manyKin && len(r.gathered) > 0 {
		for _, doc := range r.gathered {
			known.kin = append(known.kin, best{doc: doc})
		}
		r.weighBest(i, v, known.kin)
	}
	r.otherHeap, r.otherCounts = r.heap, r.counts
	r.heap, r.counts, r.met, r.total, r.limit = heap, counts, met, total, limit
	return known
}

// weighBest notes what the query's one word counts in some documents, if it has one.
func (r *run) weighBest(i int, v view, list []best) {
	if len(r.words) == 0 {
		return
	}
	r.docsAgain = r.docsAgain[:0]
	for _, b := range list {
		r.docsAgain = append(r.docsAgain, b.doc)
	}
	slices.Sort(r.docsAgain)
	weights := resized(r.weightsAgain, len(r.docsAgain))
	r.weightsAgain = weights
	r.seekWord(i, v, r.docsAgain, func(at int, c *cursor, exact uint64) {
		w := best{impact: c.impacts[c.pos], exact: c.formsAt(c.pos)&exact != 0}
		if w.score(1) > weights[at].score(1) {
			weights[at] = w
		}
	})
	for k, b := range list {
		at, _ := slices.BinarySearch(r.docsAgain, b.doc)
		list[k].impact, list[k].exact = weights[at].impact, weights[at].exact
	}
}

// seekWord looks for ascending documents in every list of the query's one word, and visits each that a list names. The beginning of a
// word has thousands of lists, nearly all of them short: these are read whole.
func (r *run) seekWord(i int, v view, docs []uint32, visit func(at int, c *cursor, exact uint64)) {
	sought := resized(r.sought, int(v.segment.documents()+63)/64)
	r.sought = sought
	for _, doc := range docs {
		sought[doc>>6] |= 1 << (doc & 63)
	}
	c := &r.seeker
	found := func(at int, l *list) {
		if l.asked == allForms || c.formsAt(c.pos)&l.asked != 0 {
			visit(at, c, l.exact)
		}
	}
	for a := range analyser(analysers) {
		for _, l := range r.of(i, a, 0) {
			c.open(&v.segment.lists, l.term)
			if c.head.documents > blockSize {
				for at, doc := range docs {
					if c.seek(doc) {
						found(at, &l)
					}
				}
				continue
			}
			c.next()
			for pos, doc := range c.docs[:c.count] {
				if sought[doc>>6]&(1<<(doc&63)) != 0 {
					c.pos = pos
					at, _ := slices.BinarySearch(docs, doc)
					found(at, &l)
				}
			}
		}
	}
}

// longLists is how many lists of the query's one word documents are sought in, one by one.
func (r *run) longLists(i int, v view) (n int) {
	if len(r.words) == 0 {
		return 0
	}
	for a := range analyser(analysers) {
		for _, l := range r.of(i, a, 0) {
			if v.segment.lists.heads[l.term].documents > blockSize {
				n++
			}
		}
	}
	return n
}

// without is the answer less the documents that died since. It gives nothing when too many did.
func (r *run) without(i int, v view, known *answer) *answer {
	died := v.dead.len() - known.dead.len()
	if died < 0 || died > rememberedDead || died*r.longLists(i, v) > rememberedSeeks {
		return nil
	}
	next := &answer{allowed: known.allowed, dead: v.dead, total: known.total, counts: slices.Clone(known.counts)}
	for _, b := range known.best {
		if !v.dead.has(b.doc) {
			next.best = append(next.best, b)
		}
	}
	if len(next.best) < len(known.best) && len(next.best) < rememberedTop/2 && len(known.best) < known.total {
		return nil
	}
	next.manyKin = known.manyKin
	for _, b := range known.kin {
		if !v.dead.has(b.doc) {
			next.kin = append(next.kin, b)
		}
	}
	lost := resized(r.otherCounts, len(r.values))
	r.otherCounts = lost
	for _, doc := range r.diedSince(i, v, known) {
		if r.allowed[v.segment.rows[doc].audience] == 0 {
			continue
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
	}
	for i := range next.counts {
		next.counts[i].count -= lost[next.counts[i].value]
	}
	return next
}

// diedSince gives the documents that died since an answer was found, and have the query's one word, if it has one.
func (r *run) diedSince(i int, v view, known *answer) []uint32 {
	r.docsAgain = r.docsAgain[:0]
	v.dead.eachSince(known.dead, func(doc uint32) { r.docsAgain = append(r.docsAgain, doc) })
	if len(r.words) == 0 {
		return r.docsAgain
	}
	having := resized(r.having, len(r.docsAgain))
	r.having = having
	r.seekWord(i, v, r.docsAgain, func(at int, _ *cursor, _ uint64) { having[at] = true })
	kept := 0
	for at, doc := range r.docsAgain {
		if having[at] {
			r.docsAgain[kept] = doc
			kept++
		}
	}
	return r.docsAgain[:kept]
}

// remembering is what a run needs to remember and recall answers.
type remembering struct {
	otherHeap    []candidate
	otherCounts  []uint32
	pickedKey    []uint32
	seeker       cursor
	sought       []uint64 // by document of the segment
	docsAgain    []uint32
	weightsAgain []best
	having       []bool
	scoresAgain  []float32
	mine         []best
	everybody    []uint8
}

// noteAgain notes remembered documents of families, scored for the query at hand.
func (r *run) noteAgain(list []best) {
	for _, b := range list {
		r.noteKin(r.familyAt(b.doc), candidate{r.keyOf(b.doc, b.score(r.words[0].rarity)), int32(r.at), b.doc})
	}
}

// failedBy gives the facets whose filter a document fails.
func (r *run) failedBy(s *segment, doc uint32) facetSet {
	failed := r.filtered
	if failed == 0 {
		return 0
	}
	s.eachValue(doc, func(value uint32) {
		if r.chosen[value] {
			failed &^= 1 << r.values[value].facet
		}
	})
	return failed
}

// rankAgain offers remembered documents, scored for the query at hand: how rare the word is may have changed.
func (r *run) rankAgain(list []best) {
	if r.limit == 0 {
		return
	}
	docs, scores := r.docsAgain[:0], r.scoresAgain[:0]
	for _, b := range list[:min(len(list), r.limit)] {
		score := float32(1)
		if len(r.words) > 0 {
			score = b.score(r.words[0].rarity)
		}
		docs, scores = append(docs, b.doc), append(scores, score)
	}
	r.docsAgain, r.scoresAgain = docs, scores
	if r.newest {
		r.rankNewest(docs)
		return
	}
	r.rankFit(docs, scores)
}
