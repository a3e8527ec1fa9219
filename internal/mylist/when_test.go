package mylist

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/clock"
)

func TestWhenItIsAsked(t *testing.T) {
	for _, c := range []struct {
		today clock.Day
		when  When
		want  clock.Day
	}{
		{"2026-11-23", NextWeek, "2026-12-04"}, // Monday
		{"2026-11-27", NextWeek, "2026-12-04"}, // Friday
		{"2026-11-29", NextWeek, "2026-12-04"}, // Sunday
		{"2026-11-30", NextWeek, "2026-12-11"},
		{"2026-11-05", ThisMonth, "2026-11-30"},
		{"2026-11-23", ThisMonth, "2026-11-30"},
		{"2026-11-30", ThisMonth, "2026-12-07"},
		{"2026-12-31", ThisMonth, "2027-01-07"},
		{"2028-02-03", ThisMonth, "2028-02-29"},
		{"2026-11-23", JustKeep, ""},
	} {
		if got := c.when.due(c.today); got != c.want {
			t.Errorf("%s chosen on %s: %q, want %q", c.when, c.today, got, c.want)
		}
	}
}

// Whatever day it is, next week is asked about on the Friday of the next week, and this month not before a week and not after a month.
func TestItIsNeverAskedTooSoon(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		today := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 4000).Draw(t, "days"))
		day := clock.DayOf(today, time.UTC)
		friday := NextWeek.due(day).Time(time.UTC)
		if days := int(friday.Sub(today).Hours() / 24); friday.Weekday() != time.Friday || days < 5 || days > 11 {
			t.Errorf("next week after %s is %s", day, friday)
		}
		if days := int(ThisMonth.due(day).Time(time.UTC).Sub(today).Hours() / 24); days < 7 || days > 30 {
			t.Errorf("this month after %s is in %d days", day, days)
		}
	})
}
