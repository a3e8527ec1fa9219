package bar

import "testing"

func TestABarIsHeldOrNot(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{line("p95", 0.5831, 1, "ms"), "  bar held      p95: 0.5831 ms (under 1)"},
		{line("pauses", 1, 1, ""), "  bar NOT HELD  pauses: 1 (under 1)"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}
