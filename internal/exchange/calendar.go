package exchange

import (
	"context"
	"fmt"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/mail"
)

// MediaType is that of a calendar.
const MediaType = "text/calendar; charset=utf-8"

// entries puts an exchange into a calendar: at its time, or, while nobody has said when they can come, at both times as not yet sure.
// Times stand in UTC, so that every client shows them on its own clocks, whatever these do in spring and autumn.
func entries(cal *ics.Calendar, e Exchange, base string, say lang.Printer) {
	add := func(name string, at time.Time, status ics.ObjectStatus) {
		event := cal.AddEvent(string(e.ID) + name + "@" + strings.TrimPrefix(strings.TrimPrefix(base, "https://"), "http://"))
		event.SetDtStampTime(e.ChangedAt)
		event.SetSequence(e.Sequence)
		event.SetStartAt(at)
		event.SetEndAt(at.Add(Minutes * time.Minute))
		event.SetSummary(say.T("exchange.entry", e.Topic))
		if e.Place != "" {
			event.SetLocation(e.Place)
		}
		event.SetDescription(say.T("exchange.hosts", e.HostName))
		event.SetURL(base + Path(e.ID))
		event.SetStatus(status)
	}
	status := ics.ObjectStatusConfirmed
	switch {
	case e.State == Off:
		status = ics.ObjectStatusCancelled
	case !e.Sure():
		status = ics.ObjectStatusTentative
	}
	if e.Second.IsZero() {
		add("", e.First, status)
		return
	}
	for i, at := range []time.Time{e.First, e.Second} {
		if e.Sure() && !at.Equal(e.At()) {
			add(fmt.Sprint("-", i+1), at, ics.ObjectStatusCancelled)
		} else {
			add(fmt.Sprint("-", i+1), at, status)
		}
	}
}

// Path is the local address of an exchange.
func Path(which ExchangeID) string { return "/exchanges/" + string(which) }

func newCalendar(name string) *ics.Calendar {
	cal := ics.NewCalendar()
	cal.SetProductId("-//Commonshelf//Exchanges//EN")
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName(name)
	return cal
}

// file is an exchange as a calendar file that comes with a letter.
func (s *Service) file(e Exchange, say lang.Printer) mail.Attachment {
	cal := newCalendar(e.Topic)
	entries(cal, e, s.BaseURL, say)
	return mail.Attachment{Name: "exchange.ics", MediaType: "text/calendar; method=PUBLISH; charset=utf-8", Data: []byte(cal.Serialize(ics.WithNewLineWindows))}
}

// forgets is how long after its time what was called off still stands in calendars, as cancelled: clients that were not asked to look
// for a while take it out, too.
const forgets = 30 * 24 * time.Hour

// inCalendar lists the exchanges of a district, those that were called off lately among them.
func (s *Service) inCalendar(ctx context.Context, district id.DistrictID) ([]Exchange, error) {
	list, err := db.All(ctx, s.DB, scan, `SELECT `+columns+from+`AND (e.state <> 'off' OR NOT e.recorded AND e.first_at > $2) ORDER BY e.first_at DESC, e.id LIMIT $3`,
		district, clock.Micros(s.Clock.Now().Add(-forgets)), lookedAt)
	if err != nil {
		return nil, err
	}
	return list, withAnswers(ctx, s.DB, district, list)
}

// Calendar is every exchange of the district of whoever holds a secret address, as they subscribe to it; fault.NotFound for an address
// that leads nowhere any more.
func (s *Service) Calendar(ctx context.Context, secret string) ([]byte, error) {
	holder, err := s.Feed.Holder(ctx, secret)
	if err != nil {
		return nil, err
	}
	if err := permitted(holder.Actor, see, Exchange{}); err != nil {
		return nil, err
	}
	list, err := s.inCalendar(ctx, holder.Actor.District)
	if err != nil {
		return nil, err
	}
	say := s.Words.Printer(holder.Locale, holder.District.Calling)
	cal := newCalendar(say.T("exchange.calendar", holder.District.Name))
	for _, e := range list {
		entries(cal, e, s.BaseURL, say)
	}
	return []byte(cal.Serialize(ics.WithNewLineWindows)), nil
}
