package people

import (
	"errors"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/jobs"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/mail"
)

var monday = time.Date(2026, 11, 23, 17, 0, 0, 0, time.UTC)

// shelf is a service on a real database, with letters that are read here and a clock that can be moved.
type shelf struct {
	*Service
	t     *testing.T
	db    *db.DB
	clock *clock.Moved
	jobs  *jobs.Jobs

	outbox *mail.Outbox
	read   int // letters of the outbox read so far
}

func newShelf(t *testing.T, d *db.DB) *shelf {
	t.Helper()
	s := &shelf{t: t, db: d, clock: clock.NewMoved(monday), outbox: &mail.Outbox{}}
	s.open(mail.Options{Clock: s.clock, Outbox: s.outbox})
	return s
}

// open puts the service together with mail that leaves as the options say.
func (s *shelf) open(o mail.Options) {
	s.t.Helper()
	catalog, err := lang.Load()
	if err != nil {
		s.t.Fatal(err)
	}
	sender, err := mail.Open(o)
	if err != nil {
		s.t.Fatal(err)
	}
	s.jobs = jobs.New(s.db, slog.New(slog.DiscardHandler), s.clock)
	s.Service = New(Options{DB: s.db, Clock: s.clock, Jobs: s.jobs, Mail: sender, Words: catalog, BaseURL: "https://shelf.example"})
}

// each runs a test on both databases with a shelf of Maple Valley: Oak and Elm, Ana who coordinates, Rosa and Ben who share, Tom
// who teaches, and Lin who is listed only.
func each(t *testing.T, fn func(t *testing.T, s *shelf)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		s.enrol(mapleValley())
		fn(t, s)
	})
}

func mapleValley() Roll {
	specialist := func(school id.SchoolID) []Membership { return []Membership{{school, actor.MediaSpecialist, 100}} }
	return Roll{
		District: District{ID: "maple", Name: "Maple Valley", Zone: "America/Los_Angeles", Calling: lang.CallLibrarian, Locale: lang.English, SetUp: Done},
		Schools:  []School{{ID: "oak", Name: "Oak Elementary School", Short: "Oak"}, {ID: "elm", Name: "Elm Elementary School", Short: "Elm"}},
		People: []Person{
			{ID: "ana", Name: "Ana Villarreal", Mail: "ana@maple.example", Coordinator: true, State: Active},
			{ID: "joan", Name: "Joan Kowalski", Mail: "joan@maple.example", Coordinator: true, State: Active, Memberships: specialist("oak")},
			{ID: "rosa", Name: "Rosa Delgado", Mail: "Rosa@maple.example", State: Active, Memberships: specialist("elm")},
			{ID: "ben", Name: "Ben Adeyemi", Mail: "ben@maple.example", State: Active, Locale: lang.Spanish, Memberships: []Membership{{"oak", actor.MediaSpecialist, 25}, {"elm", actor.MediaSpecialist, 25}}},
			{ID: "tom", Name: "Tom Okafor", Mail: "tom@maple.example", State: Invited, Memberships: []Membership{{"elm", actor.Teacher, 100}}},
			{ID: "lin", Name: "Lin Haddad", Mail: "lin@maple.example", State: Listed, Memberships: specialist("oak")},
		},
	}
}

func (s *shelf) enrol(in Roll) {
	s.t.Helper()
	if err := s.Enrol(s.t.Context(), actor.Actor{District: in.District.ID, System: true}, in); err != nil {
		s.t.Fatal(err)
	}
}

// as is a person of Maple Valley who acts.
func (s *shelf) as(person id.PersonID) actor.Actor {
	s.t.Helper()
	by, err := s.Actor(s.t.Context(), "maple", person)
	if err != nil {
		s.t.Fatalf("%s: %v", person, err)
	}
	return by
}

// post writes what waits to be written and gives the letters, the first first.
func (s *shelf) post() []mail.Letter {
	s.t.Helper()
	if err := s.jobs.Drain(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	var out []mail.Letter
	for _, kept := range s.outbox.Letters() {
		if kept.Number > s.read {
			out = append(out, kept.Letter)
		}
	}
	s.read += len(out)
	slices.Reverse(out)
	return out
}

var linkIn = regexp.MustCompile(`https://shelf\.example/sign-in/link/([A-Za-z0-9_-]{43})`)
var digitsIn = regexp.MustCompile(`\n(\d{3}) (\d{3})\n`)

// secretIn is the secret of the link in a letter.
func secretIn(t *testing.T, l mail.Letter) Secret {
	t.Helper()
	found := linkIn.FindStringSubmatch(l.Text)
	if found == nil || !strings.Contains(l.HTML, found[0]) {
		t.Fatalf("no link in text and HTML of the letter:\n%s\n%s", l.Text, l.HTML)
	}
	return SecretOf(found[1])
}

func codeIn(t *testing.T, l mail.Letter) string {
	t.Helper()
	found := digitsIn.FindStringSubmatch(l.Text)
	if found == nil {
		t.Fatalf("no digits in the letter:\n%s", l.Text)
	}
	return found[1] + found[2]
}

// ask asks for a letter and gives the request and the letter.
func (s *shelf) ask(mail string) (string, mail.Letter) {
	s.t.Helper()
	request, err := s.AskToSignIn(s.t.Context(), AskInput{Mail: mail, Next: "/catalog", Locale: lang.English})
	if err != nil {
		s.t.Fatal(err)
	}
	letters := s.post()
	if len(letters) != 1 {
		s.t.Fatalf("%d letters to %s, want 1", len(letters), mail)
	}
	return request, letters[0]
}

// signIn signs a person in by a letter.
func (s *shelf) signIn(mail string) SignedIn {
	s.t.Helper()
	_, letter := s.ask(mail)
	in, err := s.UseLink(s.t.Context(), secretIn(s.t, letter), Device{})
	if err != nil {
		s.t.Fatal(err)
	}
	return in
}

// wantReason checks for a refusal in these words.
func wantReason(t *testing.T, err error, key string) {
	t.Helper()
	var conflict fault.Conflict
	var refused fault.Denied
	switch {
	case errors.As(err, &conflict) && conflict.Reason.Key == key:
	case errors.As(err, &refused) && refused.Reason.Key == key:
	default:
		t.Errorf("got %v, want %s", err, key)
	}
}

// wantField checks for a fault of a field in these words.
func wantField(t *testing.T, err error, field, key string) {
	t.Helper()
	f, ok := fault.AsFields(err)
	if !ok || f[field].Key != key {
		t.Errorf("got %v, want %s at %s", err, key, field)
	}
}

func wantNotFound(t *testing.T, err error) {
	t.Helper()
	if !fault.IsNotFound(err) {
		t.Errorf("got %v, want not found", err)
	}
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func (s *shelf) count(query string, args ...any) int {
	s.t.Helper()
	n, err := db.One(s.t.Context(), s.db, db.Value[int], query, args...)
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}
