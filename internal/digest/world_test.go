package digest_test

import (
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/digest"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/jobs"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/letterbox"
	"github.com/commonshelf/commonshelf/internal/mail"
	"github.com/commonshelf/commonshelf/internal/mail/mailtest"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

func TestMain(m *testing.M) {
	if os.Getenv(asPoster) != "" {
		postUntilKilled()
		return
	}
	os.Exit(m.Run())
}

// parts are the services of one node, put together as the program does it.
type parts struct {
	db      *db.DB
	jobs    *jobs.Jobs
	people  *people.Service
	catalog *catalog.Service
	letters *letterbox.Service
	digest  *digest.Service
}

func assemble(d *db.DB, c clock.Clock, post string) (*parts, error) {
	words, err := lang.Load()
	if err != nil {
		return nil, err
	}
	sender, err := mail.Open(mail.Options{URL: post, From: "shelf@maple.example", Clock: c})
	if err != nil {
		return nil, err
	}
	const base = "https://shelf.maple.example"
	p := &parts{db: d, jobs: jobs.New(d, slog.New(slog.DiscardHandler), c)}
	p.people = people.New(people.Options{DB: d, Clock: c, Jobs: p.jobs, Mail: sender, Words: words, BaseURL: base})
	p.letters = letterbox.New(letterbox.Options{DB: d, Clock: c, Jobs: p.jobs, Mail: sender, People: p.people, Words: words, BaseURL: base})
	p.catalog = catalog.New(d, c, id.Source{}, vocab.New(d, c, id.Source{}), nil)
	p.digest = digest.New(digest.Options{DB: d, Clock: c, Jobs: p.jobs, People: p.people, Catalog: p.catalog, Letters: p.letters})
	return p, nil
}

// world is a district with a real mail server, on a Friday morning.
type world struct {
	*parts
	t     *testing.T
	clock *clock.Moved
	post  *mailtest.Server
}

// friday is seven in the morning in Los Angeles.
var friday = time.Date(2026, 11, 27, 15, 0, 0, 0, time.UTC)

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	w := &world{t: t, clock: clock.NewMoved(friday), post: mailtest.Start(t)}
	var err error
	if w.parts, err = assemble(d, w.clock, w.post.URL); err != nil {
		t.Fatal(err)
	}
	at := func(school id.SchoolID) []people.Membership {
		return []people.Membership{{School: school, Role: actor.MediaSpecialist, Percent: 100}}
	}
	w.must(w.people.Enrol(t.Context(), actor.Actor{District: "maple", System: true}, people.Roll{
		District: people.District{ID: "maple", Name: "Maple Valley", Zone: "America/Los_Angeles", Calling: lang.CallLibrarian, Locale: lang.English, SetUp: people.Done},
		Schools: []people.School{{ID: "oak", Name: "Oak School", Short: "Oak", Grades: grade.Range(1, 6)}, {ID: "elm", Name: "Elm School", Short: "Elm", Grades: grade.Range(1, 6)},
			{ID: "fir", Name: "Fir High School", Short: "Fir", Grades: grade.Range(10, 13)}},
		People: []people.Person{
			{ID: "ana", Name: "Ana Villarreal", Mail: "ana@maple.example", Coordinator: true, State: people.Active, Memberships: at("oak")},
			{ID: "rosa", Name: "Rosa Delgado", Mail: "rosa@maple.example", Locale: lang.Spanish, State: people.Active, Memberships: at("elm")},
			{ID: "fred", Name: "Fred Fir", Mail: "fred@maple.example", State: people.Active, Memberships: at("fir")},
		}}))
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) actor(person id.PersonID) actor.Actor {
	w.t.Helper()
	by, err := w.people.Actor(w.t.Context(), "maple", person)
	w.must(err)
	return by
}

func (w *world) share(person id.PersonID, grades grade.Set, titles ...string) {
	w.t.Helper()
	by := w.actor(person)
	for _, title := range titles {
		_, err := w.catalog.Share(w.t.Context(), by, catalog.ShareInput{School: by.Schools[0].School, Document: block.Document{About: block.About{
			Title: title, Why: "It is read in five minutes, and it makes the day easier for whoever has two classes at once and no assistant to send for the cart.",
			Type: block.QuickTip, Grades: grades, Rights: "colleagues"}}})
		w.must(err)
	}
}

// look does what the program does by itself: it looks whom to write to, and writes.
func (w *world) look() {
	w.t.Helper()
	w.must(w.digest.Look(w.t.Context()))
	w.must(w.jobs.Drain(w.t.Context()))
}

// to gives the letters that somebody got so far.
func (w *world) to(person string) []mailtest.Letter {
	w.t.Helper()
	var out []mailtest.Letter
	for _, l := range w.post.Letters(w.t) {
		if l.To[0].Address == person+"@maple.example" {
			out = append(out, l)
		}
	}
	return out
}

// things are the titles of a letter's parts that stand in a list.
func things(l mailtest.Letter, known []string) []string {
	var out []string
	for _, title := range known {
		if strings.Contains(l.Text, title+"\n") {
			out = append(out, title)
		}
	}
	return out
}
