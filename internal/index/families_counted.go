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
			if m.failed|r.tallyHas != 0 {
				r.countSome(values, m.failed)
				continue
			}
			for _, v := range values {
				if r.countedOf[v] != r.familyNow {
					r.countedOf[v] = r.familyNow
					r.counts[v]++
				}
			}
		}
	}
}

// countSome counts the values of a document that fails the filters of one facet, or of which the tally has counted those of another.
func (r *run) countSome(values []uint32, failed facetSet) {
	for _, v := range values {
		facet := facetSet(1) << r.values[v].facet
		if (failed == 0 || failed == facet) && r.tallyHas&facet == 0 && r.countedOf[v] != r.familyNow {
			r.countedOf[v] = r.familyNow
			r.counts[v]++
		}
	}
}

// roomToCount is room for every value and for the numbers of as many families as were found.
func (r *run) roomToCount() ([]uint32, uint32) {
	if len(r.countedOf) < len(r.values) || r.familyNow > math.MaxUint32-uint32(len(r.kin)) {
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
	if known != nil && bytes.Equal(known.allowed, r.allowed) && slices.Equal(known.living, r.living) {
		return known
	}
	known = r.findWholeKin()
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

func (r *run) findWholeKin() *wholeKin {
	var numbers []uint32 // by view
	for i, v := range r.snap.views {
		r.at, r.view = i, v
		f := v.segment.families(r.names)
		number := uint32(0)
		if i > 0 {
			number = numbers[i-1] + uint32(min(1, len(r.snap.views[i-1].segment.kin.docs)))
		}
		numbers = append(numbers, number)
		for at, doc := range f.docs {
			if r.allowed[v.segment.rows[doc].audience] == 1 && !v.dead.has(doc) {
				k := r.relativesOf(f.of[at])
				r.noteMember(k, uint32(at), 0)
				r.noteKin(k, candidate{v.segment.shared[doc], int32(i), doc}, false)
			}
		}
	}
	known := &wholeKin{allowed: slices.Clone(r.allowed), living: slices.Clone(r.living), repeated: r.repeated, newest: make([]newestKin, len(r.kin))}
	for i, k := range r.kin {
		known.newest[i] = newestKin{numbers[k.best.view], k.best.doc}
	}
	known.over = r.overcounted()
	r.forgetKin()
	return known
}

// overcounted says by how much each value of the documents noted is had more often than by their families.
func (r *run) overcounted() (out []counted) {
	r.countedOf, r.familyNow = r.roomToCount()
	r.surplus = resized(r.surplus, len(r.values))
	for i := range r.kin {
		r.familyNow++
		for at := r.kin[i].members; at != 0; at = r.members[at-1].before {
			m := &r.members[at-1]
			for _, v := range r.snap.views[m.view].segment.kin.valuesAt(m.at) {
				if r.countedOf[v] == r.familyNow {
					r.surplus[v]++
				}
				r.countedOf[v] = r.familyNow
			}
		}
	}
	for value, n := range r.surplus {
		if n > 0 {
			out = append(out, counted{uint32(value), n})
		}
	}
	return out
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
