package savedsearch

import (
	"context"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/search"
)

// SaveInput is a search to be kept.
type SaveInput struct {
	Query search.Query
	Name  string
	Quiet bool // the weekly email says nothing of it
}

// Save keeps a search for the actor. One that finds the same as one they have is not kept twice: that one is given, and already is true.
//
// It returns fault.Fields for a name that is missing or long and for a query that asks for nothing or too much, and fault.Conflict
// for one more than MostSaved.
func (s *Service) Save(ctx context.Context, by actor.Actor, in SaveInput) (v Saved, already bool, err error) {
	defer fault.Wrap(&err, "save a search")
	if err := permitted(by, change, by.Person); err != nil {
		return Saved{}, false, err
	}
	name, err := checkName(in.Name)
	f, _ := fault.AsFields(err)
	switch {
	case Empty(in.Query):
		f.Add("query", "saved.wrong.nothing")
	case in.Query.Typed != "":
		f.Add("query", "saved.wrong.words", search.WordsLimit)
	}
	address := Address(in.Query)
	if len(address) > longestQuery {
		f.Add("query", "saved.wrong.much")
	}
	if err := f.Err(); err != nil {
		return Saved{}, false, err
	}
	now := s.Clock.Now()
	v = Saved{ID: id.New[ID](s.IDs), Name: name, Query: address, InLetter: !in.Quiet, SavedAt: now, ToldAt: now, newFrom: now}
	already, err = db.Tx(ctx, s.DB, func(tx *db.DB) (bool, error) {
		if err := room(ctx, tx, by, `same <> $3`, same(in.Query)); err != nil {
			return false, err
		}
		// One that was taken away makes room: saved anew it is another, with no feed.
		if _, err := tx.Exec(ctx, `DELETE FROM saved_search WHERE district = $1 AND person = $2 AND same = $3 AND removed_at IS NOT NULL`,
			by.District, by.Person, same(in.Query)); err != nil {
			return false, err
		}
		n, err := tx.Exec(ctx, `INSERT INTO saved_search (district, person, id, name, query, same, in_letter, saved_at, told_at, new_from)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $8) ON CONFLICT (district, person, same) DO NOTHING`,
			by.District, by.Person, v.ID, v.Name, v.Query, same(in.Query), v.InLetter, clock.Micros(now))
		return n == 0, err
	})
	if err == nil && already {
		v, _, err = s.Same(ctx, by, in.Query)
	}
	return v, already, err
}

// room says whether the actor may keep one more beside those that a condition names.
func room(ctx context.Context, tx *db.DB, by actor.Actor, beside string, arg any) error {
	kept, err := db.One(ctx, tx, db.Value[int], `SELECT count(*) FROM saved_search WHERE district = $1 AND person = $2 AND removed_at IS NULL AND `+beside,
		by.District, by.Person, arg)
	if err == nil && kept >= MostSaved {
		err = fault.Conflict{Reason: fault.Say("saved.conflict.full", MostSaved)}
	}
	return err
}

// checkName is a name on one line, or fault.Fields.
func checkName(typed string) (string, error) {
	var f fault.Fields
	name := fold.Line(typed)
	switch {
	case name == "":
		f.Add("name", "saved.wrong.name")
	case utf8.RuneCountInString(name) > LongestName:
		f.Add("name", "saved.wrong.long", LongestName)
	}
	return name, f.Err()
}

// Rename gives one of the actor's saved searches another name, and says the one it had.
func (s *Service) Rename(ctx context.Context, by actor.Actor, which ID, typed string) (before string, err error) {
	defer fault.Wrap(&err, "rename saved search %s", which)
	if err := permitted(by, change, by.Person); err != nil {
		return "", err
	}
	name, err := checkName(typed)
	if err != nil {
		return "", err
	}
	return db.Tx(ctx, s.DB, func(tx *db.DB) (string, error) {
		before, err := db.One(ctx, tx, db.Value[string], `SELECT name FROM saved_search WHERE district = $1 AND person = $2 AND id = $3 AND removed_at IS NULL`,
			by.District, by.Person, which)
		if none(err) {
			return "", missing
		}
		if err != nil {
			return "", err
		}
		_, err = tx.Exec(ctx, `UPDATE saved_search SET name = $4 WHERE district = $1 AND person = $2 AND id = $3`, by.District, by.Person, which, name)
		return before, err
	})
}

// Tell has the weekly email say what is new for one of the actor's saved searches, or be silent of it. What was shared while it was
// silent it does not tell later.
func (s *Service) Tell(ctx context.Context, by actor.Actor, which ID, on bool) (err error) {
	defer fault.Wrap(&err, "tell of saved search %s", which)
	return s.alter(ctx, by, which, `in_letter = $4, new_from = CASE WHEN in_letter = $4 THEN new_from ELSE $5 END`, `removed_at IS NULL`, on, clock.Micros(s.Clock.Now()))
}

// TakeAway takes one of the actor's saved searches away; its feed gives nothing from now on. PutBack undoes it for 30 days.
func (s *Service) TakeAway(ctx context.Context, by actor.Actor, which ID) (err error) {
	defer fault.Wrap(&err, "take away saved search %s", which)
	return s.alter(ctx, by, which, `removed_at = $4`, `removed_at IS NULL`, clock.Micros(s.Clock.Now()))
}

// PutBack puts a saved search that was taken away back as it was, with its feed; fault.Conflict where others have taken its room.
func (s *Service) PutBack(ctx context.Context, by actor.Actor, which ID) (err error) {
	defer fault.Wrap(&err, "put back saved search %s", which)
	return s.DB.Do(ctx, func(tx *db.DB) error {
		if err := alter(ctx, tx, by, which, `removed_at = NULL`, `removed_at IS NOT NULL`); err != nil {
			return err
		}
		return room(ctx, tx, by, `id <> $3`, which)
	})
}

// alter changes one saved search of the actor's, or is fault.NotFound.
func (s *Service) alter(ctx context.Context, by actor.Actor, which ID, set, where string, args ...any) error {
	return alter(ctx, s.DB, by, which, set, where, args...)
}

func alter(ctx context.Context, d *db.DB, by actor.Actor, which ID, set, where string, args ...any) error {
	if err := permitted(by, change, by.Person); err != nil {
		return err
	}
	n, err := d.Exec(ctx, `UPDATE saved_search SET `+set+` WHERE district = $1 AND person = $2 AND id = $3 AND `+where,
		append([]any{by.District, by.Person, which}, args...)...)
	if err == nil && n == 0 {
		return missing
	}
	return err
}
