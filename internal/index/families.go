package index

import (
	"slices"
	"strings"
	"sync"
)

// Versions of one resource say nearly the same and would fill the first page. A query may ask to have one of each family alone
// (Query.Once): the one that fits best, or one of the asker's own if that fits nearly as well. It stands where the best one would.
// Totals then count families; facets count every document still, since each of them can be chosen by its values.

// familyTrait begins the trait that all documents of one family have.
const familyTrait = "family:"

// OwnShare is what an asker's own version must be worth, of the best of its family, to be shown in its place.
const OwnShare = 0.5

// families are the documents of a segment that belong to one, in order. They are put together from the traits once they are asked for.
type families struct {
	once   sync.Once
	member []uint64 // by document
	docs   []uint32
	of     []uint32 // the number of the trait
}

// families gives those of a segment.
func (s *segment) families(n *names) *families {
	s.kin.once.Do(func() { s.kin.read(s, n.values.all()) })
	return &s.kin
}

func (f *families) read(s *segment, values []facetValue) {
	var all []traitOf
	var c cursor
	for at, value := range s.values {
		if values[value].facet != traitFacet || !strings.HasPrefix(values[value].text, familyTrait) {
			continue
		}
		for c.open(&s.holders, uint32(at)); c.next(); {
			for _, doc := range c.docs[:c.count] {
				all = append(all, traitOf{doc, value})
			}
		}
	}
	if len(all) == 0 {
		return
	}
	slices.SortFunc(all, func(a, b traitOf) int { return int(a.doc) - int(b.doc) })
	f.member = make([]uint64, (s.documents()+63)/64)
	for _, t := range all {
		f.member[t.doc>>6] |= 1 << (t.doc & 63)
		f.docs, f.of = append(f.docs, t.doc), append(f.of, t.value)
	}
}

// find gives the family of a document.
func (f *families) find(doc uint32) (family uint32, ok bool) {
	if len(f.docs) == 0 || f.member[doc>>6]&(1<<(doc&63)) == 0 {
		return 0, false
	}
	at, ok := slices.BinarySearch(f.docs, doc)
	return f.of[at], ok
}

// kindred is what a run knows of the families it found.
type kindred struct {
	once      bool
	own       []uint32 // the facet values that the asker's own documents have
	kin       []relatives
	kinAt     []uint32 // by number of the trait: the place in kin, and one; all zero between searches
	gathering bool     // documents of families are gathered and not noted: an answer to be remembered is found
	gathered  []uint32
	repeated  int // documents found of families of which one was found already
}

// relatives are the documents found of one family.
type relatives struct {
	family    uint32
	best, own candidate
	hasOwn    bool
}

// wantsOnce readies a run for a query that asks for one of each family.
func (r *run) wantsOnce(q *Query) {
	r.once, r.own = q.Once && len(r.words) > 0, r.own[:0]
	if !r.once {
		return
	}
	if len(r.kinAt) < len(r.values) {
		r.kinAt = make([]uint32, len(r.values)+len(r.values)/4)
	}
	for i, facet := range r.names.facets {
		for _, text := range q.Own.Values {
			if v, ok := r.names.values.find(facetValue{uint8(i), text}); ok && facet == q.Own.Facet {
				r.own = append(r.own, v)
			}
		}
	}
}

// forgetKin forgets what was found of families.
func (r *run) forgetKin() {
	for _, k := range r.kin {
		r.kinAt[k.family] = 0
	}
	r.kin, r.repeated = r.kin[:0], 0
}

// apart takes the documents of families out of a batch, and notes them.
func (r *run) apart(docs []uint32, scores []float32) ([]uint32, []float32) {
	f := r.view.segment.families(r.names)
	if len(f.docs) == 0 {
		return docs, scores
	}
	kept := 0
	for i, doc := range docs {
		if family, ok := f.find(doc); ok {
			if r.gathering {
				r.gathered = append(r.gathered, doc)
				continue
			}
			r.noteKin(family, candidate{r.keyOf(doc, scores[i]), int32(r.at), doc})
			continue
		}
		docs[kept], scores[kept] = doc, scores[i]
		kept++
	}
	return docs[:kept], scores[:kept]
}

func (r *run) noteKin(family uint32, c candidate) {
	own := r.isOwn(c)
	at := r.kinAt[family]
	if at == 0 {
		r.kin = append(r.kin, relatives{family: family, best: c, own: c, hasOwn: own})
		r.kinAt[family] = uint32(len(r.kin))
		return
	}
	r.repeated++
	k := &r.kin[at-1]
	if r.worse(k.best, c) {
		k.best = c
	}
	if own && (!k.hasOwn || r.worse(k.own, c)) {
		k.own, k.hasOwn = c, true
	}
}

// isOwn says whether a document is the asker's own.
func (r *run) isOwn(c candidate) (own bool) {
	if len(r.own) > 0 {
		r.view.segment.eachValue(c.doc, func(v uint32) { own = own || slices.Contains(r.own, v) })
	}
	return own
}

// familyAt is the family of a document that has one.
func (r *run) familyAt(doc uint32) uint32 {
	family, _ := r.view.segment.families(r.names).find(doc)
	return family
}

// offerKin offers one of each family found.
func (r *run) offerKin() {
	for _, k := range r.kin {
		c := k.best
		if k.hasOwn && !r.newest && scoreOf(k.own.key) >= OwnShare*scoreOf(k.best.key) {
			c = candidate{k.best.key, k.own.view, k.own.doc}
		}
		r.offerThis(c)
	}
}

// familyOf names the family of a hit.
func (r *run) familyOf(c candidate) string {
	if family, ok := r.snap.views[c.view].segment.families(r.names).find(c.doc); ok {
		return strings.TrimPrefix(r.values[family].text, familyTrait)
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
