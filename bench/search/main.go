// Search measures the index: how long queries take at a given size, alone and with readers and a writer beside, what completing a
// word that is being typed takes, how soon a save is found, how long a build takes and how much memory it holds.
//
//	go run ./bench/search -size 100000
package main

import (
	"flag"
	"fmt"
	"log"
	"time"

	"github.com/commonshelf/commonshelf/bench/bar"
	"github.com/commonshelf/commonshelf/bench/gen"
	"github.com/commonshelf/commonshelf/internal/search"
)

var facets = []string{"kind", "subject", "grade", "language", "format", "school", "tag", "access", "purchase", "captions"}

func main() {
	size := flag.Int("size", 100_000, "resources in the catalog")
	districts := flag.Int("districts", 1, "districts among which they are spread")
	seconds := flag.Int("seconds", 5, "length of each measurement")
	readers := flag.Int("readers", 2, "goroutines that search without pause")
	writes := flag.Int("writes", 200, "saves a second beside them")
	runs := flag.Int("runs", 3, "measurements of each kind; the median is told")
	sizes := flag.String("flat", "", "sizes, such as 2000,100000: only how long selective questions take in each")
	flag.Parse()
	if *sizes != "" {
		if err := flat(*sizes); err != nil {
			log.Fatal(err)
		}
		return
	}
	if err := measure(*size, *districts, time.Duration(*seconds)*time.Second, *readers, *writes, *runs); err != nil {
		log.Fatal(err)
	}
}

func measure(size, districts int, length time.Duration, readers, writes, runs int) error {
	search.BoundGarbage(size)
	catalog := gen.New(size, districts, 1)
	ix, err := build(catalog)
	if err != nil {
		return err
	}
	if ix, err = storeAndRead(ix); err != nil {
		return err
	}
	b := &bench{catalog: catalog, index: ix, queries: prepare(catalog)}
	b.run(1, 0, time.Second) // warm up
	report("one reader alone", b.several(runs, 1, 0, length))
	beside := fmt.Sprintf("%d readers, %d saves a second", readers, writes)
	measured := b.several(runs, readers, writes, length)
	report(beside, measured)
	barsOf(size).judge(measured)
	b.severalValues()
	b.allocations()
	b.queries = typed(b.queries)
	measured = b.several(runs, readers, writes, length)
	report("what is being typed, completed; "+beside, measured)
	bar.Under("completing, p95", percentile(measured, everything, 0.95), 20, "ms")
	b.pauses()
	fmt.Printf("\n%d documents\n", ix.Len())
	bar.Under("memory by the index's own estimate", float64(ix.Memory()>>20), 1024, "MB")
	return nil
}
