package digest

import (
	"context"
	"fmt"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/jobs"
	"github.com/commonshelf/commonshelf/internal/letterbox"
	"github.com/commonshelf/commonshelf/internal/people"
)

// Source gives what one domain has for a reader, the best of each place first. It may give more than a letter holds: what came
// lately is passed over.
type Source func(ctx context.Context, to letterbox.Reader) ([]Item, error)

// Options are what the service stands on.
type Options struct {
	DB      *db.DB
	Clock   clock.Clock
	IDs     id.Source
	Jobs    *jobs.Jobs
	People  *people.Service
	Catalog *catalog.Service
	Letters *letterbox.Service
}

// Service writes the weekly emails of every district.
type Service struct {
	Options
	sources []Source
}

// Weekly is the kind of letter.
const Weekly letterbox.Kind = "weekly"

// New returns the service, with what the catalog has as its first sources. Others are added while the program is put together.
func New(o Options) *Service {
	s := &Service{Options: o}
	s.Add(s.fresh, s.fitting, s.drafts, s.moves)
	o.Letters.Register(Weekly, s.write, letterbox.Rules{})
	jobs.Register(o.Jobs, func(ctx context.Context, _ looking) error { return s.Look(ctx) }, jobs.Options{Unique: true})
	o.Jobs.Every(20*time.Minute, looking{})
	return s
}

// Add adds what other domains have.
func (s *Service) Add(sources ...Source) { s.sources = append(s.sources, sources...) }

// looking is the job that looks whom to write to.
type looking struct{}

// Kind implements jobs.Args.
func (looking) Kind() string { return "digest.look" }

// hour is from when on the weekly email goes, in the district's zone: it is there when school begins.
const hour = 6

// week names a week, which begins on Monday: "2026-W48".
func week(t time.Time) string {
	year, number := t.ISOWeek()
	return fmt.Sprintf("%d-W%02d", year, number)
}

// Look posts the weekly email of everyone whose day it is, in every district where it is morning and no break. Looking again posts
// nobody's twice. It forgets what letters held more than eight weeks ago.
func (s *Service) Look(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "look whom to write to")
	now := s.Clock.Now()
	if _, err := s.DB.Exec(ctx, `DELETE FROM weekly_item WHERE at < $1`, clock.Micros(now.Add(-apart))); err != nil {
		return err
	}
	districts, err := s.People.Districts(ctx)
	if err != nil {
		return err
	}
	for _, d := range districts {
		local := now.In(d.Location())
		if d.SetUp != people.Done || local.Hour() < hour {
			continue
		}
		if off, err := s.off(ctx, d.ID, clock.DayOf(now, d.Location())); err != nil || off {
			if err != nil {
				return err
			}
			continue
		}
		if err := s.postAll(ctx, d.ID, local); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) postAll(ctx context.Context, district id.DistrictID, local time.Time) error {
	whom, err := s.Letters.Weekly(ctx, district, local.Weekday())
	if err != nil {
		return err
	}
	went, err := s.Letters.Went(ctx, district, Weekly, week(local))
	if err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.DB) error {
		for _, person := range whom {
			if went[person] {
				continue
			}
			if err := s.Letters.Post(ctx, tx, Weekly, district, person, week(local)); err != nil {
				return err
			}
		}
		return nil
	})
}

// atOnce begins the name of what PostNow posts, where others have a week.
const atOnce = "now "

// PostNow posts the weekly email to everyone whom one reaches on some day, whichever day it is: for the demonstration, where nobody waits for
// Friday. It gives how many letters there may be.
func (s *Service) PostNow(ctx context.Context) (posted int, err error) {
	defer fault.Wrap(&err, "post the weekly email now")
	districts, err := s.People.Districts(ctx)
	if err != nil {
		return 0, err
	}
	now := s.Clock.Now()
	for _, d := range districts {
		for day := time.Sunday; day <= time.Saturday; day++ {
			whom, err := s.Letters.Weekly(ctx, d.ID, day)
			if err != nil {
				return posted, err
			}
			err = s.DB.Do(ctx, func(tx *db.DB) error {
				for _, person := range whom {
					if err := s.Letters.Post(ctx, tx, Weekly, d.ID, person, atOnce+now.UTC().Format(time.RFC3339Nano)); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				return posted, err
			}
			posted += len(whom)
		}
	}
	return posted, nil
}

// apart is how long nothing comes twice.
const apart = 8 * 7 * 24 * time.Hour

// seen is what letters to somebody held in the last eight weeks.
func (s *Service) seen(ctx context.Context, by actor.Actor) (map[string]bool, error) {
	list, err := db.All(ctx, s.DB, db.Value[string], `SELECT item FROM weekly_item WHERE district = $1 AND person = $2 AND at > $3`,
		by.District, by.Person, clock.Micros(s.Clock.Now().Add(-apart)))
	out := make(map[string]bool, len(list))
	for _, item := range list {
		out[item] = true
	}
	return out, err
}

// A district is young while it has few things or is new here.
const (
	fewThings  = 100
	youngWeeks = 8
)

// bounds are those of a district's letters as it stands now.
func (s *Service) bounds(ctx context.Context, to letterbox.Reader) (Bounds, error) {
	things, since, err := s.Catalog.Extent(ctx, to.District.ID)
	if err != nil {
		return Bounds{}, err
	}
	if things < fewThings || s.Clock.Now().Sub(since) < youngWeeks*7*24*time.Hour {
		return Bounds{Words: mostWords, Items: int(slots), Each: 1}, nil
	}
	return Bounds{Items: bestItems, Each: bestItems}, nil
}

const (
	mostWords = 150 // of the whole letter
	bestItems = 5
)

// HoldsOf says whether a letter to somebody held, in the last eight weeks, a thing whose name begins so: "tried.0123456789abcdef".
func (s *Service) HoldsOf(ctx context.Context, held letterbox.Held, begins string) (bool, error) {
	return db.One(ctx, s.DB, db.Value[bool], `SELECT EXISTS (SELECT 1 FROM weekly_item WHERE district = $1 AND person = $2 AND letter = $3 AND item > $4 AND item < $5)`,
		held.District.ID, held.Person.ID, held.Letter, begins, begins+"\x7f")
}

// Holds says whether a letter to somebody held a thing in the last eight weeks: "resource.0123456789abcdef".
func (s *Service) Holds(ctx context.Context, held letterbox.Held, item string) (bool, error) {
	list, err := db.All(ctx, s.DB, db.Value[string], `SELECT item FROM weekly_item WHERE district = $1 AND person = $2 AND item = $3 AND letter = $4`,
		held.District.ID, held.Person.ID, item, held.Letter)
	return len(list) > 0, err
}
