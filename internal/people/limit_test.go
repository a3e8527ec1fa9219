package people

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Whenever one tries, no span of time ever holds more than the limit, wherever it begins; and who waits as told goes on.
func TestALimitHoldsInEverySpan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.IntRange(1, 6).Draw(t, "most")
		within := time.Duration(rapid.IntRange(1, 40).Draw(t, "within")) * 12 * time.Second
		now := time.Date(2026, 11, 23, 17, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 5000).Draw(t, "begin")) * time.Second)
		var lately []counted
		var done []time.Time
		try := func() time.Duration {
			var within0 []counted
			for _, c := range lately {
				if c.start.After(now.Add(-within - within/spanParts)) {
					within0 = append(within0, c)
				}
			}
			wait := untilFree(within0, now, most, within)
			if wait == 0 {
				done = append(done, now)
				if start := now.Truncate(within / spanParts); len(lately) > 0 && lately[len(lately)-1].start.Equal(start) {
					lately[len(lately)-1].used++
				} else {
					lately = append(lately, counted{start, 1})
				}
			}
			return wait
		}
		for range rapid.IntRange(1, 60).Draw(t, "tries") {
			now = now.Add(time.Duration(rapid.IntRange(0, int(within/time.Second)/2).Draw(t, "later")) * time.Second)
			if wait := try(); wait > 0 && rapid.Bool().Draw(t, "waits") {
				now = now.Add(wait)
				if again := try(); again > 0 {
					t.Fatalf("waited %s as told and waits %s again", wait, again)
				}
			}
		}
		for i := range done {
			if i+most < len(done) && done[i+most].Sub(done[i]) < within {
				t.Fatalf("%d within %s: from %s to %s", most+1, within, done[i], done[i+most])
			}
		}
	})
}
