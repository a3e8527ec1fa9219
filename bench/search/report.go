package main

import (
	"cmp"
	"fmt"
	"os"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"

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
	row(out, "saved and found", runs, func(m measurement) []time.Duration { return m.saves })
	out.Flush()
}

func row(out *tabwriter.Writer, name string, runs []measurement, of func(measurement) []time.Duration) {
	at := func(p float64) float64 {
		return median(runs, func(m measurement) float64 {
			times := of(m)
			if len(times) == 0 {
				return 0
			}
			slices.Sort(times)
			return ms(times[int(p*float64(len(times)-1))])
		})
	}
	count := median(runs, func(m measurement) float64 { return float64(len(of(m))) })
	if count > 0 {
		fmt.Fprintf(out, "%s\t%.3f\t%.3f\t%.3f\t%.0f\t\n", name, at(0.5), at(0.95), at(0.99), count)
	}
}

func median[T any](runs []T, of func(T) float64) float64 {
	values := make([]float64, len(runs))
	for i, run := range runs {
		values[i] = of(run)
	}
	slices.SortFunc(values, cmp.Compare[float64])
	return values[len(values)/2]
}
