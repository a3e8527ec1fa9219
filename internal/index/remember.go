package index

import (
	"bytes"
	"hash/maphash"
	"slices"
	"sync"
)

// The words and filters that are asked for most have most documents, and so have the first letters of a word that is being typed.
// What one word or its beginning, with or without filters, or filters alone find in a large segment for askers who may see the same, is therefore remembered:
// how many documents, the counts, and the best of them. Segments never change; documents that died since are taken off.

const (
	rememberedMatches = 2048    // documents of a segment; a word in fewer, or a smaller segment, is not worth it
	rememberedShare   = 48      // and the word in one of so many: of a great segment what is rarer would drive out what takes long
	rememberedKins    = 1 << 22 // bytes of marks of families, of all answers of a segment, twice
	rememberedTop     = 100     // documents: a page, and what may die of it
	rememberedAnswers = 512     // of a segment, twice
	rememberedHits    = 250     // documents, where hits alone are asked for: what anybody may see
	rememberedOnes    = 1024    // answers of hits alone, of a segment, twice
	rememberedDead    = 4096    // documents that died since; beyond, the answer is found anew
	rememberedSeeks   = 1 << 16 // long lists of a word by documents that died since; beyond, too
)

// answers are what is remembered of one segment: those asked for lately, and those before. The zero value is ready.
type answers struct {
	mu            sync.Mutex
	lately, older map[question]*answer
	kin           int // bytes of marks of families in those asked for lately
}

// question is one word, or filters, or one word with filters, as somebody asks for them.
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
	met     int // whatever the filters say
	total   int
	counts  []counted
	kin     *kinMarks // documents of families, where one of each is asked for: they are not among the best
	best    []best    // in order; none that is not here comes before one that is
}

// best is a document of an answer, and what the word counts in it.
type best struct {
	doc    uint32
	impact uint8
	exact  bool  // the very word stands in it
	misses uint8 // of a family's: the number of the facet of which alone it fails the filter, and one
}

// score is what the word counts in the document at a rarity, as the cursor says it.
func (b best) score(rarity float32) float32 {
	if !b.exact {
		rarity *= StemShare
	}
	return rarity * float32(b.impact)
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
	if a.lately == nil || len(a.lately) >= most || a.kin+known.kin.size() > rememberedKins {
		a.lately, a.older, a.kin = map[question]*answer{}, a.lately, 0
	}
	if before := a.lately[q]; before != nil {
		a.kin -= before.kin.size()
	}
	a.lately[q] = known
	a.kin += known.kin.size()
}

// recall answers a query of one word, of filters, or of both, in one view from memory, or finds and remembers the answer. It gives
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
	case len(r.words) == 1 && r.matching(i, v) >= max(ix.remembered, int(v.segment.documents())/rememberedShare):
		if q.word, q.prefix = r.words[0].folded, r.words[0].prefix; r.filtered != 0 {
			q.filters = r.filtersKey()
		}
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
	r.met += known.met
	r.total += known.total
	for _, c := range known.counts {
		r.counts[c.value] += c.count
	}
	r.at, r.view = i, v
	r.rankAgain(known.best)
	if known.kin != nil {
		r.recallKin(i, v, known.kin, q)
	}
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
