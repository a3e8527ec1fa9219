package exchange

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/people"
)

// Answer says whether the actor can come and to which time; empty takes their answer back. It gives what they had said before.
//
// It returns fault.Conflict once the exchange is over or called off.
func (s *Service) Answer(ctx context.Context, by actor.Actor, which ExchangeID, says Says) (before Says, err error) {
	defer fault.Wrap(&err, "answer exchange %s", which)
	if err := permitted(by, answer, Exchange{}); err != nil {
		return "", err
	}
	return db.Tx(ctx, s.DB, func(tx *db.DB) (Says, error) {
		e, err := find(ctx, tx, by.District, which)
		if err != nil {
			return "", err
		}
		if e.State != Invited || e.Over(s.Clock.Now()) {
			return "", fault.Conflict{Reason: fault.Say("exchange.over")}
		}
		if says != "" && says != ToFirst && says != No && (says != ToSecond || e.Second.IsZero()) {
			var f fault.Fields
			f.Add("says", "exchange.answer.choose")
			return "", f
		}
		before := e.Said(by.Person)
		if says == "" {
			_, err = tx.Exec(ctx, `DELETE FROM exchange_answer WHERE district = $1 AND exchange = $2 AND person = $3`, by.District, which, by.Person)
		} else {
			_, err = tx.Exec(ctx, `INSERT INTO exchange_answer (district, exchange, person, answer) VALUES ($1, $2, $3, $4)
				ON CONFLICT (district, exchange, person) DO UPDATE SET answer = excluded.answer`, by.District, which, by.Person, says)
		}
		if err != nil {
			return "", err
		}
		return before, s.touch(ctx, tx, by, which)
	})
}

// touch notes that an exchange's calendar entry is another now.
func (s *Service) touch(ctx context.Context, tx *db.DB, by actor.Actor, which ExchangeID) error {
	_, err := tx.Exec(ctx, `UPDATE exchange SET sequence = sequence + 1, changed_at = $3 WHERE district = $1 AND id = $2`, by.District, which, clock.Micros(s.Clock.Now()))
	return err
}

// CallOff calls an exchange off, or with on has it take place after all; who was invited is told, unless it is undone at once. What was
// written down after it was held is taken away so, and put back. It is fault.Conflict for one that is over, or stands so already.
func (s *Service) CallOff(ctx context.Context, by actor.Actor, which ExchangeID, on bool) (err error) {
	defer fault.Wrap(&err, "call off exchange %s", which)
	to, verb := Off, CalledOff
	if on {
		to, verb = Invited, OnAgain
	}
	all, err := s.colleagues(ctx, by.District)
	if err != nil {
		return err
	}
	return s.change(ctx, by, which, callOff, verb, func(tx *db.DB, e Exchange) error {
		to := to
		if e.Recorded && on {
			to = Held
		}
		if !slices.Contains(moves[e.State], to) {
			return fault.Conflict{Reason: fault.Say("exchange.over")}
		}
		if _, err := tx.Exec(ctx, `UPDATE exchange SET state = $3 WHERE district = $1 AND id = $2`, by.District, which, to); err != nil || e.Recorded {
			return err
		}
		return s.tellChange(ctx, tx, by, e, all, on)
	})
}

// tellChange has who was invited and may come be told that an exchange is off, or takes place after all. Who said that they come, and the
// host, wait for it: such a letter is always sent.
func (s *Service) tellChange(ctx context.Context, tx *db.DB, by actor.Actor, e Exchange, all []people.Person, on bool) error {
	about := fmt.Sprint(e.ID, ".", e.Sequence)
	for _, p := range all {
		says := e.Said(p.ID)
		invited := e.School == "" || p.Actor("").MediaSpecialistAt(e.School)
		if p.ID == by.Person || says == No || p.ID != e.Host && says == "" && !invited {
			continue
		}
		kind := Cancelled
		switch {
		case on:
			kind = TakesPlace
		case says != "" || p.ID == e.Host:
			kind = Awaited
		}
		if err := s.postAt(ctx, tx, kind, by.District, p.ID, about, s.Clock.Now().Add(settling)); err != nil {
			return err
		}
	}
	return nil
}

// next is who hosts in a host's place: of those who can come the one who has hosted least, and if nobody said so of all colleagues;
// the order given decides among equals.
func next(host id.PersonID, comes, all []id.PersonID, hosted map[id.PersonID]int) (id.PersonID, bool) {
	for _, from := range [][]id.PersonID{comes, all} {
		best, found := id.PersonID(""), false
		for _, p := range from {
			if p != host && (!found || hosted[p] < hosted[best]) {
				best, found = p, true
			}
		}
		if found {
			return best, true
		}
	}
	return "", false
}

