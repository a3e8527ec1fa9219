package index

import (
	"hash/maphash"
	"slices"
	"strings"
	"sync"
)

// lexicon remembers what became of words read before, so that each is folded and stemmed once. One writer uses it.
type lexicon struct {
	written [analysers]wordTable // meaning by word as written
	folded  [analysers]map[string]sense
	terms   []term
	byStem  [analysers]map[string]uint32
	ordered []uint32 // terms by analyser and stem, as far as they were put in order

	hashes []uint64
	shared *sharedStems // with other lexicons; nil for none
}

// sharedStems keeps several lexicons from stemming the same words.
type sharedStems struct {
	mu    sync.Mutex
	stems [analysers]map[string]string // by folded word
}

// sense is a form of a term: the number of the term, and the position of the form among those of the term.
type sense uint32

const formBits = 6 // for mostForms

func (s sense) term() uint32 { return uint32(s) >> formBits }
func (s sense) bit() uint8   { return uint8(s) & (mostForms - 1) }

// meaning is what a word as written stands for.
type meaning struct {
	sense sense
	code  wordCode
}

// noSense stands for a word that is none: nothing is left of it when folded, or it is far too long.
const noSense = ^sense(0)

// term is a stem with the forms met so far.
type term struct {
	analyser analyser
	stem     string
	forms    []string
}

// mostFolded is the number of bytes beyond which a folded word is not indexed.
const mostFolded = 2 * longestWord

func newLexicon() *lexicon {
	l := &lexicon{}
	seed := maphash.MakeSeed()
	for a := range analysers {
		l.written[a].seed = seed
		l.folded[a] = map[string]sense{}
		l.byStem[a] = map[string]uint32{}
	}
	return l
}

// words is how many words as written it remembers.
func (l *lexicon) words() int {
	n := 0
	for a := range l.written {
		n += l.written[a].count + len(l.written[a].long)
	}
	return n
}

// meanings appends what each word is written for; words that are none are left out.
func (l *lexicon) meanings(out []meaning, a analyser, words []string) []meaning {
	table := &l.written[a]
	l.hashes = table.fetch(l.hashes[:0], words)
	for i, word := range words {
		m, ok := table.find(word, l.hashes[i])
		if !ok {
			m = l.newMeaning(a, word)
			table.add(word, l.hashes[i], m)
		}
		if m.sense != noSense {
			out = append(out, m)
		}
	}
	return out
}

func (l *lexicon) newMeaning(a analyser, word string) meaning {
	folded := foldWord(word)
	if folded == "" || len(folded) > mostFolded {
		return meaning{sense: noSense}
	}
	return meaning{l.senseOf(a, folded), codeOf(folded)}
}

func (l *lexicon) senseOf(a analyser, folded string) sense {
	if s, ok := l.folded[a][folded]; ok {
		return s
	}
	folded = strings.Clone(folded)
	stem := l.stem(a, folded)
	t, ok := l.byStem[a][stem]
	if !ok {
		t = uint32(len(l.terms))
		l.terms = append(l.terms, term{analyser: a, stem: stem})
		l.byStem[a][stem] = t
	}
	entry := &l.terms[t]
	s := sense(t<<formBits | uint32(min(len(entry.forms), mostForms-1)))
	entry.forms = append(entry.forms, folded)
	l.folded[a][folded] = s
	return s
}

func (l *lexicon) stem(a analyser, folded string) string {
	if l.shared == nil || a == plain {
		return a.stem(folded)
	}
	return l.shared.stem(a, folded)
}

func (s *sharedStems) stem(a analyser, folded string) string {
	s.mu.Lock()
	stem, ok := s.stems[a][folded]
	s.mu.Unlock()
	if ok {
		return stem
	}
	stem = a.stem(folded)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stems[a] == nil {
		s.stems[a] = map[string]string{}
	}
	s.stems[a][folded] = stem
	return stem
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

// wordTable finds what was noted for a word with one look into memory: short words stand in the table itself.
type wordTable struct {
	seed    maphash.Seed
	entries []wordEntry
	count   int
	long    map[string]meaning
	touched uint8 // what fetch read, so that it must be read
}

const inlineWord = 23

type wordEntry struct {
	word   [inlineWord]byte
	length uint8 // 0: the entry is free
	meaning
}

// fetch appends the hashes of the words and has their entries brought from memory, many at a time; one after the other they
// would take most of the time of a build.
func (t *wordTable) fetch(hashes []uint64, words []string) []uint64 {
	for _, word := range words {
		hashes = append(hashes, maphash.String(t.seed, word))
	}
	if len(t.entries) > 0 {
		mask, touched := uint64(len(t.entries)-1), uint8(0)
		for _, h := range hashes {
			touched |= t.entries[h&mask].length
		}
		t.touched = touched
	}
	return hashes
}

// find gives the meaning of a word.
func (t *wordTable) find(word string, hash uint64) (meaning, bool) {
	if len(word) > inlineWord {
		m, ok := t.long[word]
		return m, ok
	}
	if len(t.entries) == 0 {
		return meaning{}, false
	}
	mask := uint64(len(t.entries) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		e := &t.entries[i]
		if e.length == 0 {
			return meaning{}, false
		}
		if int(e.length) == len(word) && string(e.word[:e.length]) == word {
			return e.meaning, true
		}
	}
}

// add notes the meaning of a word that find did not know.
func (t *wordTable) add(word string, hash uint64, m meaning) {
	if len(word) > inlineWord {
		if t.long == nil {
			t.long = map[string]meaning{}
		}
		t.long[strings.Clone(word)] = m
		return
	}
	if 3*t.count >= 2*len(t.entries) {
		old := t.entries
		t.entries = make([]wordEntry, max(64, 2*len(old)))
		for i := range old {
			if e := &old[i]; e.length > 0 {
				*t.free(maphash.Bytes(t.seed, e.word[:e.length])) = *e
			}
		}
	}
	e := t.free(hash)
	e.length, e.meaning = uint8(len(word)), m
	copy(e.word[:], word)
	t.count++
}

// free is the entry where a new word of the hash goes.
func (t *wordTable) free(hash uint64) *wordEntry {
	mask := uint64(len(t.entries) - 1)
	i := hash & mask
	for t.entries[i].length > 0 {
		i = (i + 1) & mask
	}
	return &t.entries[i]
}
