package exchange

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/people"
)

// Input is an exchange as somebody enters it, times as 2026-12-03 and 15:30 on the district's clocks.
type Input struct {
	Topic                 string
	Resource              catalog.ResourceID
	School                id.SchoolID // empty: all
	Day, Hour             string
	SecondDay, SecondHour string // both empty: one time only
	Place                 string
	Held                  bool   // it took place already: nobody is invited
	Summary               string // of one that took place
}

// What an exchange may hold.
const (
	LongestTopic   = 120 // characters
	longestPlace   = 200
	longestSummary = 600
	summaryLines   = 3
	farthest       = 400 * 24 * time.Hour
)

// ParseTime reads a day and an hour on a zone's clocks. An hour that clocks jump over in spring is the one an hour later.
func ParseTime(day, hour string, zone *time.Location) (time.Time, error) {
	return time.ParseInLocation("2006-01-02 15:04", day+" "+hour, zone)
}

// check tidies the input and says what cannot be.
func (in *Input) check(zone *time.Location, now time.Time) (first, second time.Time, err error) {
	in.Topic, in.Place, in.Summary = tidy(in.Topic), tidy(in.Place), lines(in.Summary)
	var f fault.Fields
	if in.Topic == "" {
		f.Add("topic", "exchange.topic.empty")
	} else if utf8.RuneCountInString(in.Topic) > LongestTopic {
		f.Add("topic", "exchange.topic.long", LongestTopic)
	}
	if utf8.RuneCountInString(in.Place) > longestPlace {
		f.Add("place", "exchange.place.long", longestPlace)
	}
	checkSummary(&f, in.Summary)
	read := func(day, hour, field string) time.Time {
		at, err := ParseTime(day, hour, zone)
		switch {
		case err != nil:
			f.Add(field, "exchange.time.read")
		case !in.Held && !at.After(now), in.Held && at.After(now):
			f.Add(field, map[bool]string{false: "exchange.time.past", true: "exchange.time.future"}[in.Held])
		case at.Sub(now).Abs() > farthest:
			f.Add(field, "exchange.time.far")
		}
		return at
	}
	first = read(in.Day, in.Hour, "day")
	if !in.Held && (in.SecondDay != "" || in.SecondHour != "") {
		if second = read(in.SecondDay, in.SecondHour, "second-day"); second.Equal(first) {
			f.Add("second-day", "exchange.time.same")
		}
	}
	return first, second, f.Err()
}

// lines are those of a text that hold something, each without space around it.
func lines(text string) string {
	var out []string
	for line := range strings.Lines(text) {
		if line = tidy(line); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

func checkSummary(f *fault.Fields, text string) {
	switch {
	case strings.Count(text, "\n") >= summaryLines:
		f.Add("summary", "exchange.summary.lines")
	case utf8.RuneCountInString(text) > longestSummary:
		f.Add("summary", "exchange.summary.long", longestSummary)
	}
}

// Invite plans an exchange that the actor hosts and writes to those who share at one school, or at all; or it writes down one that
// was held. A form sent twice plans it once. It returns fault.Fields for what cannot be.
func (s *Service) Invite(ctx context.Context, by actor.Actor, in Input) (_ Exchange, err error) {
	defer fault.Wrap(&err, "invite to an exchange")
	if err := permitted(by, invite, Exchange{}); err != nil {
		return Exchange{}, err
	}
	d, err := s.People.District(ctx, by.District)
	if err != nil {
		return Exchange{}, err
	}
	first, second, err := in.check(d.Location(), s.Clock.Now())
	if err != nil {
		return Exchange{}, err
	}
	if in.Resource != "" {
		if _, err := s.Catalog.Show(ctx, by, in.Resource); err != nil {
			return Exchange{}, err
		}
	}
	if in.School != "" {
		if _, err := s.People.School(ctx, by.District, in.School); err != nil {
			return Exchange{}, err
		}
	}
	e := Exchange{ID: id.New[ExchangeID](s.IDs), State: Invited}
	verb := Planned
	var summedBy *id.PersonID
	if in.Held {
		e.State, verb = Held, Recorded
		if in.Summary != "" {
			summedBy = &by.Person
		}
	} else {
		in.Summary = ""
	}
	whom, err := s.whom(ctx, by, in)
	if err != nil {
		return Exchange{}, err
	}
	return db.Tx(ctx, s.DB, func(tx *db.DB) (Exchange, error) {
		twin, err := db.All(ctx, tx, scan, `SELECT `+columns+from+`AND e.maker = $2 AND e.first_at = $3 AND e.topic = $4 AND coalesce(e.resource, '') = $5 AND coalesce(e.school, '') = $6
			AND e.recorded = $7 AND e.place = $8 AND e.summary = $9 AND e.state <> 'off'`, by.District, by.Person, clock.Micros(first), in.Topic, in.Resource, in.School, in.Held, in.Place, in.Summary)
		if err != nil {
			return Exchange{}, err
		}
		if i := slices.IndexFunc(twin, func(e Exchange) bool { return e.Second.Equal(second) }); i >= 0 {
			return find(ctx, tx, by.District, twin[i].ID)
		}
		_, err = tx.Exec(ctx, `INSERT INTO exchange (id, district, topic, resource, school, host, maker, first_at, second_at, place, state, recorded, summary, summary_by, sequence, changed_at)
			VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10, $11, $12, $13, 0, $14)`,
			e.ID, by.District, in.Topic, orNull(string(in.Resource)), orNull(string(in.School)), by.Person, clock.Micros(first), microsOrNull(second), in.Place, e.State, in.Held, in.Summary, summedBy,
			clock.Micros(s.Clock.Now()))
		if err != nil {
			return Exchange{}, err
		}
		for _, person := range whom {
			if err := s.post(ctx, tx, Invitation, by.District, person, e.ID); err != nil {
				return Exchange{}, err
			}
		}
		if err := s.log(ctx, tx, by, verb, e.ID); err != nil {
			return Exchange{}, err
		}
		return find(ctx, tx, by.District, e.ID)
	})
}

// whom lists who is invited: who shares at the school, or anywhere, but the actor.
func (s *Service) whom(ctx context.Context, by actor.Actor, in Input) ([]id.PersonID, error) {
	if in.Held {
		return nil, nil
	}
	all, err := s.colleagues(ctx, by.District)
	if err != nil {
		return nil, err
	}
	var out []id.PersonID
	for _, p := range all {
		if a := p.Actor(""); p.ID != by.Person && (in.School == "" || a.MediaSpecialistAt(in.School)) {
			out = append(out, p.ID)
		}
	}
	return out, nil
}

// colleagues are those of a district who share and were invited to the shelf.
func (s *Service) colleagues(ctx context.Context, district id.DistrictID) ([]people.Person, error) {
	all, err := s.People.Everyone(ctx, actor.Actor{District: district, System: true})
	if err != nil {
		return nil, err
	}
	var out []people.Person
	for _, p := range all {
		if (p.State == people.Invited || p.State == people.Active) && p.Actor("").Contributes() {
			out = append(out, p)
		}
	}
	return out, nil
}

func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func microsOrNull(t time.Time) *int64 {
	if t.IsZero() {
		return nil
	}
	us := clock.Micros(t)
	return &us
}
