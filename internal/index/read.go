package index

import (
	"math"
	"slices"
	"strings"
)

// readings of a query's word: what it is in each language.
type readings struct {
	folded string
	stops  [analysers]bool
	stems  [analysers]string // as far as they were asked for: to stem costs more than to look up
}

// stem is the word's stem in a language.
func (k *readings) stem(a analyser) string {
	if k.stems[a] == "" {
		k.stems[a] = a.stem(k.folded)
	}
	return k.stems[a]
}

// mostReadings is how many words a search remembers the readings of.
const mostReadings = 4096

// MostWords is how many different words are looked for, for those who say so to people.
const MostWords = mostQueryWords

// mostQueryWords bounds the work of one query: so many different words are looked for, and as many may be excluded; further ones are passed
// over.
const mostQueryWords = 24

// queryWord is one word of a query.
type queryWord struct {
	*readings
	prefix   bool    // it may be the beginning of a word
	unknown  bool    // no document that may be seen has it
	having   int     // documents that have it, dead ones included; for a prefix, once for each word that begins so
	borrowed bool    // that is how many have what stands for it
	rarity   float32 // weight of an impact
	worth    uint32  // what it counts when a document is asked whether it has most of the words; known once that is
}

// alternative is other words by which a document may have what a word of the query asks for.
type alternative struct {
	word  int // of the query
	words []*readings
	value uint32 // of a facet, where there are no words
	share float32

	having int // documents that have it
}

// mostAlternatives bounds the work of one query.
const mostAlternatives = 64

// readWords takes the query's words apart, each word once.
func (r *run) readWords(q *Query) {
	r.words, r.sequence, r.also, r.barring, r.over = r.words[:0], r.sequence[:0], r.also[:0], r.barring[:0], ""
	eachWord(q.Words, ofQuery, func(word string) {
		known := r.reading(word)
		if known == nil {
			return
		}
		at := r.placeOf(known)
		if at < 0 {
			if len(r.words) == mostQueryWords {
				r.passOver(known.folded)
				return
			}
			at = len(r.words)
			r.words = append(r.words, queryWord{readings: known})
		}
		r.sequence = append(r.sequence, at)
	})
	if n := len(r.words); n > 0 && q.Prefix {
		r.words[n-1].prefix = true
	}
	eachWord(q.Without, ofQuery, func(word string) {
		switch known := r.reading(word); {
		case known == nil:
		case len(r.barring) < mostQueryWords:
			r.barring = append(r.barring, known)
		default:
			r.passOver(known.folded)
		}
	})
	r.readPhrases(q.Phrases)
	r.readAlso(q.Also)
	r.joinNeighbors()
}

// passOver notes the first word that is not looked for.
func (r *run) passOver(word string) {
	if r.over == "" {
		r.over = word
	}
}

// placeOf is the place of a word among those of the query, or -1.
func (r *run) placeOf(known *readings) int {
	for i := range r.words {
		if r.words[i].folded == known.folded {
			return i
		}
	}
	return -1
}

// reading gives what a word is in each language; nil if it is none.
func (r *run) reading(word string) *readings {
	known, ok := r.known[word]
	if !ok {
		known = r.newReadings(word)
	}
	return known
}

// readAlso finds the words of the query that may stand in a document under other words.
func (r *run) readAlso(list []Also) {
	for _, a := range list {
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
				r.alsoFor(word, a)
			}
			break
		}
	}
}

// alsoFor notes what stands for a word of the query.
func (r *run) alsoFor(word int, a Also) {
	if a.Is != "" {
		r.alternative(word, r.readAll(a.Is), a.Share)
		return
	}
	if a.Facet == "" {
		r.alsoValue(word, facetValue{traitFacet, a.Trait}, a.Share)
		return
	}
	for i, facet := range r.names.facets {
		if facet != a.Facet {
			continue
		}
		r.alsoValue(word, facetValue{uint8(i), a.Value}, a.Share)
	}
}

func (r *run) alsoValue(word int, value facetValue, share float32) {
	if v, ok := r.names.values.find(value); ok && len(r.also) < mostAlternatives && !r.words[word].prefix {
		r.also = append(r.also, alternative{word: word, value: v, share: share})
	}
}

func (r *run) readAll(text string) (out []*readings) {
	eachWord(text, ofQuery, func(word string) {
		if known := r.reading(word); known != nil {
			out = append(out, known)
		}
	})
	return out
}

func (r *run) alternative(word int, is []*readings, share float32) {
	if len(is) > 0 && len(is) < 8 && len(r.also) < mostAlternatives && !r.words[word].prefix {
		r.also = append(r.also, alternative{word: word, words: is, share: share})
	}
}

