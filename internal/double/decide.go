package double

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// State is what was decided about a pair.
type State string

// The states. A pair about which nothing was decided has none.
const (
	Apart State = "apart"  // two things, which are named together no more
	Link  State = "linked" // two things, each of which names the other
	Joint State = "family" // one is a version of the other
)

var verbs = map[State]activity.Verb{Apart: KeptApart, Link: Linked}

// Decide keeps two resources apart, or links them.
//
// It returns fault.Denied to who does not coordinate, fault.NotFound for what the actor may not see or is not in the catalog of their
// district, and fault.Conflict where something else was decided.
func (s *Service) Decide(ctx context.Context, by actor.Actor, a, b catalog.ResourceID, to State) (err error) {
	defer fault.Wrap(&err, "decide about %s and %s", a, b)
	pair, err := s.both(ctx, by, a, b)
	if err != nil {
		return err
	}
	if verbs[to] == "" {
		return fault.NotFound{What: "pair"}
	}
	return s.DB.Do(ctx, func(tx *db.DB) error {
		if err := s.insert(ctx, tx, by, pair, to); err != nil {
			return err
		}
		return s.log(ctx, tx, by, verbs[to], pair)
	})
}

// both are the cards of two resources about which the actor may decide, the one that was shared first before the other.
func (s *Service) both(ctx context.Context, by actor.Actor, a, b catalog.ResourceID) ([2]catalog.Card, error) {
	if err := permitted(by, decide); err != nil {
		return [2]catalog.Card{}, err
	}
	cards, err := s.cards(ctx, by, []catalog.ResourceID{a, b})
	if err != nil {
		return [2]catalog.Card{}, err
	}
	if len(cards) != 2 {
		return [2]catalog.Card{}, fault.NotFound{What: catalog.ObjectKind}
	}
	first, then := cards[a], cards[b]
	if then.SharedAt.Before(first.SharedAt) {
		first, then = then, first
	}
	return [2]catalog.Card{first, then}, nil
}

func (s *Service) insert(ctx context.Context, tx *db.DB, by actor.Actor, pair [2]catalog.Card, to State) error {
	sides := sidesOf(pair[0].ID, pair[1].ID)
	there, err := tx.Exec(ctx, `INSERT INTO pair (district, low, high, state, person, at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (district, low, high) DO NOTHING`, by.District, sides.low, sides.high, to, by.Person, clock.Micros(s.Clock.Now()))
	if err == nil && there == 0 {
		err = fault.Conflict{Reason: fault.Say("double.conflict.decided")}
	}
	return err
}

func (s *Service) log(ctx context.Context, tx *db.DB, by actor.Actor, verb activity.Verb, pair [2]catalog.Card) error {
	return activity.Write(ctx, tx, activity.Activity{District: by.District, School: pair[1].School, Person: by.Person, Verb: verb, ObjectKind: catalog.ObjectKind,
		Object: string(pair[1].ID), At: s.Clock.Now(), Data: []byte(`{"other":"` + string(pair[0].ID) + `"}`)})
}

// Reopen takes back what was decided about a pair. Where nothing was, nothing happens.
//
// It returns fault.Denied to who does not coordinate, fault.NotFound for what the actor may not see, and fault.Conflict for a family in which
// something was decided since.
func (s *Service) Reopen(ctx context.Context, by actor.Actor, a, b catalog.ResourceID) (err error) {
	defer fault.Wrap(&err, "take back what was decided about %s and %s", a, b)
	pair, err := s.both(ctx, by, a, b)
	if err != nil {
		return err
	}
	sides := sidesOf(a, b)
	err = s.DB.Do(ctx, func(tx *db.DB) error {
		was, err := stateOf(ctx, tx, by.District, sides)
		if err != nil || was == "" {
			return err
		}
		if was == Joint {
			if err := s.partIn(ctx, tx, by, pair); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, `DELETE FROM pair WHERE district = $1 AND low = $2 AND high = $3`, by.District, sides.low, sides.high); err != nil {
			return err
		}
		return s.log(ctx, tx, by, Reopened, pair)
	})
	if err == nil {
		s.Catalog.Changed(ctx, catalog.Change{ID: a}, catalog.Change{ID: b})
	}
	return err
}

// stateOf is what was decided about a pair; empty: nothing.
func stateOf(ctx context.Context, d *db.DB, district id.DistrictID, pair sides) (State, error) {
	was, err := db.One(ctx, d, db.Value[State], `SELECT state FROM pair WHERE district = $1 AND low = $2 AND high = $3`, district, pair.low, pair.high)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return was, err
}

