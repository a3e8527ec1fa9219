package index

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"
)

// A word that no document has which the asker may see is taken for another that some such document has: two words written as
// one, or a word that differs in a letter or two, where that is most likely what was meant. Where it is not as likely it is only offered. What
// only others may see is neither.

// shortest is the number of letters from which on a word may be misspelt, and from longer on in two places. A word of one letter less is
// taken for another only where that stands beside another word of the query.
const (
	shortest = 4
	longer   = 6
)

// soundsLike are letters by which words begin that sound alike, in English or Spanish: "bolcan", "sircle", "fotosynthesis".
var soundsLike = map[string][]string{"b": {"v"}, "v": {"b"}, "c": {"k", "s"}, "k": {"c", "q"}, "s": {"c", "z"}, "z": {"s", "c"}, "g": {"j"}, "j": {"g"}, "f": {"p"}, "n": {"k", "p"},
	"r": {"w"}, "y": {"l"}, "e": {"h"}, "o": {"h"}, "i": {"h"}, "a": {"h"}, "u": {"h"}}

// From how many letters on a word is offered that differs in one, and one that differs in two and begins with the same letter.
const (
	offeredForOne = 5
	offeredForTwo = 8
)

// mostMisspelt is for how many words of one query others are sought: more are no slips of the keys, and each costs a look at all words that
// begin like it.
const mostMisspelt = 4

// correct finds the words that nothing has, and what to look for instead, or what perhaps was meant. It looks up the words anew when it
// found some to look for.
func (r *run) correct(q *Query) (taken, offered []Taken) {
	sought := 0
	for w := range r.words {
		word := &r.words[w]
		if word.unknown = !word.mayLack() && !r.visibly(w); !word.unknown || word.prefix || q.Exactly || q.Literal || len(r.phrases) > 0 || sought == mostMisspelt || r.right(word.readings) {
			continue
		}
		sought++
		is, sure := r.instead(word.readings)
		if moved := r.withSpaceMoved(w); moved != nil {
			is, sure = []*readings{moved}, true
		}
		if len(is) == 0 {
			continue
		}
		typed := Taken{Typed: word.folded}
		for _, known := range is {
			typed.For = strings.TrimSpace(typed.For + " " + known.folded)
		}
		if !sure {
			offered = append(offered, typed)
			continue
		}
		r.alternative(w, is, 1, -1)
		taken = append(taken, typed)
		word.unknown = false
	}
	if len(taken) > 0 {
		r.find()
	}
	return taken, offered
}

// right says whether the word is one of those that are known to be spelt right, or for which others are taken.
func (r *run) right(word *readings) bool {
	for _, known := range r.query.Known {
		if slices.Contains(known, word.folded) {
			return true
		}
	}
	for _, right := range r.query.Right {
		if known := r.reading(right); known != nil && known.folded == word.folded {
			return true
		}
	}
	return false
}

// mayLack says whether it tells nothing that no document has the word: it carries grammar in some language, or is the first letter
// of one that is being typed.
func (w *queryWord) mayLack() bool {
	return w.prefix && len(w.folded) == 1 || slices.Contains(w.stops[:], true)
}

// unknown lists the words that nothing has.
func (r *run) unknown() (out []string) {
	for w := range r.words {
		if r.words[w].unknown {
			out = append(out, r.words[w].folded)
		}
	}
	return out
}

// visibly says whether a document that may be seen has the word, or what stands for it.
func (r *run) visibly(word int) bool {
	for i := range r.snap.views {
		for a := range analyser(analysers) {
			for _, l := range r.of(i, a, word) {
				if r.listVisible(i, l) {
					return true
				}
			}
		}
	}
	return false
}

// listVisible says whether a document of the list, in one of the forms, may be seen.
func (r *run) listVisible(i int, l list) bool { return r.visibleIn(i, l, 1) > 0 }

// instead gives what a word that nothing has may stand for, and whether that is what was meant, most likely; nothing if there is no such word.
func (r *run) instead(word *readings) (is []*readings, sure bool) {
	letters := utf8.RuneCountInString(word.folded)
	if letters < shortest-1 || letters < shortest && len(r.words) < 2 || strings.ContainsAny(word.folded, "0123456789-._") {
		return nil, false
	}
	if two := r.halves(word.folded); two != nil {
		return two, true
	}
	most := 1
	if letters >= longer {
		most = 2
	}
	first, size := utf8.DecodeRuneInString(word.folded)
	second, _ := utf8.DecodeRuneInString(word.folded[size:])
	best, apart := r.closest(word.folded, most, string(first), string(second)), longestWord
	if others := soundsLike[string(first)]; best == nil && len(others) > 0 {
		best = r.closest(word.folded, most, others...)
	}
	if best != nil {
		is, apart = []*readings{r.reading(best.form)}, best.distance
		sure = IsSlip(word.folded, best.form) || r.belongsHere(best)
	}
	known := r.closestKnown(word.folded, min(most, apart)) // of words as near, one of our lists: "wether" is weather, and not whether
	if known == "" && !sure {
		known = r.closestKnown(word.folded, most)
	}
	if known != "" && (IsSlip(word.folded, known) || leftOut(word.folded, known)) { // of these words there are few
		return []*readings{r.reading(known)}, true
	}
	if sure || best != nil && (apart == 1 && letters >= offeredForOne || letters >= offeredForTwo && strings.HasPrefix(best.form, string(first))) {
		return is, sure
	}
	return nil, false
}

