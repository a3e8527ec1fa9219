package index

import (
	"bytes"
	"hash/maphash"
	"math"
	"math/bits"
	"slices"
	"sync"
	"weak"
)

// What facets count of families. A value counts a family once, so documents of families are noted while they are found and counted at the
// end, one family after the other.

// kinCounts is what a run needs to count families.
type kinCounts struct {
	members   []member
	tallyHas  facetSet // facets of which the tally has counted the families
	countedOf []uint32 // by facet value: the last family that was counted there
	familyNow uint32   // the family at hand
	living    []livingKin
	surplus   []uint32 // by facet value
}

// member is a document of a family that passes the filters of all facets but those of one, if that is named.
type member struct {
	view   uint32
	at     uint32 // its place among those of its segment
	before uint32 // the place of another one of its family in the list of members, and one
	failed facetSet
}

func (r *run) noteMember(k *relatives, at uint32, failed facetSet) {
	r.members = append(r.members, member{uint32(r.at), at, k.members, failed})
	k.members = uint32(len(r.members))
}

// isKin says whether documents of families are kept apart, and this is one.
func (r *run) isKin(s *segment, doc uint32) bool { return r.once && s.families(r.names).has(doc) }

// failsAsKin notes a document that fails the filters of one facet, if it is of a family.
func (r *run) failsAsKin(doc uint32, facet facetSet) bool {
	if !r.isKin(r.view.segment, doc) {
		return false
	}
	r.noteFound(r.view.segment.families(r.names), doc, 0, facet)
	return true
}

// missAsKin notes, of the documents that intersect found and that miss the filter of one facet alone, those of families, and takes them out.
func (r *run) missAsKin(facet facetSet) {
	if !r.once {
		return
	}
	f, rows := r.view.segment.families(r.names), r.view.segment.rows
	for w, members := range f.member {
		word := r.common[w] & members
		r.common[w] &^= members
		for ; word != 0; word &= word - 1 {
			if doc := uint32(w<<6 | bits.TrailingZeros64(word)); r.allowed[rows[doc].audience] == 1 {
				r.noteFound(f, doc, 0, facet)
			}
		}
	}
}

// countKin counts the families found.
func (r *run) countKin() {
	if !r.counting || len(r.members) == 0 {
		return
	}
	r.countedOf, r.familyNow = r.roomToCount()
	for i := range r.kin {
		r.familyNow++
		for at := r.kin[i].members; at != 0; at = r.members[at-1].before {
			m := &r.members[at-1]
			values := r.snap.views[m.view].segment.kin.valuesAt(m.at)
			r.countChange(values, m.failed, 1, r.counts)
		}
	}
}

// countSome counts the values of a document that fails the filters of one facet, or of which the tally has counted those of another.
func (r *run) countSome(values []uint32, failed facetSet, sign uint32, counts []uint32) {
	for _, v := range values {
		facet := facetSet(1) << r.values[v].facet
		if (failed == 0 || failed == facet) && r.tallyHas&facet == 0 && r.countedOf[v] != r.familyNow {
			r.countedOf[v] = r.familyNow
			counts[v] += sign
		}
	}
}

// roomToCount is room for every value and for the numbers of as many families as were found.
func (r *run) roomToCount() ([]uint32, uint32) {
	if len(r.countedOf) < len(r.values) || r.familyNow >= math.MaxUint32-uint32(len(r.kin)) {
		return make([]uint32, len(r.values)+len(r.values)/4), 0
	}
	return r.countedOf, r.familyNow
}

// kinOfAll remembers what the catalog as a whole has of families, for those who asked last.
type kinOfAll struct {
	mu    sync.Mutex
	known map[uint64]*wholeKin // by the hash of who may be seen
}

// wholeKin is what somebody may see of all families. It is never changed.
type wholeKin struct {
	allowed  []uint8 // by audience: for whom it holds
	living   []livingKin
	newest   []newestKin // one of each family
	deep     bool        // it has those of all, and not of the newest alone
	repeated int         // documents beside these
	over     []counted   // by how much a value has more documents than families have it and documents of none
}

// livingKin says which documents of families live in a segment: documents die and never come back. It does not keep the segment.
type livingKin struct {
	segment weak.Pointer[segment]
	dead    int
}

// newestKin is a document of the segment with a number among those that have families.
type newestKin struct{ segment, doc uint32 }

// rememberedWholes is for how many who see different things it is remembered.
const rememberedWholes = 16

// wholeKin gives it from memory, or finds and remembers it. Nothing may be noted before.
func (r *run) wholeKin(ix *Index) *wholeKin {
	memory, who := &ix.kin, maphash.Bytes(ix.hash.seed, r.allowed)
	r.living = r.living[:0]
	for _, v := range r.snap.views {
		if f := v.segment.families(r.names); len(f.docs) > 0 {
			r.living = append(r.living, livingKin{weak.Make(v.segment), f.dead(v.dead)})
		}
	}
	memory.mu.Lock()
	known := memory.known[who]
	memory.mu.Unlock()
	deep := r.limit > rememberedTop/2
	if known != nil && bytes.Equal(known.allowed, r.allowed) && slices.Equal(known.living, r.living) && (known.deep || !deep) {
		return known
	}
	known = r.findWholeKin(ix, deep)
	memory.mu.Lock()
	defer memory.mu.Unlock()
	if memory.known == nil || len(memory.known) >= rememberedWholes {
		memory.known = map[uint64]*wholeKin{}
	}
	memory.known[who] = known
	return known
}

