package index

import (
	"math"
	"slices"
)

// alternative is other words by which a document may have what a word of the query asks for.
type alternative struct {
	word  int // of the query
	words []*readings
	value uint32 // of a facet, where there are no words
	share float32
	from  int // among those that were asked for; -1: it was found here

	having int // documents that have it
}

// mostAlternatives bounds the work of one query.
const mostAlternatives = 64

// readAlso finds the words of the query that may stand in a document under other words.
func (r *run) readAlso(list []Also) {
	for number, a := range list {
		of := r.readAll(a.Of)
		if len(of) == 0 || len(of) > len(r.sequence) {
			continue
		}
		for start := range len(r.sequence) - len(of) + 1 {
			here := r.sequence[start : start+len(of)]
			same := true
			for i, known := range of {
				same = same && known.like(r.words[here[i]].readings)
			}
			if !same {
				continue
			}
			for _, word := range here {
				r.alsoFor(word, a, number)
			}
			break
		}
	}
}

// alsoFor notes what stands for a word of the query.
func (r *run) alsoFor(word int, a Also, number int) {
	if a.Is != "" {
		r.alternative(word, r.readAll(a.Is), a.Share, number)
		return
	}
	if a.Facet == "" {
		r.alsoValue(word, facetValue{traitFacet, a.Trait}, a.Share, number)
		return
	}
	for i, facet := range r.names.facets {
		if facet != a.Facet {
			continue
		}
		r.alsoValue(word, facetValue{uint8(i), a.Value}, a.Share, number)
	}
}

func (r *run) alsoValue(word int, value facetValue, share float32, from int) {
	if v, ok := r.names.values.find(value); ok && len(r.also) < mostAlternatives && !r.words[word].prefix {
		r.also = append(r.also, alternative{word: word, value: v, share: share, from: from})
	}
}

func (r *run) alternative(word int, is []*readings, share float32, from int) {
	if len(is) > 0 && len(is) < 8 && len(r.also) < mostAlternatives && !r.words[word].prefix {
		r.also = append(r.also, alternative{word: word, words: is, share: share, from: from})
	}
}

// weighFacet counts the documents of a segment that have the value standing for a word.
func (r *run) weighFacet(s *segment, alt *alternative) {
	if len(alt.words) > 0 {
		return
	}
	if at, ok := slices.BinarySearch(s.values, alt.value); ok {
		alt.having += int(s.holders.heads[at].documents)
	}
}

// findAlternatives finds what stands for a word of the query.
func (r *run) findAlternatives(s *segment, a analyser, word int) {
	for j := range r.also {
		if r.also[j].word == word {
			r.findAlternative(s, a, j)
		}
	}
}

// mostlyGrammar says whether no word carries more than grammar, or of several one alone does: "EL" for English learners is no Spanish "el",
// and "left out" is not everything that was left.
func (alt *alternative) mostlyGrammar(a analyser) bool {
	telling := 0
	for _, known := range alt.words {
		if !known.stops[a] {
			telling++
		}
	}
	return telling < min(2, len(alt.words))
}

// findAlternative finds other words, if the segment has all of them. Those that carry grammar need not be there.
func (r *run) findAlternative(s *segment, a analyser, number int) {
	alt := &r.also[number]
	if len(alt.words) == 0 {
		if at, ok := slices.BinarySearch(s.values, alt.value); ok {
			r.found = append(r.found, list{term: uint32(at), facet: true, share: alt.share, alternative: uint8(number), asked: allForms})
		}
		return
	}
	if alt.mostlyGrammar(a) {
		return
	}
	first, fewest := len(r.found), math.MaxInt
	for _, known := range alt.words {
		if known.stops[a] && len(alt.words) > 1 {
			continue
		}
		t, ok := s.termOf(a, known)
		if !ok {
			r.found = r.found[:first]
			return
		}
		fewest = min(fewest, int(s.lists.heads[t].documents))
		r.found = append(r.found, list{term: t, share: alt.share, alternative: uint8(number), exact: s.formBit(t, known.folded), asked: allForms})
	}
	if n := len(r.found) - first; n > 0 {
		r.found[first].with = uint8(n - 1)
		alt.having += fewest
	}
}
