// Package clock gives the time as Commonshelf stores it: UTC in whole microseconds, days as text.
package clock

import (
	"fmt"
	"sync/atomic"
	"time"
)

// Clock tells the time. It is handed to whoever needs it, so that tests can move it.
type Clock interface {
	// Now returns the present in UTC, truncated to microseconds.
	Now() time.Time
}

// System is the machine's clock.
type System struct{}

// Now implements Clock.
func (System) Now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// Moved is the machine's clock shifted by an offset that may grow, for demonstrations and tests.
type Moved struct {
	offset atomic.Int64
}

// NewMoved returns a clock that reads at when it is made and runs on from there.
func NewMoved(at time.Time) *Moved {
	m := &Moved{}
	m.offset.Store(int64(time.Until(at)))
	return m
}

// Now implements Clock.
func (m *Moved) Now() time.Time {
	return time.Now().Add(time.Duration(m.offset.Load())).UTC().Truncate(time.Microsecond)
}

// Advance moves the clock forward.
func (m *Moved) Advance(by time.Duration) { m.offset.Add(int64(by)) }

// Micros is a time as stored: microseconds since 1970 UTC.
func Micros(t time.Time) int64 { return t.UnixMicro() }

// FromMicros reads what Micros wrote.
func FromMicros(us int64) time.Time { return time.UnixMicro(us).UTC() }

// Day is a calendar day without a time zone, as stored: 2026-11-23. The zero value is no day.
type Day string

const dayLayout = "2006-01-02"

// DayOf is the day it is at t in the zone.
func DayOf(t time.Time, zone *time.Location) Day { return Day(t.In(zone).Format(dayLayout)) }

// ParseDay reads 2026-11-23; empty text is no day.
func ParseDay(text string) (Day, error) {
	if text == "" {
		return "", nil
	}
	if _, err := time.Parse(dayLayout, text); err != nil {
		return "", fmt.Errorf("%q is not a day like 2026-11-23", text)
	}
	return Day(text), nil
}

// Time is the start of the day in the zone; the zero time for no day.
func (d Day) Time(zone *time.Location) time.Time {
	t, err := time.ParseInLocation(dayLayout, string(d), zone)
	if err != nil {
		return time.Time{}
	}
	return t
}
