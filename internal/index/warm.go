package index

import (
	"slices"
	"unicode/utf8"
	"weak"
)

// What begins with two letters has a posting for nearly every document, and whoever types them first would wait for all of these to be read. So
// that nobody does, the beginnings that many documents have are asked for beforehand, one by one, whenever a day begins or a large segment comes.

// warming is which beginnings are still to be asked for.
type warming struct {
	day     uint16
	large   []weak.Pointer[segment]
	waiting []string
}

// lettersAhead is of how many letters beginnings are asked for beforehand.
const lettersAhead = 2

// WarmNext asks for one beginning that was not asked for yet as of a time, and says whether there was one. It is called by one goroutine.
func (ix *Index) WarmNext(now int64) bool {
	w := &ix.warming
	if day, large := dayOf(now), ix.largeSegments(); day != w.day || !slices.Equal(large, w.large) {
		*w = warming{day, large, ix.beginnings()}
	}
	if len(w.waiting) == 0 {
		return false
	}
	last := len(w.waiting) - 1
	ix.Search(Query{Words: w.waiting[last], Prefix: true, Exactly: true, HitsOnly: true, Limit: 1, Now: now})
	w.waiting = w.waiting[:last]
	return true
}

// largeSegments are those of which is remembered what is found.
func (ix *Index) largeSegments() (large []weak.Pointer[segment]) {
	for _, v := range ix.current.Load().views {
		if ix.recalls(v) {
			large = append(large, v.segment.kin.self)
		}
	}
	return large
}

// beginnings are those that so many documents of a large segment have that what they find is remembered.
func (ix *Index) beginnings() (out []string) {
	having := map[string]int{}
	for _, v := range ix.current.Load().views {
		if !ix.recalls(v) {
			continue
		}
		s, here := v.segment, map[string]int{}
		for term := range uint32(s.stems.len()) {
			if begins := firstLetters(s.stems.at(term)); begins != "" {
				here[begins] += int(s.lists.heads[term].documents)
			}
		}
		for begins, n := range here {
			having[begins] = max(having[begins], n)
		}
	}
	for begins, n := range having {
		if n >= ix.remembered {
			out = append(out, begins)
		}
	}
	slices.SortFunc(out, func(a, b string) int { return having[a] - having[b] }) // the last is asked for first
	return out
}

func firstLetters(stem string) string {
	at := 0
	for range lettersAhead {
		_, size := utf8.DecodeRuneInString(stem[at:])
		if size == 0 {
			return ""
		}
		at += size
	}
	return stem[:at]
}
