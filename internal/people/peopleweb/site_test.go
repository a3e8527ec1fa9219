package peopleweb_test

import (
	"context"
	"errors"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/jobs"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/mail"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/people/peopleweb"
	"github.com/commonshelf/commonshelf/internal/proto/oidc"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
	assets "github.com/commonshelf/commonshelf/web"
)

var monday = time.Date(2026, 11, 23, 17, 0, 0, 0, time.UTC)

// shelf is a site with the pages of people on a real database, served on this machine. Letters stay in an outbox, or leave for
// the mail server of the options.
type shelf struct {
	*web.Site
	t        *testing.T
	url      string
	db       *db.DB
	people   *people.Service
	jobs     *jobs.Jobs
	clock    *clock.Moved
	outbox   *mail.Outbox
	starter  *starter
	accounts []*oidc.Provider
}

// starter is a shelf of three things in memory.
type starter struct{ put bool }

func (s *starter) OnShelf(context.Context, actor.Actor) (int, error) {
	if s.put {
		return 3, nil
	}
	return 0, nil
}

func (s *starter) Put(context.Context, actor.Actor, id.SchoolID, lang.Locale) error {
	s.put = true
	return nil
}

func (s *starter) Remove(context.Context, actor.Actor) error {
	s.put = false
	return nil
}

func newShelf(t *testing.T, change ...func(*web.Options, *mail.Options)) *shelf {
	t.Helper()
	return newShelfBy(t, nil, change...)
}

// newShelfBy is a shelf to which people come by accounts of the providers that the function gives for its address.
func newShelfBy(t *testing.T, accounts func(base string) []oidc.Settings, change ...func(*web.Options, *mail.Options)) *shelf {
	t.Helper()
	words, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	built, err := assets.Assets()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(nil)
	s := &shelf{t: t, url: "http://" + server.Listener.Addr().String(), clock: clock.NewMoved(monday), outbox: &mail.Outbox{}, starter: &starter{}}
	d := dbtest.SQLite(t)
	s.db = d
	logger := slog.New(slog.NewTextHandler(testLog{t}, nil))
	options := web.Options{
		Catalog: words, Clock: s.clock, Logger: logger, BaseURL: s.url, Assets: built,
		Ready: func(ctx context.Context) error { return d.Ready(ctx) },
	}
	post := mail.Options{Clock: s.clock, Outbox: s.outbox}
	for _, c := range change {
		c(&options, &post)
	}
	sender, err := mail.Open(post)
	if err != nil {
		t.Fatal(err)
	}
	s.jobs = jobs.New(d, slog.New(slog.DiscardHandler), s.clock)
	s.people = people.New(people.Options{DB: d, Clock: s.clock, Jobs: s.jobs, Mail: sender, Words: words, BaseURL: s.url})
	options.Sessions, options.Parking, options.Limits = peopleweb.NewSessions(s.people), peopleweb.Parking{People: s.people}, s.people
	options.Remember = s.people.ChooseLanguage
	if s.Site, err = web.New(options); err != nil {
		t.Fatal(err)
	}
	if accounts != nil {
		for _, settings := range accounts(s.url) {
			s.accounts = append(s.accounts, oidc.New(settings))
		}
	}
	s.Site.Add(peopleweb.Routes(peopleweb.Options{People: s.people, MailWorks: true, Outbox: s.outbox, Starter: s.starter, Accounts: s.accounts, BaseURL: s.url})...)
	s.Site.Add(web.Route{Pattern: "GET /{$}", Who: web.Open, Handler: elsewhere}, web.Route{Pattern: "GET /catalog", Who: web.SignedIn, Handler: elsewhere})
	server.Config.Handler = s.Site.Handler()
	server.Start()
	t.Cleanup(server.Close)
	return s
}

// elsewhere is a page of another domain.
func elsewhere(w http.ResponseWriter, r *web.Request) error {
	c := r.Chrome("Elsewhere", ui.Nowhere)
	return web.Render(w, r, http.StatusOK, templ.ComponentFunc(func(ctx context.Context, out io.Writer) error {
		return ui.Layout(c).Render(templ.WithChildren(ctx, templ.Raw("<h1>Elsewhere at "+html.EscapeString(r.URL.Path)+"</h1>")), out)
	}))
}

// testLog fails a test whose site logs an error.
type testLog struct{ t *testing.T }

func (l testLog) Write(line []byte) (int, error) {
	if strings.Contains(string(line), "level=ERROR") {
		l.t.Errorf("logged: %s", line)
	}
	return len(line), nil
}

