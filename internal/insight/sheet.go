package insight

import (
	"context"
	"slices"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/feedback"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/people"
)

// Options are what the service stands on.
type Options struct {
	People   *people.Service
	Catalog  *catalog.Service
	Feedback *feedback.Service
}

// Service reads.
type Service struct{ Options }

// New returns the service.
func New(o Options) *Service { return &Service{o} }

// Span is from one day to another, both among it.
type Span struct{ From, To clock.Day }

// SchoolTerm is the half of a school year around a day: August to January, February to July.
func SchoolTerm(day clock.Day) Span {
	at := day.Time(time.UTC)
	year, month := at.Year(), at.Month()
	from := time.Date(year, time.August, 1, 0, 0, 0, 0, time.UTC)
	switch {
	case month == time.January:
		from = from.AddDate(-1, 0, 0)
	case month < time.August:
		from = time.Date(year, time.February, 1, 0, 0, 0, 0, time.UTC)
	}
	return Span{clock.DayOf(from, time.UTC), clock.DayOf(from.AddDate(0, 6, -1), time.UTC)}
}

// Use is one use at the school.
type Use struct {
	feedback.Report
	Card *catalog.Card // what was used; nil when the reader cannot see it, or it was taken out of the catalog
}

// Sheet is what a school's library supported in a span of time.
type Sheet struct {
	School  people.School
	Span    Span
	Uses    []Use          // the last first
	Units   []catalog.Card // unit ideas and lessons among what was used, by title
	Classes int            // in which something was used, as far as that was said
	Skills  []string       // codes of the topics of what was used, those of most uses first
	Quotes  []Use          // words of those who let them be shown, at most two
}

// quotes is how many words of colleagues and teachers stand on a sheet.
const quotes = 2

// Sheet makes the sheet of a school. It is for whoever keeps its library, and for the coordinator: fault.Denied for others.
// The days of the span are in the zone; a span that ends before it begins is fault.Fields.
func (s *Service) Sheet(ctx context.Context, by actor.Actor, school id.SchoolID, span Span, zone *time.Location) (_ Sheet, err error) {
	defer fault.Wrap(&err, "sheet of school %s", school)
	out := Sheet{Span: span}
	if out.School, err = s.People.School(ctx, by.District, school); err != nil {
		return Sheet{}, err
	}
	if err := permitted(by, school); err != nil {
		return Sheet{}, err
	}
	if span.To < span.From {
		return out, fault.Fields{"to": fault.Say("sheet.wrong.order")}
	}
	list, err := s.Feedback.At(ctx, by, school, span.From.Time(zone), span.To.Time(zone).AddDate(0, 0, 1))
	if err != nil {
		return out, err
	}
	cards, err := s.cards(ctx, by, list)
	if err != nil {
		return out, err
	}
	for _, r := range list {
		out.Uses = append(out.Uses, Use{r, cards[r.Resource]})
	}
	out.gather()
	return out, nil
}

// atOnce is how many cards are asked for by one statement.
const atOnce = 200

func (s *Service) cards(ctx context.Context, by actor.Actor, list []feedback.Report) (map[catalog.ResourceID]*catalog.Card, error) {
	out := map[catalog.ResourceID]*catalog.Card{}
	var ids []catalog.ResourceID
	for _, r := range list {
		if _, met := out[r.Resource]; !met {
			out[r.Resource], ids = nil, append(ids, r.Resource)
		}
	}
	for part := range slices.Chunk(ids, atOnce) {
		cards, err := s.Catalog.Cards(ctx, by, part)
		if err != nil {
			return nil, err
		}
		for _, c := range cards {
			out[c.ID] = &c
		}
	}
	return out, nil
}

// gather counts what the uses say. It is the sheet's only arithmetic.
func (s *Sheet) gather() {
	uses := map[string]int{} // by topic
	for _, u := range s.Uses {
		s.Classes += u.Classes
		if len(s.Quotes) < quotes && u.Quotable {
			s.Quotes = append(s.Quotes, u)
		}
		if u.Card == nil {
			continue
		}
		about := u.Card.About
		if about.Type.Teaches() && !slices.ContainsFunc(s.Units, func(c catalog.Card) bool { return c.ID == u.Card.ID }) {
			s.Units = append(s.Units, *u.Card)
		}
		for _, topic := range about.Tags {
			if uses[topic]++; uses[topic] == 1 {
				s.Skills = append(s.Skills, topic)
			}
		}
	}
	slices.SortStableFunc(s.Units, func(a, b catalog.Card) int { return compareTitles(a.About.Title, b.About.Title) })
	slices.SortStableFunc(s.Skills, func(a, b string) int { return uses[b] - uses[a] })
}
