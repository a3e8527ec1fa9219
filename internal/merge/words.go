package merge

import (
	"slices"
	"strings"
)

// piece is something of the joined text with the place it has in each of the three, or nowhere.
type piece struct{ base, ours, theirs int }

// apart are the spaces before something in the three texts.
type apart struct{ base, ours, theirs string }

// spaceBetween is the space between two pieces that now follow one another: as on the side where they already do, and of
// two sides as on the one that changed it. Without such a side it is the widest that stood before the second.
func spaceBetween(x, y piece, space apart) (string, bool) {
	follows := func(a, b int) bool { return a != nowhere && b == a+1 }
	o, t, b := follows(x.ours, y.ours), follows(x.theirs, y.theirs), follows(x.base, y.base)
	switch {
	case o && t && b:
		return changed(space.base, space.ours, space.theirs), true
	case o && t:
		return wider(space.ours, space.theirs), true
	case o:
		return space.ours, true
	case t:
		return space.theirs, true
	}
	return wider(wider(space.ours, space.theirs), space.base), false
}

// changed is the side that is not as before; of two such the wider.
func changed(base, ours, theirs string) string {
	switch {
	case ours == theirs, theirs == base:
		return ours
	case ours == base:
		return theirs
	}
	return wider(ours, theirs)
}

func wider(a, b string) string {
	if len(a) > len(b) || len(a) == len(b) && a > b {
		return a
	}
	return b
}

// words joins three texts that are one paragraph, entry or cell each.
func (j *joiner) words(base, ours, theirs string) string {
	switch {
	case ours == theirs, theirs == base:
		return ours
	case ours == base:
		return theirs
	}
	w := wordMerge{j: j, b: tokens(base), o: tokens(ours), t: tokens(theirs)}
	if len(w.b) == 0 || len(w.o) == 0 || len(w.t) == 0 {
		return j.pick(base, ours, theirs, " ")
	}
	number := numbered{}
	w.toOurs, w.ours = difference(w.b, w.o, number)
	w.toTheirs, w.theirs = difference(w.b, w.t, number)
	w.run()
	return w.text()
}

// wordMerge joins the tokens of three texts.
type wordMerge struct {
	j                *joiner
	b, o, t          []token
	toOurs, toTheirs []int // for each token of the base its place in the side, or nowhere
	ours, theirs     []hunk
	out              []piece
}

func (w *wordMerge) run() {
	at := 0
	for len(w.ours) > 0 || len(w.theirs) > 0 {
		o, t := w.group()
		lo, hi := span(o, t)
		w.keep(at, lo)
		w.join(o, t, lo, hi)
		at = hi
	}
	w.keep(at, len(w.b))
}

// keep adds what both sides left as it was.
func (w *wordMerge) keep(lo, hi int) {
	for i := lo; i < hi; i++ {
		w.out = append(w.out, piece{i, w.toOurs[i], w.toTheirs[i]})
	}
}

// group takes the next changes that belong together from the front of both lists.
func (w *wordMerge) group() (ours, theirs []hunk) {
	takeOurs := len(w.theirs) == 0 || len(w.ours) > 0 && startsBefore(w.ours[0], w.theirs[0])
	if takeOurs {
		ours, w.ours = w.ours[:1], w.ours[1:]
	} else {
		theirs, w.theirs = w.theirs[:1], w.theirs[1:]
	}
	for {
		switch {
		case len(w.theirs) > 0 && len(ours) > 0 && w.touch(ours, w.theirs[0], w.o, w.t):
			theirs, w.theirs = append(theirs[:len(theirs):len(theirs)], w.theirs[0]), w.theirs[1:]
		case len(w.ours) > 0 && len(theirs) > 0 && w.touch(theirs, w.ours[0], w.t, w.o):
			ours, w.ours = append(ours[:len(ours):len(ours)], w.ours[0]), w.ours[1:]
		default:
			return ours, theirs
		}
	}
}

