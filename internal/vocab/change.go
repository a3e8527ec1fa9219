package vocab

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// ChangeID names a change of topics.
type ChangeID string

// What was done to a topic.
type What string

// The changes.
const (
	Added   What = "added"   // it came, or gained names
	Renamed What = "renamed" // its labels changed; the old ones stay among its names
	Unnamed What = "unnamed" // it lost a name
	Merged  What = "merged"  // it became part of another, with its names
)

var verbs = map[What]activity.Verb{Added: TermAdded, Renamed: TermRenamed, Unnamed: TermUnnamed, Merged: TermMerged}

// Change is what a coordinator did to a topic, with the way back.
type Change struct {
	ID    ChangeID
	Term  TermID
	What  What
	Said  string // the topic as it was called, or the name that was taken away
	Other TermID // what it was merged into
	At    time.Time
}

// state is a topic with its names at one moment; the zero state is of one that is not there.
type state struct {
	ID      TermID      `json:"id"`
	English string      `json:"english"`
	Spanish string      `json:"spanish"`
	State   string      `json:"state"`
	Into    TermID      `json:"into,omitempty"`
	Names   []stateName `json:"names"`
}

type stateName struct {
	Key      string `json:"key"`
	Text     string `json:"text"`
	Language string `json:"language"`
}

// states are some topics as they stand, in the order asked for.
func states(ctx context.Context, tx *db.DB, district id.DistrictID, terms ...TermID) ([]state, error) {
	out := make([]state, len(terms))
	for i, term := range terms {
		s, err := db.One(ctx, tx, func(row db.Row) (state, error) {
			var s state
			err := row.Scan(&s.ID, &s.English, &s.Spanish, &s.State, &s.Into)
			return s, err
		}, `SELECT id, label_en, label_es, state, COALESCE(merged_into, '') FROM term WHERE district = $1 AND id = $2`, district, term)
		if errors.Is(err, sql.ErrNoRows) || err == nil && s.State == "removed" {
			out[i] = state{ID: term}
			continue
		}
		if err != nil {
			return nil, err
		}
		if s.Names, err = db.All(ctx, tx, func(row db.Row) (stateName, error) {
			var n stateName
			err := row.Scan(&n.Key, &n.Text, &n.Language)
			return n, err
		}, `SELECT name_key, name, language FROM term_name WHERE district = $1 AND term = $2 ORDER BY name_key`, district, term); err != nil {
			return nil, err
		}
		out[i] = s
	}
	return out, nil
}

// used is a topic that is there to be changed.
func used(list []state, field string) error {
	for _, s := range list {
		if s.State != "used" {
			return fault.Fields{field: fault.Say("vocab.wrong.into")}
		}
	}
	return nil
}

// alter does something to topics and notes how they stood before and after, so that it can be undone. Nothing is noted where
// nothing changed, and of what the program does itself.
func (s *Service) alter(ctx context.Context, tx *db.DB, by actor.Actor, c Change, do func(before []state) error) (Change, error) {
	terms := []TermID{c.Term}
	if c.Other != "" {
		terms = append(terms, c.Other)
	}
	before, err := states(ctx, tx, by.District, terms...)
	if err != nil {
		return c, err
	}
	if err := do(before); err != nil {
		return c, err
	}
	after, err := states(ctx, tx, by.District, terms...)
	if err != nil {
		return c, err
	}
	was, is := encode(before), encode(after)
	tx.AfterCommit(func() { s.Forget(by.District) })
	if was != is && !by.System {
		c.ID = id.New[ChangeID](s.ids)
		if _, err := tx.Exec(ctx, `INSERT INTO term_change (id, district, term, what, said, other, before, after, person, at, undone_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL)`,
			c.ID, by.District, c.Term, c.What, c.Said, nullable(c.Other), was, is, by.Person, clock.Micros(c.At)); err != nil {
			return c, err
		}
	}
	return c, s.logChange(ctx, tx, by, verbs[c.What], c, c.At)
}

func encode(list []state) string {
	data, err := json.Marshal(list)
	if err != nil {
		panic(err) // texts and lists of them
	}
	return string(data)
}

// ObjectKind is what the log calls a topic.
const ObjectKind = "term"

// with is what the log adds to a change of two topics.
type with struct {
	Other TermID `json:"other"`
}

// Concerned are the topics that an activity tells of.
func Concerned(a activity.Activity) ([]TermID, error) {
	out := []TermID{TermID(a.Object)}
	if len(a.Data) == 0 {
		return out, nil
	}
	var more with
	if err := json.Unmarshal(a.Data, &more); err != nil {
		return nil, err
	}
	return append(out, more.Other), nil
}