// like says whether two words are forms of one in some language.
func (k *readings) like(o *readings) bool {
	for a := range analyser(analysers) {
		if k.stem(a) == o.stem(a) {
			return true
		}
	}
	return false
}

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
			if known = r.newReadings(string(r.joined)); known == nil {
				continue
			}
		}
		if r.occurs(known) {
			is := []*readings{known}
			r.alternative(r.sequence[i], is, joinedShare)
			r.alternative(r.sequence[i+1], is, joinedShare)
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

// stopsSomewhere says whether the word carries only grammar in English, Spanish or French.
func (k *readings) stopsSomewhere() bool {
	return k.stops[englishWords] || k.stops[spanishWords] || k.stops[frenchWords]
}

// occurs says whether any document has the very word.
func (r *run) occurs(known *readings) bool {
	for i := range r.snap.views {
		s := r.snap.views[i].segment
		for a := range analyser(analysers) {
			if t, ok := s.termOf(a, known); ok && s.formBit(t, known.folded) != 0 {
				return true
			}
		}
	}
	return false
}

func (r *run) newReadings(word string) *readings {
	if len(r.known) == mostReadings {
		clear(r.known)
	}
	word = strings.Clone(word)
	folded := foldWord(word)
	if folded == "" || len(folded) > mostFolded {
		r.known[word] = nil
		return nil
	}
	known := &readings{folded: folded, stops: stopsOf()[folded]}
	r.known[word] = known
	return known
}

// list is one posting list that answers to a word of the query.
type list struct {
	term        uint32
	with        uint8   // so many lists after it must name the document too
	own         bool    // of the word itself, not of what stands for it
	facet       bool    // it names the holders of a facet's value
	share       float32 // of the score; below 1 for other words than those asked for
	alternative uint8   // where it is not own: which of the alternatives it stands for
	exact       uint64  // forms that are the word itself
	asked       uint64  // forms that answer; all of them unless the word is a prefix
}

// lists of one word in one segment and language. Without a prefix and alternatives there is at most one.
type lists struct {
	first, count int // within run.found
}

// find looks up every word in every segment and language, and weighs the words by how rare they are.
func (r *run) find() {
	r.found = r.found[:0]
	r.places = r.places[:0]
	for w := range r.words {
		r.words[w].having, r.words[w].borrowed = 0, false
	}
	for j := range r.also {
		r.also[j].having = 0
	}
	for i := range r.snap.views {
		s := r.snap.views[i].segment
		for j := range r.also {
			r.weighFacet(s, &r.also[j])
		}
		for a := range analyser(analysers) {
			present := s.firstTerm[a] < s.firstTerm[a+1]
			for w := range r.words {
				at := lists{first: len(r.found)}
				if present {
					r.findWord(s, a, &r.words[w])
					for j := range r.also {
						if r.also[j].word == w {
							r.findAlternative(s, a, j)
						}
					}
				}
				at.count = len(r.found) - at.first
				r.places = append(r.places, at)
			}
		}
	}
	for j := range r.also { // a word that nothing has is as rare as what stands for it
		if w := &r.words[r.also[j].word]; w.having == 0 || w.borrowed {
			w.having, w.borrowed = max(w.having, r.also[j].having), true
		}
	}
	for w := range r.words {
		r.words[w].rarity = rarity(r.snap.live, r.words[w].having)
	}
	for i := range r.found {
		if l := &r.found[i]; !l.own {
			alt := &r.also[l.alternative]
			l.share *= min(1, rarity(r.snap.live, alt.having)/r.words[alt.word].rarity)
		}
	}
}

func (r *run) findWord(s *segment, a analyser, w *queryWord) {
	if w.prefix && len(w.folded) > 1 {
		r.findPrefix(s, a, w)
		return
	}
	if t, ok := s.termOf(a, w.readings); ok {
		w.having += int(s.lists.heads[t].documents)
		r.found = append(r.found, list{term: t, own: true, share: 1, exact: s.formBit(t, w.folded), asked: allForms})
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

// findAlternative finds other words, if the segment has all of them. Those that carry grammar need not be there.
func (r *run) findAlternative(s *segment, a analyser, number int) {
	alt := &r.also[number]
	if len(alt.words) == 0 {
		if at, ok := slices.BinarySearch(s.values, alt.value); ok {
			r.found = append(r.found, list{term: uint32(at), facet: true, share: alt.share, alternative: uint8(number), asked: allForms})
		}
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

const allForms = ^uint64(0)

// findPrefix finds the words that begin like w, and those of its stem. Stemming changes the end of a word: whatever begins
// like w has a stem that shares its first letters.
func (r *run) findPrefix(s *segment, a analyser, w *queryWord) {
	start := leading(w.folded, 3)
	for t := s.termFrom(a, start); t < s.firstTerm[a+1] && strings.HasPrefix(s.stems.at(t), start); t++ {
		l := list{term: t, own: true, share: 1}
		for f := s.formsOf(t); f.next(); {
			if strings.HasPrefix(f.text(), w.folded) {
				l.asked |= 1 << f.bit
			}
			if f.text() == w.folded {
				l.exact |= 1 << f.bit
			}
		}
		if s.stems.at(t) == w.stem(a) {
			l.asked = allForms
		}
		if l.asked != 0 {
			w.having += int(s.lists.heads[t].documents)
			r.found = append(r.found, l)
		}
	}
	stem := w.stem(a)
	if t, ok := s.term(a, stem); ok && !strings.HasPrefix(stem, start) {
		w.having += int(s.lists.heads[t].documents)
		r.found = append(r.found, list{term: t, own: true, share: 1, exact: s.formBit(t, w.folded), asked: allForms})
	}
}

// leading is the beginning of text, of at most so many bytes and whole characters.
func leading(text string, bytes int) string {
	end := 0
	for i := range text {
		if i > bytes {
			break
		}
		end = i
	}
	if len(text) <= bytes {
		return text
	}
	return text[:end]
}

// of gives the lists of a word in a segment and language.
func (r *run) of(view int, a analyser, word int) []list {
	at := r.places[(view*analysers+int(a))*len(r.words)+word]
	return r.found[at.first : at.first+at.count]
}