// startsBefore orders changes of the two sides by their place alone, insertions first.
func startsBefore(a, b hunk) bool { return a.lo < b.lo || a.lo == b.lo && a.hi <= b.hi }

// touch says whether a change of one side is too near to changes of the other to be joined without asking: nothing that
// means anything stands between them unchanged.
func (w *wordMerge) touch(group []hunk, next hunk, groupSide, nextSide []token) bool {
	last := group[len(group)-1]
	lo, hi := last.hi, next.lo
	switch {
	case hi < lo:
		return true
	case hi == lo && last.lo == last.hi && next.lo == next.hi:
		return true // both add something here
	case hi == lo:
		return !(begins(w.b, lo) && endsWhole(last, groupSide) && endsWhole(next, nextSide))
	}
	return weight(w.b[lo:hi]) == 0 && !strongGap(w.b, lo, hi)
}

// endsWhole says whether what a change put there ends with a sentence.
func endsWhole(h hunk, side []token) bool {
	return h.from == h.to || h.to == len(side) || side[h.to-1].ends || strings.Contains(side[h.to].space, "\n")
}

func span(groups ...[]hunk) (lo, hi int) {
	lo = nowhere
	for _, group := range groups {
		for _, h := range group {
			if lo == nowhere || h.lo < lo {
				lo = h.lo
			}
			hi = max(hi, h.hi)
		}
	}
	return lo, hi
}

// reach is what a side has in place of base[lo:hi].
func reach(group []hunk, pair []int, lo, hi, length int) (from, to int) {
	if len(group) == 0 {
		return side(pair, lo, length), side(pair, hi, length)
	}
	first, last := group[0], group[len(group)-1]
	return first.from - (first.lo - lo), last.to + (hi - last.hi)
}

func side(pair []int, at, length int) int {
	if at < len(pair) {
		return pair[at]
	}
	return length
}

// join adds what a group of changes comes to.
func (w *wordMerge) join(ours, theirs []hunk, lo, hi int) {
	switch {
	case len(theirs) == 0:
		from, to := reach(ours, w.toOurs, lo, hi, len(w.o))
		w.add(lo, hi, from, to, nowhere, nowhere)
		return
	case len(ours) == 0:
		from, to := reach(theirs, w.toTheirs, lo, hi, len(w.t))
		w.add(lo, hi, nowhere, nowhere, from, to)
		return
	}
	of, ot := reach(ours, w.toOurs, lo, hi, len(w.o))
	tf, tt := reach(theirs, w.toTheirs, lo, hi, len(w.t))
	same := slices.EqualFunc(w.o[of:ot], w.t[tf:tt], func(x, y token) bool { return x.text == y.text })
	switch {
	case same:
		w.add(lo, hi, of, ot, tf, tt)
	case lo == hi && w.bothWhole(of, ot, tf, tt):
	default:
		w.conflict(lo, hi, of, ot, tf, tt)
	}
}

// add adds tokens of one side, or of both where they are the same, with their places in the base where they have one.
func (w *wordMerge) add(lo, hi, of, ot, tf, tt int) {
	n, places := ot-of, map[int]int{}
	for i := lo; i < hi; i++ {
		if of != nowhere && w.toOurs[i] != nowhere {
			places[w.toOurs[i]-of] = i
		} else if of == nowhere && w.toTheirs[i] != nowhere {
			places[w.toTheirs[i]-tf] = i
		}
	}
	if of == nowhere {
		n = tt - tf
	}
	for i := range n {
		p := piece{nowhere, nowhere, nowhere}
		if at, ok := places[i]; ok {
			p.base = at
		}
		if of != nowhere {
			p.ours = of + i
		}
		if tf != nowhere {
			p.theirs = tf + i
		}
		w.out = append(w.out, p)
	}
}

