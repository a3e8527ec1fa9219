package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/credit"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/feedback"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/interop/api"
	"github.com/commonshelf/commonshelf/internal/jobs"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/mail"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/people/peopleweb"
	"github.com/commonshelf/commonshelf/internal/question"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web"
)

// shelf is the API of two districts on one database, served on this machine.
type shelf struct {
	t       *testing.T
	url     string
	site    *web.Site
	clock   *clock.Moved
	people  *people.Service
	topics  *vocab.Service
	catalog *catalog.Service
	uses    *feedback.Service
	credits *credit.Service
	asking  *question.Service
}

func newShelf(t *testing.T, d *db.DB) *shelf {
	t.Helper()
	words, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	quiet := slog.New(slog.DiscardHandler)
	server := httptest.NewUnstartedServer(nil)
	s := &shelf{t: t, url: "http://" + server.Listener.Addr().String(), clock: clock.NewMoved(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))}
	sender, err := mail.Open(mail.Options{Clock: s.clock, Outbox: &mail.Outbox{}})
	if err != nil {
		t.Fatal(err)
	}
	s.people = people.New(people.Options{DB: d, Clock: s.clock, Jobs: jobs.New(d, quiet, s.clock), Mail: sender, Words: words, BaseURL: s.url})
	s.topics = vocab.New(d, s.clock, id.Source{})
	index := search.New(d, s.topics, s.clock, slog.New(slog.NewTextHandler(testLog{t}, nil)))
	s.catalog = catalog.New(d, s.clock, id.Source{}, s.topics, index.Refresh)
	index.Use(s.catalog)
	s.uses = feedback.New(feedback.Options{DB: d, Clock: s.clock, Catalog: s.catalog})
	s.credits = credit.New(credit.Options{DB: d, Clock: s.clock, People: s.people, Catalog: s.catalog})
	s.asking = question.New(question.Options{DB: d, Clock: s.clock, People: s.people, Catalog: s.catalog, Credit: s.credits, BaseURL: s.url})
	s.site, err = web.New(web.Options{
		Catalog: words, Clock: s.clock, Logger: slog.New(slog.NewTextHandler(testLog{t}, nil)), BaseURL: s.url, Assets: noAssets{}, Limits: s.people,
		Sessions: peopleweb.NewSessions(s.people), Parking: peopleweb.Parking{People: s.people}, Ready: func(context.Context) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	s.site.Add(api.Routes(api.Options{People: s.people, Catalog: s.catalog, Search: index, Topics: s.topics, Feedback: s.uses, Question: s.asking, BaseURL: s.url})...)
	server.Config.Handler = s.site.Handler()
	server.Start()
	t.Cleanup(server.Close)
	s.enrol()
	return s
}

type noAssets struct{ http.Handler }

func (noAssets) URL(name string) string { return "/assets/" + name }

// testLog fails a test whose site logs an error.
type testLog struct{ t *testing.T }

func (l testLog) Write(line []byte) (int, error) {
	if strings.Contains(string(line), "level=ERROR") {
		l.t.Errorf("logged: %s", line)
	}
	return len(line), nil
}

// enrol puts the people of the tests in place: media specialists at Elm and Pine, a teacher at Elm, coordinators, and a
// stranger of another district.
func (s *shelf) enrol() {
	s.t.Helper()
	at := func(role actor.Role, school id.SchoolID) []people.Membership {
		return []people.Membership{{School: school, Role: role, Percent: 100}}
	}
	rolls := []people.Roll{{
		District: people.District{ID: "maple", Name: "Maple Valley", Zone: "America/Denver", Calling: lang.CallLibrarian, Locale: lang.English, SetUp: people.Done, PublicOn: true},
		Schools:  []people.School{{ID: "elm", Name: "Elm Elementary School", Short: "Elm", Grades: grade.Range(1, 6)}, {ID: "pine", Name: "Pine Elementary School", Short: "Pine"}},
		People: []people.Person{
			{ID: "ana", Name: "Ana Villarreal", Mail: "ana@maple.example", Coordinator: true, State: people.Active, Demo: "ana"},
			{ID: "joan", Name: "Joan Kowalski", Mail: "joan@maple.example", Coordinator: true, State: people.Active, Demo: "joan"},
			{ID: "rosa", Name: "Rosa Delgado", Mail: "rosa@maple.example", State: people.Active, Memberships: at(actor.MediaSpecialist, "elm"), Demo: "rosa"},
			{ID: "mai", Name: "Mai Tran", Mail: "mai@maple.example", State: people.Active, Memberships: at(actor.MediaSpecialist, "pine"), Demo: "mai"},
			{ID: "tom", Name: "Tom Okafor", Mail: "tom@maple.example", State: people.Active, Memberships: at(actor.Teacher, "elm"), Demo: "tom"},
		},
	}, {
		District: people.District{ID: "far", Name: "Far Away", Zone: "UTC", Calling: lang.CallLibrarian, Locale: lang.English, SetUp: people.Done},
		Schools:  []people.School{{ID: "oak", Name: "Oak School", Short: "Oak"}},
		People: []people.Person{
			{ID: "stranger", Name: "Sam Stranger", Mail: "sam@far.example", Coordinator: true, State: people.Active, Memberships: at(actor.MediaSpecialist, "oak"), Demo: "stranger"},
		},
	}}
	for _, roll := range rolls {
		if err := s.people.Enrol(s.t.Context(), actor.Actor{District: roll.District.ID, System: true}, roll); err != nil {
			s.t.Fatal(err)
		}
	}
}

// actor is a person as one who acts.
func (s *shelf) actor(person id.PersonID) actor.Actor {
	s.t.Helper()
	district := id.DistrictID("maple")
	if person == "stranger" {
		district = "far"
	}
	by, err := s.people.Actor(s.t.Context(), district, person)
	if err != nil {
		s.t.Fatal(err)
	}
	return by
}

// caller is a program that calls, as nobody at first.
type caller struct {
	*shelf
	header http.Header
}

func (s *shelf) nobody() caller { return caller{s, http.Header{}} }

// by gives a caller one more header.
func (c caller) with(name, value string) caller {
	header := c.header.Clone()
	header.Set(name, value)
	return caller{c.shelf, header}
}

// holding is a program with a token of the person.
func (s *shelf) holding(person id.PersonID, scope people.Scope) caller {
	s.t.Helper()
	_, secret, err := s.people.CreateToken(s.t.Context(), s.actor(person), "Test", scope)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.nobody().with("Authorization", "Bearer "+secret.Reveal())
}

// writing is a program that may read and write for the person.
func (s *shelf) writing(person id.PersonID) caller { return s.holding(person, people.MayWrite) }

// browser is a program in the browser of a person who is signed in.
func (s *shelf) browser(person id.PersonID) caller {
	s.t.Helper()
	in, err := s.people.SignInAsDemo(s.t.Context(), string(person), people.Secret{})
	if err != nil {
		s.t.Fatal(err)
	}
	return s.nobody().with("Cookie", "cs_session="+in.Secret.Reveal())
}

// answer is what came back.
type answer struct {
	t      *testing.T
	call   string
	status int
	header http.Header
	body   map[string]any
	raw    string
}

func (c caller) get(path string) answer {
	c.t.Helper()
	return c.call(http.MethodGet, path, nil)
}

// call sends a value as JSON, or a text as it is.
func (c caller) call(method, path string, body any) answer {
	c.t.Helper()
	var reader io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		reader = strings.NewReader(b)
	default:
		data, err := json.Marshal(body)
		if err != nil {
			c.t.Fatal(err)
		}
		reader = bytes.NewReader(data)
	}
	request, err := http.NewRequestWithContext(c.t.Context(), method, c.url+path, reader)
	if err != nil {
		c.t.Fatal(err)
	}
	request.Header = c.header.Clone()
	if body != nil && request.Header.Get("Content-Type") == "" {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	a := answer{t: c.t, call: method + " " + path, status: response.StatusCode, header: response.Header, raw: string(raw)}
	if err := json.Unmarshal(raw, &a.body); err != nil {
		c.t.Fatalf("%s: %v: %s", a.call, err, raw)
	}
	return a
}

// is fails unless the answer has the status, and unless a failure is a problem of that status.
func (a answer) is(status int) answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("%s: %d, want %d: %s", a.call, a.status, status, a.raw)
	}
	want := "application/json"
	if status >= 400 {
		want = "application/problem+json"
		if a.body["status"] != float64(status) || a.text("title") == "" || a.text("detail") == "" {
			a.t.Errorf("%s: no whole problem: %s", a.call, a.raw)
		}
	}
	if got := a.header.Get("Content-Type"); got != want {
		a.t.Errorf("%s: a body of type %q, want %q", a.call, got, want)
	}
	return a
}

