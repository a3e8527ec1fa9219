package index

import (
	"runtime"
	"runtime/metrics"
	"slices"
	"unsafe"
)

// While memory is copied, nothing can interrupt whoever copies it, and a collection of garbage, which has to, makes searches wait until it
// is done: a hundred megabytes hold them up for a quarter of a second. Much is therefore copied in steps, and whoever works for long beside
// searches lets them go first now and then.

const (
	copyStep  = 256 << 10 // bytes: a tenth of a millisecond, on memory that the system must first find
	paceAfter = 20_000    // postings, or as much work: a fraction of a millisecond
)

// pace lets others go first after some work; nil never does.
type pace struct{ worked int }

// did notes that so much was done.
func (p *pace) did(work int) {
	if p == nil {
		return
	}
	if p.worked += work; p.worked > paceAfter {
		p.worked = 0
		runtime.Gosched()
	}
}

// greatRoom is from how many bytes on it is looked whether they fit before garbage is collected.
const greatRoom = 16 << 20

// expect collects garbage before so much memory is taken at once, if that would bring a collection about: it would begin with no memory left
// to its end, and everybody who takes a little meanwhile would have to help for milliseconds.
func (p *pace) expect(bytes int) {
	if p == nil || bytes < greatRoom {
		return
	}
	heap := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/gc/heap/goal:bytes"}}
	metrics.Read(heap)
	if heap[0].Value.Uint64()+uint64(bytes) > heap[1].Value.Uint64()/16*15 {
		runtime.GC()
	}
}

// inSteps appends to a slice that has room for it.
func inSteps[T any](to, from []T) []T {
	var t T
	step := max(1, copyStep/int(unsafe.Sizeof(t)))
	for len(from) > step {
		to, from = append(to, from[:step]...), from[step:]
		runtime.Gosched()
	}
	return append(to, from...)
}

// roomFor is the slice with room for so many more, moved to where that is, if need be.
func roomFor[T any](s []T, n int) []T {
	if cap(s)-len(s) >= n {
		return s
	}
	var t T
	if len(s)*int(unsafe.Sizeof(t)) < copyStep {
		return slices.Grow(s, n)
	}
	return inSteps(make([]T, 0, len(s)+max(n, len(s)/4)), s)
}

// clip moves a slice when it holds much more memory than it needs.
func clip[T any](s []T) []T {
	if cap(s)-len(s) > len(s)/16 {
		return inSteps(make([]T, 0, len(s)), s)
	}
	return s
}
