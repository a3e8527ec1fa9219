package feedback

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Options are what the service stands on.
type Options struct {
	DB      *db.DB
	Clock   clock.Clock
	IDs     id.Source
	Catalog *catalog.Service
	// Tried is told, in the transaction, that the actor reported how a resource went, or took the report back. It may be nil.
	Tried func(ctx context.Context, tx *db.DB, by actor.Actor, resource catalog.ResourceID, back bool) error
}

// Service keeps the reports.
type Service struct{ Options }

// New returns the service.
func New(o Options) *Service {
	if o.Tried == nil {
		o.Tried = func(context.Context, *db.DB, actor.Actor, catalog.ResourceID, bool) error { return nil }
	}
	return &Service{o}
}

// ReportID names a use report.
type ReportID string

// Outcome is how it went.
type Outcome string

// How it may have gone.
const (
	Worked  Outcome = "worked"
	Improve Outcome = "improve" // I'd change something
)

// Known says whether o is one of them.
func (o Outcome) Known() bool { return o == Worked || o == Improve }

// Verbs of the log.
const (
	Reported activity.Verb = "use.reported" // a report stands under a resource, or does again
	Changed  activity.Verb = "use.changed"
	Removed  activity.Verb = "use.removed"
)

// Said is what a report says.
type Said struct {
	School   id.SchoolID // where it was used
	Outcome  Outcome
	Grades   grade.Set // empty: not said
	Visits   int       // 0: not said
	Classes  int       // 0: not said
	Words    string    // what was changed, or what one would change
	Quotable bool      // the words may stand on the sheet for the principal
}

const (
	maxWords = 600 // characters
	most     = 99  // visits, classes
)

// check says what cannot be.
func (in *Said) check() error {
	in.Words = strings.TrimSpace(in.Words)
	var wrong fault.Fields
	if !in.Outcome.Known() {
		wrong.Add("outcome", "use.wrong.outcome")
	}
	if in.Visits < 0 || in.Visits > most {
		wrong.Add("visits", "use.wrong.number", most)
	}
	if in.Classes < 0 || in.Classes > most {
		wrong.Add("classes", "use.wrong.number", most)
	}
	if utf8.RuneCountInString(in.Words) > maxWords {
		wrong.Add("words", "use.wrong.words_long", maxWords)
	}
	in.Grades &= grade.All
	in.Quotable = in.Quotable && in.Words != ""
	return wrong.Err()
}

// Report lets stand under a resource how it went. The same said again within ten minutes is a form sent twice: it counts once.
//
// It returns fault.Fields for what cannot be, fault.Denied for a school where the actor is not, and fault.NotFound for a resource they
// may not see.
func (s *Service) Report(ctx context.Context, by actor.Actor, resource catalog.ResourceID, in Said) (_ ReportID, err error) {
	defer fault.Wrap(&err, "report a use of %s", resource)
	if err := permitted(by, write, standing{by.Person, in.School}); err != nil {
		return "", err
	}
	if err := in.check(); err != nil {
		return "", err
	}
	if err := s.visible(ctx, by, resource); err != nil {
		return "", err
	}
	report := id.New[ReportID](s.IDs)
	return db.Tx(ctx, s.DB, func(tx *db.DB) (ReportID, error) {
		now := s.Clock.Now()
		twin, err := db.All(ctx, tx, db.Value[ReportID], `SELECT id FROM use_report WHERE district = $1 AND resource = $2 AND school = $3 AND person = $4 AND outcome = $5
			AND grades = $6 AND visits = $7 AND classes = $8 AND words = $9 AND at > $10 AND removed_at IS NULL`, by.District, resource, in.School, by.Person, in.Outcome,
			int64(in.Grades), in.Visits, in.Classes, in.Words, clock.Micros(now.Add(-sentTwice)))
		if err != nil {
			return "", err
		}
		if len(twin) > 0 {
			return twin[0], nil
		}
		return report, s.put(ctx, tx, by, resource, report, in, now)
	})
}

// sentTwice is within what time the same report is one that was sent twice.
const sentTwice = 10 * time.Minute

