package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/commonshelf/commonshelf/internal/adapt"
	"github.com/commonshelf/commonshelf/internal/catalog/catalogweb"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/credit"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/demo/content"
	"github.com/commonshelf/commonshelf/internal/exchange"
	"github.com/commonshelf/commonshelf/internal/feedback"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/mylist"
	"github.com/commonshelf/commonshelf/internal/question"
	"github.com/commonshelf/commonshelf/internal/savedsearch"
	"github.com/commonshelf/commonshelf/internal/search"
)

// month puts in place what came of what was shared. Nobody is written to.
type month struct {
	*shelf
	today    time.Time // the day on which the demonstration begins, at its first hour on the district's clocks
	use      *feedback.Service
	list     *mylist.Service
	question *question.Service
	exchange *exchange.Service
	adapt    *adapt.Service
	saved    *savedsearch.Service
}

func newMonth(s *shelf, tx *db.DB) *month {
	begins := s.Clock.Now().In(s.zone)
	return &month{shelf: s, today: time.Date(begins.Year(), begins.Month(), begins.Day(), 0, 0, 0, 0, s.zone),
		use:  feedback.New(feedback.Options{DB: tx, Clock: s.now, IDs: s.ids, Catalog: s.catalog}),
		list: mylist.New(mylist.Options{DB: tx, Clock: s.now, People: s.Options.People, Catalog: s.catalog}),
		question: question.New(question.Options{DB: tx, Clock: s.now, IDs: s.ids, People: s.Options.People, Catalog: s.catalog,
			Credit: credit.New(credit.Options{DB: tx, Clock: s.now, People: s.Options.People, Catalog: s.catalog}), BaseURL: s.BaseURL}),
		exchange: exchange.New(exchange.Options{DB: tx, Clock: s.now, IDs: s.ids, People: s.Options.People, Catalog: s.catalog}),
		adapt:    adapt.New(adapt.Options{DB: tx, Clock: s.now, IDs: s.ids, Catalog: s.catalog, Form: catalogweb.FormOf, BaseURL: s.BaseURL}),
		saved:    &savedsearch.Service{Options: savedsearch.Options{DB: tx, Clock: s.now, IDs: s.ids}}, // New would have people who leave take their feeds along, in a transaction that is over
	}
}

func (m *month) put(ctx context.Context) error {
	for i, v := range m.content.Month.Versions {
		if err := m.putVersion(ctx, v, i); err != nil {
			return fmt.Errorf("version %s: %w", v.Key, err)
		}
	}
	for i, v := range m.content.Month.Versions {
		if err := m.suggest(ctx, v, i); err != nil {
			return fmt.Errorf("suggestion of %s: %w", v.Key, err)
		}
	}
	for i, u := range m.content.Month.Uses {
		if err := m.putUse(ctx, u, i); err != nil {
			return fmt.Errorf("use of %s: %w", u.Resource, err)
		}
	}
	for i, e := range m.content.Month.Lists {
		m.now.at = m.ago(e.Ago, i)
		if err := m.list.Keep(ctx, m.actors[e.By], m.shared[e.Resource], mylist.When(e.When)); err != nil {
			return fmt.Errorf("list of %s: %w", e.By, err)
		}
	}
	for i, q := range m.content.Month.Questions {
		if err := m.putQuestion(ctx, q, i); err != nil {
			return fmt.Errorf("question of %s: %w", q.By, err)
		}
	}
	for i, e := range m.content.Month.Exchanges {
		if err := m.putExchange(ctx, e, i); err != nil {
			return fmt.Errorf("exchange of %s: %w", e.Host, err)
		}
	}
	for i, v := range m.content.Month.Saved {
		m.now.at = m.ago(v.Ago, i)
		if _, _, err := m.saved.Save(ctx, m.actors[v.By], savedsearch.SaveInput{Query: search.Query{Words: v.Words}, Name: v.Name}); err != nil {
			return fmt.Errorf("saved search of %s: %w", v.By, err)
		}
	}
	return nil
}

// ago is an hour of the working day so many days back, or of the Friday before a weekend.
func (m *month) ago(days, place int) time.Time {
	day := m.today.AddDate(0, 0, -days)
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.AddDate(0, 0, -1)
	}
	return m.hour(clock.DayOf(day, m.zone), place)
}

