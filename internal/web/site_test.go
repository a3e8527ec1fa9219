package web_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/notice"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

var start = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// The people of the tests. A token is the person's first name.
var (
	rosa = actor.Actor{District: "maple", Person: "rosa", Name: "Rosa Delgado", Schools: []actor.Membership{{School: "elm", Role: actor.MediaSpecialist}}}
	tom  = actor.Actor{District: "maple", Person: "tom", Name: "Tom", Schools: []actor.Membership{{School: "elm", Role: actor.Teacher}}}
	ines = actor.Actor{District: "maple", Person: "ines", Name: "Inés Ávila", Coordinator: true}
)

// shelf is a site with people who are signed in, kept forms and limits, all in memory.
type shelf struct {
	*web.Site
	t     *testing.T
	clock *clock.Moved
	hub   *notice.Hub
	log   *bytes.Buffer

	mu         sync.Mutex
	sessions   map[string]web.Session
	broken     error // of the database
	parked     map[string]web.Parked
	spent      map[string]int
	remembered lang.Locale
}

func newShelf(t *testing.T, change ...func(*web.Options)) *shelf {
	t.Helper()
	catalog, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	s := &shelf{t: t, clock: clock.NewMoved(start), hub: notice.New(100), log: &bytes.Buffer{},
		sessions: map[string]web.Session{}, parked: map[string]web.Parked{}, spent: map[string]int{}}
	for token, by := range map[string]actor.Actor{"rosa": rosa, "tom": tom, "ines": ines} {
		s.sessions[token] = web.Session{Actor: by, DistrictName: "Maple Valley", SchoolName: "Elm", Zone: time.UTC, Expires: start.Add(12 * time.Hour)}
	}
	o := web.Options{
		Catalog: catalog, Clock: s.clock, IDs: id.Seeded("web"), Sessions: s, Parking: parking{s}, Limits: s,
		Logger:  slog.New(slog.NewTextHandler(s.log, nil)),
		BaseURL: "http://example.com", Ready: func(context.Context) error { return s.broken },
		Assets: assets{}, Hub: s.hub,
		MayFollow: func(_ context.Context, _ actor.Actor, topic notice.Topic) error {
			if topic == "secret" {
				return fault.NotFound{What: "topic"}
			}
			return nil
		},
		Remember: func(_ context.Context, _ actor.Actor, choice lang.Locale) error {
			s.remembered = choice
			return nil
		},
	}
	for _, f := range change {
		f(&o)
	}
	if s.Site, err = web.New(o); err != nil {
		t.Fatal(err)
	}
	return s
}

// Find implements web.Sessions.
func (s *shelf) Find(_ context.Context, token string) (web.Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken != nil {
		return web.Session{}, s.broken
	}
	session, ok := s.sessions[token]
	if !ok {
		return web.Session{}, fault.NotFound{What: "session"}
	}
	return session, nil
}

// Holds implements web.Sessions.
func (s *shelf) Holds(ctx context.Context, token string) (bool, error) {
	session, err := s.Find(ctx, token)
	if err != nil && !fault.IsNotFound(err) {
		return false, err
	}
	return err == nil && s.clock.Now().Before(session.Expires), nil
}

func (s *shelf) end(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.sessions, token)
}

// Spend implements web.Limits.
func (s *shelf) Spend(_ context.Context, bucket string, most int, within time.Duration) (time.Duration, error) {
	s.spent[bucket]++
	if s.spent[bucket] > most {
		return within, nil
	}
	return 0, nil
}

// parking implements web.Parking.
type parking struct{ *shelf }

func (p parking) Park(_ context.Context, form web.Parked) (string, error) {
	name := fmt.Sprintf("form%d", len(p.parked)+1)
	p.parked[name] = form
	return name, nil
}

func (p parking) Find(_ context.Context, by actor.Actor, name string) (web.Parked, error) {
	form, ok := p.parked[name]
	if !ok || form.Person != by.Person || p.clock.Now().After(form.Until) {
		return web.Parked{}, fault.NotFound{What: "kept form"}
	}
	return form, nil
}

func (p parking) Discard(_ context.Context, by actor.Actor, name string) error {
	if form, ok := p.parked[name]; ok && form.Person == by.Person {
		delete(p.parked, name)
	}
	return nil
}

// assets implements web.Assets.
type assets struct{}

func (assets) URL(logical string) string { return "/assets/" + logical }

func (assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/assets/app.css" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, _ = io.WriteString(w, "body{}")
}

// ask is one request and what it carries.
type ask struct {
	method, path string
	token        string // of the session; empty: signed out
	form         url.Values
	header       map[string]string
	cookies      []*http.Cookie
}

func (s *shelf) send(a ask) *http.Response {
	s.t.Helper()
	var body io.Reader
	if a.form != nil {
		body = strings.NewReader(a.form.Encode())
	}
	r := httptest.NewRequest(a.method, a.path, body)
	if a.form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, value := range a.header {
		r.Header.Set(name, value)
	}
	if a.token != "" {
		r.AddCookie(&http.Cookie{Name: "cs_session", Value: a.token})
	}
	for _, cookie := range a.cookies {
		r.AddCookie(cookie)
	}
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w.Result()
}

func (s *shelf) get(path, token string) *http.Response {
	s.t.Helper()
	return s.send(ask{method: "GET", path: path, token: token})
}

func (s *shelf) post(path, token string, form url.Values) *http.Response {
	s.t.Helper()
	if form == nil {
		form = url.Values{}
	}
	return s.send(ask{method: "POST", path: path, token: token, form: form})
}

func text(t *testing.T, answer *http.Response) string {
	t.Helper()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func wantStatus(t *testing.T, answer *http.Response, status int) {
	t.Helper()
	if answer.StatusCode != status {
		t.Errorf("status %d, want %d", answer.StatusCode, status)
	}
}

func wantText(t *testing.T, body string, wanted ...string) {
	t.Helper()
	for _, want := range wanted {
		if !strings.Contains(body, want) {
			t.Errorf("%q is not in:\n%s", want, body)
		}
	}
}

func wantNone(t *testing.T, body string, unwanted ...string) {
	t.Helper()
	for _, not := range unwanted {
		if strings.Contains(body, not) {
			t.Errorf("%q stands in:\n%s", not, body)
		}
	}
}

func wantTo(t *testing.T, answer *http.Response, location string) {
	t.Helper()
	wantStatus(t, answer, http.StatusSeeOther)
	if got := answer.Header.Get("Location"); got != location {
		t.Errorf("sent on to %q, want %q", got, location)
	}
}

// cookie is the last cookie of the name that the answer sets.
func cookie(answer *http.Response, name string) *http.Cookie {
	var found *http.Cookie
	for _, c := range answer.Cookies() {
		if c.Name == name {
			found = c
		}
	}
	return found
}

// page says who reads it and in which language.
func page(w http.ResponseWriter, r *web.Request) error {
	c := r.Chrome("Page", ui.Nowhere)
	return web.Render(w, r, http.StatusOK, templ.ComponentFunc(func(ctx context.Context, out io.Writer) error {
		reader, flash := "nobody", "no flash"
		if c.Reader != nil {
			reader = c.Reader.Name + " " + c.Reader.Initials
		}
		if c.Flash != nil {
			flash = c.Flash.Text + " undo=" + c.Flash.Undo
		}
		_, err := fmt.Fprintf(out, "read by %s in %s at %s with %s", reader, c.Locale, c.URL, templ.EscapeString(flash))
		return err
	}))
}

func fails(err error) web.Handler {
	return func(http.ResponseWriter, *web.Request) error { return err }
}

var errDatabase = errors.New("disk full at row 7")
