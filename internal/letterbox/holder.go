package letterbox

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/people"
)

// linksLast is how long the links of a letter let its reader act. Letters can be stopped by it for as long as it is remembered.
const linksLast = 60 * 24 * time.Hour

// Held is a letter in its reader's hands.
type Held struct {
	Letter   string // its name: "weekly.2026-W48"
	Person   people.Person
	Actor    actor.Actor // its reader, for what the letter's own pages offer and nothing else
	District people.District
	Old      bool // its links no longer act; letters can still be stopped
}

// About is what the letter was posted with, if it is of the kind; else empty.
func (h Held) About(k Kind) string {
	about, ok := strings.CutPrefix(h.Letter, string(k)+".")
	if !ok {
		return ""
	}
	return about
}

// Open finds the letter whose links carry the token, or fault.NotFound: also of a reader who has left, or who ended all that acts for
// them.
func (s *Service) Open(ctx context.Context, token string) (_ Held, err error) {
	defer fault.Wrap(&err, "open a letter")
	type sent struct {
		district id.DistrictID
		person   id.PersonID
		letter   string
		at       int64
	}
	at, err := db.One(ctx, s.DB, func(row db.Row) (l sent, err error) {
		err = row.Scan(&l.district, &l.person, &l.letter, &l.at)
		return l, err
	}, `SELECT district, person, letter, at FROM sent_letter WHERE token_hash = $1`, hash(token))
	if errors.Is(err, sql.ErrNoRows) {
		return Held{}, fault.NotFound{What: "letter"}
	}
	if err != nil {
		return Held{}, err
	}
	r, err := s.reader(ctx, at.district, at.person)
	if err != nil {
		return Held{}, err
	}
	return Held{Letter: at.letter, Person: r.Person, Actor: r.Actor, District: r.District, Old: s.Clock.Now().Sub(clock.FromMicros(at.at)) > linksLast}, nil
}
