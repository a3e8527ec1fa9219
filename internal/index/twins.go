package index

import (
	"cmp"
	"slices"
)

// Twins are two documents whose fingerprints have parts in common, the smaller id first.
type Twins struct {
	A, B   string
	Common int // parts, of six
}

// mostOfOnePart is up to how many documents with the same part are all paired with each other. Of more, which a form letter makes,
// each is paired with the next alone, so that the work stays in proportion to the documents.
const mostOfOnePart = 8

// Twins gives pairs of documents of a scope's own district, within the scope, whose fingerprints have a part in common: those with
// most in common first, then by id, at most limit.
func (ix *Index) Twins(scope Scope, limit int) []Twins {
	r := ix.begin()
	defer ix.end(r)
	prints := r.prints(ix, scope)
	common := map[[2]int32]int{}
	type place struct {
		part uint32
		at   int32
	}
	places := make([]place, 0, len(prints))
	for band := range len(Print{}) {
		places = places[:0]
		for i := range prints {
			if part := prints[i].print[band]; part != 0 {
				places = append(places, place{part, int32(i)})
			}
		}
		slices.SortFunc(places, func(a, b place) int { return cmp.Or(cmp.Compare(a.part, b.part), cmp.Compare(a.at, b.at)) })
		for len(places) > 0 {
			n := 1
			for n < len(places) && places[n].part == places[0].part {
				n++
			}
			reach := n
			if n > mostOfOnePart {
				reach = 2
			}
			for i := range n {
				for j := i + 1; j < min(i+reach, n); j++ {
					common[[2]int32{places[i].at, places[j].at}]++
				}
			}
			places = places[n:]
		}
	}
	out := make([]Twins, 0, len(common))
	for pair, n := range common {
		a, b := prints[pair[0]].id, prints[pair[1]].id
		out = append(out, Twins{min(a, b), max(a, b), n})
	}
	slices.SortFunc(out, func(a, b Twins) int {
		return cmp.Or(b.Common-a.Common, cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	return out[:min(len(out), limit)]
}

// printed is the fingerprint of a document.
type printed struct {
	id    string
	print *Print
}

// prints are the fingerprints of the documents of a scope's own district, within the scope.
func (r *run) prints(ix *Index, scope Scope) []printed {
	r.admitOwn(ix, scope)
	var out []printed
	for _, v := range r.snap.views {
		s := v.segment
		for doc := range s.prints {
			if s.prints[doc] != (Print{}) && r.allowed[s.rows[doc].audience] == 1 && !v.dead.has(uint32(doc)) {
				out = append(out, printed{s.ids.at(uint32(doc)), &s.prints[doc]})
			}
		}
	}
	return out
}
