package digest

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// BreakID names a break.
type BreakID string

// Break is some days without school, in which no weekly email goes.
type Break struct {
	ID          BreakID
	Name        string // may be empty
	First, Last clock.Day
}

// The verbs of the log.
const (
	BreakAdded   activity.Verb = "break.added"
	BreakRemoved activity.Verb = "break.removed"
)

const breakColumns = `id, name, first_day, last_day`

func scanBreak(row db.Row) (Break, error) {
	var b Break
	err := row.Scan(&b.ID, &b.Name, &b.First, &b.Last)
	return b, err
}

// Breaks lists the breaks of the actor's district that are not over, the next first.
func (s *Service) Breaks(ctx context.Context, by actor.Actor) (_ []Break, err error) {
	defer fault.Wrap(&err, "list breaks")
	if err := permitted(by, seeBreaks); err != nil {
		return nil, err
	}
	d, err := s.People.District(ctx, by.District)
	if err != nil {
		return nil, err
	}
	return db.All(ctx, s.DB, scanBreak, `SELECT `+breakColumns+` FROM school_break WHERE district = $1 AND NOT removed AND last_day >= $2 ORDER BY first_day, id`,
		by.District, s.People.Today(d.Zone))
}

// BreakInput is a break as somebody enters it, days as 2026-12-21.
type BreakInput struct{ Name, First, Last string }

// longestBreak is longer than any summer.
const (
	longestBreak     = 120 * 24 * time.Hour
	longestBreakName = 80
)

func (in BreakInput) check() (Break, error) {
	var f fault.Fields
	b := Break{Name: strings.Join(strings.Fields(in.Name), " ")}
	if len([]rune(b.Name)) > longestBreakName {
		f.Add("name", "digest.break.long_name")
	}
	var err error
	if b.First, err = clock.ParseDay(in.First); err != nil || b.First == "" {
		f.Add("first", "digest.break.day")
	}
	if b.Last, err = clock.ParseDay(in.Last); err != nil || b.Last == "" {
		f.Add("last", "digest.break.day")
	}
	if f.Err() == nil && b.Last < b.First {
		f.Add("last", "digest.break.order")
	}
	if f.Err() == nil && b.Last.Time(time.UTC).Sub(b.First.Time(time.UTC)) > longestBreak {
		f.Add("last", "digest.break.long")
	}
	return b, f.Err()
}

// AddBreak enters a break. It returns fault.Fields for days that cannot be.
func (s *Service) AddBreak(ctx context.Context, by actor.Actor, in BreakInput) (_ Break, err error) {
	defer fault.Wrap(&err, "add a break")
	if err := permitted(by, changeBreaks); err != nil {
		return Break{}, err
	}
	b, err := in.check()
	if err != nil {
		return Break{}, err
	}
	b.ID = id.New[BreakID](s.IDs)
	return b, s.DB.Do(ctx, func(tx *db.DB) error {
		_, err := tx.Exec(ctx, `INSERT INTO school_break (id, district, name, first_day, last_day, removed) VALUES ($1, $2, $3, $4, $5, $6)`,
			b.ID, by.District, b.Name, b.First, b.Last, false)
		if err != nil {
			return err
		}
		return s.logBreak(ctx, tx, by, BreakAdded, b.ID)
	})
}

// RemoveBreak takes a break out, or with back puts it in again. It is fault.NotFound for one that is not there.
func (s *Service) RemoveBreak(ctx context.Context, by actor.Actor, which BreakID, back bool) (err error) {
	defer fault.Wrap(&err, "remove break %s", which)
	if err := permitted(by, changeBreaks); err != nil {
		return err
	}
	verb := BreakRemoved
	if back {
		verb = BreakAdded
	}
	return s.DB.Do(ctx, func(tx *db.DB) error {
		n, err := tx.Exec(ctx, `UPDATE school_break SET removed = $3 WHERE district = $1 AND id = $2 AND removed = $4`, by.District, which, !back, back)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.NotFound{What: "break"}
		}
		return s.logBreak(ctx, tx, by, verb, which)
	})
}

func (s *Service) logBreak(ctx context.Context, tx *db.DB, by actor.Actor, verb activity.Verb, which BreakID) error {
	return activity.Write(ctx, tx, activity.Activity{District: by.District, Person: by.Person, Verb: verb, ObjectKind: "break", Object: string(which), At: s.Clock.Now()})
}

// off says whether a day is in a break of the district.
func (s *Service) off(ctx context.Context, district id.DistrictID, day clock.Day) (bool, error) {
	_, err := db.One(ctx, s.DB, scanBreak, `SELECT `+breakColumns+` FROM school_break WHERE district = $1 AND NOT removed AND first_day <= $2 AND last_day >= $2 LIMIT 1`, district, day)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}
