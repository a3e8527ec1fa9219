package credit

import (
	"context"
	"database/sql"
	"errors"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/letterbox"
	"github.com/commonshelf/commonshelf/internal/people"
)

// Options are what the service stands on.
type Options struct {
	DB      *db.DB
	Clock   clock.Clock
	People  *people.Service
	Catalog *catalog.Service
	Letters *letterbox.Service // nil: nobody is written to
}

// Service keeps who is credited in what others shared.
type Service struct{ Options }

// New returns the service and tells who writes its letters.
func New(o Options) *Service {
	s := &Service{o}
	if o.Letters != nil {
		o.Letters.Register(Crediting, s.write, letterbox.Rules{Waits: true})
		o.Letters.Register(TakenDown, s.writeDown, letterbox.Rules{Waits: true})
	}
	return s
}

// Why is what somebody is credited for.
type Why string

// What one is credited for.
const (
	Answer Why = "answer" // to a question, which helped
	Idea   Why = "idea"   // as whoever shared it says
)

// Verbs of the log.
const (
	Declined activity.Verb = "credit.declined" // whoever is credited took the resource down
	Agreed   activity.Verb = "credit.agreed"   // and had it put back
)

// Credited is a resource that credits its reader.
type Credited struct {
	Resource   catalog.ResourceID
	Title      string
	Language   string // of the title, BCP 47; may be empty
	Why        Why
	PersonName string // who shared it
	SchoolName string // short; empty: for the district
	Down       bool   // the reader took it down
}

// standing is a row of credited with how its resource stands.
type standing struct {
	why              Why
	by               id.PersonID // who shared it
	byName, bySchool string
	state            catalog.State
	remover          id.PersonID
}

// of is how the actor is credited in a resource; fault.NotFound when they are not, or when it is gone for another reason.
func of(ctx context.Context, d *db.DB, by actor.Actor, resource catalog.ResourceID) (standing, bool, error) {
	none := fault.NotFound{What: "credit"}
	at, err := db.One(ctx, d, func(row db.Row) (at standing, err error) {
		return at, row.Scan(&at.why, &at.by, &at.byName, &at.bySchool, &at.state, &at.remover)
	}, `SELECT c.why, c.by_person, p.name, s.short_name, r.state, coalesce(r.retired_by, '') FROM credited c
		JOIN resource r ON r.district = c.district AND r.id = c.resource
		JOIN school s ON s.district = r.district AND s.id = r.school
		JOIN person p ON p.district = c.district AND p.id = c.by_person
		WHERE c.district = $1 AND c.resource = $2 AND c.person = $3
			AND EXISTS (SELECT 1 FROM head_credit k WHERE k.district = c.district AND k.resource = c.resource AND k.author = c.person)`, by.District, resource, by.Person)
	if errors.Is(err, sql.ErrNoRows) {
		return standing{}, false, none
	}
	if err != nil {
		return standing{}, false, err
	}
	down := at.state == catalog.StateRetired && at.remover == by.Person
	if at.state != catalog.StatePublished && !down {
		return standing{}, false, none
	}
	return at, down, permitted(by, takeDown, by.Person)
}

// Credited is how a resource that another shared credits the actor. It returns fault.NotFound when it credits them for nothing, when
// they may not see it, and when it is gone for another reason than that they took it down.
func (s *Service) Credited(ctx context.Context, by actor.Actor, resource catalog.ResourceID) (_ Credited, err error) {
	defer fault.Wrap(&err, "credit of %s in %s", by.Person, resource)
	at, down, err := of(ctx, s.DB, by, resource)
	if err != nil {
		return Credited{}, err
	}
	r, err := s.Catalog.Outline(ctx, by, resource)
	if err != nil {
		return Credited{}, err
	}
	return Credited{Resource: resource, Title: r.About.Title, Language: r.About.Language, Why: at.why, PersonName: at.byName, SchoolName: at.bySchool, Down: down}, nil
}

// TakeDown takes what credits the actor out of the catalog, with the reason given; back puts it there again. Done twice it is done once.
// Whoever else comes there reads the reason in its place; only who took it down and coordinators put it back.
func (s *Service) TakeDown(ctx context.Context, by actor.Actor, resource catalog.ResourceID, reason string, back bool) (err error) {
	defer fault.Wrap(&err, "take down %s", resource)
	changed := false
	err = s.DB.Do(ctx, func(tx *db.DB) error {
		changed = false
		at, down, err := of(ctx, tx, by, resource)
		if err != nil || down != back {
			return err
		}
		program := actor.Actor{District: by.District, Person: by.Person, System: true}
		verb := Declined
		if back {
			verb = Agreed
			err = s.Catalog.PutBackIn(ctx, tx, program, resource)
		} else {
			err = s.Catalog.RetireIn(ctx, tx, program, resource, reason)
		}
		if err != nil {
			return err
		}
		if !back && s.Letters != nil {
			if err := s.Letters.PostAt(ctx, tx, TakenDown, by.District, at.by, string(resource), s.Clock.Now().Add(settling)); err != nil {
				return err
			}
		}
		changed = true
		return activity.Write(ctx, tx, activity.Activity{District: by.District, Person: by.Person, Verb: verb, ObjectKind: catalog.ObjectKind, Object: string(resource), At: s.Clock.Now()})
	})
	if err == nil && changed {
		s.Catalog.Changed(ctx, catalog.Change{ID: resource})
	}
	return err
}

// Tell notes, in the transaction that shares a resource, that it credits somebody, and has them be told once it can no longer be taken
// back at once. Whoever shares it needs no telling.
func (s *Service) Tell(ctx context.Context, tx *db.DB, by actor.Actor, resource catalog.ResourceID, whom id.PersonID, why Why) error {
	if whom == by.Person {
		return nil
	}
	now := s.Clock.Now()
	_, err := tx.Exec(ctx, `INSERT INTO credited (district, resource, person, why, by_person, at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (district, resource, person) DO UPDATE SET why = excluded.why, by_person = excluded.by_person, at = excluded.at`,
		by.District, resource, whom, why, by.Person, clock.Micros(now))
	if err != nil || s.Letters == nil {
		return err
	}
	return s.Letters.PostAt(ctx, tx, Crediting, by.District, whom, string(resource), now.Add(settling))
}
