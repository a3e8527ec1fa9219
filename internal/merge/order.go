package merge

import (
	"cmp"
	"slices"
)

// nowhere is the place of a key that a list does not have.
const nowhere = -1

// sorter brings keys into the order that follows from three orders.
type sorter struct {
	keys   []string
	base   []int // place of each key, or nowhere
	ours   []int
	theirs []int

	movedOurs, movedTheirs []bool
}

// order gives every key that stands in ours or theirs in one order. Of two keys whose order differs, the side that changed
// it is followed. A key that one side removed holds its place only as far as nothing else is known. What is left open is
// decided by the keys themselves, never by the side.
func order(base, ours, theirs []string) []string {
	if slices.Equal(ours, theirs) {
		return slices.Clone(ours)
	}
	s := newSorter(base, ours, theirs)
	n := len(s.keys)
	before := make([]int8, n*n) // 2: x stands before y; 1: as far as nothing else is known
	strong, weak := make([]int, n), make([]int, n)
	for x := range n {
		for y := x + 1; y < n; y++ {
			first, second := x, y
			switch s.compare(x, y) {
			case 0:
				continue
			case 1:
				first, second = y, x
			}
			if s.removed(x) || s.removed(y) {
				before[first*n+second] = 1
				weak[second]++
			} else {
				before[first*n+second] = 2
				strong[second]++
			}
		}
	}
	out := make([]string, 0, n)
	done := make([]bool, n)
	for range n {
		next := s.next(done, strong, weak)
		done[next] = true
		out = append(out, s.keys[next])
		for y := range n {
			switch before[next*n+y] {
			case 2:
				strong[y]--
			case 1:
				weak[y]--
			}
		}
	}
	return out
}

func newSorter(base, ours, theirs []string) sorter {
	places := func(list []string) map[string]int {
		at := make(map[string]int, len(list))
		for i, key := range list {
			at[key] = i
		}
		return at
	}
	b, o, t := places(base), places(ours), places(theirs)
	s := sorter{keys: make([]string, 0, len(o)+len(t))}
	movedOurs, movedTheirs := movedKeys(base, ours), movedKeys(base, theirs)
	s.keys = append(s.keys, ours...)
	for _, key := range theirs {
		if _, both := o[key]; !both {
			s.keys = append(s.keys, key)
		}
	}
	slices.Sort(s.keys)
	place := func(at map[string]int, key string) int {
		if i, ok := at[key]; ok {
			return i
		}
		return nowhere
	}
	for _, key := range s.keys {
		s.base = append(s.base, place(b, key))
		s.ours = append(s.ours, place(o, key))
		s.theirs = append(s.theirs, place(t, key))
		s.movedOurs = append(s.movedOurs, movedOurs[key])
		s.movedTheirs = append(s.movedTheirs, movedTheirs[key])
	}
	return s
}

// compare is -1 if x stands before y, 1 if after, 0 if nothing says so.
func (s sorter) compare(x, y int) int {
	o, t, b := orderIn(s.ours, x, y), orderIn(s.theirs, x, y), orderIn(s.base, x, y)
	switch {
	case s.outdated(x, y), s.outdated(y, x):
		return 0
	case o == t || t == 0:
		return o
	case o == 0:
		return t
	}
	return -b // they differ: one of them is as before, and the other is followed; without a before it stays open
}

func orderIn(place []int, x, y int) int {
	if place[x] == nowhere || place[y] == nowhere {
		return 0
	}
	return cmp.Compare(place[x], place[y])
}

// removed says whether one side took away what was there.
func (s sorter) removed(x int) bool {
	return s.base[x] != nowhere && (s.ours[x] == nowhere || s.theirs[x] == nowhere)
}

// outdated says whether what one side knows of the place of x beside y is from before the other, which does not have y, moved x.
func (s sorter) outdated(x, y int) bool {
	return s.theirs[y] == nowhere && s.movedTheirs[x] || s.ours[y] == nowhere && s.movedOurs[x]
}

// next chooses what nothing else has to precede; in a circle, what has to wait for the fewest.
func (s sorter) next(done []bool, strong, weak []int) int {
	best := nowhere
	for x := range s.keys {
		if done[x] {
			continue
		}
		if best == nowhere || cmp.Or(cmp.Compare(strong[x], strong[best]), cmp.Compare(weak[x], weak[best])) < 0 {
			best = x
		}
	}
	return best
}