// HandOn has somebody else host, who is written to: to, or if that is empty whoever's turn it is. It gives who hosts now.
func (s *Service) HandOn(ctx context.Context, by actor.Actor, which ExchangeID, to id.PersonID) (name string, err error) {
	defer fault.Wrap(&err, "hand on exchange %s", which)
	all, err := s.colleagues(ctx, by.District)
	if err != nil {
		return "", err
	}
	names := map[id.PersonID]string{}
	var ids []id.PersonID
	for _, p := range all {
		names[p.ID], ids = p.Name, append(ids, p.ID)
	}
	err = s.change(ctx, by, which, handOn, Handed, func(tx *db.DB, e Exchange) error {
		if e.State != Invited || e.Over(s.Clock.Now()) {
			return fault.Conflict{Reason: fault.Say("exchange.over")}
		}
		host := to
		if host == "" {
			hosted, err := s.hosted(ctx, tx, by.District)
			if err != nil {
				return err
			}
			var comes []id.PersonID
			for _, a := range e.Answers {
				if a.Says != No {
					comes = append(comes, a.Person)
				}
			}
			found := false
			if host, found = next(e.Host, comes, ids, hosted); !found {
				return fault.Conflict{Reason: fault.Say("exchange.nobody")}
			}
		}
		if names[host] == "" {
			return fault.NotFound{What: "person"}
		}
		name = names[host]
		if _, err := tx.Exec(ctx, `UPDATE exchange SET host = $3 WHERE district = $1 AND id = $2`, by.District, which, host); err != nil {
			return err
		}
		if host == by.Person {
			return nil
		}
		return s.post(ctx, tx, HandedOn, by.District, host, which)
	})
	return name, err
}

func (s *Service) hosted(ctx context.Context, tx *db.DB, district id.DistrictID) (map[id.PersonID]int, error) {
	out := map[id.PersonID]int{}
	_, err := db.All(ctx, tx, func(row db.Row) (p id.PersonID, err error) {
		var n int
		err = row.Scan(&p, &n)
		out[p] = n
		return p, err
	}, `SELECT host, count(*) FROM exchange WHERE district = $1 AND state <> 'off' GROUP BY host`, district)
	return out, err
}

// SumUp says in at most three lines what came of an exchange; empty takes them back. It gives what stood there before, and is
// fault.Conflict for one that is still to come.
func (s *Service) SumUp(ctx context.Context, by actor.Actor, which ExchangeID, text string) (before string, err error) {
	defer fault.Wrap(&err, "sum up exchange %s", which)
	text = lines(text)
	var f fault.Fields
	checkSummary(&f, text)
	if err := f.Err(); err != nil {
		return "", err
	}
	verb, who := Summed, &by.Person
	if text == "" {
		verb, who = SummedAnew, nil
	}
	err = s.change(ctx, by, which, note, verb, func(tx *db.DB, e Exchange) error {
		if !e.Over(s.Clock.Now()) || e.State == Off {
			return fault.Conflict{Reason: fault.Say("exchange.not_yet")}
		}
		before = e.Summary
		_, err := tx.Exec(ctx, `UPDATE exchange SET summary = $3, summary_by = $4 WHERE district = $1 AND id = $2`, by.District, which, text, who)
		return err
	})
	return before, err
}

// change does something to an exchange as it stands, notes it in the log and that its calendar entry is another.
func (s *Service) change(ctx context.Context, by actor.Actor, which ExchangeID, do act, verb activity.Verb, alter func(tx *db.DB, e Exchange) error) error {
	if err := permitted(by, see, Exchange{}); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.DB) error {
		e, err := find(ctx, tx, by.District, which)
		if err != nil {
			return err
		}
		if err := permitted(by, do, e); err != nil {
			return err
		}
		if err := alter(tx, e); err != nil {
			return err
		}
		if err := s.touch(ctx, tx, by, which); err != nil {
			return err
		}
		return s.log(ctx, tx, by, verb, which)
	})
}

// NoteID names a note.
type NoteID string

// Note is a line that somebody noted.
type Note struct {
	ID   NoteID
	Name string
	Text string
	Mine bool
}

const longestNote = 400

// errTwin says that a form was sent twice: there is nothing to change.
var errTwin = errors.New("sent already")

// Notes lists what was noted, the first first.
func (s *Service) Notes(ctx context.Context, by actor.Actor, which ExchangeID) (_ []Note, err error) {
	defer fault.Wrap(&err, "notes of exchange %s", which)
	if err := permitted(by, see, Exchange{}); err != nil {
		return nil, err
	}
	return db.All(ctx, s.DB, func(row db.Row) (n Note, err error) {
		var person id.PersonID
		err = row.Scan(&n.ID, &person, &n.Name, &n.Text)
		n.Mine = person == by.Person
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
	err = s.change(ctx, by, which, note, Noted, func(tx *db.DB, e Exchange) error {
		twin, err := db.All(ctx, tx, db.Value[NoteID], `SELECT id FROM exchange_note WHERE district = $1 AND exchange = $2 AND person = $3 AND text = $4 AND NOT removed`,
			by.District, which, by.Person, text)
		if err != nil {
			return err
		}
		if len(twin) > 0 {
			n = twin[0]
			return errTwin
		}
		_, err = tx.Exec(ctx, `INSERT INTO exchange_note (id, district, exchange, person, text, removed, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			n, by.District, which, by.Person, text, false, clock.Micros(s.Clock.Now()))
		return err
	})
	if errors.Is(err, errTwin) {
		err = nil
	}
	return n, err
}

// RemoveNote takes the actor's own note away, or with back puts it there again. Anybody else's is fault.NotFound.
func (s *Service) RemoveNote(ctx context.Context, by actor.Actor, which ExchangeID, n NoteID, back bool) (err error) {
	defer fault.Wrap(&err, "remove note %s", n)
	verb := NoteRemoved
	if back {
		verb = Noted
	}
	return s.change(ctx, by, which, note, verb, func(tx *db.DB, _ Exchange) error {
		changed, err := tx.Exec(ctx, `UPDATE exchange_note SET removed = $5 WHERE district = $1 AND exchange = $2 AND id = $3 AND person = $4 AND removed = $6`,
			by.District, which, n, by.Person, !back, back)
		if err == nil && changed == 0 {
			return fault.NotFound{What: "note"}
		}
		return err
	})
}
