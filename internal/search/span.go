package search

import (
	"math"
	"time"

	"github.com/commonshelf/commonshelf/internal/clock"
)

// Periods by which the catalog is narrowed: values of Shared.
const (
	ThisMonth      = "month"
	ThisSchoolYear = "school-year" // from August
	LastYear       = "12-months"
)

// Periods lists them, the shortest first, as they are offered.
var Periods = []string{ThisMonth, ThisSchoolYear, LastYear}

// beginning is the day on which a period began, seen from a day.
func beginning(period string, today time.Time) (time.Time, bool) {
	year, month, day := today.Date()
	switch period {
	case ThisMonth:
		return time.Date(year, month, 1, 0, 0, 0, 0, today.Location()), true
	case ThisSchoolYear:
		if month < time.August {
			year--
		}
		return time.Date(year, time.August, 1, 0, 0, 0, 0, today.Location()), true
	case LastYear:
		return time.Date(year-1, month, day, 0, 0, 0, 0, today.Location()), true
	}
	return time.Time{}, false
}

// dated says whether a query asks for when something was shared.
func (q Query) dated() bool { return len(q.Filters[Shared]) > 0 || q.Since != "" || q.Until != "" }

// span is from when to when something was shared that a query asks for, by the days of a time zone; in microseconds, 0 is unbounded.
// Of several periods one is enough; a period and days hold together. A period that nobody knows was never.
func (q Query) span(now time.Time, zone *time.Location) (since, until int64) {
	if periods := q.Filters[Shared]; len(periods) > 0 {
		since = math.MaxInt64
		for _, p := range periods {
			if from, ok := beginning(p, now.In(zone)); ok {
				since = min(since, bound(from))
			}
		}
	}
	if day, ok := ReadDay(q.Since); ok {
		since = max(since, bound(day.Time(zone)))
	}
	if day, ok := ReadDay(q.Until); ok {
		until = bound(day.Time(zone).AddDate(0, 0, 1))
	}
	return since, until
}

// bound is a moment as a bound of the index, which takes 0 for none.
func bound(t time.Time) int64 {
	if us := clock.Micros(t); us != 0 {
		return us
	}
	return 1
}

// ReadDay reads a day as people and browsers write it: 2026-09-01, 2026-9-1, 9/1/2026. It gives false for anything else, and for nothing.
func ReadDay(text string) (clock.Day, bool) {
	for _, layout := range []string{"2006-1-2", "1/2/2006"} {
		if day, err := time.Parse(layout, text); err == nil && day.Year() > 0 {
			return clock.DayOf(day, time.UTC), true
		}
	}
	return "", false
}