// Decision is what was decided about a pair.
type Decision struct {
	First, Then catalog.Card
	State       State
	Person      string // name of whoever decided
	At          time.Time
}

type decision struct {
	sides
	state  State
	person string
	at     int64
}

const decisionColumns = `p.low, p.high, p.state, w.name, p.at`

const decisionFrom = ` FROM pair p JOIN person w ON w.district = p.district AND w.id = p.person `

func scanDecision(row db.Row) (d decision, err error) {
	return d, row.Scan(&d.low, &d.high, &d.state, &d.person, &d.at)
}

// mostDecided is how many decisions are listed.
const mostDecided = 50

// Decided lists what was decided last about pairs that the actor may see, the last first.
//
// It returns fault.Denied to who does not coordinate.
func (s *Service) Decided(ctx context.Context, by actor.Actor) (_ []Decision, err error) {
	defer fault.Wrap(&err, "what was decided about pairs of %s", by.District)
	if err := permitted(by, look); err != nil {
		return nil, err
	}
	list, err := db.All(ctx, s.DB, scanDecision, `SELECT `+decisionColumns+decisionFrom+`WHERE p.district = $1 ORDER BY p.at DESC, p.low, p.high LIMIT $2`, by.District, mostDecided)
	if err != nil {
		return nil, err
	}
	var ids []catalog.ResourceID
	for _, d := range list {
		ids = append(ids, d.low, d.high)
	}
	cards, err := s.cards(ctx, by, ids)
	if err != nil {
		return nil, err
	}
	var out []Decision
	for _, d := range list {
		a, there := cards[d.low]
		b, too := cards[d.high]
		if !there || !too {
			continue
		}
		if b.SharedAt.Before(a.SharedAt) {
			a, b = b, a
		}
		out = append(out, Decision{First: a, Then: b, State: d.state, Person: d.person, At: clock.FromMicros(d.at)})
	}
	return out, nil
}

// LinkedWith is what coordinators linked a resource with, as the actor may see it, the last first.
func (s *Service) LinkedWith(ctx context.Context, by actor.Actor, resource catalog.ResourceID) (_ []catalog.Card, err error) {
	defer fault.Wrap(&err, "what %s is linked with", resource)
	ids, err := db.All(ctx, s.DB, db.Value[catalog.ResourceID], `SELECT other FROM (
			SELECT p.high AS other, p.at AS at FROM resource r JOIN pair p ON p.district = r.district AND p.low = r.id WHERE r.id = $1 AND p.state = 'linked'
			UNION ALL
			SELECT p.low, p.at FROM resource r JOIN pair p ON p.district = r.district AND p.high = r.id WHERE r.id = $1 AND p.state = 'linked'
		) linked ORDER BY at DESC, other`, resource)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	return s.Catalog.Cards(ctx, by, ids)
}

// Compared is a pair with what both say.
type Compared struct {
	Pair
	Documents [2]block.Document // of First and Then
	State     State             // what was decided about it; empty: nothing
}

// Look gives a pair of resources, whether or not they are alike. It returns what Decide does.
func (s *Service) Look(ctx context.Context, by actor.Actor, a, b catalog.ResourceID) (_ Compared, err error) {
	defer fault.Wrap(&err, "look at %s and %s", a, b)
	pair, err := s.both(ctx, by, a, b)
	if err != nil {
		return Compared{}, err
	}
	documents, err := s.Catalog.Documents(ctx, by, []catalog.ResourceID{a, b})
	if err != nil {
		return Compared{}, err
	}
	out := Compared{Pair: Pair{First: pair[0], Then: pair[1]}, Documents: [2]block.Document{documents[pair[0].ID], documents[pair[1].ID]}}
	out.Like = catalog.OutsetOf(out.Documents[0]).Resembles(catalog.OutsetOf(out.Documents[1]))
	out.State, err = stateOf(ctx, s.DB, by.District, sidesOf(a, b))
	return out, err
}

// decidedSides are the pairs of a district about which something was decided.
func (s *Service) decidedSides(ctx context.Context, district id.DistrictID) ([]sides, error) {
	return db.All(ctx, s.DB, func(row db.Row) (p sides, err error) { return p, row.Scan(&p.low, &p.high) }, `SELECT low, high FROM pair WHERE district = $1`, district)
}
