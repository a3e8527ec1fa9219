package exchange

import (
	"context"
	"database/sql"
	"errors"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// NoteID names a note.
type NoteID string

// Note is a line that somebody noted.
type Note struct {
	ID        NoteID
	Name      string
	Text      string
	Mine      bool
	MayRemove bool // by whoever reads
}

const longestNote = 400

// Notes lists what was noted, the first first.
func (s *Service) Notes(ctx context.Context, by actor.Actor, which ExchangeID) (_ []Note, err error) {
	defer fault.Wrap(&err, "notes of exchange %s", which)
	if err := permitted(by, see, Exchange{}); err != nil {
		return nil, err
	}
	return db.All(ctx, s.DB, func(row db.Row) (n Note, err error) {
		var person id.PersonID
		err = row.Scan(&n.ID, &person, &n.Name, &n.Text)
		n.Mine, n.MayRemove = person == by.Person, mayRemove(by, person)
		return n, err
	}, `SELECT n.id, n.person, p.name, n.text FROM exchange_note n JOIN person p ON p.district = n.district AND p.id = n.person
		WHERE n.district = $1 AND n.exchange = $2 AND NOT n.removed ORDER BY n.at, n.id`, by.District, which)
}

// AddNote notes a line, once however often it is sent.
func (s *Service) AddNote(ctx context.Context, by actor.Actor, which ExchangeID, text string) (_ NoteID, err error) {
	defer fault.Wrap(&err, "note at exchange %s", which)
	text = tidy(text)
	var f fault.Fields
	if text == "" {
		f.Add("note", "exchange.note.empty")
	} else if utf8.RuneCountInString(text) > longestNote {
		f.Add("note", "exchange.note.long", longestNote)
	}
	if err := f.Err(); err != nil {
		return "", err
	}
	n := id.New[NoteID](s.IDs)
	err = s.change(ctx, by, which, note, func(tx *db.DB, e Exchange) (activity.Verb, error) {
		twin, err := db.All(ctx, tx, db.Value[NoteID], `SELECT id FROM exchange_note WHERE district = $1 AND exchange = $2 AND person = $3 AND text = $4 AND NOT removed`,
			by.District, which, by.Person, text)
		if err != nil {
			return "", err
		}
		if len(twin) > 0 {
			n = twin[0]
			return "", nil
		}
		_, err = tx.Exec(ctx, `INSERT INTO exchange_note (id, district, exchange, person, text, removed, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			n, by.District, which, by.Person, text, false, clock.Micros(s.Clock.Now()))
		return Noted, err
	})
	return n, err
}

// RemoveNote takes a note of the actor's own away; a coordinator may take away any. back puts it there again, which whoever took it away
// and a coordinator may. Done twice it is done once. It gives whose note it is.
//
// It returns fault.NotFound for a note that is not theirs, and fault.Denied for putting back what somebody else took away.
func (s *Service) RemoveNote(ctx context.Context, by actor.Actor, which ExchangeID, n NoteID, back bool) (name string, err error) {
	defer fault.Wrap(&err, "remove note %s", n)
	err = s.change(ctx, by, which, note, func(tx *db.DB, _ Exchange) (activity.Verb, error) {
		var writer, remover id.PersonID
		gone, err := db.One(ctx, tx, func(row db.Row) (gone bool, err error) {
			return gone, row.Scan(&writer, &name, &gone, &remover)
		}, `SELECT n.person, p.name, n.removed, coalesce(n.removed_by, n.person) FROM exchange_note n JOIN person p ON p.district = n.district AND p.id = n.person
			WHERE n.district = $1 AND n.exchange = $2 AND n.id = $3`, by.District, which, n)
		switch {
		case errors.Is(err, sql.ErrNoRows) || err == nil && !mayRemove(by, writer):
			return "", fault.NotFound{What: "note"}
		case err != nil || gone != back:
			return "", err
		case back && !mayRemove(by, remover):
			return "", fault.Denied{Reason: fault.Say("exchange.denied.note_back")}
		}
		verb, whose := NoteRemoved, any(string(by.Person))
		if back {
			verb, whose = Noted, nil
		}
		_, err = tx.Exec(ctx, `UPDATE exchange_note SET removed = $3, removed_by = $4 WHERE district = $1 AND id = $2`, by.District, n, !back, whose)
		return verb, err
	})
	return name, err
}