// closestKnown gives, of the words that are known beside those of documents, the one that differs least, in at most so many places.
func (r *run) closestKnown(word string, most int) (best string) {
	if utf8.RuneCountInString(word) < shortest {
		return ""
	}
	asked, letters := []rune(word), lettersOf(word)
	for _, list := range r.query.Known {
		for _, known := range list {
			if len(known) < shortest || bits.OnesCount32(letters^lettersOf(known)) > 2*most || len(known) > len(word)+4*most || len(word) > len(known)+4*most {
				continue
			}
			if d := distance(asked, known, most); d < most || d == most && best == "" && mayBegin(word, known) {
				best, most = known, d
			}
		}
	}
	return best
}

// mayBegin says whether two words begin with the same letter, or with two that sound alike, or swapped.
func mayBegin(word, other string) bool {
	first, size := utf8.DecodeRuneInString(word)
	second, _ := utf8.DecodeRuneInString(word[size:])
	begin, _ := utf8.DecodeRuneInString(other)
	return begin == first || begin == second || slices.Contains(soundsLike[string(first)], string(begin))
}

// halves takes a word for two, each of which stands in a document of one language: "makerspace" for "maker space".
func (r *run) halves(word string) []*readings {
	if !lettersOnly(word) {
		return nil
	}
	var best []*readings
	most := 0
	for at := 3; at+3 <= len(word); at++ {
		if !r.formThere(word[:at]) || !r.formThere(word[at:]) {
			continue
		}
		two := []*readings{r.reading(word[:at]), r.reading(word[at:])}
		if n := r.bothIn(two); n > most {
			best, most = two, n
		}
	}
	return best
}

// formThere says whether a stem begins as the word does: a quick look that leaves out most cuts.
func (r *run) formThere(word string) bool {
	start := word[:3]
	for i := range r.snap.views {
		s := r.snap.views[i].segment
		for a := range analyser(analysers) {
			if t := s.termFrom(a, start); t < s.firstTerm[a+1] && strings.HasPrefix(s.stems.at(t), start) {
				return true
			}
		}
	}
	return false
}

// bothIn is how many documents that may be seen have both words, of some hundred in each segment.
func (r *run) bothIn(two []*readings) (n int) {
	for i := range r.snap.views {
		s := r.snap.views[i].segment
		for a := range analyser(analysers) {
			first, ok := s.termOf(a, two[0])
			if !ok || two[0].stops[a] || two[1].stops[a] {
				continue
			}
			second, ok := s.termOf(a, two[1])
			if form := s.formBit(first, two[0].folded); ok && form != 0 { // the second has the ending of both: "makerspaces"
				n += r.haveBoth(i, first, form, second)
			}
		}
	}
	return n
}

// haveBoth is how many documents of a view that may be seen have two words, the first in the form it has in the query.
func (r *run) haveBoth(i int, first uint32, form uint64, second uint32) (n int) {
	v := r.snap.views[i]
	var c, other cursor
	other.open(&v.segment.lists, second)
	looked := 0
	for c.open(&v.segment.lists, first); looked < lookedAt && c.next(); {
		for k, doc := range c.docs[:c.count] {
			if !r.reveals(v, doc) {
				continue
			}
			if looked++; c.formsAt(k)&form != 0 && other.seek(doc) {
				n++
			}
		}
	}
	return n
}

// near is a word that differs little.
type near struct {
	form      string
	distance  int
	alike     bool // it sounds the same
	documents int  // that may be seen, at most lookedAt in each place
	places    []spot
}

// spot is where a form stands.
type spot struct {
	view int
	term uint32
	bit  int
}

// closest gives the word that differs least, and of those the one that most documents have, among the words that begin with one of the
// letters.
func (r *run) closest(word string, most int, begins ...string) *near {
	return r.bestOf(r.neighbors(word, most, begins...))
}

