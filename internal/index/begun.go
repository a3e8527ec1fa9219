package index

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// mostBegun is how many words that begin alike are looked at in a segment and language, of those that stand in documents that may be seen.
const mostBegun = 64

// Begun gives words, folded, that begin as a word does and stand in documents of the scope: the shortest first, one of each stem, at
// most limit. What only others may see is in no answer and changes none.
func (ix *Index) Begun(start string, scope Scope, limit int) []string {
	start = foldWord(start)
	if start == "" || limit <= 0 {
		return nil
	}
	r := ix.begin()
	defer ix.end(r)
	r.names, r.snap = ix.names, ix.current.Load()
	r.admit(ix, scope)
	found := map[string]string{} // by language and stem: the shortest form
	for i, v := range r.snap.views {
		for a := range analyser(analysers) {
			r.begunIn(i, v.segment, a, start, found)
		}
	}
	var out []string
	for _, form := range found {
		out = append(out, form)
	}
	slices.SortFunc(out, byLength)
	out = slices.Compact(out)
	return out[:min(limit, len(out))]
}

// begunIn notes the words of one segment and language.
func (r *run) begunIn(i int, s *segment, a analyser, start string, found map[string]string) {
	head, looked := leading(start, 3), 0
	if strings.Trim(start, "0123456789") == "" { // a number is its own stem
		head = start
	}
	for t := s.termFrom(a, head); t < s.firstTerm[a+1] && strings.HasPrefix(s.stems.at(t), head) && looked < mostBegun; t++ {
		for f := s.formsOf(t); f.next(); {
			form := f.text()
			if !strings.HasPrefix(form, start) || a.isStop(form) || !r.listVisible(i, list{term: t, asked: 1 << f.bit}) {
				continue
			}
			looked++
			key := string(rune('a'+a)) + s.stems.at(t)
			if known, ok := found[key]; !ok || byLength(form, known) < 0 {
				found[key] = strings.Clone(form)
			}
		}
	}
}

func byLength(a, b string) int {
	return cmp.Or(utf8.RuneCountInString(a)-utf8.RuneCountInString(b), strings.Compare(a, b))
}

// Grammatical says whether a word carries only grammar in some language: nothing is worth looking for by it alone.
func Grammatical(word string) bool {
	_, ok := stopsOf()[foldWord(word)]
	return ok
}
