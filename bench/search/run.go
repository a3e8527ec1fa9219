package main

import (
	"fmt"
	"log"
	"sync"
	"sync/atomic"
	"time"

	"github.com/commonshelf/commonshelf/bench/gen"
	"github.com/commonshelf/commonshelf/internal/index"
)

// bench is an index under measurement.
type bench struct {
	catalog *gen.Catalog
	index   *index.Index
	queries []question
	written atomic.Int64
}

// measurement is the times of one run.
type measurement struct {
	length time.Duration
	byText map[string][]time.Duration // by class; "all" holds all
	saves  []time.Duration            // from the call to the first search that finds the new version
}

// several measures the same some times.
func (b *bench) several(runs, readers, writes int, length time.Duration) (measured []measurement) {
	for range runs {
		measured = append(measured, b.run(readers, writes, length))
	}
	return measured
}

func (b *bench) run(readers, writes int, length time.Duration) measurement {
	m := measurement{length: length, byText: map[string][]time.Duration{}}
	var mu sync.Mutex
	var wait sync.WaitGroup
	deadline := time.Now().Add(length)
	for i := range readers {
		wait.Go(func() {
			mine := b.read(i*len(b.queries)/readers, deadline)
			mu.Lock()
			defer mu.Unlock()
			for class, times := range mine {
				m.byText[class] = append(m.byText[class], times...)
				m.byText["all"] = append(m.byText["all"], times...)
			}
		})
	}
	if writes > 0 {
		wait.Go(func() { m.saves = b.write(writes, deadline) })
	}
	wait.Wait()
	return m
}

func (b *bench) read(from int, deadline time.Time) map[string][]time.Duration {
	times := map[string][]time.Duration{}
	for i := from; ; i++ {
		q := &b.queries[i%len(b.queries)]
		begin := time.Now()
		b.index.Search(q.query)
		end := time.Now()
		times[q.class] = append(times[q.class], end.Sub(begin))
		if end.After(deadline) {
			return times
		}
	}
}

// write saves at a steady pace: three of four are new versions of resources that exist.
func (b *bench) write(rate int, deadline time.Time) []time.Duration {
	var times []time.Duration
	next := time.Now()
	for next.Before(deadline) {
		n := b.written.Add(1)
		at := int(n*7919) % b.catalog.Size
		if n%4 == 0 {
			at = b.catalog.Size + int(n)
		}
		d := document(b.catalog.Resource(at), 1+n)
		d.Title = fmt.Sprintf("%s saved%d", d.Title, n)
		d.Visibility = index.SeenByAnyone
		begin := time.Now()
		b.index.Put(d)
		found := b.index.Search(index.Query{Words: fmt.Sprintf("saved%d", n), Limit: 1})
		times = append(times, time.Since(begin))
		if found.Total != 1 {
			log.Fatalf("saved and not found: %s", d.ID)
		}
		next = next.Add(time.Second / time.Duration(rate))
		time.Sleep(time.Until(next))
	}
	return times
}
