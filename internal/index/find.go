package index

import (
	"strings"
)

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
		r.findIn(r.snap.views[i].segment)
	}
	r.weighRarity()
}

// findIn looks up every word, and what stands for it, in every language of a segment.
func (r *run) findIn(s *segment) {
	for j := range r.also {
		r.weighFacet(s, &r.also[j])
	}
	for a := range analyser(analysers) {
		present := s.firstTerm[a] < s.firstTerm[a+1]
		for w := range r.words {
			at := lists{first: len(r.found)}
			if present {
				r.findWord(s, a, &r.words[w])
				r.findAlternatives(s, a, w)
			}
			at.count = len(r.found) - at.first
			r.places = append(r.places, at)
		}
	}
}

// weighRarity says how rare each word is, and what stands for it.
func (r *run) weighRarity() {
	for j := range r.also { // a word that nothing has is as rare as what stands for it
		if w := &r.words[r.also[j].word]; w.having == 0 || w.borrowed {
			w.having, w.borrowed = max(w.having, r.also[j].having), true
		}
	}
	for w := range r.words {
		r.words[w].rarity = rarity(r.snap.live, r.words[w].having)
		if r.words[w].weak {
			r.words[w].rarity *= weakShare
		}
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
