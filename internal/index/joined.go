package index

import "slices"

// joinedShare is what two words written as one count beside the two: "makerspace" for "maker space".
const joinedShare = 0.9

// joinNeighbors looks for neighboring words written as one, too.
func (r *run) joinNeighbors() {
	for i := 0; i+1 < len(r.sequence); i++ {
		first, second := r.words[r.sequence[i]].readings, r.words[r.sequence[i+1]].readings
		if !r.mayBeOne(first, second) {
			continue
		}
		r.joined = append(append(r.joined[:0], first.folded...), second.folded...)
		known := r.known[string(r.joined)]
		if known == nil {
			if !r.mayOccur(metHash(veryWord, r.joined)) { // nearly all: they are not worth a stem
				continue
			}
			if known = r.newReadings(string(r.joined)); known == nil {
				continue
			}
		}
		if r.occurs(known) {
			is := []*readings{known}
			r.alternative(r.sequence[i], is, joinedShare, -1)
			r.alternative(r.sequence[i+1], is, joinedShare, -1)
		}
	}
}

// fewestJoined is how many letters a word has that is taken for two.
const fewestJoined = 4

// mayBeOne says whether two words may be one with a space in it: "maker space". Where the first carries grammar or one of them is a letter or
// two, nothing may have the other: "fake new s" is fake news, and "in form" no form.
func (r *run) mayBeOne(first, second *readings) bool {
	if len(first.folded)+len(second.folded) < fewestJoined || !lettersOnly(first.folded) || !lettersOnly(second.folded) {
		return false
	}
	switch {
	case first.stopsSomewhere() || len(first.folded) < 2:
		return !r.occurs(second)
	case len(second.folded) < 3:
		return !r.occurs(first) || !r.occurs(second)
	}
	return true
}

func lettersOnly(folded string) bool {
	for i := range len(folded) {
		if folded[i] < 'a' || folded[i] > 'z' {
			return false
		}
	}
	return true
}

// mayOccur says whether a document may have the very word of a hash.
func (r *run) mayOccur(hash uint64) bool {
	return slices.ContainsFunc(r.snap.views, func(v view) bool { return v.segment.met.has(hash) })
}

// occurs says whether any document has the very word.
func (r *run) occurs(known *readings) bool {
	for i := range r.snap.views {
		s := r.snap.views[i].segment
		if !s.met.has(known.hashes[veryWord]) {
			continue
		}
		for a := range analyser(analysers) {
			if t, ok := s.termOf(a, known); ok && s.formBit(t, known.folded) != 0 {
				return true
			}
		}
	}
	return false
}
