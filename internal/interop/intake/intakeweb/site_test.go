package intakeweb_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/interop/intake"
	"github.com/commonshelf/commonshelf/internal/interop/intake/intakeweb"
	"github.com/commonshelf/commonshelf/internal/jobs"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/mail"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web"
)

const maple id.DistrictID = "map0map0map0map0"

// The people of the tests; a session's token is the person's id.
var (
	rosa = actor.Actor{District: maple, Person: "rosa", Name: "Rosa Delgado", Schools: []actor.Membership{{School: "elm", Role: actor.MediaSpecialist}}}
	mai  = actor.Actor{District: maple, Person: "mai", Name: "Mai Tran", Schools: []actor.Membership{{School: "pine", Role: actor.MediaSpecialist}}}
	ana  = actor.Actor{District: maple, Person: "ana", Name: "Ana Villarreal", Schools: []actor.Membership{{School: "elm", Role: actor.MediaSpecialist}, {School: "pine", Role: actor.MediaSpecialist}}}
	tom  = actor.Actor{District: maple, Person: "tom", Name: "Tom Okafor", Schools: []actor.Membership{{School: "elm", Role: actor.Teacher}}}
	joan = actor.Actor{District: maple, Person: "joan", Name: "Joan Kowalski", Coordinator: true}
)

// site is a server with the pages of bringing in on a real database, real files and a real queue. Sessions are in memory.
type site struct {
	t       *testing.T
	url     string
	db      *db.DB
	clock   *clock.Moved
	jobs    *jobs.Jobs
	catalog *catalog.Service
	intake  *intake.Service
}

func newSite(t *testing.T, d *db.DB) *site {
	t.Helper()
	s := &site{t: t, db: d, clock: clock.NewMoved(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))}
	quiet := slog.New(slog.DiscardHandler)
	words, err := lang.Load()
	s.must(err)
	s.jobs = jobs.New(d, quiet, s.clock)
	sender, err := mail.Open(mail.Options{Clock: s.clock})
	s.must(err)
	everyone := people.New(people.Options{DB: d, Clock: s.clock, Jobs: s.jobs, Mail: sender, Words: words, BaseURL: "http://localhost"})
	topics := vocab.New(d, s.clock, id.Source{})
	s.catalog = catalog.New(d, s.clock, id.Source{}, topics, nil)
	stored, err := files.Open(t.Context(), t.TempDir())
	s.must(err)
	t.Cleanup(func() { s.must(stored.Close()) })
	s.intake = intake.New(intake.Options{DB: d, Clock: s.clock, Catalog: s.catalog, Topics: topics, People: everyone, Files: stored, Jobs: s.jobs,
		Words: words, Scratch: t.TempDir(), Log: quiet})
	roll := people.Roll{District: people.District{ID: maple, Name: "Maple Valley", Zone: "UTC", Calling: lang.CallLibrarian, Locale: lang.English, SetUp: people.Done},
		Schools: []people.School{{ID: "elm", Name: "Elm Elementary", Short: "Elm", Grades: grade.Range(1, 6)}, {ID: "pine", Name: "Pine Elementary", Short: "Pine", Grades: grade.Range(0, 6)}}}
	for _, a := range []actor.Actor{rosa, mai, ana, tom, joan} {
		person := people.Person{ID: a.Person, Name: a.Name, Mail: string(a.Person) + "@example.org", State: people.Active, Coordinator: a.Coordinator}
		for _, m := range a.Schools {
			person.Memberships = append(person.Memberships, people.Membership{School: m.School, Role: m.Role, Percent: 100 / len(a.Schools)})
		}
		roll.People = append(roll.People, person)
	}
	s.must(everyone.Enrol(t.Context(), actor.Actor{District: maple, System: true}, roll))

	server := httptest.NewUnstartedServer(nil)
	s.url = "http://" + server.Listener.Addr().String()
	pages, err := web.New(web.Options{Catalog: words, Clock: s.clock, Sessions: s, Parking: noParking{}, Limits: s, BaseURL: s.url, Assets: noAssets{},
		Logger: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError})), Ready: func(context.Context) error { return nil }})
	s.must(err)
	pages.Add(intakeweb.Routes(intakeweb.Options{Intake: s.intake, People: everyone})...)
	server.Config.Handler = pages.Handler()
	server.Start()
	t.Cleanup(server.Close)
	return s
}

func (s *site) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// Find implements web.Sessions.
func (s *site) Find(_ context.Context, token string) (web.Session, error) {
	for _, a := range []actor.Actor{rosa, mai, ana, tom, joan} {
		if string(a.Person) == token {
			return web.Session{Actor: a, DistrictName: "Maple Valley", SchoolName: "Elm", Zone: time.UTC, Expires: s.clock.Now().Add(time.Hour)}, nil
		}
	}
	return web.Session{}, fault.NotFound{What: "session"}
}

