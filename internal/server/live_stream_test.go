package server_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/catalog/catalogweb"
	"github.com/commonshelf/commonshelf/internal/config"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/interop/intake"
	"github.com/commonshelf/commonshelf/internal/interop/intake/intakeweb"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/server"
)

// stream is what a live page of somebody hears.
type stream struct {
	t     *testing.T
	lines *bufio.Scanner
}

// follow opens a live page for whoever holds a session.
func follow(t *testing.T, at, topic string, in people.SignedIn) stream {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, "GET", at+"/live?topic="+topic, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.AddCookie(&http.Cookie{Name: "cs_session", Value: in.Secret.Reveal()})
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { answer.Body.Close() })
	s := stream{t, bufio.NewScanner(answer.Body)}
	if answer.StatusCode != 200 {
		t.Fatalf("%s: %s", topic, answer.Status)
	}
	s.hears(": listening")
	return s
}

// hears reads until a line comes.
func (s stream) hears(line string) {
	s.t.Helper()
	for s.lines.Scan() {
		if s.lines.Text() == line {
			return
		}
	}
	s.t.Fatalf("the stream ended before %q: %v", line, s.lines.Err())
}

// rest reads until the stream ends.
func (s stream) rest() (heard string) {
	s.t.Helper()
	for s.lines.Scan() {
		heard += s.lines.Text() + "\n"
	}
	if err := s.lines.Err(); err != nil {
		s.t.Errorf("the stream broke off: %v", err)
	}
	return heard
}

// inAs signs in somebody of the demonstration.
func inAs(t *testing.T, s *server.Server, name string) (people.SignedIn, actor.Actor) {
	t.Helper()
	in, err := s.People.SignInAsDemo(t.Context(), name, people.Secret{})
	if err != nil {
		t.Fatal(err)
	}
	by, err := s.People.Actor(t.Context(), in.Person.District, in.Person.ID)
	if err != nil {
		t.Fatal(err)
	}
	return in, by
}

// An import tells its page of every batch and of its end, as long as there is a page.
func TestAnImportsPageHearsHowItComesAlong(t *testing.T) {
	s, at := runDemo(t, server.Options{})
	in, elm := inAs(t, s, "elm")
	var list strings.Builder
	list.WriteString("Title,Why\n")
	for n := range 120 {
		fmt.Fprintf(&list, "Lantern %d,It shines %d times\n", n, n)
	}
	i, err := s.Intake.Bring(t.Context(), elm, intake.BringInput{School: elm.Schools[0].School, Name: "lanterns.csv", From: strings.NewReader(list.String())})
	if err != nil {
		t.Fatal(err)
	}
	topic := intakeweb.LiveTopic(i.ID)
	l := follow(t, at, topic, in)
	if err := s.Intake.Go(t.Context(), elm, i.ID); err != nil {
		t.Fatal(err)
	}
	for state := intake.Running; state != intake.Done; {
		l.hears("data: " + topic)
		now, err := s.Intake.Import(t.Context(), elm, i.ID)
		if err != nil {
			t.Fatal(err)
		}
		state = now.State
	}
}

// someResource is one that everybody of the demonstration sees.
func someResource(t *testing.T, s *server.Server, by actor.Actor) catalog.ResourceID {
	t.Helper()
	r, err := db.One(t.Context(), s.DB, db.Value[catalog.ResourceID], `SELECT id FROM resource
		WHERE district = $1 AND school = $2 AND state = 'published' ORDER BY shared_at LIMIT 1`, by.District, by.Schools[0].School)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Whoever signs out everywhere is told nothing more: the stream ends at the latest when there would be something to tell.
func TestALivePageEndsWithTheSession(t *testing.T) {
	s, at := runDemo(t, server.Options{})
	in, elm := inAs(t, s, "elm")
	_, oak := inAs(t, s, "oak")
	resource := someResource(t, s, elm)
	l := follow(t, at, catalogweb.LiveTopic(resource), in)
	if err := s.People.EndSessions(t.Context(), elm); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Catalog.AddNote(t.Context(), oak, resource, "We read it aloud."); err != nil {
		t.Fatal(err)
	}
	if heard := l.rest(); strings.Contains(heard, "changed") {
		t.Errorf("heard %q", heard)
	}
}

// Nobody hears of what they may not see, and nobody of another kind of thing.
func TestWhatMayBeFollowed(t *testing.T) {
	s, at := runDemo(t, server.Options{})
	in, _ := inAs(t, s, "elm")
	for _, topic := range []string{"resource/0000000000000000", "import/0000000000000000", "person/" + string(in.Person.ID), "resource", ""} {
		r, _ := http.NewRequestWithContext(t.Context(), "GET", at+"/live?topic="+topic, nil)
		r.AddCookie(&http.Cookie{Name: "cs_session", Value: in.Secret.Reveal()})
		answer, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != 404 && answer.StatusCode != 400 {
			t.Errorf("%q: %s", topic, answer.Status)
		}
	}
}

// A stop does not wait for pages that listen: they end first.
func TestAStopEndsLivePagesFirst(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := "http://" + listener.Addr().String()
	settings := config.Settings{Listen: listener.Addr().String(), BaseURL: at, Demo: true}
	settings.Data = t.TempDir()
	s, err := server.New(t.Context(), settings, server.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, server.Listen(listener, nil)) }()
	in, elm := inAs(t, s, "elm")
	l := follow(t, at, catalogweb.LiveTopic(someResource(t, s, elm)), in)
	stop()
	l.rest()
	if err := errors.Join(<-ended, s.Close()); err != nil { // that of a stop which waited for the page says that its time is over
		t.Error(err)
	}
}
