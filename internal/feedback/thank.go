package feedback

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// ThankKind is what somebody is thanked for.
type ThankKind string

// The kinds.
const (
	ForResource ThankKind = "resource" // whoever began it
	ForNote     ThankKind = "note"     // a colleague's line under a resource
	ForOffer    ThankKind = "offer"    // a suggestion that was used
)

// Verbs of the log about thanks.
const (
	ThanksGiven     activity.Verb = "thanks.given"
	ThanksTakenBack activity.Verb = "thanks.taken_back"
)

// thankable is what somebody may be thanked for: at which resource it stands, and who made it.
type thankable struct {
	resource catalog.ResourceID
	whom     id.PersonID
	name     string
}

var thankables = map[ThankKind]string{
	ForResource: `SELECT k.resource, k.author, p.name FROM head_credit k JOIN person p ON p.district = k.district AND p.id = k.author
		WHERE k.district = $1 AND k.resource = $2 AND k.first = 1`,
	ForNote: `SELECT n.resource, n.person, p.name FROM note n JOIN person p ON p.district = n.district AND p.id = n.person
		WHERE n.district = $1 AND n.id = $2 AND n.removed_at IS NULL`,
	ForOffer: `SELECT f.core, f.person, p.name FROM offer f JOIN person p ON p.district = f.district AND p.id = f.person
		WHERE f.district = $1 AND f.id = $2 AND f.state = 'accepted'`,
}

// findThankable returns fault.NotFound for what is not there or may not be seen.
func (s *Service) findThankable(ctx context.Context, d *db.DB, by actor.Actor, kind ThankKind, object string) (thankable, error) {
	none := fault.NotFound{What: string(kind)}
	query, known := thankables[kind]
	if !known {
		return thankable{}, none
	}
	t, err := db.One(ctx, d, func(row db.Row) (t thankable, err error) { return t, row.Scan(&t.resource, &t.whom, &t.name) }, query, by.District, object)
	if errors.Is(err, sql.ErrNoRows) {
		return t, none
	}
	if err != nil {
		return t, err
	}
	return t, s.Catalog.MaySee(ctx, by, t.resource)
}

// ThankedFor is what thanks was given for: at which resource, and to whom.
type ThankedFor struct {
	Resource catalog.ResourceID
	Name     string
}

// Thank thanks who made something, once; back takes it back. Done twice it is done once.
//
// It returns fault.NotFound for what is not there or may not be seen, and fault.Denied for one's own and for who is not signed in.
func (s *Service) Thank(ctx context.Context, by actor.Actor, kind ThankKind, object string, back bool) (_ ThankedFor, err error) {
	defer fault.Wrap(&err, "thank for %s %s", kind, object)
	if err := permitted(by, thank, standing{}); err != nil {
		return ThankedFor{}, err
	}
	t, err := s.findThankable(ctx, s.DB, by, kind, object)
	if err != nil {
		return ThankedFor{}, err
	}
	if t.whom == by.Person {
		return ThankedFor{}, fault.Denied{Reason: fault.Say("thanks.denied.own")}
	}
	return ThankedFor{t.resource, t.name}, s.DB.Do(ctx, func(tx *db.DB) error {
		var school id.SchoolID
		if len(by.Schools) > 0 {
			school = by.Schools[0].School
		}
		now, verb := s.Clock.Now(), ThanksGiven
		var changed int64
		var err error
		if back {
			verb = ThanksTakenBack
			changed, err = tx.Exec(ctx, `DELETE FROM thanks WHERE district = $1 AND kind = $2 AND object = $3 AND person = $4`, by.District, kind, object, by.Person)
		} else {
			changed, err = tx.Exec(ctx, `INSERT INTO thanks (district, kind, object, person, whom, resource, school, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
				ON CONFLICT DO NOTHING`, by.District, kind, object, by.Person, t.whom, t.resource, school, clock.Micros(now))
		}
		if err != nil || changed == 0 {
			return err
		}
		return activity.Write(ctx, tx, activity.Activity{District: by.District, School: school, Person: by.Person, Verb: verb,
			ObjectKind: string(kind), Object: object, At: now})
	})
}

