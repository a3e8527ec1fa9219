package merge

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// things tells how a list of things without keys is joined.
type things[T any] struct {
	key  func(T) string                          // equal for the same content
	like func(a, b T) bool                       // a changed into b, as far as one can tell
	join func(j *joiner, base, ours, theirs T) T // one thing that both sides changed
}

// listed is one thing of a joined list, with its place in each of the three, or nowhere.
type listed[T any] struct {
	value T
	piece
}

// joinList joins three lists of things, which are found again by what they hold.
func joinList[T any](j *joiner, how things[T], base, ours, theirs []T) []listed[T] {
	toBase, alsoToBase := how.match(base, ours), how.match(base, theirs)
	names := make([]string, len(base))
	for i := range base {
		names[i] = "b" + strconv.Itoa(1_000_000+i)
	}
	all := map[string]*listed[T]{}
	for i, b := range base {
		all[names[i]] = &listed[T]{value: b, piece: piece{i, nowhere, nowhere}}
	}
	mine := how.name(names, toBase, ours, func(name string, i int) {
		if all[name] == nil {
			all[name] = &listed[T]{value: ours[i], piece: piece{nowhere, nowhere, nowhere}}
		}
		all[name].ours = i
	})
	other := how.name(names, alsoToBase, theirs, func(name string, i int) {
		if all[name] == nil {
			all[name] = &listed[T]{value: theirs[i], piece: piece{nowhere, nowhere, nowhere}}
		}
		all[name].theirs = i
	})
	doubles := how.doubles(j, additions(mine, all, toBase), additions(other, all, alsoToBase))
	var out []listed[T]
	for _, name := range order(names, mine, other) {
		one := all[name]
		if doubles[name] || !how.settle(j, one, base, ours, theirs) {
			continue
		}
		out = append(out, *one)
	}
	return out
}

// settle gives a thing the value that it has on both sides together, and says whether it stays.
func (how things[T]) settle(j *joiner, one *listed[T], base, ours, theirs []T) bool {
	if one.base == nowhere {
		return true
	}
	b := base[one.base]
	switch {
	case one.ours == nowhere && one.theirs == nowhere:
		return false
	case one.ours == nowhere:
		return how.survives(j, one, b, theirs[one.theirs], oursFirst)
	case one.theirs == nowhere:
		return how.survives(j, one, b, ours[one.ours], theirsFirst)
	}
	o, t := ours[one.ours], theirs[one.theirs]
	switch {
	case how.key(o) == how.key(t), how.key(t) == how.key(b):
		one.value = o
	case how.key(o) == how.key(b):
		one.value = t
	default:
		one.value = how.join(j, b, o, t)
	}
	return true
}

// survives decides about a thing that one side took away: it is gone unless the other changed it.
func (how things[T]) survives(j *joiner, one *listed[T], b, left T, remover policy) bool {
	if how.key(left) == how.key(b) {
		return false
	}
	j.differ()
	switch j.policy {
	case before:
		one.value = b
	case remover:
		return false
	default:
		one.value = left
	}
	return true
}

// name gives every thing of a side the name it has in all three: the base's, or one of its own content.
func (how things[T]) name(names []string, toBase []int, list []T, note func(name string, i int)) []string {
	out := make([]string, len(list))
	times := map[string]int{}
	for i, at := range toBase {
		if at != nowhere {
			out[i] = names[at]
		} else {
			key := how.key(list[i])
			times[key]++
			out[i] = "n" + key + "\x00" + strconv.Itoa(times[key])
		}
		note(out[i], i)
	}
	return out
}

// addition is a thing that one side alone added, after a thing of the base or at the start.
type addition[T any] struct {
	name  string
	value T
	after int
}

// additions are the things of a side that neither the base nor the other side has.
func additions[T any](names []string, all map[string]*listed[T], toBase []int) []addition[T] {
	var out []addition[T]
	after := nowhere
	for i, name := range names {
		if toBase[i] != nowhere {
			after = toBase[i]
		} else if one := all[name]; one.ours == nowhere || one.theirs == nowhere {
			out = append(out, addition[T]{name, one.value, after})
		}
	}
	return out
}

