package dbtest

import (
	"testing"
	"time"
)

// Patience is for how long Soon waits: longer than a slow machine needs.
const Patience = 30 * time.Second

// Soon waits until a claim about what happens elsewhere is true, and fails the test when it never is.
func Soon(t testing.TB, claim string, holds func() bool) {
	t.Helper()
	ticks, deadline := time.NewTicker(5*time.Millisecond), time.After(Patience)
	defer ticks.Stop()
	for !holds() {
		select {
		case <-ticks.C:
		case <-deadline:
			t.Fatalf("still not so: %s", claim)
		}
	}
}
