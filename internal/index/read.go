package index

import "strings"

// reading of a query's word: what it is in each language.
type readings struct {
	folded string
	stems  [analysers]string
	stops  [analysers]bool
}

// mostReadings is how many words a search remembers the readings of.
const mostReadings = 4096

// mostQueryWords bounds the work of one query; further words are passed over.
const mostQueryWords = 24

// queryWord is one word of a query.
type queryWord struct {
	*readings
	prefix bool    // it may be the beginning of a word
	having int     // documents that have it, dead ones included; for a prefix, once for each word that begins so
	rarity float32 // weight of an impact
}

// readWords takes the query's words apart, each word once.
func (r *run) readWords(q *Query) {
	r.words = r.words[:0]
	eachWord(q.Words, ofQuery, func(word string) {
		if len(r.words) == mostQueryWords {
			return
		}
		known, ok := r.known[word]
		if !ok {
			known = r.newReadings(word)
		}
		if known == nil {
			return
		}
		for i := range r.words {
			if r.words[i].folded == known.folded {
				return
			}
		}
		r.words = append(r.words, queryWord{readings: known})
	})
	if n := len(r.words); n > 0 && q.Prefix {
		r.words[n-1].prefix = true
	}
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
	known := &readings{folded: folded}
	for a := range analyser(analysers) {
		known.stems[a] = a.stem(folded)
		known.stops[a] = a.isStop(folded)
	}
	r.known[word] = known
	return known
}

// list is one posting list that answers to a word of the query.
type list struct {
	term  uint32
	exact uint64 // forms that are the word itself
	asked uint64 // forms that answer; all of them unless the word is a prefix
}

// lists of one word in one segment and language. Without a prefix there is at most one.
type lists struct {
	first, count int // within run.found
}

// find looks up every word in every segment and language, and weighs the words by how rare they are.
func (r *run) find() {
	r.found = r.found[:0]
	r.places = r.places[:0]
	for i := range r.snap.views {
		s := r.snap.views[i].segment
		for a := range analyser(analysers) {
			present := s.firstTerm[a] < s.firstTerm[a+1]
			for w := range r.words {
				at := lists{first: len(r.found)}
				if present {
					r.findWord(s, a, &r.words[w])
				}
				at.count = len(r.found) - at.first
				r.places = append(r.places, at)
			}
		}
	}
	for w := range r.words {
		r.words[w].rarity = rarity(r.snap.live, r.words[w].having)
	}
}

func (r *run) findWord(s *segment, a analyser, w *queryWord) {
	if w.prefix && len(w.folded) > 1 {
		r.findPrefix(s, a, w)
		return
	}
	if t, ok := s.term(a, w.stems[a]); ok {
		w.having += int(s.lists.heads[t].documents)
		r.found = append(r.found, list{term: t, exact: s.formBit(t, w.folded), asked: allForms})
	}
}

const allForms = ^uint64(0)

// findPrefix finds the words that begin like w, and those of its stem. Stemming changes the end of a word: whatever begins
// like w has a stem that shares its first letters.
func (r *run) findPrefix(s *segment, a analyser, w *queryWord) {
	start := leading(w.folded, 3)
	for t := s.termFrom(a, start); t < s.firstTerm[a+1] && strings.HasPrefix(s.stems.at(t), start); t++ {
		l := list{term: t}
		s.eachForm(t, func(bit int, form string) bool {
			if strings.HasPrefix(form, w.folded) {
				l.asked |= 1 << bit
			}
			if form == w.folded {
				l.exact |= 1 << bit
			}
			return true
		})
		if s.stems.at(t) == w.stems[a] {
			l.asked = allForms
		}
		if l.asked != 0 {
			w.having += int(s.lists.heads[t].documents)
			r.found = append(r.found, l)
		}
	}
	stem := w.stems[a]
	if t, ok := s.term(a, stem); ok && !strings.HasPrefix(stem, start) {
		w.having += int(s.lists.heads[t].documents)
		r.found = append(r.found, list{term: t, exact: s.formBit(t, w.folded), asked: allForms})
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