// Holds implements web.Sessions.
func (s *site) Holds(ctx context.Context, token string) (bool, error) {
	_, err := s.Find(ctx, token)
	return err == nil, nil
}

// Spend implements web.Limits.
func (s *site) Spend(context.Context, string, int, time.Duration) (time.Duration, error) {
	return 0, nil
}

// noParking implements web.Parking: no session runs out here.
type noParking struct{}

func (noParking) Park(context.Context, web.Parked) (string, error) {
	return "", fault.NotFound{What: "kept form"}
}

func (noParking) Find(context.Context, actor.Actor, string) (web.Parked, error) {
	return web.Parked{}, fault.NotFound{What: "kept form"}
}

func (noParking) Discard(context.Context, actor.Actor, string) error { return nil }

// noAssets implements web.Assets.
type noAssets struct{}

func (noAssets) URL(logical string) string { return "/assets/" + logical }

func (noAssets) ServeHTTP(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) }

// work does the jobs that are due.
func (s *site) work() {
	s.t.Helper()
	s.must(s.jobs.Drain(s.t.Context()))
}

func (s *site) exec(query string, args ...any) {
	s.t.Helper()
	_, err := s.db.Exec(s.t.Context(), query, args...)
	s.must(err)
}

// visitor is a browser with cookies and without scripts.
type visitor struct {
	*site
	client http.Client
	locale string
}

func (s *site) as(a actor.Actor) *visitor {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	s.must(err)
	at, err := url.Parse(s.url)
	s.must(err)
	jar.SetCookies(at, []*http.Cookie{{Name: "cs_session", Value: string(a.Person)}})
	return &visitor{site: s, client: http.Client{Jar: jar}, locale: "en"}
}

func (v *visitor) get(path string) *page {
	v.t.Helper()
	return v.do(http.MethodGet, path, "", nil)
}

