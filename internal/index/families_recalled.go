package index

import (
	"bytes"
	"hash/maphash"
	"slices"
	"sync"
	"weak"
)

// What a remembered question finds of families is remembered of all large segments together, since a family may lie in several: the counts, and
// the best families. Of a family of which a document died since, or of which one stands in a smaller segment, what is remembered is taken off
// again and its documents are noted one by one.

// kinAnswer is what a question finds of families in some segments. It is never changed.
type kinAnswer struct {
	allowed  []uint8   // by audience: for whom it holds
	own      []uint32  // and what is the asker's own
	parts    []kinPart // where it was found
	families int       // of which a document passes
	repeated int       // documents that pass, beside one of each
	counts   []counted // of families that have a value; where the tally counted documents, how many of these there are beside one of each
	best     []bestKin // in order; all of them, or none that is not here comes before one that is
}

// kinPart is what a question finds in one segment, of which dead ones do not count. It does not keep the segment.
type kinPart struct {
	segment weak.Pointer[segment]
	dead    *deadSet
	marks   *kinMarks
}

// bestKin is what may be shown of a family.
type bestKin struct {
	family    uint32
	best, own kinDoc
	hasOwn    bool
}

// kinDoc is a document in one of the parts of an answer.
type kinDoc struct {
	part uint32
	best
}

// recalledKin is what a run needs to recall families.
type recalledKin struct {
	parts    []kinPart // where what the question at hand finds is remembered
	partIn   []uint32  // by part: its view
	question question  // that is remembered
	whole    bool      // every document is found, and the tally counted it
	weights  [][]best  // by part and place: what the query's one word counts there
	wanted   []uint64  // by document of the segment at hand
	touched  []uint32  // families
	risen    []relatives
	changes  []uint32 // by facet value
}

// recallKin notes that what the question finds in a view is remembered.
func (r *run) recallKin(i int, v view, marks *kinMarks, q question) {
	r.parts = append(r.parts, kinPart{v.segment.kin.self, v.dead, marks})
	r.partIn = append(r.partIn[:len(r.parts)-1], uint32(i))
	r.question = q
}

// takeRecalled takes the families that are remembered of all views in which they are. Nothing may be noted of others any more.
func (r *run) takeRecalled(ix *Index) {
	if len(r.parts) == 0 {
		return
	}
	known := r.knownKin(ix)
	r.repeated += known.repeated
	if r.counting {
		for _, c := range known.counts {
			r.counts[c.value] += c.count
		}
	}
	r.reopen(r.counts)
	r.offerRecalled(known)
}

// reopen takes off what is remembered of families of which others were noted, and notes their remembered documents too.
func (r *run) reopen(counts []uint32) {
	r.touched = r.touched[:0]
	for _, k := range r.kin {
		r.touched = append(r.touched, k.family)
	}
	r.weigh(r.parts, r.touched)
	for _, family := range r.touched {
		if passing := r.assess(family, r.parts, minusOne, counts, nil); passing > 0 {
			r.repeated -= passing - 1
		}
		for p := range r.parts {
			r.noteMarked(p, family)
		}
	}
}

// noteMarked notes the documents of a family that are remembered in a part.
func (r *run) noteMarked(p int, family uint32) {
	part, f := &r.parts[p], r.enterPart(p)
	from, to := f.placesOf(family)
	part.marks.each(from, to, func(at uint32, failed facetSet) {
		switch {
		case part.dead.has(f.docs[at]):
		case r.whole:
			r.noteInWhole(f, at)
		default:
			r.noteFound(f, f.docs[at], r.scoreAt(p, at), failed)
		}
	})
}

// offerRecalled offers the best families that are remembered, but those of which others were noted.
func (r *run) offerRecalled(known *kinAnswer) {
	room := r.limit
	for i := range known.best {
		k := &known.best[i]
		if room == 0 {
			return
		}
		if r.kinAt[k.family] == 0 {
			is := r.keyed(k)
			r.offerThis(r.shown(&is))
			room--
		}
	}
}

// keyed is what may be shown of a family, as it is ordered now: how rare the word is may have changed.
func (r *run) keyed(k *bestKin) relatives {
	out := relatives{family: k.family, found: true, hasOwn: k.hasOwn, best: r.candidateOf(k.best)}
	if k.hasOwn {
		out.own = r.candidateOf(k.own)
	}
	return out
}

func (r *run) candidateOf(d kinDoc) candidate {
	r.enterPart(int(d.part))
	return candidate{r.kinKey(d.doc, r.scoreNow(d.best)), int32(r.at), d.doc}
}

// enterPart makes the view of a part the one at hand.
func (r *run) enterPart(p int) *families {
	r.at = int(r.partIn[p])
	r.view = r.snap.views[r.at]
	return &r.view.segment.kin
}

// kinKey is by what a document of the view at hand is ordered.
func (r *run) kinKey(doc uint32, score float32) int64 {
	if r.whole {
		return r.view.segment.shared[doc]
	}
	return r.keyOf(doc, score)
}

// scoreNow is what the query's one word counts, as rare as it is now.
func (r *run) scoreNow(b best) float32 {
	if len(r.words) == 0 {
		return 1
	}
	return b.score(r.words[0].rarity)
}

func (r *run) scoreAt(p int, place uint32) float32 {
	if len(r.words) == 0 {
		return 1
	}
	return r.scoreNow(r.weights[p][place])
}

// kinAnswers are what is remembered of families, of all questions: those asked for lately, and those before. The zero value is ready.
type kinAnswers struct {
	mu            sync.Mutex
	lately, older map[question]*kinAnswer
}

func (a *kinAnswers) get(q question) *kinAnswer {
	a.mu.Lock()
	defer a.mu.Unlock()
	if known := a.lately[q]; known != nil {
		return known
	}
	return a.older[q]
}

func (a *kinAnswers) put(q question, known *kinAnswer) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.lately == nil || len(a.lately) >= rememberedAnswers {
		a.lately, a.older = map[question]*kinAnswer{}, a.lately
	}
	a.lately[q] = known
}

// knownKin is what the question at hand finds of families in the views in which it is remembered, from memory or found and remembered.
func (r *run) knownKin(ix *Index) *kinAnswer {
	q := r.kinQuestion(ix)
	known := ix.recalled.get(q)
	if known != nil && bytes.Equal(known.allowed, r.allowed) && slices.Equal(known.own, r.own) && r.follow(known) {
		if slices.Equal(known.parts, r.parts) {
			ix.recalled.put(q, known)
			return known
		}
		known = r.renewed(known)
	} else {
		known = nil
	}
	if known == nil {
		known = r.findKin()
	}
	ix.recalled.put(q, known)
	return known
}

// kinQuestion is the question at hand, as this asker asks it.
func (r *run) kinQuestion(ix *Index) question {
	q := r.question
	q.who = maphash.Bytes(ix.hash.seed, r.allowed) ^ maphash.Bytes(ix.hash.seed, raw(r.own))
	return q
}

// follow brings the parts at hand into the order of an answer's. It gives false if not all of those are at hand as they were found.
func (r *run) follow(known *kinAnswer) bool {
	for p, then := range known.parts {
		at := -1
		for n := p; n < len(r.parts); n++ {
			if now := &r.parts[n]; now.segment == then.segment && now.marks == then.marks {
				at = n
			}
		}
		if at < 0 {
			return false
		}
		r.parts[p], r.parts[at] = r.parts[at], r.parts[p]
		r.partIn[p], r.partIn[at] = r.partIn[at], r.partIn[p]
	}
	return true
}
