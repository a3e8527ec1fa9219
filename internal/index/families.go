package index

import (
	"math/bits"
	"slices"
	"strings"
	"sync"
	"weak"
)

// Versions of one resource say nearly the same and would fill the first page. A query may ask to have one of each family alone
// (Query.Once): the one that fits best, or one of the asker's own if that fits nearly as well. It stands where the best one would.
// Totals then count families, and so do facets: a value counts a family once, however many of its documents have it.

// familyTrait begins the trait that all documents of one family have.
const familyTrait = "family:"

// OwnShare is what an asker's own version must be worth, of the best of its family, to be shown in its place.
const OwnShare = 0.5

// families are the documents of a segment that belong to one. They are put together from the traits once they are asked for. Those of one
// family have places side by side, in order.
type families struct {
	once   sync.Once
	self   weak.Pointer[segment]
	member []uint64 // by document
	before []uint32 // by word of member: how many there are in the words before
	places []uint32 // of the members in order
	docs   []uint32 // by place
	of     []uint32 // by place: the number of the trait
	ends   []uint32 // by place: where the facet values end
	values []uint32 // those of each side by side, where the processor finds them at once
	list   []uint32 // the families in order
	from   []uint32 // by family of the list: its first place; one more at the end
}

// families gives those of a segment.
func (s *segment) families(n *names) *families {
	s.kin.once.Do(func() { s.kin.read(s, n.values.all()) })
	return &s.kin
}

func (f *families) read(s *segment, values []facetValue) {
	f.self = weak.Make(s)
	var c cursor
	for at, value := range s.values {
		if values[value].facet != traitFacet || !strings.HasPrefix(values[value].text, familyTrait) {
			continue
		}
		f.list, f.from = append(f.list, value), append(f.from, uint32(len(f.docs)))
		for c.open(&s.holders, uint32(at)); c.next(); {
			for _, doc := range c.docs[:c.count] {
				f.docs, f.of = append(f.docs, doc), append(f.of, value)
				s.eachValue(doc, func(v uint32) { f.values = append(f.values, v) })
				f.ends = append(f.ends, uint32(len(f.values)))
			}
		}
	}
	if len(f.docs) == 0 {
		return
	}
	f.from, f.values = append(f.from, uint32(len(f.docs))), slices.Clip(f.values)
	f.member = make([]uint64, (s.documents()+63)/64)
	for _, doc := range f.docs {
		f.member[doc>>6] |= 1 << (doc & 63)
	}
	f.before = make([]uint32, len(f.member))
	for w := range f.member[1:] {
		f.before[w+1] = f.before[w] + uint32(bits.OnesCount64(f.member[w]))
	}
	f.places = make([]uint32, len(f.docs))
	for place, doc := range f.docs {
		f.places[f.number(doc)] = uint32(place)
	}
}

// size is the memory it takes, in bytes.
func (f *families) size() int {
	return 8*cap(f.member) + 4*(cap(f.before)+cap(f.places)+cap(f.docs)+cap(f.of)+cap(f.ends)+cap(f.values)+cap(f.list)+cap(f.from))
}

// has says whether a document is of a family.
func (f *families) has(doc uint32) bool {
	return len(f.docs) > 0 && f.member[doc>>6]&(1<<(doc&63)) != 0
}

// place is the place of a document that is of a family.
func (f *families) place(doc uint32) uint32 { return f.places[f.number(doc)] }

// number is how many documents of families come before one.
func (f *families) number(doc uint32) uint32 {
	return f.before[doc>>6] + uint32(bits.OnesCount64(f.member[doc>>6]&(1<<(doc&63)-1)))
}

// placesOf are the places of a family, which may have none.
func (f *families) placesOf(family uint32) (from, to uint32) {
	if at, ok := slices.BinarySearch(f.list, family); ok {
		return f.from[at], f.from[at+1]
	}
	return 0, 0
}

// valuesAt are the facet values of the document at a place.
func (f *families) valuesAt(at uint32) []uint32 {
	start := uint32(0)
	if at > 0 {
		start = f.ends[at-1]
	}
	return f.values[start:f.ends[at]]
}

// kindred is what a run knows of the families it found.
type kindred struct {
	once      bool
	own       []uint32 // the facet values that the asker's own documents have
	ofOwn     []bool   // by facet value: it is one of them
	kin       []relatives
	kinAt     []uint32 // by number of the trait: the place in kin, and one; all zero between searches
	gathering bool     // documents of families are gathered and not noted: an answer to be remembered is found
	gathered  []best
	repeated  int // documents found of families of which one was found already
	kinCounts
	recalledKin
}

// relatives are the documents found of one family.
type relatives struct {
	family    uint32
	members   uint32 // the place of the last in the list of members, and one
	best, own candidate
	found     bool // one passes all filters
	hasOwn    bool
}

