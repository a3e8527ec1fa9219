package main

import (
	"cmp"
	"fmt"
	"os"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/commonshelf/commonshelf/bench/bar"
	"github.com/commonshelf/commonshelf/bench/gen"
)

// allocations tells what a question leaves to be collected: its result, if the index needs nothing more.
func (b *bench) allocations() {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	asked := min(len(b.queries), 2000)
	for _, q := range b.queries[:asked] {
		b.index.Search(q.query)
	}
	runtime.ReadMemStats(&after)
	fmt.Printf("\na question allocates %.1f times, %d bytes\n", float64(after.Mallocs-before.Mallocs)/float64(asked), (after.TotalAlloc-before.TotalAlloc)/uint64(asked))
}

func ms(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e6 }

func report(name string, runs []measurement) {
	fmt.Printf("\n%s: %.0f queries/s\n", name, median(runs, func(m measurement) float64 {
		return float64(len(m.byText["all"])) / m.length.Seconds()
	}))
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(out, "\tp50 ms\tp95 ms\tp99 ms\tqueries\t")
	for _, class := range append([]string{"all"}, gen.Classes...) {
		row(out, class, runs, func(m measurement) []time.Duration { return m.byText[class] })
	}
	row(out, "saved and found", runs, saves)
	out.Flush()
}

func row(out *tabwriter.Writer, name string, runs []measurement, of func(measurement) []time.Duration) {
	count := median(runs, func(m measurement) float64 { return float64(len(of(m))) })
	if count > 0 {
		fmt.Fprintf(out, "%s\t%.3f\t%.3f\t%.3f\t%.0f\t\n", name, percentile(runs, of, 0.5), percentile(runs, of, 0.95), percentile(runs, of, 0.99), count)
	}
}

// percentile is the time in ms below which a share of all lies, in the middle one of some runs.
func percentile(runs []measurement, of func(measurement) []time.Duration, share float64) float64 {
	return median(runs, func(m measurement) float64 {
		times := of(m)
		if len(times) == 0 {
			return 0
		}
		return ms(at(times, share))
	})
}

func everything(m measurement) []time.Duration { return m.byText["all"] }

func saves(m measurement) []time.Duration { return m.saves }

// bars are the most that searches may take, in ms.
type bars struct{ p50, p95, p99 float64 }

// barsOf gives the bars for catalogs of a size.
func barsOf(size int) bars {
	if size > 100_000 {
		return bars{p95: 10, p99: 25}
	}
	return bars{p50: 0.2, p95: 1, p99: 3}
}

// judge prints what was measured beside the bars.
func (b bars) judge(runs []measurement) {
	if b.p50 > 0 {
		bar.Under("searches, p50", percentile(runs, everything, 0.5), b.p50, "ms")
	}
	bar.Under("searches, p95", percentile(runs, everything, 0.95), b.p95, "ms")
	bar.Under("searches, p99", percentile(runs, everything, 0.99), b.p99, "ms")
	bar.Under("saved and found, p99", percentile(runs, saves, 0.99), 50, "ms")
}

func median[T any](runs []T, of func(T) float64) float64 {
	values := make([]float64, len(runs))
	for i, run := range runs {
		values[i] = of(run)
	}
	slices.SortFunc(values, cmp.Compare[float64])
	return values[len(values)/2]
}