func (s *Service) logChange(ctx context.Context, tx *db.DB, by actor.Actor, verb activity.Verb, c Change, at time.Time) error {
	a := activity.Activity{District: by.District, Person: by.Person, Verb: verb, ObjectKind: ObjectKind, Object: string(c.Term), At: at}
	if c.Other != "" {
		data, err := json.Marshal(with{c.Other})
		if err != nil {
			return err
		}
		a.Data = data
	}
	return activity.Write(ctx, tx, a)
}

const changeColumns = `id, term, what, said, COALESCE(other, ''), at`

func scanChange(row db.Row) (Change, error) {
	var c Change
	var at int64
	err := row.Scan(&c.ID, &c.Term, &c.What, &c.Said, &c.Other, &at)
	c.At = clock.FromMicros(at)
	return c, err
}

// Lately lists what coordinators did to topics since a moment and did not undo, newest first. It is theirs to see.
func (s *Service) Lately(ctx context.Context, by actor.Actor, since time.Time) ([]Change, error) {
	if err := permitted(by, steer); err != nil {
		return nil, err
	}
	return db.All(ctx, s.db, scanChange, `SELECT `+changeColumns+` FROM term_change
		WHERE district = $1 AND at >= $2 AND undone_at IS NULL ORDER BY at DESC, id`, by.District, clock.Micros(since))
}

// Undo brings the topics of a change back to how they stood before it. A topic that was added is taken away again; what is filed
// under it stays filed under its code.
//
// It returns fault.Conflict if they were changed since: that is to be undone first.
func (s *Service) Undo(ctx context.Context, by actor.Actor, change ChangeID) (err error) {
	defer fault.Wrap(&err, "undo change %s of topics", change)
	if err := permitted(by, steer); err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.DB) error {
		c, err := db.One(ctx, tx, scanChange, `SELECT `+changeColumns+` FROM term_change WHERE district = $1 AND id = $2 AND undone_at IS NULL`, by.District, change)
		if errors.Is(err, sql.ErrNoRows) {
			return fault.NotFound{What: "change of topics"}
		}
		if err != nil {
			return err
		}
		return s.undo(ctx, tx, by, c)
	})
}

func (s *Service) undo(ctx context.Context, tx *db.DB, by actor.Actor, c Change) error {
	now := s.clock.Now()
	stored, err := db.One(ctx, tx, func(row db.Row) (pair [2]string, err error) {
		err = row.Scan(&pair[0], &pair[1])
		return pair, err
	}, `SELECT before, after FROM term_change WHERE district = $1 AND id = $2`, by.District, c.ID)
	if err != nil {
		return err
	}
	var before []state
	if err := json.Unmarshal([]byte(stored[0]), &before); err != nil {
		return err
	}
	terms := make([]TermID, len(before))
	for i, st := range before {
		terms[i] = st.ID
	}
	is, err := states(ctx, tx, by.District, terms...)
	if err != nil {
		return err
	}
	if encode(is) != stored[1] {
		return fault.Conflict{Reason: fault.Say("vocab.conflict.changed")}
	}
	for _, st := range before {
		if err := restore(ctx, tx, by.District, st); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, `UPDATE term_change SET undone_at = $3 WHERE district = $1 AND id = $2`, by.District, c.ID, clock.Micros(now)); err != nil {
		return err
	}
	tx.AfterCommit(func() { s.Forget(by.District) })
	return s.logChange(ctx, tx, by, TermUndone, c, now)
}

// restore makes a topic and its names what they were.
func restore(ctx context.Context, tx *db.DB, district id.DistrictID, st state) error {
	if _, err := tx.Exec(ctx, `DELETE FROM term_name WHERE district = $1 AND term = $2`, district, st.ID); err != nil {
		return err
	}
	if st.State == "" {
		_, err := tx.Exec(ctx, `UPDATE term SET state = 'removed', merged_into = NULL WHERE district = $1 AND id = $2`, district, st.ID)
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE term SET label_en = $3, label_es = $4, state = $5, merged_into = $6 WHERE district = $1 AND id = $2`,
		district, st.ID, st.English, st.Spanish, st.State, nullable(st.Into)); err != nil {
		return err
	}
	for _, n := range st.Names {
		if _, err := tx.Exec(ctx, `INSERT INTO term_name (district, name_key, name, language, term) VALUES ($1, $2, $3, $4, $5)`,
			district, n.Key, n.Text, n.Language, st.ID); err != nil {
			return err
		}
	}
	return nil
}