// Thankable is something for which the actor may thank, or has.
type Thankable struct {
	Name string // whom
	Done bool
}

// Thankables says of some things whom the actor may thank for them, and whether they have: one's own are left out.
func (s *Service) Thankables(ctx context.Context, by actor.Actor, kind ThankKind, objects []string) (_ map[string]Thankable, err error) {
	defer fault.Wrap(&err, "whom to thank")
	if len(objects) == 0 || permitted(by, thank, standing{}) != nil {
		return nil, nil
	}
	out := map[string]Thankable{}
	in, args := db.In(3, objects)
	query := map[ThankKind]string{
		ForResource: `SELECT k.resource, k.author, p.name FROM head_credit k JOIN person p ON p.district = k.district AND p.id = k.author
			WHERE k.district = $1 AND k.first = 1 AND k.author <> $2 AND k.resource IN (` + in + `)`,
		ForNote: `SELECT n.id, n.person, p.name FROM note n JOIN person p ON p.district = n.district AND p.id = n.person
			WHERE n.district = $1 AND n.person <> $2 AND n.removed_at IS NULL AND n.id IN (` + in + `)`,
		ForOffer: `SELECT f.id, f.person, p.name FROM offer f JOIN person p ON p.district = f.district AND p.id = f.person
			WHERE f.district = $1 AND f.person <> $2 AND f.state = 'accepted' AND f.id IN (` + in + `)`,
	}[kind]
	all := append([]any{by.District, by.Person}, args...)
	if _, err := db.All(ctx, s.DB, func(row db.Row) (object string, err error) {
		var whom, name string
		err = row.Scan(&object, &whom, &name)
		out[object] = Thankable{Name: name}
		return object, err
	}, query, all...); err != nil || len(out) == 0 {
		return nil, err
	}
	in, args = db.In(4, objects)
	done, err := db.All(ctx, s.DB, db.Value[string], `SELECT object FROM thanks WHERE district = $1 AND kind = $2 AND person = $3 AND object IN (`+in+`)`,
		append([]any{by.District, kind, by.Person}, args...)...)
	for _, object := range done {
		if t, there := out[object]; there {
			t.Done = true
			out[object] = t
		}
	}
	return out, err
}

// Tap is somebody's thanks with one tap.
type Tap struct {
	Person     id.PersonID // who thanks
	PersonName string
	SchoolName string // short; empty: of no school
	At         time.Time
	Card       catalog.Card // of the resource at which what they are thanked for stands
}

// Taps lists the thanks that a person has received since a moment, at what the actor may see, the last first.
func (s *Service) Taps(ctx context.Context, by actor.Actor, whom id.PersonID, since time.Time, limit int) (_ []Tap, err error) {
	defer fault.Wrap(&err, "thanks received by %s", whom)
	if err := permitted(by, see, standing{}); err != nil {
		return nil, err
	}
	list, err := db.All(ctx, s.DB, func(row db.Row) (t Tap, err error) {
		var at int64
		err = row.Scan(&t.Person, &t.PersonName, &t.SchoolName, &at, &t.Card.ID)
		t.At = clock.FromMicros(at)
		return t, err
	}, `SELECT t.person, p.name, COALESCE(s.short_name, ''), t.at, t.resource FROM thanks t
		JOIN person p ON p.district = t.district AND p.id = t.person
		LEFT JOIN school s ON s.district = t.district AND s.id = t.school
		WHERE t.district = $1 AND t.whom = $2 AND t.at > $3 ORDER BY t.at DESC, t.kind, t.object LIMIT $4`, by.District, whom, clock.Micros(since), limit)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	ids := make([]catalog.ResourceID, len(list))
	for i, t := range list {
		ids[i] = t.Card.ID
	}
	cards, err := s.Catalog.Cards(ctx, by, ids)
	known := map[catalog.ResourceID]catalog.Card{}
	for _, c := range cards {
		known[c.ID] = c
	}
	var out []Tap
	for _, t := range list {
		if c, ok := known[t.Card.ID]; ok {
			t.Card = c
			out = append(out, t)
		}
	}
	return out, err
}
