package catalog

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// NoteID names a note.
type NoteID string

// Note is a colleague's line under a resource: what she would add instead of sharing the same thing again.
type Note struct {
	ID         NoteID
	Person     id.PersonID
	PersonName string
	School     id.SchoolID // empty: of the district
	SchoolName string      // short; the district's name where there is no school
	Text       string
	At         time.Time
	MayRemove  bool // by whoever reads
}

// maxNote is the length of a note in characters.
const maxNote = 600

func (s *Service) notes(ctx context.Context, by actor.Actor, r Resource) ([]Note, error) {
	return db.All(ctx, s.db, func(row db.Row) (Note, error) {
		var n Note
		var at int64
		err := row.Scan(&n.ID, &n.Person, &n.PersonName, &n.School, &n.SchoolName, &n.Text, &at)
		n.At = clock.FromMicros(at)
		n.MayRemove = by.SignedIn() && n.Person == by.Person || by.Coordinator
		return n, err
	}, `SELECT n.id, n.person, p.name, n.school, COALESCE(s.short_name, o.name), n.text, n.at FROM note n
		JOIN person p ON p.district = n.district AND p.id = n.person
		JOIN district o ON o.id = n.district
		LEFT JOIN school s ON s.district = n.district AND s.id = n.school
		WHERE n.district = $1 AND n.resource = $2 AND n.removed_at IS NULL ORDER BY n.at, n.id`, r.District, r.ID)
}

// AddNote puts a line under a resource, once however often it is sent.
func (s *Service) AddNote(ctx context.Context, by actor.Actor, resource ResourceID, words string) (_ NoteID, err error) {
	defer fault.Wrap(&err, "note under %s", resource)
	words = strings.TrimSpace(words)
	var wrong fault.Fields
	if words == "" {
		wrong.Add("note", "catalog.wrong.note")
	}
	if utf8.RuneCountInString(words) > maxNote {
		wrong.Add("note", "catalog.wrong.note_long", maxNote)
	}
	if err := wrong.Err(); err != nil {
		return "", err
	}
	return db.Tx(ctx, s.db, func(tx *db.DB) (NoteID, error) {
		r, err := find(ctx, tx, by, resource, annotate)
		if err != nil {
			return "", err
		}
		if r.State != StatePublished {
			return "", fault.Conflict{Reason: fault.Say("catalog.conflict.state")}
		}
		twin, err := db.All(ctx, tx, db.Value[NoteID], `SELECT id FROM note WHERE district = $1 AND resource = $2 AND person = $3 AND text = $4 AND removed_at IS NULL`,
			r.District, r.ID, by.Person, words)
		if err != nil {
			return "", err
		}
		if len(twin) > 0 {
			return twin[0], nil
		}
		note, now := id.New[NoteID](s.ids), s.clock.Now()
		_, err = tx.Exec(ctx, `INSERT INTO note (id, district, resource, person, school, text, at, removed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)`,
			note, r.District, r.ID, by.Person, authorSchool(by, r.School), words, clock.Micros(now))
		if err != nil {
			return "", err
		}
		return note, s.log(ctx, tx, by, r, Noted, now)
	})
}

// RemoveNote takes a note of one's own away; a coordinator may take away any. back puts it there again, which whoever took it
// away and a coordinator may. Done twice it is done once.
//
// It returns fault.NotFound for a note that is not theirs, and fault.Denied for putting back what somebody else took away.
func (s *Service) RemoveNote(ctx context.Context, by actor.Actor, resource ResourceID, note NoteID, back bool) (err error) {
	defer fault.Wrap(&err, "remove note %s", note)
	return s.db.Do(ctx, func(tx *db.DB) error {
		r, err := find(ctx, tx, by, resource, annotate)
		if err != nil {
			return err
		}
		theirs := func(author id.PersonID) bool { return author == by.Person || by.Coordinator || by.System }
		verb, err := s.turn(ctx, tx, by, r, notesTaken, string(note), theirs, back)
		if err != nil || verb == "" {
			return err
		}
		return s.log(ctx, tx, by, r, verb, s.clock.Now())
	})
}
