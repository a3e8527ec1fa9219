package search

import (
	"os"
	"runtime/debug"
)

// Go lets garbage take as much memory as what lives. An index of a million resources lives for long in nearly a gigabyte that is quickly
// looked through, as it has few pointers: there a fifth is enough, at the price of some processor.
const (
	garbageOf    = 200_000 // resources: garbage may take as much memory as an index of so many
	leastGarbage = 20      // percent of what lives
)

// garbagePercent is how much memory garbage may take beside an index of so many resources, in percent of what lives.
func garbagePercent(resources int) int {
	return max(leastGarbage, 100*garbageOf/max(resources, garbageOf))
}

// BoundGarbage has this process collect garbage as it befits an index of so many resources, unless an administrator has decided that by
// GOGC.
func BoundGarbage(resources int) {
	if percent := garbagePercent(resources); percent < 100 && os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}