// bothWhole keeps the sentences that both sides put in the same place, each once, unless they resemble one another.
func (w *wordMerge) bothWhole(of, ot, tf, tt int) bool {
	o, ok := sentences(w.o, of, ot)
	t, also := sentences(w.t, tf, tt)
	if !ok || !also {
		return false
	}
	text := func(list []token, s [2]int) string { return joined(list[s[0]:s[1]]) }
	var orders [2][]string
	from := map[string]piece{}
	long := map[string]int{}
	for _, s := range o {
		key := text(w.o, s)
		if _, twice := from[key]; twice {
			return false
		}
		from[key], long[key] = piece{nowhere, s[0], nowhere}, s[1]-s[0]
		orders[0] = append(orders[0], key)
	}
	for _, s := range t {
		key := text(w.t, s)
		p, both := from[key]
		if both && p.theirs != nowhere {
			return false
		}
		if !both {
			p = piece{nowhere, nowhere, nowhere}
			if slices.ContainsFunc(orders[0], func(other string) bool {
				return alike(other, key) && !slices.ContainsFunc(t, func(s [2]int) bool { return text(w.t, s) == other })
			}) {
				return false
			}
		}
		p.theirs = s[0]
		from[key], long[key] = p, s[1]-s[0]
		orders[1] = append(orders[1], key)
	}
	for _, key := range order(nil, orders[0], orders[1]) {
		p := from[key]
		for i := range long[key] {
			next := p
			if p.ours != nowhere {
				next.ours += i
			}
			if p.theirs != nowhere {
				next.theirs += i
			}
			w.out = append(w.out, next)
		}
	}
	return true
}

// sentences gives the bounds of the sentences that make up list[from:to]; false unless it is made of whole ones.
func sentences(list []token, from, to int) ([][2]int, bool) {
	if from == to || !begins(list, from) || !endsWhole(hunk{from: from, to: to}, list) {
		return nil, false
	}
	var out [][2]int
	start := from
	for i := from; i < to; i++ {
		if list[i].ends || i+1 == to {
			out = append(out, [2]int{start, i + 1})
			start = i + 1
		}
	}
	return out, true
}

// joined is tokens as text, without the space before the first.
func joined(list []token) string {
	var b strings.Builder
	for i, t := range list {
		if i > 0 {
			b.WriteString(t.space)
		}
		b.WriteString(t.text)
	}
	return b.String()
}

// conflict adds what the joiner's policy says where both sides changed the same words in different ways.
func (w *wordMerge) conflict(lo, hi, of, ot, tf, tt int) {
	w.j.differ()
	switch w.j.policy {
	case before:
		for i := lo; i < hi; i++ {
			w.out = append(w.out, piece{i, nowhere, nowhere})
		}
	case oursFirst:
		w.add(lo, hi, of, ot, nowhere, nowhere)
	case theirsFirst:
		w.add(lo, hi, nowhere, nowhere, tf, tt)
	case all:
		w.add(lo, hi, of, ot, nowhere, nowhere)
		w.add(lo, hi, nowhere, nowhere, tf, tt)
	}
}

// text writes the joined tokens.
func (w *wordMerge) text() string {
	var b strings.Builder
	for i, p := range w.out {
		t := w.token(p)
		if i > 0 {
			b.WriteString(w.space(i, t))
		}
		b.WriteString(t.text)
	}
	return b.String()
}

func (w *wordMerge) token(p piece) token {
	switch {
	case p.ours != nowhere:
		return w.o[p.ours]
	case p.theirs != nowhere:
		return w.t[p.theirs]
	}
	return w.b[p.base]
}

func (w *wordMerge) space(i int, t token) string {
	last, p := w.out[i-1], w.out[i]
	var s apart
	if p.base != nowhere {
		s.base = w.b[p.base].space
	}
	if p.ours != nowhere {
		s.ours = w.o[p.ours].space
	}
	if p.theirs != nowhere {
		s.theirs = w.t[p.theirs].space
	}
	space, known := spaceBetween(last, p, s)
	former := w.token(last)
	if !known && space == "" && (former.word && t.word || former.ends) {
		return " "
	}
	return space
}
