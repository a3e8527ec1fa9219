// Bench measures what the design promises, one after the other, and prints it. What falls short is not hidden: each line
// has its figure.
//
//	go run ./bench
//
// With MILLION=1 in the environment it also measures a million resources, which takes half an hour, 2 GB of memory and 10 GB of disk.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
)

// measurement is a program of its own, so that one's memory is not the other's.
type measurement struct {
	name, bar string
	run       []string
}

var measurements = []measurement{
	{"Search, 2,000 resources", "as at 100,000", []string{"./bench/search", "-size", "2000"}},
	{"Search, 100,000 resources", "with seven facet counts, two readers and a writer: p50 under 0.2 ms, p95 under 1 ms, p99 under 3 ms; with several values of facets chosen no more than twice as long", []string{"./bench/search"}},
	{"Selective questions in catalogs of two sizes", "in the larger one no more than twice as long", []string{"./bench/search", "-flat", "2000,100000"}},
	{"Finding the right thing", "nDCG@10 at least 1.2 times that of SQLite's FTS5 with bm25 over the same fields", []string{"./bench/judged"}},
	{"Durable writes", "insert and update at least 4 times raw append and sync; a whole save at least 1.5 times, p99 under 20 ms; saved and found p99 under 50 ms", []string{"./bench/writes"}},
	{"A whole search page", "at least a fifth of the same bytes from memory; first visit under 100 KB", []string{"./bench/page"}},
	{"Joining", "200 blocks of 2 KB with 50 edits on each side in under 10 ms; fewer recorded lessons ask than with a merge of lines", []string{"./bench/merge"}},
	{"A long history", "the page, the history and a comparison of 1,000 versions take no more than twice those of 10; 1,000 saves store about 1,000 blocks", []string{"./bench/history"}},
	{"Taking up", "with 500 versions of one core the answer to a suggestion takes under 200 ms; the rest is a job", []string{"./bench/takeup"}},
	{"Bringing in", "2,000 resources a second with the index; 5,000 rows a second in preview; a save beside it under 50 ms", []string{"./bench/intake"}},
	{"Start and memory", "the demonstration serves in under 1 s and rests under 80 MiB; 100,000 resources in under 5 s, under 400 MiB", []string{"./bench/start"}},
}

// million takes too long for every day.
var million = []measurement{
	{"Search, 1,000,000 resources", "p95 under 10 ms, p99 under 25 ms, memory under 1 GiB, build under 1.5 GiB, read back under 5 s; completing p95 under 20 ms",
		[]string{"./bench/search", "-size", "1000000", "-runs", "1", "-seconds", "20"}},
	{"Selective questions in catalogs of three sizes", "in the largest one no more than twice as long", []string{"./bench/search", "-flat", "2000,100000,1000000"}},
	{"Start with 1,000,000 resources", "under 5 s from the stored index; writing them takes some twenty minutes", []string{"./bench/start", "-resources", "1000000", "-runs", "3"}},
}

func main() {
	failed := false
	all := measurements
	if os.Getenv("MILLION") != "" {
		all = append(all, million...)
	}
	for _, m := range all {
		fmt.Printf("\n%s\n  bar: %s\n", m.name, m.bar)
		command := exec.Command("go", append([]string{"run"}, m.run...)...)
		command.Stdout, command.Stderr = os.Stdout, os.Stderr
		if err := command.Run(); err != nil {
			log.Printf("%s: %v", m.name, err)
			failed = true
		}
	}
	if failed {
		os.Exit(1)
	}
}
