package index

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// A word that some document has may still be misspelt, in the document or in the query: it is when a word that differs in one letter is
// far more common among what may be seen.
const (
	fewestLikelier = 5  // letters of such a word
	rareAtMost     = 3  // documents that have it
	likelierTimes  = 10 // as many have the other
)

// Likelier names, for words of a query that few documents of the scope have, a word in one letter's distance that many have. Codes,
// numbers and words that carry grammar are never doubted, nor is one form of a word for another.
func (ix *Index) Likelier(words string, scope Scope) (out []Taken) {
	r := ix.begin()
	defer ix.end(r)
	q := Query{Words: words, Scope: scope, Exactly: true}
	r.names, r.snap, r.query = ix.names, ix.current.Load(), &q
	r.readWords(&q)
	r.admit(ix, scope)
	r.find()
	for w := range r.words {
		word := r.words[w].readings
		letters := utf8.RuneCountInString(word.folded)
		if letters < fewestLikelier || strings.ContainsAny(word.folded, "0123456789-._") || r.words[w].mayLack() {
			continue
		}
		have := r.visibleOf(w, rareAtMost+1)
		if have == 0 || have > rareAtMost {
			continue
		}
		if form := r.likelier(word, have*likelierTimes); form != "" {
			out = append(out, Taken{Typed: word.folded, For: form})
		}
	}
	return out
}

// likelier is the word in one letter's distance that most documents have which may be seen, if as many have it as said.
func (r *run) likelier(word *readings, fewest int) (best string) {
	first, size := utf8.DecodeRuneInString(word.folded)
	second, _ := utf8.DecodeRuneInString(word.folded[size:])
	most := fewest - 1
	for _, n := range r.neighbors(word.folded, 1, string(first), string(second)) {
		if n.distance == 0 || r.formsOfOne(n, word) {
			continue
		}
		if n.documents > most {
			best, most = n.form, n.documents
		}
	}
	return best
}

// formsOfOne says whether a word that stands somewhere is there a form of the word asked for.
func (r *run) formsOfOne(n *near, word *readings) bool {
	return slices.ContainsFunc(n.places, func(p spot) bool {
		s := r.snap.views[p.view].segment
		return s.stems.at(p.term) == word.stem(s.analyserOf(p.term))
	})
}

// visibleOf is how many documents have a word of the query which may be seen, at most so many.
func (r *run) visibleOf(word, most int) (n int) {
	for i := range r.snap.views {
		for a := range analyser(analysers) {
			for _, l := range r.of(i, a, word) {
				if l.own && n < most {
					n += r.visibleIn(i, l, most-n)
				}
			}
		}
	}
	return n
}

// visibleIn is how many documents of a list, in one of the forms asked for, may be seen, at most so many.
func (r *run) visibleIn(i int, l list, most int) (n int) {
	if len(r.cursors) == 0 {
		r.cursors = make([]cursor, 1)
	}
	v, c := r.snap.views[i], &r.cursors[0]
	for c.begin(v.segment, l); n < most && c.next(); {
		for k, doc := range c.docs[:c.count] {
			if n < most && r.reveals(v, doc) && (l.asked == allForms || c.formsAt(k)&l.asked != 0) {
				n++
			}
		}
	}
	return n
}

// reveals says whether a document lives and may be seen.
func (r *run) reveals(v view, doc uint32) bool {
	return r.allowed[v.segment.rows[doc].audience] == 1 && !v.dead.has(doc)
}