// wantsOnce readies a run for a query that asks for one of each family.
func (r *run) wantsOnce(q *Query) {
	for _, value := range r.own {
		r.ofOwn[value] = false
	}
	r.once, r.own = q.Once, r.own[:0]
	if !r.once {
		return
	}
	if len(r.kinAt) < len(r.values) {
		r.kinAt, r.ofOwn = make([]uint32, len(r.values)+len(r.values)/4), make([]bool, len(r.values)+len(r.values)/4)
	}
	for i, facet := range r.names.facets {
		for _, text := range q.Own.Values {
			if v, ok := r.names.values.find(facetValue{uint8(i), text}); ok && facet == q.Own.Facet && int(v) < len(r.values) {
				r.own, r.ofOwn[v] = append(r.own, v), true
			}
		}
	}
}

// forgetKin forgets what was found of families.
func (r *run) forgetKin() {
	for _, k := range r.kin {
		r.kinAt[k.family] = 0
	}
	r.kin, r.members, r.repeated, r.tallyHas = r.kin[:0], r.members[:0], 0, 0
	r.parts = r.parts[:0]
}

// apart takes the documents of families out of a batch, and notes them.
func (r *run) apart(docs []uint32, scores []float32) ([]uint32, []float32) {
	f := r.view.segment.families(r.names)
	if len(f.docs) == 0 {
		return docs, scores
	}
	kept := 0
	for i, doc := range docs {
		if f.has(doc) {
			r.noteFound(f, doc, scores[i], 0)
			continue
		}
		docs[kept], scores[kept] = doc, scores[i]
		kept++
	}
	return docs[:kept], scores[:kept]
}

// noteFound notes a document of a family that passes the filters, or fails those of one facet.
func (r *run) noteFound(f *families, doc uint32, score float32, failed facetSet) {
	if r.gathering {
		r.gathered = append(r.gathered, best{doc: doc, misses: uint8(bits.Len32(uint32(failed)))})
		return
	}
	at := f.place(doc)
	k := r.relativesOf(f.of[at])
	if r.counting {
		r.noteMember(k, at, failed)
	}
	if failed == 0 {
		r.noteKin(k, candidate{r.keyOf(doc, score), int32(r.at), doc}, !r.newest && r.isOwn(f.valuesAt(at)))
	}
}

// relativesOf is what was found of a family so far.
func (r *run) relativesOf(family uint32) *relatives {
	at := r.kinAt[family]
	if at == 0 {
		r.kin = append(r.kin, relatives{family: family})
		at = uint32(len(r.kin))
		r.kinAt[family] = at
	}
	return &r.kin[at-1]
}

func (r *run) noteKin(k *relatives, c candidate, own bool) {
	if !k.found {
		k.found, k.best, k.own, k.hasOwn = true, c, c, own
		return
	}
	r.repeated++
	if r.worse(k.best, c) {
		k.best = c
	}
	if own && (!k.hasOwn || r.worse(k.own, c)) {
		k.own, k.hasOwn = c, true
	}
}

// isOwn says whether a document with some values is the asker's own.
func (r *run) isOwn(values []uint32) bool {
	return slices.ContainsFunc(values, func(value uint32) bool { return r.ofOwn[value] })
}

// offerKin offers one of each family found.
func (r *run) offerKin() {
	for _, k := range r.kin {
		if k.found {
			r.offerThis(r.shown(&k))
		}
	}
}

// shown is the one document of a family that is shown.
func (r *run) shown(k *relatives) candidate {
	if k.hasOwn && !r.newest && scoreOf(k.own.key) >= OwnShare*scoreOf(k.best.key) {
		return candidate{k.best.key, k.own.view, k.own.doc}
	}
	return k.best
}

// familyOf names the family of a hit.
func (r *run) familyOf(c candidate) string {
	if f := r.snap.views[c.view].segment.families(r.names); f.has(c.doc) {
		return strings.TrimPrefix(r.values[f.of[f.place(c.doc)]].text, familyTrait)
	}
	return ""
}

// Kin says of each of some families how many of its documents a scope may see, whatever is asked.
func (ix *Index) Kin(scope Scope, list []string) []int {
	out := make([]int, len(list))
	snap, audiences, who := ix.current.Load(), ix.names.audiences.all(), ix.names.asker(scope, nil)
	var c cursor
	for i, family := range list {
		value, ok := ix.names.values.find(facetValue{traitFacet, familyTrait + family})
		if !ok {
			continue
		}
		for _, v := range snap.views {
			at, ok := v.segment.holder(value)
			if !ok {
				continue
			}
			for c.open(&v.segment.holders, at); c.next(); {
				for _, doc := range c.docs[:c.count] {
					if !v.dead.has(doc) && who.sees(audiences[v.segment.rows[doc].audience]) {
						out[i]++
					}
				}
			}
		}
	}
	return out
}