// neighbors are the words of documents that may be seen that differ in at most so many places and begin with one of the letters: those that
// sound the same first, then those that differ least, of these those that most documents have. Words of other documents are neither in the
// list nor in any bound on it: they would tell that they are there by what is no longer found.
func (r *run) neighbors(word string, most int, begins ...string) []*near {
	asked, letters, found, heard := []rune(word), lettersOf(word), map[string]*near{}, sound(word)
	slices.Sort(begins)
	begins = slices.Compact(begins)
	for i := range r.snap.views {
		s := r.snap.views[i].segment
		for a := range analyser(analysers) {
			for _, begin := range begins {
				for t := s.termFrom(a, begin); t < s.firstTerm[a+1] && strings.HasPrefix(s.stems.at(t), begin); t++ {
					for f := s.formsOf(t); f.next(); {
						form := f.text()
						if bits.OnesCount32(letters^lettersOf(form)) > 2*most || len(form) > len(word)+4*most || len(word) > len(form)+4*most {
							continue
						}
						if d := distance(asked, form, most); d <= most && !a.isStop(form) {
							n := found[form]
							if n == nil {
								form = strings.Clone(form)
								n = &near{form: form, distance: d, alike: sound(form) == heard}
								found[form] = n
							}
							n.places = append(n.places, spot{i, t, f.bit})
						}
					}
				}
			}
		}
	}
	list := make([]*near, 0, len(found))
	for _, n := range found {
		for _, p := range n.places {
			n.documents += r.visibleIn(p.view, p.list(), lookedAt)
		}
		if n.documents > 0 {
			list = append(list, n)
		}
	}
	slices.SortFunc(list, func(x, y *near) int {
		switch {
		case x.alike && !y.alike:
			return -1
		case y.alike && !x.alike:
			return 1
		}
		return cmp.Or(x.distance-y.distance, y.documents-x.documents, cmp.Compare(x.form, y.form))
	})
	return list
}

// lookedAt is how many documents of a word are looked at for another, about.
const lookedAt = 512

// weighed is how many of the closest words are looked at.
const weighed = 8

// bestOf gives the first of the words close to one; of several as close the one that stands beside another word of the query in most
// documents, if any does.
func (r *run) bestOf(list []*near) (best *near) {
	most, fewest := 0, 1
	var first *near
	for _, n := range list[:min(len(list), weighed)] {
		if first != nil && (n.distance > first.distance || first.alike && !n.alike) {
			break
		}
		if first == nil {
			first, best = n, n
		}
		if beside, _ := r.beside(n); beside*beside*fewest > most*most*n.documents {
			best, most, fewest = n, beside, n.documents
		}
	}
	return best
}

func (p spot) list() list { return list{term: p.term, asked: 1 << p.bit} }

// beside is in how many of the documents that may be seen, of some hundred, a word stands together with another word of the query; and with
// each of these.
func (r *run) beside(n *near) (together int, with []int) {
	looked := 0
	with = make([]int, len(r.words))
	for _, p := range n.places {
		v := r.snap.views[p.view]
		a := v.segment.analyserOf(p.term)
		var c, other cursor
		for w := range r.words {
			if r.words[w].stops[a] {
				continue
			}
			t, ok := v.segment.termOf(a, r.words[w].readings)
			if !ok || t == p.term {
				continue
			}
			other.open(&v.segment.lists, t)
			for c.open(&v.segment.lists, p.term); looked < lookedAt && c.next(); {
				for _, doc := range c.docs[:c.count] {
					if !r.reveals(v, doc) {
						continue
					}
					if looked++; other.seek(doc) {
						with[w]++
					}
				}
			}
		}
	}
	for _, n := range with {
		together += n
	}
	return together, with
}

// In which part of the documents of another word a word must stand that goes with it: "room" in those of "escape". That it stands in one of
// them says little, unless they are hardly more.
const (
	often  = 8
	seldom = 2
)

// belongsHere says whether a word goes with another one of the query: many of the documents that may be seen and have that have it too, or
// most that have it have that.
func (r *run) belongsHere(n *near) bool {
	_, with := r.beside(n)
	for w, together := range with {
		most := together * often
		if together == 1 {
			most = seldom
		}
		if together > 0 && r.visibleOf(w, most+1) <= most || together > 1 && together*2 >= n.documents {
			return true
		}
	}
	return false
}

// lettersOf is which letters a word has, some standing for others: words that differ in one place differ here in two bits at most.
func lettersOf(word string) (set uint32) {
	for _, letter := range word {
		set |= 1 << (uint32(letter) & 31)
	}
	return set
}

// distance is how many letters must be changed, added, left out, or swapped with their neighbor, to make one word of the other.
// It gives more than most as soon as it is more.
func distance(a []rune, word string, most int) int {
	letters := utf8.RuneCountInString(word)
	if letters-len(a) > most || len(a)-letters > most || letters > longestWord {
		return most + 1
	}
	var rows [3][longestWord + 1]int
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range letters + 1 {
		last[j] = j
	}
	var b [longestWord]rune
	n := 0
	for _, c := range word {
		b[n] = c
		n++
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= letters; j++ {
			changed := last[j-1]
			if a[i-1] != b[j-1] {
				changed++
			}
			d := min(changed, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if least > most {
			return most + 1
		}
		before, last, row = last, row, before
	}
	return min(last[letters], most+1)
}
