package index

import (
	"slices"
	"strings"
)

// lexicon remembers what became of words read before, so that each is folded and stemmed once. One writer uses it.
type lexicon struct {
	written [analysers]map[string]uint32 // form by word as written
	forms   []form
	byForm  [analysers]map[string]uint32 // form by folded word
	terms   []term
	byStem  [analysers]map[string]uint32
	ordered []uint32 // terms by analyser and stem, as far as they were put in order
}

// form is one folded word in one language.
type form struct {
	term uint32
	bit  uint8 // position among the forms of its term
}

// term is a stem with the forms met so far.
type term struct {
	analyser analyser
	stem     string
	forms    []string
}

// noForm stands for a word that is none: nothing is left of it when folded, or it is far too long.
const noForm = ^uint32(0)

// mostFolded is the number of bytes beyond which a folded word is not indexed.
const mostFolded = 2 * longestWord

func newLexicon() *lexicon {
	l := &lexicon{}
	for a := range analysers {
		l.written[a] = map[string]uint32{}
		l.byForm[a] = map[string]uint32{}
		l.byStem[a] = map[string]uint32{}
	}
	return l
}

// form gives the form that a word is written for.
func (l *lexicon) form(a analyser, word string) uint32 {
	if f, ok := l.written[a][word]; ok {
		return f
	}
	f := l.newForm(a, word)
	l.written[a][strings.Clone(word)] = f
	return f
}

func (l *lexicon) newForm(a analyser, word string) uint32 {
	folded := foldWord(word)
	if folded == "" || len(folded) > mostFolded {
		return noForm
	}
	if f, ok := l.byForm[a][folded]; ok {
		return f
	}
	folded = strings.Clone(folded)
	stem := a.stem(folded)
	t, ok := l.byStem[a][stem]
	if !ok {
		t = uint32(len(l.terms))
		l.terms = append(l.terms, term{analyser: a, stem: stem})
		l.byStem[a][stem] = t
	}
	entry := &l.terms[t]
	f := uint32(len(l.forms))
	l.forms = append(l.forms, form{term: t, bit: uint8(min(len(entry.forms), mostForms-1))})
	entry.forms = append(entry.forms, folded)
	l.byForm[a][folded] = f
	return f
}

// inOrder puts terms in the order of a dictionary.
func (l *lexicon) inOrder(terms []uint32) []uint32 {
	if len(terms)*8 < len(l.terms) {
		slices.SortFunc(terms, l.compare)
		return terms
	}
	l.orderAll()
	wanted := make([]bool, len(l.terms))
	for _, t := range terms {
		wanted[t] = true
	}
	terms = terms[:0]
	for _, t := range l.ordered {
		if wanted[t] {
			terms = append(terms, t)
		}
	}
	return terms
}

// orderAll puts the terms that came since it ran last in among those in order.
func (l *lexicon) orderAll() {
	fresh := make([]uint32, 0, len(l.terms)-len(l.ordered))
	for t := len(l.ordered); t < len(l.terms); t++ {
		fresh = append(fresh, uint32(t))
	}
	slices.SortFunc(fresh, l.compare)
	old := l.ordered
	merged := make([]uint32, 0, len(l.terms))
	for len(old) > 0 && len(fresh) > 0 {
		from := &old
		if l.compare(fresh[0], old[0]) < 0 {
			from = &fresh
		}
		merged = append(merged, (*from)[0])
		*from = (*from)[1:]
	}
	l.ordered = append(append(merged, old...), fresh...)
}

func (l *lexicon) compare(a, b uint32) int {
	x, y := &l.terms[a], &l.terms[b]
	if x.analyser != y.analyser {
		return int(x.analyser) - int(y.analyser)
	}
	return strings.Compare(x.stem, y.stem)
}