func (v *visitor) post(path string, form url.Values) *page {
	v.t.Helper()
	return v.do(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

// upload chooses a file on the page of bringing in and sends the form.
func (v *visitor) upload(name, text string) *page {
	v.t.Helper()
	form := v.get("/bring").form("/bring")
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for field, values := range form {
		for _, value := range values {
			v.must(w.WriteField(field, value))
		}
	}
	part, err := w.CreateFormFile("file", name)
	v.must(err)
	_, err = io.WriteString(part, text)
	v.must(err)
	v.must(w.Close())
	return v.do(http.MethodPost, "/bring", w.FormDataContentType(), &body)
}

// paste writes into the box of the page of bringing in and sends the form.
func (v *visitor) paste(text string) *page {
	v.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	v.must(w.WriteField("school", v.get("/bring").form("/bring").Get("school")))
	v.must(w.WriteField("pasted", text))
	v.must(w.Close())
	return v.do(http.MethodPost, "/bring", w.FormDataContentType(), &body)
}

func (v *visitor) do(method, path, kind string, body io.Reader) *page {
	v.t.Helper()
	r, err := http.NewRequestWithContext(v.t.Context(), method, v.url+path, body)
	v.must(err)
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	r.Header.Set("Accept-Language", v.locale)
	answer, err := v.client.Do(r)
	v.must(err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	v.must(err)
	root, err := html.ParseWithOptions(bytes.NewReader(text), html.ParseOptionEnableScripting(false))
	v.must(err)
	p := &page{v, answer.StatusCode, answer.Request.URL.Path, answer.Header, string(text), root}
	if at := strings.IndexRune(p.body, '‹'); at >= 0 {
		v.t.Errorf("%s says a key: %.80s", p.path, p.body[at:])
	}
	return p
}

// page is what a visitor sees in the end, after being sent on.
type page struct {
	v      *visitor
	status int
	path   string
	header http.Header
	body   string
	root   *html.Node
}

func (p *page) is(status int) *page {
	p.v.t.Helper()
	if p.status != status {
		p.v.t.Fatalf("%s answers %d, want %d:\n%s", p.path, p.status, status, textOf(p.root))
	}
	return p
}

func (p *page) says(words ...string) *page {
	p.v.t.Helper()
	for _, w := range words {
		if !strings.Contains(textOf(p.root), w) {
			p.v.t.Errorf("%q is not at %s:\n%s", w, p.path, textOf(p.root))
		}
	}
	return p
}

func (p *page) saysNot(words ...string) *page {
	p.v.t.Helper()
	for _, w := range words {
		if strings.Contains(textOf(p.root), w) {
			p.v.t.Errorf("%q stands at %s:\n%s", w, p.path, textOf(p.root))
		}
	}
	return p
}

var tagsOf = map[string][]string{"heading": {"h1", "h2", "h3"}, "link": {"a"}, "button": {"button"}, "field": {"input", "textarea", "select"}}

// find is the first element with a role and a name; nil where there is none.
func (p *page) find(role, name string) *html.Node {
	for n := range p.root.Descendants() {
		if n.Type == html.ElementNode && slices.Contains(tagsOf[role], n.Data) && p.nameOf(n) == name {
			return n
		}
	}
	return nil
}

// nameOf is what a screen reader calls an element.
func (p *page) nameOf(n *html.Node) string {
	if of := attr(n, "id"); of != "" && slices.Contains(tagsOf["field"], n.Data) {
		for l := range p.root.Descendants() {
			if l.Type == html.ElementNode && l.Data == "label" && attr(l, "for") == of {
				return textOf(l)
			}
		}
	}
	return textOf(n)
}

// follow opens the link with the name.
func (p *page) follow(name string) *page {
	p.v.t.Helper()
	n := p.find("link", name)
	if n == nil {
		p.v.t.Fatalf("no link %q at %s:\n%s", name, p.path, textOf(p.root))
	}
	return p.v.get(attr(n, "href")).is(http.StatusOK)
}

// press sends the form of the button with the name, with changes as name and value.
func (p *page) press(name string, changes ...string) *page {
	p.v.t.Helper()
	button := p.find("button", name)
	if button == nil {
		p.v.t.Fatalf("no button %q at %s:\n%s", name, p.path, textOf(p.root))
	}
	n := button
	for n != nil && n.Data != "form" {
		n = n.Parent
	}
	if of := attr(button, "form"); of != "" {
		n = p.byID(of)
	}
	form := fieldsOf(n)
	if said := attr(button, "name"); said != "" {
		form.Set(said, attr(button, "value"))
	}
	for i := 0; i+1 < len(changes); i += 2 {
		if value, off := strings.CutPrefix(changes[i+1], "-"); off {
			form[changes[i]] = slices.DeleteFunc(form[changes[i]], func(v string) bool { return v == value })
			continue
		}
		form.Add(changes[i], changes[i+1])
	}
	action := attr(n, "action")
	if to := attr(button, "formaction"); to != "" {
		action = to
	}
	return p.v.post(action, form)
}

func (p *page) byID(id string) *html.Node {
	for n := range p.root.Descendants() {
		if n.Type == html.ElementNode && attr(n, "id") == id {
			return n
		}
	}
	p.v.t.Fatalf("nothing is called %q at %s", id, p.path)
	return nil
}

func (p *page) lacks(role, name string) *page {
	p.v.t.Helper()
	if p.find(role, name) != nil {
		p.v.t.Errorf("%s %q stands at %s", role, name, p.path)
	}
	return p
}

// form is what a browser would send of the form that goes to an address.
func (p *page) form(action string) url.Values {
	p.v.t.Helper()
	for n := range p.root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "form" && attr(n, "action") == action {
			return fieldsOf(n)
		}
	}
	p.v.t.Fatalf("no form to %s at %s", action, p.path)
	return nil
}

func fieldsOf(form *html.Node) url.Values {
	out := url.Values{}
	for n := range form.Descendants() {
		name := attr(n, "name")
		switch {
		case n.Type != html.ElementNode || name == "":
		case n.Data == "button":
		case n.Data == "input" && attr(n, "type") == "checkbox":
			if slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "checked" }) {
				out.Add(name, attr(n, "value"))
			}
		case n.Data == "textarea", n.Data == "input" && !slices.Contains([]string{"file", "checkbox", "radio"}, attr(n, "type")):
			out.Add(name, attr(n, "value"))
		case n.Data == "select":
			for o := range n.Descendants() {
				if o.Data == "option" && slices.ContainsFunc(o.Attr, func(a html.Attribute) bool { return a.Key == "selected" }) {
					out.Add(name, attr(o, "value"))
				}
			}
		}
	}
	return out
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// textOf is what can be read in an element.
func textOf(n *html.Node) string {
	var out []string
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode && (slices.Contains([]string{"script", "style", "head", "noscript"}, n.Data) || attr(n, "aria-hidden") == "true") {
			return
		}
		if n.Type == html.TextNode {
			out = append(out, n.Data)
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
	}
	walk(n)
	return strings.Join(strings.Fields(strings.Join(out, " ")), " ")
}

// each runs a test on both databases.
func each(t *testing.T, fn func(t *testing.T, s *site)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { fn(t, newSite(t, d)) })
}