// after is the school day so many days after another, or the Monday after a weekend.
func after(day time.Time, days int) time.Time {
	day = day.AddDate(0, 0, days)
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.AddDate(0, 0, 1)
	}
	return day
}

func (m *month) putUse(ctx context.Context, u content.Use, place int) error {
	m.now.at = m.ago(u.Ago, place)
	if u.Teacher != "" {
		token, err := m.catalog.MakeShareLink(ctx, m.actors[u.Teacher], m.shared[u.Resource], "", m.schools[u.At])
		if err != nil {
			return err
		}
		_, err = m.use.ReportByLink(ctx, token, feedback.NewWayBack(), u.Classes, u.Words, u.Quotable)
		return err
	}
	grades, err := grade.Parse(u.Grades)
	if err != nil {
		return err
	}
	_, err = m.use.Report(ctx, m.actors[u.By], m.shared[u.Resource], feedback.Said{School: m.schools[u.At], Outcome: feedback.Outcome(u.Outcome), Grades: grades,
		Visits: u.Visits, Classes: u.Classes, Words: u.Words, Quotable: u.Quotable})
	return err
}

func (m *month) putQuestion(ctx context.Context, q content.Question, place int) error {
	m.now.at = m.ago(q.Ago, place)
	needBy := clock.Day("")
	if q.NeedIn > 0 {
		needBy = clock.DayOf(after(m.today, q.NeedIn), m.zone)
	}
	asked, err := m.question.Ask(ctx, m.actors[q.By], q.Words, needBy)
	if err != nil {
		return err
	}
	var helped []question.AnswerID
	for i, a := range q.Answers {
		m.now.at = m.ago(a.Ago, place+i+1)
		made, err := m.question.Answer(ctx, m.actors[a.By], asked.ID, question.Given{Words: a.Words, URL: a.URL, Resource: m.shared[a.Resource]})
		if err != nil {
			return err
		}
		if q.Closed != nil && slices.Contains(q.Closed.Helped, a.By) {
			helped = append(helped, made)
		}
	}
	if q.Closed == nil {
		return nil
	}
	m.now.at = m.ago(q.Closed.Ago, place)
	_, err = m.question.Close(ctx, m.actors[q.By], asked.ID, question.CloseInput{Helped: helped, Words: q.Closed.Words, Language: "en"})
	return err
}

// usual is how many days before an exchange its invitation goes.
const usual = 8

func (m *month) putExchange(ctx context.Context, e content.Exchange, place int) error {
	first := after(m.today, e.In)
	day := first.Format(time.DateOnly)
	at, err := exchange.ParseTime(day, e.Hour, m.zone)
	if err != nil {
		return err
	}
	m.now.at = m.ago(max(1, usual-e.In), place)
	if e.Held {
		m.now.at = at.Add(2 * time.Hour)
	}
	in := exchange.Input{Topic: e.Topic, Resource: m.shared[e.Resource], School: m.schools[e.School], Day: day, Hour: e.Hour, Place: e.Place, Held: e.Held}
	if e.Resource != "" {
		in.Topic = m.title(e.Resource)
	}
	if e.Held {
		in.Summary = e.Summary.Text
	}
	if e.Second > 0 {
		in.SecondDay, in.SecondHour = after(first, e.Second).Format(time.DateOnly), e.Hour
	}
	made, err := m.exchange.Invite(ctx, m.actors[e.Host], in)
	if err != nil {
		return err
	}
	for _, a := range e.Answers {
		if _, err := m.exchange.Answer(ctx, m.actors[a.By], made.ID, exchange.Says(a.Says)); err != nil {
			return err
		}
	}
	m.now.at = at.Add(exchange.Minutes * time.Minute)
	for _, n := range e.Notes {
		m.now.at = m.now.at.Add(time.Minute)
		if _, err := m.exchange.AddNote(ctx, m.actors[n.By], made.ID, n.Text); err != nil {
			return err
		}
	}
	if e.Summary.Text == "" || e.Held {
		return nil
	}
	m.now.at = at.Add(time.Hour)
	return m.exchange.SumUp(ctx, m.actors[e.Summary.By], made.ID, e.Summary.Text, "")
}

// title is that of a resource, as short as a topic may be.
func (m *month) title(key string) string {
	for _, r := range m.content.Resources {
		if r.Key == key {
			return r.Title
		}
	}
	return ""
}
