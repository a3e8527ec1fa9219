package web_test

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/notice"
	"github.com/commonshelf/commonshelf/internal/web"
)

// listener reads a live page line by line.
type listener struct {
	t      *testing.T
	answer *http.Response
	lines  *bufio.Scanner
}

func listen(t *testing.T, server *httptest.Server, token, query string) *listener {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, "GET", server.URL+"/live?"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "gzip")
	r.AddCookie(&http.Cookie{Name: "cs_session", Value: token})
	answer, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { answer.Body.Close() })
	return &listener{t: t, answer: answer, lines: bufio.NewScanner(answer.Body)}
}

// hears reads until the line comes.
func (l *listener) hears(line string) {
	l.t.Helper()
	for l.lines.Scan() {
		if l.lines.Text() == line {
			return
		}
	}
	l.t.Fatalf("the stream ended before %q: %v", line, l.lines.Err())
}

// ended reads until the stream ends well.
func (l *listener) ended() {
	l.t.Helper()
	l.rest()
}

// rest is what the stream says until it ends well.
func (l *listener) rest() (heard string) {
	l.t.Helper()
	for l.lines.Scan() {
		heard += l.lines.Text() + "\n"
	}
	if err := l.lines.Err(); err != nil {
		l.t.Errorf("the stream broke off: %v", err)
	}
	return heard
}

func TestALivePageHearsThatSomethingChanged(t *testing.T) {
	s := newShelf(t)
	l := listen(t, serve(t, s), "rosa", "topic=import/7&topic=catalog")

	wantStatus(t, l.answer, 200)
	if got := l.answer.Header.Get("Content-Type"); got != "text/event-stream" || l.answer.Header.Get("Content-Encoding") != "" {
		t.Errorf("sent as %q, encoded %q", got, l.answer.Header.Get("Content-Encoding"))
	}
	l.hears(": listening")
	s.hub.Publish("import/8")
	s.hub.Publish("import/7")
	l.hears("event: changed")
	l.hears("data: import/7")
	s.hub.Publish("catalog")
	l.hears("data: catalog")
}

func TestALivePageEndsBeforeTheServerStops(t *testing.T) {
	s := newShelf(t)
	server := serve(t, s)
	first, second := listen(t, server, "rosa", "topic=a"), listen(t, server, "ines", "topic=b")
	first.hears(": listening")
	second.hears(": listening")

	s.Drain()

	first.ended()
	second.ended()
	server.Close() // waits until the handlers have returned
	if n := s.hub.Subscriptions(); n != 0 {
		t.Errorf("%d subscriptions are left", n)
	}
}

func TestALivePageShowsSignsOfLifeUntilTheSessionEnds(t *testing.T) {
	s := newShelf(t, func(o *web.Options) { o.Heartbeat = 5 * time.Millisecond })
	l := listen(t, serve(t, s), "rosa", "topic=a")
	l.hears(": still here")
	l.hears(": still here")
	s.end("rosa")
	l.ended()
}

func TestWhoHasSignedOutHearsNothingMore(t *testing.T) {
	s := newShelf(t)
	l := listen(t, serve(t, s), "rosa", "topic=a")
	l.hears(": listening")
	s.end("rosa")
	s.hub.Publish("a")
	if heard := l.rest(); strings.Contains(heard, "changed") {
		t.Errorf("heard %q", heard)
	}
}

// A browser whose stream has ended comes again by itself, and goes on doing so unless it is told that there is nothing.
func TestABrowserThatComesAgainSignedOutIsToldToStop(t *testing.T) {
	s := newShelf(t)
	answer := s.send(ask{method: "GET", path: "/live?topic=a", header: map[string]string{"Accept": "text/event-stream"}})
	wantStatus(t, answer, http.StatusNoContent)
}

func TestALivePageEndsWithTheSessionsTime(t *testing.T) {
	s := newShelf(t, func(o *web.Options) { o.Heartbeat = 5 * time.Millisecond })
	l := listen(t, serve(t, s), "rosa", "topic=a")
	l.hears(": still here")
	s.clock.Advance(13 * time.Hour)
	l.ended()
}

func TestWhatALivePageMayFollow(t *testing.T) {
	s := newShelf(t)
	for query, status := range map[string]int{
		"topic=secret": 404, "topic=a&topic=secret": 404, "": 400, "topic=": 400, "topic=" + strings.Repeat("a", 65): 400, "topic=a%0Aevent:x": 400,
		"topic=1&topic=2&topic=3&topic=4&topic=5&topic=6&topic=7&topic=8&topic=9": 400,
	} {
		if got := s.get("/live?"+query, "rosa"); got.StatusCode != status {
			t.Errorf("following %q: %d, want %d", query, got.StatusCode, status)
		}
	}
	wantStatus(t, s.get("/live?topic=a", ""), 303)
}

func TestTooManyLivePagesAreAskedToWait(t *testing.T) {
	s := newShelf(t, func(o *web.Options) { o.Hub = notice.New(0) })
	answer := s.get("/live?topic=a", "rosa")
	wantStatus(t, answer, 503)
	if answer.Header.Get("Retry-After") != "60" || answer.Header.Get("Content-Type") != "text/html; charset=utf-8" {
		t.Errorf("answered with %v", answer.Header)
	}
}

func TestOnePersonsLivePagesAreBounded(t *testing.T) {
	s := newShelf(t)
	server := serve(t, s)
	for range 12 {
		l := listen(t, server, "rosa", "topic=a")
		wantStatus(t, l.answer, 200)
		l.hears(": listening")
	}
	wantStatus(t, s.get("/live?topic=a", "rosa"), 429)
	wantStatus(t, listen(t, server, "ines", "topic=a").answer, 200)
	s.Drain()
}

// connection is a writer that knows deadlines, as a real connection does.
type connection struct {
	*httptest.ResponseRecorder
	deadlines []time.Time // of writing
	readBy    time.Time
}

func (c *connection) SetReadDeadline(at time.Time) error {
	c.readBy = at
	return nil
}

func (c *connection) SetWriteDeadline(at time.Time) error {
	c.deadlines = append(c.deadlines, at)
	return nil
}

func TestAConnectionServesOnAfterALivePage(t *testing.T) {
	s := newShelf(t)
	s.Drain()
	c := &connection{ResponseRecorder: httptest.NewRecorder()}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	r := httptest.NewRequestWithContext(ctx, "GET", "/live?topic=a", nil)
	r.AddCookie(&http.Cookie{Name: "cs_session", Value: "rosa"})

	s.Handler().ServeHTTP(c, r)

	if ctx.Err() != nil {
		t.Error("the stream went on while the server was stopping")
	}
	if n := len(c.deadlines); n != 2 || c.deadlines[0].IsZero() || !c.deadlines[1].IsZero() {
		t.Errorf("the deadlines were %v, want one for the event and then none", c.deadlines)
	}
}
