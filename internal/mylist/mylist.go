package mylist

import (
	"context"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/jobs"
	"github.com/commonshelf/commonshelf/internal/people"
)

// Options are what the service stands on.
type Options struct {
	DB      *db.DB
	Clock   clock.Clock
	People  *people.Service
	Catalog *catalog.Service
	Jobs    *jobs.Jobs // nil: what was taken off is kept
}

// Service keeps the lists.
type Service struct{ Options }

// New returns the service and has what is over forgotten once a day.
func New(o Options) *Service {
	s := &Service{o}
	if o.Jobs != nil {
		jobs.Register(o.Jobs, func(ctx context.Context, _ sweeping) error { return s.Sweep(ctx) }, jobs.Options{Unique: true})
		o.Jobs.Every(24*time.Hour, sweeping{})
	}
	return s
}

// Entry is one thing that somebody means to try, or has tried.
type Entry struct {
	Resource catalog.ResourceID
	Card     *catalog.Card // nil: it is in the catalog no more, or not for the reader's eyes
	Chosen   When
	Due      clock.Day // from which it is asked how it went; empty: it is not
	AddedAt  time.Time
	TriedAt  time.Time // zero: not yet
}

const entryColumns = `resource, chosen, coalesce(due, ''), added_at, coalesce(tried_at, 0)`

func scanEntry(row db.Row) (e Entry, err error) {
	var added, tried int64
	err = row.Scan(&e.Resource, &e.Chosen, &e.Due, &added, &tried)
	if e.AddedAt = clock.FromMicros(added); tried > 0 {
		e.TriedAt = clock.FromMicros(tried)
	}
	return e, err
}

// List is everything on the actor's list: what is to be tried, the next due first, then what was tried, the last first.
func (s *Service) List(ctx context.Context, by actor.Actor) (_ []Entry, err error) {
	defer fault.Wrap(&err, "list of %s", by.Person)
	return s.entries(ctx, by, `ORDER BY tried_at IS NOT NULL, tried_at DESC, due IS NULL, due, added_at DESC, resource`)
}

// Due lists what the actor is to be asked about: what is due today or before, can still be read, and was not answered.
func (s *Service) Due(ctx context.Context, by actor.Actor) (_ []Entry, err error) {
	defer fault.Wrap(&err, "due of %s", by.Person)
	today, err := s.today(ctx, by)
	if err != nil {
		return nil, err
	}
	list, err := s.entries(ctx, by, `AND tried_at IS NULL AND due <= $3 ORDER BY due, added_at, resource`, today)
	var out []Entry
	for _, e := range list {
		if e.Card != nil {
			out = append(out, e)
		}
	}
	return out, err
}

// Of is the actor's entry of a resource; false when it is not on their list.
func (s *Service) Of(ctx context.Context, by actor.Actor, resource catalog.ResourceID) (_ Entry, there bool, err error) {
	defer fault.Wrap(&err, "entry of %s", resource)
	list, err := s.entries(ctx, by, `AND resource = $3`, resource)
	if err != nil || len(list) == 0 {
		return Entry{}, false, err
	}
	return list[0], true, nil
}

// entries reads what is on the actor's own list, as the rest of the query says, with the cards that they may see.
func (s *Service) entries(ctx context.Context, by actor.Actor, rest string, args ...any) ([]Entry, error) {
	if err := permitted(by, read, by.Person); err != nil {
		return nil, err
	}
	list, err := db.All(ctx, s.DB, scanEntry, `SELECT `+entryColumns+` FROM list_entry WHERE district = $1 AND person = $2 AND removed_at IS NULL `+rest,
		append([]any{by.District, by.Person}, args...)...)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	ids := make([]catalog.ResourceID, len(list))
	for i, e := range list {
		ids[i] = e.Resource
	}
	cards, err := s.Catalog.Cards(ctx, by, ids)
	if err != nil {
		return nil, err
	}
	seen := map[catalog.ResourceID]*catalog.Card{}
	for i := range cards {
		seen[cards[i].ID] = &cards[i]
	}
	for i, e := range list {
		list[i].Card = seen[e.Resource]
	}
	return list, nil
}

func (s *Service) today(ctx context.Context, by actor.Actor) (clock.Day, error) {
	d, err := s.People.District(ctx, by.District)
	if err != nil {
		return "", err
	}
	return s.People.DayOf(d.Zone, s.Clock.Now()), nil
}

// keeps is how long what was taken off can be put back, and how long a leaver's list stays.
const keeps = 30 * 24 * time.Hour

// sweeping is the job that forgets what is over.
type sweeping struct{}

// Kind implements jobs.Args.
func (sweeping) Kind() string { return "mylist.sweep" }

// Sweep forgets what was taken off, and the lists of those who have left, after 30 days.
func (s *Service) Sweep(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "sweep lists")
	before := clock.Micros(s.Clock.Now().Add(-keeps))
	_, err = s.DB.Exec(ctx, `DELETE FROM list_entry WHERE removed_at < $1 OR EXISTS (SELECT 1 FROM person p
		WHERE p.district = list_entry.district AND p.id = list_entry.person AND p.state = 'left' AND p.left_at < $1)`, before)
	return err
}