// dead is how many documents of families are among some.
func (f *families) dead(set *deadSet) (n int) {
	if set.len() > 0 {
		for w, members := range f.member {
			n += bits.OnesCount64(members & set.word(w))
		}
	}
	return n
}

// findWholeKin finds it: what large segments have is remembered.
func (r *run) findWholeKin(ix *Index, deep bool) *wholeKin {
	r.whole, r.question = true, question{once: true}
	if !deep {
		r.recallMarked(ix)
	}
	for i, v := range r.snap.views {
		if f := &v.segment.kin; len(f.docs) > 0 && (deep || !ix.recalls(v)) {
			r.at, r.view = i, v
			for at, doc := range f.docs {
				if r.allowed[v.segment.rows[doc].audience] == 1 && !v.dead.has(doc) {
					r.noteInWhole(f, uint32(at))
				}
			}
		}
	}
	known := &kinAnswer{}
	if len(r.parts) > 0 {
		known = r.knownKin(ix)
	}
	r.surplus = resized(r.surplus, len(r.values))
	for _, c := range known.counts {
		r.surplus[c.value] += c.count
	}
	r.repeated += known.repeated
	r.reopen(r.surplus)
	r.overcounted()
	out := &wholeKin{deep: deep, allowed: slices.Clone(r.allowed), living: slices.Clone(r.living), repeated: r.repeated, newest: r.newestOf(known)}
	for value, n := range r.surplus {
		if n > 0 {
			out.over = append(out.over, counted{uint32(value), n})
		}
	}
	r.whole = false
	r.forgetKin()
	return out
}

// noteInWhole notes a document of the view at hand.
func (r *run) noteInWhole(f *families, at uint32) {
	k := r.relativesOf(f.of[at])
	r.noteMember(k, at, 0)
	r.noteKin(k, candidate{r.view.segment.shared[f.docs[at]], int32(r.at), f.docs[at]}, false)
}

// newestOf gives the newest document of each of the newest families.
func (r *run) newestOf(known *kinAnswer) (out []newestKin) {
	var numbers []uint32 // by view
	number := uint32(0)
	for _, v := range r.snap.views {
		numbers = append(numbers, number)
		number += uint32(min(1, len(v.segment.kin.docs)))
	}
	for i := range known.best {
		if k := &known.best[i]; r.kinAt[k.family] == 0 {
			out = append(out, newestKin{numbers[r.partIn[k.best.part]], k.best.doc})
		}
	}
	for _, k := range r.kin {
		out = append(out, newestKin{numbers[k.best.view], k.best.doc})
	}
	return out
}

// recalls says whether what is found in a view is remembered.
func (ix *Index) recalls(v view) bool { return int(v.segment.documents()) >= ix.remembered }

// recallMarked recalls of each large segment which documents of families may be seen.
func (r *run) recallMarked(ix *Index) {
	known := ix.recalled.get(r.kinQuestion(ix))
	if known != nil && !bytes.Equal(known.allowed, r.allowed) {
		known = nil
	}
	for i, v := range r.snap.views {
		if f := &v.segment.kin; len(f.docs) > 0 && ix.recalls(v) {
			r.recallKin(i, v, r.markedBefore(known, v), r.question)
		}
	}
}

// markedBefore gives those of one segment, as an answer has them or found anew.
func (r *run) markedBefore(known *kinAnswer, v view) *kinMarks {
	f := &v.segment.kin
	if known != nil {
		for _, part := range known.parts {
			if part.segment == f.self {
				return part.marks
			}
		}
	}
	m := &kinMarks{passing: f.noMarks()}
	for place, doc := range f.docs {
		if r.allowed[v.segment.rows[doc].audience] == 1 {
			m.passing[place>>6] |= 1 << (place & 63)
		}
	}
	return m
}

// overcounted adds up by how much each value of the documents noted is had more often than by their families.
func (r *run) overcounted() {
	r.countedOf, r.familyNow = r.roomToCount()
	for i := range r.kin {
		r.familyNow++
		for at := r.kin[i].members; at != 0; at = r.members[at-1].before {
			m := &r.members[at-1]
			r.countChange(r.snap.views[m.view].segment.kin.valuesAt(m.at), 0, 1, r.surplus)
		}
	}
}

// takeWhole takes all families, where the tally has counted their documents.
func (r *run) takeWhole(whole *wholeKin) {
	r.repeated += whole.repeated
	number := uint32(0)
	for i, v := range r.snap.views {
		if len(v.segment.families(r.names).docs) == 0 {
			continue
		}
		r.at, r.view = i, v
		for _, k := range whole.newest {
			if k.segment == number {
				r.offer(v.segment.shared[k.doc], k.doc)
			}
		}
		number++
	}
}

// countWhole takes off what the tally counted of some values beyond one of each family.
func (r *run) countWhole(whole *wholeKin, wanted func(value uint32) bool) {
	if whole == nil {
		return
	}
	for _, c := range whole.over {
		if wanted(c.value) {
			r.counts[c.value] -= c.count
		}
	}
}
