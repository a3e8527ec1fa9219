package mylist

import (
	"time"

	"github.com/commonshelf/commonshelf/internal/clock"
)

// When is until when somebody means to try a resource.
type When string

// The choices there are.
const (
	NextWeek  When = "week"
	ThisMonth When = "month"
	JustKeep  When = "keep" // no day: it is never asked how it went
)

// Choices lists them in the order in which they are offered.
var Choices = []When{NextWeek, ThisMonth, JustKeep}

// Known says whether w is one of Choices.
func (w When) Known() bool { return w == NextWeek || w == ThisMonth || w == JustKeep }

// due is the day from which it is asked how it went: the Friday of next week, or the last day of this month, but no sooner than in
// a week. Empty for what is just kept.
func (w When) due(today clock.Day) clock.Day {
	day := today.Time(time.UTC)
	switch w {
	case NextWeek:
		monday := day.AddDate(0, 0, -int(day.Weekday()+6)%7)
		return clock.DayOf(monday.AddDate(0, 0, 7+4), time.UTC)
	case ThisMonth:
		last := time.Date(day.Year(), day.Month()+1, 0, 0, 0, 0, 0, time.UTC)
		if soonest := day.AddDate(0, 0, 7); last.Before(soonest) {
			last = soonest
		}
		return clock.DayOf(last, time.UTC)
	}
	return ""
}
