// Bench measures what the design promises, one after the other, and prints it. What falls short is not hidden: each line
// has its figure.
//
//	go run ./bench
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
)

// measurements are programs of their own, so that one's memory is not the other's.
var measurements = []struct {
	name, bar string
	run       []string
}{
	{"Search, 100,000 resources", "with seven facet counts, two readers and a writer: p50 under 0.2 ms, p95 under 1 ms, p99 under 3 ms", []string{"./bench/search"}},
	{"Durable writes", "insert and update at least 4 times raw append and sync; a whole save at least 1.5 times, p99 under 20 ms; saved and found p99 under 50 ms", []string{"./bench/writes"}},
	{"A whole search page", "at least a fifth of the same bytes from memory; first visit under 100 KB", []string{"./bench/page"}},
	{"Joining", "200 blocks of 2 KB with 50 edits on each side in under 10 ms; fewer recorded lessons ask than with a merge of lines", []string{"./bench/merge"}},
	{"Bringing in", "2,000 resources a second with the index; 5,000 rows a second in preview", []string{"./bench/intake"}},
	{"Start and memory", "the demonstration serves in under 1 s and rests under 80 MiB", []string{"./bench/start"}},
}

func main() {
	failed := false
	for _, m := range measurements {
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