// names fails unless exactly these fields are said to be wrong.
func (a answer) names(fields ...string) answer {
	a.t.Helper()
	wrong, _ := a.body["errors"].(map[string]any)
	for _, field := range fields {
		if text, _ := wrong[field].(string); text == "" || strings.HasPrefix(text, "‹") {
			a.t.Errorf("%s: %s is not named: %s", a.call, field, a.raw)
		}
	}
	if len(wrong) != len(fields) {
		a.t.Errorf("%s: names %v, want %v", a.call, wrong, fields)
	}
	return a
}

func (a answer) text(field string) string {
	text, _ := a.body[field].(string)
	return text
}

// titles are the titles of the items found.
func (a answer) titles() string {
	a.t.Helper()
	var out []string
	for _, i := range a.body["items"].([]any) {
		out = append(out, i.(map[string]any)["title"].(string))
	}
	return strings.Join(out, ", ")
}

// object is a JSON object to send.
type object = map[string]any

// tip is a small resource to share.
func tip(title string, more ...object) object {
	out := object{"title": title, "summary": "It makes the day easier."}
	for _, m := range more {
		for field, v := range m {
			out[field] = v
		}
	}
	return out
}

// share shares for the caller's school.
func (c caller) share(what object) answer {
	c.t.Helper()
	return c.call(http.MethodPost, "/api/v1/resources", what).is(http.StatusCreated)
}