// doubles finds what both sides added in the same place and what resembles one another: it is not kept twice without asking.
// They are the names that do not stay.
func (how things[T]) doubles(j *joiner, mine, other []addition[T]) map[string]bool {
	if len(mine)*len(other) > mostPairs {
		return nil
	}
	out := map[string]bool{}
	for _, m := range mine {
		for _, o := range other {
			if m.after != o.after || !how.like(m.value, o.value) {
				continue
			}
			j.differ()
			out[m.name] = out[m.name] || j.policy == before || j.policy == theirsFirst
			out[o.name] = out[o.name] || j.policy == before || j.policy == oursFirst
		}
	}
	return out
}

// match gives for each thing of a side the place it has in the base, or nowhere.
func (how things[T]) match(base, side []T) []int {
	out := make([]int, len(side))
	taken := make([]bool, len(base))
	at := map[string][]int{}
	for i, b := range base {
		at[how.key(b)] = append(at[how.key(b)], i)
	}
	for i, s := range side {
		out[i] = nowhere
		if places := at[how.key(s)]; len(places) > 0 {
			out[i], at[how.key(s)] = places[0], places[1:]
			taken[places[0]] = true
		}
	}
	how.matchGaps(base, side, out, taken)
	how.matchMoved(base, side, out, taken)
	return out
}

// matchGaps pairs what is left between two neighbours that are the same: as many things as before are the same things.
func (how things[T]) matchGaps(base, side []T, out []int, taken []bool) {
	for from := 0; from < len(side); from++ {
		if out[from] != nowhere {
			continue
		}
		to := from
		for to < len(side) && out[to] == nowhere {
			to++
		}
		lo, hi := 0, len(base)
		if from > 0 {
			lo = out[from-1] + 1
		}
		if to < len(side) {
			hi = out[to]
		}
		var free []int
		for i := lo; i < hi; i++ {
			if !taken[i] {
				free = append(free, i)
			}
		}
		how.pairRun(base, side, out, taken, free, from, to)
		from = to
	}
}

// mostPairs bounds the comparison of runs that were rewritten from end to end.
const mostPairs = 10_000

func (how things[T]) pairRun(base, side []T, out []int, taken []bool, free []int, from, to int) {
	if len(free)*(to-from) > mostPairs {
		return
	}
	next := 0
	for i := from; i < to && to-from+len(free) > 2; i++ {
		for k := next; k < len(free); k++ {
			if how.like(base[free[k]], side[i]) {
				out[i], taken[free[k]] = free[k], true
				next = k + 1
				break
			}
		}
	}
	if len(free) != to-from {
		return
	}
	for k, i := range free { // where nothing was added or removed, what is rewritten is still itself
		if out[from+k] == nowhere && !taken[i] {
			out[from+k], taken[i] = i, true
		}
	}
}

// matchMoved pairs what was moved and changed.
func (how things[T]) matchMoved(base, side []T, out []int, taken []bool) {
	var free, lost []int
	for i := range base {
		if !taken[i] {
			free = append(free, i)
		}
	}
	for i := range side {
		if out[i] == nowhere {
			lost = append(lost, i)
		}
	}
	if len(free)*len(lost) > mostPairs {
		return
	}
	for _, i := range lost {
		for _, k := range free {
			if !taken[k] && how.like(base[k], side[i]) {
				out[i], taken[k] = k, true
				break
			}
		}
	}
}

// alike says whether two texts share more than half of their words, or nearly all that the shorter has.
func alike(a, b string) bool {
	if a == b {
		return true
	}
	words := func(text string) []string {
		list := strings.FieldsFunc(strings.ToLower(text), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
		slices.Sort(list)
		return list
	}
	x, y := words(a), words(b)
	if len(x) == 0 || len(y) == 0 {
		return false
	}
	same := 0
	for i, k := 0, 0; i < len(x) && k < len(y); {
		switch c := strings.Compare(x[i], y[k]); {
		case c == 0:
			same, i, k = same+1, i+1, k+1
		case c < 0:
			i++
		default:
			k++
		}
	}
	short := min(len(x), len(y))
	return 2*same > max(len(x), len(y)) || short >= 3 && 4*same >= 3*short
}
