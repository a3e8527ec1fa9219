package savedsearch

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"io"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/feed"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/jobs"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// Options are what the service stands on.
type Options struct {
	DB      *db.DB
	Clock   clock.Clock
	IDs     id.Source
	Random  io.Reader // of secrets; nil: the operating system's
	People  *people.Service
	Catalog *catalog.Service
	Search  *search.Service
	Feed    *feed.Service
	Topics  *vocab.Service
	Jobs    *jobs.Jobs // nil: what was taken away is kept
}

// Service keeps saved searches.
type Service struct{ Options }

// New returns the service. Whoever leaves takes no feed along; what is over is forgotten once a day.
func New(o Options) *Service {
	if o.Random == nil {
		o.Random = rand.Reader
	}
	s := &Service{o}
	o.People.OnLeave(s.endFeeds)
	o.People.OnEndAll(s.endFeeds)
	if o.Jobs != nil {
		jobs.Register(o.Jobs, func(ctx context.Context, _ sweeping) error { return s.Sweep(ctx) }, jobs.Options{Unique: true})
		o.Jobs.Every(24*time.Hour, sweeping{})
	}
	return s
}

// ID names a saved search.
type ID string

// Saved is a search with a name.
type Saved struct {
	ID       ID
	Name     string
	Query    string // as Address writes it
	InLetter bool   // the weekly email says what is new
	SavedAt  time.Time
	ToldAt   time.Time // when it last did
	newFrom  time.Time // nothing that was shared before is new
	toldOf   string    // ids of what the last letters told of, with spaces between
	FeedMade time.Time // zero: it has no feed
	FeedUsed clock.Day // when a reader asked there last; empty: never
}

const columns = `id, name, query, in_letter, saved_at, told_at, new_from, told_of, coalesce(feed_made_at, 0), coalesce(feed_used_on, '')`

func scan(row db.Row) (v Saved, err error) {
	var saved, told, from, made int64
	err = row.Scan(&v.ID, &v.Name, &v.Query, &v.InLetter, &saved, &told, &from, &v.toldOf, &made, &v.FeedUsed)
	v.SavedAt, v.ToldAt, v.newFrom = clock.FromMicros(saved), clock.FromMicros(told), clock.FromMicros(from)
	if made > 0 {
		v.FeedMade = clock.FromMicros(made)
	}
	return v, err
}

// List lists the actor's saved searches, the newest first.
func (s *Service) List(ctx context.Context, by actor.Actor) (_ []Saved, err error) {
	defer fault.Wrap(&err, "saved searches of %s", by.Person)
	return s.some(ctx, by, `ORDER BY saved_at DESC, id`)
}

// Get is one of the actor's saved searches, or fault.NotFound.
func (s *Service) Get(ctx context.Context, by actor.Actor, which ID) (_ Saved, err error) {
	defer fault.Wrap(&err, "saved search %s", which)
	list, err := s.some(ctx, by, `AND id = $3`, which)
	if err == nil && len(list) == 0 {
		err = missing
	}
	if err != nil {
		return Saved{}, err
	}
	return list[0], nil
}

// Same is the actor's saved search that finds the same as a query; false when there is none.
func (s *Service) Same(ctx context.Context, by actor.Actor, q search.Query) (_ Saved, there bool, err error) {
	defer fault.Wrap(&err, "find a saved search")
	list, err := s.some(ctx, by, `AND same = $3`, same(q))
	if err != nil || len(list) == 0 {
		return Saved{}, false, err
	}
	return list[0], true, nil
}

// missing is what is said of a saved search that its owner does not have.
var missing = fault.NotFound{What: "saved search"}

func (s *Service) some(ctx context.Context, by actor.Actor, rest string, args ...any) ([]Saved, error) {
	if err := permitted(by, read, by.Person); err != nil {
		return nil, err
	}
	return db.All(ctx, s.DB, scan, `SELECT `+columns+` FROM saved_search WHERE district = $1 AND person = $2 AND removed_at IS NULL `+rest,
		append([]any{by.District, by.Person}, args...)...)
}

// endFeeds ends all feeds of a person.
func (s *Service) endFeeds(ctx context.Context, tx *db.DB, by actor.Actor, whose id.PersonID) error {
	if err := permitted(by, end, whose); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE saved_search SET token_hash = NULL, feed_made_at = NULL, feed_used_on = NULL WHERE district = $1 AND person = $2`, by.District, whose)
	return err
}

// keeps is how long what was taken away can be put back, and how long a leaver's saved searches stay.
const keeps = 30 * 24 * time.Hour

// sweeping is the job that forgets what is over.
type sweeping struct{}

// Kind implements jobs.Args.
func (sweeping) Kind() string { return "savedsearch.sweep" }

// Sweep forgets what was taken away, and the saved searches of those who have left, after 30 days.
func (s *Service) Sweep(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "sweep saved searches")
	before := clock.Micros(s.Clock.Now().Add(-keeps))
	_, err = s.DB.Exec(ctx, `DELETE FROM saved_search WHERE removed_at < $1 OR EXISTS (SELECT 1 FROM person p
		WHERE p.district = saved_search.district AND p.id = saved_search.person AND p.state = 'left' AND p.left_at < $1)`, before)
	return err
}

// none says whether a query for one row found none.
func none(err error) bool { return errors.Is(err, sql.ErrNoRows) }
