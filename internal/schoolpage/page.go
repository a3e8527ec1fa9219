package schoolpage

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/people"
)

// What the log says.
const (
	PageChanged         activity.Verb = "school_page.changed"
	SubscriptionAdded   activity.Verb = "subscription.added"
	SubscriptionChanged activity.Verb = "subscription.changed"
	SubscriptionRemoved activity.Verb = "subscription.removed"
)

// Service keeps the pages.
type Service struct {
	db     *db.DB
	clock  clock.Clock
	ids    id.Source
	people *people.Service
}

// New returns the service.
func New(d *db.DB, c clock.Clock, ids id.Source, p *people.Service) *Service {
	return &Service{db: d, clock: c, ids: ids, people: p}
}

// BelongingTo says what of a school would be lost with it: see people.Service.OnRemoveSchool.
func BelongingTo(ctx context.Context, tx *db.DB, district id.DistrictID, school id.SchoolID) ([]fault.Message, error) {
	var out []fault.Message
	for key, query := range map[string]string{
		"schoolpage.belongs.databases": `SELECT count(*) FROM subscription WHERE district = $1 AND school = $2`,
		"schoolpage.belongs.page":      `SELECT count(*) FROM school_page WHERE district = $1 AND school = $2 AND asking <> ''`,
	} {
		n, err := db.One(ctx, tx, db.Value[int], query, district, school)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			out = append(out, fault.Say(key, n))
		}
	}
	slices.SortFunc(out, func(a, b fault.Message) int { return strings.Compare(a.Key, b.Key) })
	return out, nil
}

// Page is what a school's library says of itself, as one reader sees it.
type Page struct {
	School   people.School
	District people.District
	Asking   string // what to ask for and how; lines
	Revision int    // of Asking
	Shared   []Subscription
	Own      []Subscription
	Inside   bool // the reader is of the district
	MayWrite bool
	MayShare bool // keep the databases of the whole district
}

// Empty says whether the page says nothing yet.
func (p Page) Empty() bool { return p.Asking == "" && len(p.Shared) == 0 && len(p.Own) == 0 }

// Show gives the page of a school.
//
// It returns fault.NotFound for a school that is not there, and outside its district while public pages are off.
func (s *Service) Show(ctx context.Context, by actor.Actor, school id.SchoolID) (_ Page, err error) {
	defer fault.Wrap(&err, "show the page of school %s", school)
	district, err := s.districtOf(ctx, by, school)
	if err != nil {
		return Page{}, err
	}
	out := Page{Inside: by.SignedIn() && by.District == district.ID, District: district}
	if out.School, err = s.people.School(ctx, district.ID, school); err != nil {
		return Page{}, err
	}
	text, err := textOf(ctx, s.db, district.ID, school)
	if err != nil {
		return Page{}, err
	}
	out.Asking, out.Revision = text.asking, text.revision
	list, err := subscriptions(ctx, s.db, district.ID)
	if err != nil {
		return Page{}, err
	}
	for _, one := range list {
		if !out.Inside {
			one.Inside = ""
		}
		switch one.School {
		case "":
			out.Shared = append(out.Shared, one)
		case school:
			out.Own = append(out.Own, one)
		}
	}
	out.MayShare = out.Inside && permitted(by, subscribe, "") == nil
	out.MayWrite = out.Inside && permitted(by, write, school) == nil && !out.School.Closed
	return out, nil
}

// districtOf is the district of a school whose page by may read.
func (s *Service) districtOf(ctx context.Context, by actor.Actor, school id.SchoolID) (people.District, error) {
	found, err := db.All(ctx, s.db, db.Value[id.DistrictID], `SELECT district FROM school WHERE id = $1 AND removed_at IS NULL`, school)
	if err != nil {
		return people.District{}, err
	}
	if by.SignedIn() && slices.Contains(found, by.District) {
		return s.people.District(ctx, by.District)
	}
	for _, at := range found {
		if district, err := s.people.District(ctx, at); err != nil || district.PublicOn {
			return district, err
		}
	}
	return people.District{}, fault.NotFound{What: "school"}
}

// text is what a page says at one moment.
type text struct {
	asking, before string
	revision       int
}

func textOf(ctx context.Context, d *db.DB, district id.DistrictID, school id.SchoolID) (text, error) {
	out, err := db.One(ctx, d, func(row db.Row) (t text, err error) {
		return t, row.Scan(&t.asking, &t.before, &t.revision)
	}, `SELECT asking, before, revision FROM school_page WHERE district = $1 AND school = $2`, district, school)
	if errors.Is(err, sql.ErrNoRows) {
		return text{}, nil
	}
	return out, err
}

const longestAsking = 4000 // characters

// Write changes what a school's page says. revision is of the page one began from; when it was changed meanwhile, fault.Fields says
// so and nothing is replaced.
func (s *Service) Write(ctx context.Context, by actor.Actor, school id.SchoolID, asking string, revision int) (err error) {
	defer fault.Wrap(&err, "write the page of school %s", school)
	if utf8.RuneCountInString(asking) > longestAsking {
		return fault.Fields{"asking": fault.Say("schoolpage.wrong.long", longestAsking)}
	}
	return s.alter(ctx, by, school, func(now text) (string, error) {
		if now.revision != revision {
			return "", fault.Fields{"asking": fault.Say("schoolpage.wrong.meanwhile")}
		}
		return asking, nil
	})
}

// Undo has the page say what it said before the last change.
func (s *Service) Undo(ctx context.Context, by actor.Actor, school id.SchoolID) (err error) {
	defer fault.Wrap(&err, "undo the page of school %s", school)
	return s.alter(ctx, by, school, func(now text) (string, error) { return now.before, nil })
}

func (s *Service) alter(ctx context.Context, by actor.Actor, school id.SchoolID, change func(now text) (string, error)) error {
	if err := s.own(ctx, by, school); err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.DB) error {
		now, err := textOf(ctx, tx, by.District, school)
		if err != nil {
			return err
		}
		asking, err := change(now)
		if err != nil || asking == now.asking {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO school_page (district, school, asking, before, revision) VALUES ($1, $2, $3, $4, 1)
			ON CONFLICT (district, school) DO UPDATE SET asking = excluded.asking, before = excluded.before, revision = school_page.revision + 1`,
			by.District, school, asking, now.asking); err != nil {
			return err
		}
		return s.log(ctx, tx, by, PageChanged, activity.Activity{School: school, ObjectKind: "school", Object: string(school)})
	})
}

// own checks that the school is there, works, and is one whose page by keeps.
func (s *Service) own(ctx context.Context, by actor.Actor, school id.SchoolID) error {
	found, err := s.people.School(ctx, by.District, school)
	if err != nil {
		return err
	}
	if err := keep(by, school); err != nil {
		return err
	}
	if found.Closed {
		return fault.Conflict{Reason: fault.Say("schoolpage.closed", found.Name)}
	}
	return nil
}

func (s *Service) log(ctx context.Context, tx *db.DB, by actor.Actor, verb activity.Verb, what activity.Activity) error {
	what.District, what.Person, what.Verb, what.At = by.District, by.Person, verb, s.now()
	return activity.Write(ctx, tx, what)
}

func (s *Service) now() time.Time { return s.clock.Now() }