func (s *Service) put(ctx context.Context, tx *db.DB, by actor.Actor, resource catalog.ResourceID, report ReportID, in Said, now time.Time) error {
	known, err := db.One(ctx, tx, db.Value[int], `SELECT count(*) FROM school WHERE district = $1 AND id = $2 AND removed_at IS NULL`, by.District, in.School)
	if err != nil {
		return err
	}
	if known == 0 {
		return fault.Fields{"school": fault.Say("use.wrong.school")}
	}
	_, err = tx.Exec(ctx, `INSERT INTO use_report (id, district, resource, school, person, outcome, grades, visits, classes, words, quotable, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`, report, by.District, resource, in.School, by.Person, in.Outcome, int64(in.Grades),
		in.Visits, in.Classes, in.Words, in.Quotable, clock.Micros(now))
	if err != nil {
		return err
	}
	if err := s.Tried(ctx, tx, by, resource, false); err != nil {
		return err
	}
	return log(ctx, tx, by, Reported, Report{Resource: resource, Said: in}, now)
}

// visible is fault.NotFound for a resource that the actor may not see or that is out of the catalog.
func (s *Service) visible(ctx context.Context, by actor.Actor, resource catalog.ResourceID) error {
	cards, err := s.Catalog.Cards(ctx, by, []catalog.ResourceID{resource})
	if err == nil && len(cards) == 0 {
		return fault.NotFound{What: catalog.ObjectKind}
	}
	return err
}

func log(ctx context.Context, tx *db.DB, by actor.Actor, verb activity.Verb, r Report, at time.Time) error {
	return activity.Write(ctx, tx, activity.Activity{District: by.District, School: r.School, Person: by.Person, Verb: verb,
		ObjectKind: catalog.ObjectKind, Object: string(r.Resource), At: at})
}

// Change says something else in a report of the actor's own.
func (s *Service) Change(ctx context.Context, by actor.Actor, report ReportID, in Said) (err error) {
	defer fault.Wrap(&err, "change report %s", report)
	return s.DB.Do(ctx, func(tx *db.DB) error {
		r, err := find(ctx, tx, by, report)
		if err != nil {
			return err
		}
		if err := permitted(by, change, r.standing()); err != nil {
			return err
		}
		if in.School == "" {
			in.School = r.School
		}
		if err := permitted(by, write, standing{by.Person, in.School}); err != nil && in.School != r.School {
			return err
		}
		if err := in.check(); err != nil {
			return err
		}
		now := s.Clock.Now()
		_, err = tx.Exec(ctx, `UPDATE use_report SET school = $3, outcome = $4, grades = $5, visits = $6, classes = $7, words = $8, quotable = $9, changed_at = $10
			WHERE district = $1 AND id = $2`, by.District, report, in.School, in.Outcome, int64(in.Grades), in.Visits, in.Classes, in.Words, in.Quotable, clock.Micros(now))
		if err != nil {
			return err
		}
		return log(ctx, tx, by, Changed, r, now)
	})
}

// Remove takes a report away; back lets it stand again, which whoever took it away and a coordinator may. Done twice it is done
// once.
func (s *Service) Remove(ctx context.Context, by actor.Actor, report ReportID, back bool) (err error) {
	defer fault.Wrap(&err, "remove report %s", report)
	return s.DB.Do(ctx, func(tx *db.DB) error {
		r, err := find(ctx, tx, by, report)
		if err != nil {
			return err
		}
		if err := permitted(by, remove, r.standing()); err != nil {
			return err
		}
		if back && r.gone && r.remover != by.Person && !by.Coordinator {
			return fault.Denied{Reason: fault.Say("use.denied.back")}
		}
		if r.gone != back {
			return nil
		}
		now, verb, at, remover := s.Clock.Now(), Removed, any(nil), any(nil)
		if back {
			verb = Reported
		} else {
			at, remover = clock.Micros(now), string(by.Person)
		}
		if _, err := tx.Exec(ctx, `UPDATE use_report SET removed_at = $3, removed_by = $4 WHERE district = $1 AND id = $2`, by.District, report, at, remover); err != nil {
			return err
		}
		if r.Person == by.Person {
			if err := s.Tried(ctx, tx, by, r.Resource, !back); err != nil {
				return err
			}
		}
		return log(ctx, tx, by, verb, r, now)
	})
}

// find reads a report of the actor's district, also one that was taken away.
func find(ctx context.Context, d *db.DB, by actor.Actor, report ReportID) (Report, error) {
	r, err := db.One(ctx, d, scanReport, `SELECT `+reportColumns+reportFrom+`WHERE u.district = $1 AND u.id = $2`, by.District, report)
	if errors.Is(err, sql.ErrNoRows) {
		return Report{}, fault.NotFound{What: "use report"}
	}
	return r, err
}
