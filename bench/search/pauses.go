package main

import (
	"fmt"
	"runtime"
	"slices"
	"syscall"
	"time"

	"github.com/commonshelf/commonshelf/bench/bar"
	"github.com/commonshelf/commonshelf/bench/gen"
	"github.com/commonshelf/commonshelf/internal/index"
)

const (
	longPause = 5 * time.Millisecond
	rewrites  = 3 // segments written anew, one after the other
)

// pauses tells how long a question that is answered at once may have to wait while large segments are written anew beside it, and as long
// again without.
func (b *bench) pauses() {
	var during, without waits
	took := time.Duration(0)
	for n := range rewrites {
		begin := time.Now()
		done := make(chan struct{})
		go func() {
			b.index.Purge(b.catalog.Resource(n).ID)
			close(done)
		}()
		during.ask(b, done)
		took += time.Since(begin)
		until := make(chan struct{})
		time.AfterFunc(time.Since(begin), func() { close(until) })
		without.ask(b, until)
	}
	fmt.Printf("\n%d segments written anew in %v; a question beside it, and as long without:\n", rewrites, took.Round(time.Millisecond))
	during.tell()
	without.tell()
	bar.Under("questions over 5 ms beside it", float64(during.long), 1, "")
}

// waits are the times of questions.
type waits struct {
	times []time.Duration
	long  int // of them
	taken int // of the long ones: the system gave the core to another program meanwhile
}

func (w *waits) tell() {
	slices.Sort(w.times)
	n := len(w.times)
	fmt.Printf("  p99.9 %.3f ms, longest %.3f ms, %d of %d over 5 ms (in %d of these the system gave the core to another program)\n",
		ms(w.times[n*999/1000]), ms(w.times[n-1]), w.long, n, w.taken)
}

// ask asks until it is told to stop, always on one thread of the system, of which the system knows when its core was taken away.
func (w *waits) ask(b *bench, stop <-chan struct{}) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	cheap := index.Query{Words: "zzz", Exactly: true, Limit: 20, Now: gen.Until.UnixMicro(), Scope: b.queries[0].query.Scope}
	taken := coreTaken()
	for {
		select {
		case <-stop:
			return
		default:
		}
		begin := time.Now()
		b.index.Search(cheap)
		wait := time.Since(begin)
		now := coreTaken()
		w.times = append(w.times, wait)
		if wait > longPause {
			w.long++
			if now != taken {
				w.taken++
			}
		}
		taken = now
	}
}

// coreTaken is how often the system took the core away from this thread for another.
func coreTaken() int64 {
	const thisThread = 1 // RUSAGE_THREAD
	var use syscall.Rusage
	if err := syscall.Getrusage(thisThread, &use); err != nil {
		panic(err) // only a wrong argument fails
	}
	return use.Nivcsw
}