// mapleValley puts the people of the tests in place.
func (s *shelf) mapleValley() *shelf {
	s.t.Helper()
	at := func(role actor.Role, percent int, schools ...id.SchoolID) []people.Membership {
		var out []people.Membership
		for _, school := range schools {
			out = append(out, people.Membership{School: school, Role: role, Percent: percent})
		}
		return out
	}
	err := s.people.Enrol(s.t.Context(), actor.Actor{District: "maple", System: true}, people.Roll{
		District: people.District{ID: "maple", Name: "Maple Valley", Zone: "America/Los_Angeles", Calling: lang.CallLibrarian, Locale: lang.English, SetUp: people.Done},
		Schools:  []people.School{{ID: "oak", Name: "Oak Elementary School", Short: "Oak", Grades: grade.Range(1, 6)}, {ID: "elm", Name: "Elm Elementary School", Short: "Elm"}},
		People: []people.Person{
			{ID: "ana", Name: "Ana Villarreal", Mail: "ana@maple.example", Coordinator: true, State: people.Active, Demo: "coordinator"},
			{ID: "joan", Name: "Joan Kowalski", Mail: "joan@maple.example", Coordinator: true, State: people.Active, Memberships: at(actor.MediaSpecialist, 100, "oak"), Demo: "oak"},
			{ID: "rosa", Name: "Rosa Delgado", Mail: "rosa@maple.example", State: people.Active, Memberships: at(actor.MediaSpecialist, 25, "elm", "oak"), Demo: "elm"},
			{ID: "tom", Name: "Tom Okafor", Mail: "tom@maple.example", State: people.Active, Memberships: at(actor.Teacher, 100, "elm"), Demo: "teacher"},
			{ID: "lin", Name: "Lin Haddad", Mail: "lin@maple.example", State: people.Listed, Memberships: at(actor.MediaSpecialist, 100, "oak")},
		},
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return s
}

// visitor is a browser with cookies and without scripts.
type visitor struct {
	*shelf
	client http.Client
	locale string
	lasts  int // seconds that the cookie of the session lasts; 0: until the browser is closed
}

func (s *shelf) visitor() *visitor {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	v := &visitor{shelf: s, locale: "en"}
	v.client = http.Client{Jar: jar, Transport: watching{v}}
	return v
}

// watching notes how long cookies last, which a jar does not tell.
type watching struct{ *visitor }

func (w watching) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err == nil {
		for _, c := range answer.Cookies() {
			if c.Name == "cs_session" {
				w.lasts = c.MaxAge
			}
		}
	}
	return answer, err
}

// as is a visitor who is signed in as the person of the address.
func (s *shelf) as(mail string) *visitor {
	s.t.Helper()
	v := s.visitor()
	v.post("/sign-in", "mail", mail)
	page := v.post(path(s.link()))
	if page.status != http.StatusOK || page.path != "/" {
		s.t.Fatalf("%s came to %s with %d:\n%s", mail, page.path, page.status, page.text)
	}
	return v
}

// letters writes what waits and gives all letters, the newest first.
func (s *shelf) letters() []mail.Kept {
	s.t.Helper()
	if err := s.jobs.Drain(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	return s.outbox.Letters()
}

var linkIn = regexp.MustCompile(`http://\S+/sign-in/link/\S+`)

// link is the link in the newest letter.
func (s *shelf) link() string {
	s.t.Helper()
	letters := s.letters()
	if len(letters) == 0 {
		s.t.Fatal("no letter")
	}
	return linkIn.FindString(letters[0].Text)
}

// digits are those in the newest letter.
func (s *shelf) digits() string {
	s.t.Helper()
	return regexp.MustCompile(`\d{3} \d{3}`).FindString(s.letters()[0].Text)
}

func path(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Path
}

// page is what a visitor sees in the end, after being sent on.
type page struct {
	t      *testing.T
	status int
	path   string
	header http.Header
	text   string // words and markup, entities resolved
}

func (v *visitor) get(path string) page { return v.do(http.MethodGet, path, nil) }

// post sends a form of names and values.
func (v *visitor) post(path string, fields ...string) page {
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	return v.do(http.MethodPost, path, form)
}

func (v *visitor) do(method, path string, form url.Values) page {
	v.t.Helper()
	r, err := http.NewRequestWithContext(v.t.Context(), method, v.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", v.locale)
	return v.send(r)
}

// send sends a request and follows where it leads.
func (v *visitor) send(r *http.Request) page {
	v.t.Helper()
	answer, err := v.client.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	body, err := io.ReadAll(answer.Body)
	if err := errors.Join(err, answer.Body.Close()); err != nil {
		v.t.Fatal(err)
	}
	text := html.UnescapeString(string(body))
	if i := strings.IndexRune(text, '‹'); i >= 0 {
		v.t.Errorf("%s %s says a key: %.80s", r.Method, r.URL.Path, text[i:])
	}
	return page{v.t, answer.StatusCode, answer.Request.URL.Path, answer.Header, text}
}

// session is the secret in the browser's cookie.
func (v *visitor) session() string {
	at, err := url.Parse(v.url)
	if err != nil {
		v.t.Fatal(err)
	}
	for _, c := range v.client.Jar.Cookies(at) {
		if c.Name == "cs_session" {
			return c.Value
		}
	}
	return ""
}

// is checks status and path.
func (p page) is(status int, path string) page {
	p.t.Helper()
	if p.status != status || p.path != path {
		p.t.Errorf("%d at %s, want %d at %s:\n%s", p.status, p.path, status, path, p.text)
	}
	return p
}

func (p page) says(words ...string) page {
	p.t.Helper()
	for _, w := range words {
		if !strings.Contains(p.text, w) {
			p.t.Errorf("%q is not at %s:\n%s", w, p.path, p.text)
		}
	}
	return p
}

func (p page) saysNot(words ...string) page {
	p.t.Helper()
	for _, w := range words {
		if strings.Contains(p.text, w) {
			p.t.Errorf("%q stands at %s", w, p.path)
		}
	}
	return p
}
