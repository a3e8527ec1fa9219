package merge

import "slices"

// hunk says that base[lo:hi] became side[from:to]. Between hunks both are the same.
type hunk struct{ lo, hi, from, to int }

// mostSteps bounds the search for the shortest script. Beyond it two texts have so little in common that words which
// stand in each only once tell more.
const mostSteps = 240

// pairs gives, for each place of a, the place of b that it is the same as, or nowhere. Places rise together.
func pairs(a, b []int32) []int {
	out := make([]int, len(a))
	for i := range out {
		out[i] = nowhere
	}
	pairUp(a, b, 0, 0, out, 0)
	return out
}

// deepest bounds how often a text is divided at unique words.
const deepest = 24

func pairUp(a, b []int32, atA, atB int, out []int, depth int) {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		out[atA] = atB
		a, b, atA, atB = a[1:], b[1:], atA+1, atB+1
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		out[atA+len(a)-1] = atB + len(b) - 1
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if len(a) == 0 || len(b) == 0 || shortest(a, b, atA, atB, out) || depth == deepest {
		return
	}
	lastA, lastB := 0, 0
	for _, anchor := range anchors(a, b) {
		out[atA+anchor[0]] = atB + anchor[1]
		pairUp(a[lastA:anchor[0]], b[lastB:anchor[1]], atA+lastA, atB+lastB, out, depth+1)
		lastA, lastB = anchor[0]+1, anchor[1]+1
	}
	if lastA > 0 {
		pairUp(a[lastA:], b[lastB:], atA+lastA, atB+lastB, out, depth+1)
	}
}

// shortest is the greedy search of Myers (1986), An O(ND) difference algorithm. It says whether it came to an end.
func shortest(a, b []int32, atA, atB int, out []int) bool {
	n, m := len(a), len(b)
	most := min(n+m, mostSteps)
	reach := make([]int, 2*most+2)
	var trace [][]int
	for d := 0; d <= most; d++ {
		trace = append(trace, slices.Clone(reach[most-d:most+d+1]))
		for k := -d; k <= d; k += 2 {
			x := 0
			if k == -d || k != d && reach[most+k-1] < reach[most+k+1] {
				x = reach[most+k+1]
			} else {
				x = reach[most+k-1] + 1
			}
			for x < n && x-k < m && a[x] == b[x-k] {
				x++
			}
			reach[most+k] = x
			if x >= n && x-k >= m {
				retrace(trace, n, m, atA, atB, out)
				return true
			}
		}
	}
	return false
}

// retrace walks the search back and notes what is the same.
func retrace(trace [][]int, x, y, atA, atB int, out []int) {
	for d := len(trace) - 1; d >= 0; d-- {
		before := trace[d] // reach of the step before, from -d to d
		k := x - y
		from := k - 1
		if k == -d || k != d && before[d+k-1] < before[d+k+1] {
			from = k + 1
		}
		px := 0
		if d > 0 {
			px = before[d+from]
		}
		py := px - from
		if d == 0 {
			py = 0
		}
		for x > px && y > py && x > 0 && y > 0 {
			x, y = x-1, y-1
			out[atA+x] = atB + y
		}
		x, y = px, py
	}
}

// anchors are the places of what stands once in each, as many as rise together.
func anchors(a, b []int32) [][2]int {
	type seen struct{ inA, inB, atA, atB int }
	words := make(map[int32]*seen, len(a))
	for i, w := range a {
		if words[w] == nil {
			words[w] = &seen{}
		}
		words[w].inA++
		words[w].atA = i
	}
	for i, w := range b {
		if s := words[w]; s != nil {
			s.inB++
			s.atB = i
		}
	}
	var list [][2]int
	for i, w := range a {
		if s := words[w]; s.inA == 1 && s.inB == 1 {
			list = append(list, [2]int{i, s.atB})
		}
	}
	second := make([]int, len(list))
	for i, pair := range list {
		second[i] = pair[1]
	}
	out := list[:0:0]
	for _, i := range rising(second) {
		out = append(out, list[i])
	}
	return out
}

// rising gives the places of a longest rising selection of distinct numbers.
func rising(list []int) []int {
	var ends []int // place of the smallest end of a selection of each length
	before := make([]int, len(list))
	for i, v := range list {
		at, _ := slices.BinarySearchFunc(ends, v, func(place, v int) int { return list[place] - v })
		before[i] = nowhere
		if at > 0 {
			before[i] = ends[at-1]
		}
		if at == len(ends) {
			ends = append(ends, i)
		} else {
			ends[at] = i
		}
	}
	out := make([]int, len(ends))
	if len(ends) == 0 {
		return out
	}
	for i, at := len(ends)-1, ends[len(ends)-1]; i >= 0; i, at = i-1, before[at] {
		out[i] = at
	}
	return out
}

// hunks are the differences between what pairs has paired; length is that of the side.
func hunks(pair []int, length int) []hunk {
	var out []hunk
	lo, from := 0, 0
	for i, j := range pair {
		if j == nowhere {
			continue
		}
		if i > lo || j > from {
			out = append(out, hunk{lo, i, from, j})
		}
		lo, from = i+1, j+1
	}
	if len(pair) > lo || length > from {
		out = append(out, hunk{lo, len(pair), from, length})
	}
	return out
}
