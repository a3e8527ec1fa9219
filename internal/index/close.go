package index

// Words that stand for others together, such as "atomic bomb", do so where they stand close to each other: in whatever order, and with a few
// words between them.

// farthest is how many more places such words take in a text than they are.
const farthest = 6

// closeness is what a run needs to see whether the words of a group stand close to each other.
type closeness struct {
	listOf  [mostCodes + 1]uint8 // by code: the place of the list of which it is a form, and one
	watched []wordCode           // those codes
	lastAt  [mostTogether]int    // by list: where it stood last in the text at hand
}

// mostTogether is of how many words one alternative is at most.
const mostTogether = 8

// watch notes by which codes the words of a group stand in texts, in any form.
func (r *run) watch(s *segment, group []list) {
	for _, code := range r.watched {
		r.listOf[code] = 0
	}
	r.watched = r.watched[:0]
	if len(group) < 2 {
		return
	}
	for i, l := range group {
		for f := s.formsOf(l.term); f.next(); {
			if code := codeOf(f.text()); r.listOf[code] == 0 {
				r.listOf[code] = uint8(i + 1)
				r.watched = append(r.watched, code)
			}
		}
	}
}

// close says whether the words of the group that is watched stand close to each other somewhere in a document.
func (r *run) close(s *segment, group []list, doc uint32) bool {
	const never = -1 << 20
	order := s.orders.at(doc)
	clearLast := func() {
		for i := range group {
			r.lastAt[i] = never
		}
	}
	clearLast()
	for at := range len(order) / 3 * 2 {
		code := codeAt(order, at)
		if code == noWord {
			clearLast()
			continue
		}
		place := r.listOf[code]
		if place == 0 {
			continue
		}
		r.lastAt[place-1] = at
		first := at
		for i := range group {
			first = min(first, r.lastAt[i])
		}
		if at-first < len(group)+farthest {
			return true
		}
	}
	return false
}
