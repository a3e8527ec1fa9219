// Package catalogtest is two districts with a few people and an empty catalog, for tests of the domains that stand on it.
package catalogtest

import (
	"log/slog"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/jobs"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/mail"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// BaseURL is the address of the world's shelf.
const BaseURL = "https://shelf.example"

// World is two districts on one database. It is Monday, November 23, 2026, nine in the morning of the first.
type World struct {
	T       testing.TB
	DB      *db.DB
	Clock   *clock.Moved
	Words   *lang.Catalog
	Jobs    *jobs.Jobs
	Outbox  *mail.Outbox
	Mail    *mail.Sender
	People  *people.Service
	Topics  *vocab.Service
	Catalog *catalog.Service

	// Media specialists at Elm, at Pine, and at Oak and Elm, a teacher at Elm, two coordinators of which the first has no school; and one of
	// another district.
	Rosa, Mai, Lin, Tom, Ana, Joan, Stranger actor.Actor
}

// New puts the world on a database that is empty.
func New(t testing.TB, d *db.DB) *World {
	t.Helper()
	words, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	w := &World{T: t, DB: d, Words: words, Clock: clock.NewMoved(time.Date(2026, 11, 23, 16, 0, 0, 0, time.UTC)), Outbox: &mail.Outbox{}}
	if err := jobs.Migrate(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	w.Jobs = jobs.New(d, slog.New(slog.DiscardHandler), w.Clock)
	if w.Mail, err = mail.Open(mail.Options{Clock: w.Clock, Outbox: w.Outbox}); err != nil {
		t.Fatal(err)
	}
	w.People = people.New(people.Options{DB: d, Clock: w.Clock, Jobs: w.Jobs, Mail: w.Mail, Words: words, BaseURL: BaseURL})
	w.Topics = vocab.New(d, w.Clock, id.Source{})
	w.Catalog = catalog.New(d, w.Clock, id.Source{}, w.Topics, nil)
	w.enrol()
	return w
}

func at(role actor.Role, schools ...id.SchoolID) []people.Membership {
	var out []people.Membership
	for _, school := range schools {
		out = append(out, people.Membership{School: school, Role: role, Percent: 50})
	}
	return out
}

func (w *World) enrol() {
	w.T.Helper()
	school := func(key id.SchoolID, name string) people.School {
		return people.School{ID: key, Name: name + " School", Short: name, Grades: grade.Range(1, 6)}
	}
	person := func(key, name string, coordinator bool, in []people.Membership) people.Person {
		return people.Person{ID: id.PersonID(key), Name: name, Mail: key + "@maple.example", Coordinator: coordinator, State: people.Active, Demo: key, Memberships: in}
	}
	for _, roll := range []people.Roll{{
		District: people.District{ID: "maple", Name: "Maple Valley", Zone: "America/Denver", Calling: lang.CallLibrarian, Locale: lang.English, SetUp: people.Done},
		Schools:  []people.School{school("elm", "Elm"), school("pine", "Pine"), school("oak", "Oak")},
		People: []people.Person{
			person("ana", "Ana Villarreal", true, nil), person("joan", "Joan Kowalski", true, at(actor.MediaSpecialist, "oak")),
			person("rosa", "Rosa Delgado", false, at(actor.MediaSpecialist, "elm")), person("mai", "Mai Tran", false, at(actor.MediaSpecialist, "pine")),
			person("lin", "Lin Chen", false, at(actor.MediaSpecialist, "oak", "elm")), person("tom", "Tom Ortiz", false, at(actor.Teacher, "elm")),
		},
	}, {
		District: people.District{ID: "far", Name: "Far Ridge", Zone: "America/Denver", Calling: lang.CallLibrarian, Locale: lang.English, SetUp: people.Done},
		Schools:  []people.School{school("ridge", "Ridge")},
		People: []people.Person{person("stranger", "Sam Stranger", true, at(actor.MediaSpecialist, "ridge")),
			person("other", "Olga Other", true, nil)},
	}} {
		if err := w.People.Enrol(w.T.Context(), actor.Actor{District: roll.District.ID, System: true}, roll); err != nil {
			w.T.Fatal(err)
		}
	}
	for key, to := range map[string]*actor.Actor{"rosa": &w.Rosa, "mai": &w.Mai, "lin": &w.Lin, "tom": &w.Tom, "ana": &w.Ana, "joan": &w.Joan} {
		*to = w.Actor("maple", key)
	}
	w.Stranger = w.Actor("far", "stranger")
}

// Actor is a person of the world as they are now.
func (w *World) Actor(district, person string) actor.Actor {
	w.T.Helper()
	by, err := w.People.Actor(w.T.Context(), id.DistrictID(district), id.PersonID(person))
	if err != nil {
		w.T.Fatal(err)
	}
	return by
}

// Tip is a small document that may be shared.
func Tip(title string) block.Document {
	return block.Document{About: block.About{Title: title, Why: "Because it makes the day easier.", Type: block.QuickTip, Grades: grade.Range(1, 6)}}
}

// Share shares a tip for the first school of an actor.
func (w *World) Share(by actor.Actor, v catalog.Visibility, title string) catalog.Resource {
	w.T.Helper()
	r, err := w.Catalog.Share(w.T.Context(), by, catalog.ShareInput{School: by.Schools[0].School, Visibility: v, Document: Tip(title)})
	if err != nil {
		w.T.Fatal(err)
	}
	return r
}

// Logged lists the verbs of the log of the first district, oldest first.
func (w *World) Logged() []string {
	w.T.Helper()
	verbs, err := db.All(w.T.Context(), w.DB, db.Value[string], `SELECT verb FROM activity WHERE district = 'maple' ORDER BY seq`)
	if err != nil {
		w.T.Fatal(err)
	}
	return verbs
}
