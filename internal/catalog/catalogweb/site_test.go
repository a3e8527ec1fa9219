package catalogweb_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/catalog/catalogweb"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fetch"
	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

var monday = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// The districts of the tests: Maple, and Pine far away.
const (
	maple id.DistrictID = "map0map0map0map0"
	pine  id.DistrictID = "p1nep1nep1nep1ne"
)

// The people of the tests; a session's token is the person's id.
var (
	rosa  = actor.Actor{District: maple, Person: "rosa", Name: "Rosa Delgado", Schools: []actor.Membership{{School: "elm", Role: actor.MediaSpecialist}}}
	joan  = actor.Actor{District: maple, Person: "joan", Name: "Joan Kowalski", Schools: []actor.Membership{{School: "oak", Role: actor.MediaSpecialist}}}
	tom   = actor.Actor{District: maple, Person: "tom", Name: "Tom Okafor", Schools: []actor.Membership{{School: "elm", Role: actor.Teacher}}}
	ana   = actor.Actor{District: maple, Person: "ana", Name: "Ana Villarreal", Coordinator: true}
	noOne = actor.Actor{} // signed out
	sam   = actor.Actor{District: pine, Person: "sam", Name: "Sam Stranger", Coordinator: true, Schools: []actor.Membership{{School: "ridge", Role: actor.MediaSpecialist}}}
)

// starting are topics offered to a district that has none.
var starting = []vocab.NewTerm{
	{ID: "misinformation", English: "Misinformation", Spanish: "Desinformación", Synonyms: []vocab.Name{{Text: "fake news", Language: "en"}, {Text: "noticias falsas", Language: "es"}}},
	{ID: "poetry", English: "Poetry", Spanish: "Poesía", Synonyms: []vocab.Name{{Text: "poems", Language: "en"}, {Text: "poemas", Language: "es"}}},
}

// shelf is a site with the pages of the catalog on a real database and real files. Sessions and parked forms are in memory.
type shelf struct {
	t       *testing.T
	url     string
	db      *db.DB
	clock   *clock.Moved
	catalog *catalog.Service
	topics  *vocab.Service
	search  *search.Service
	files   *files.Store
	page    string // address of a page on the web of the tests

	often string // an act that is done too often; empty: none

	mu     sync.Mutex
	ended  map[string]bool // sessions whose time is over
	parked map[string]web.Parked
}

func newShelf(t *testing.T) *shelf { return shelfWith(t, catalogweb.Slots{}) }

// shelfWith is a shelf on whose pages other domains fill places.
func shelfWith(t *testing.T, slots catalogweb.Slots) *shelf {
	t.Helper()
	words, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	s := &shelf{t: t, db: dbtest.SQLite(t), clock: clock.NewMoved(monday), ended: map[string]bool{}, parked: map[string]web.Parked{}}
	s.topics = vocab.New(s.db, s.clock, id.Source{})
	s.search = search.New(s.db, s.topics, s.clock, slog.New(slog.DiscardHandler))
	s.catalog = catalog.New(s.db, s.clock, id.Source{}, s.topics, s.search.Refresh)
	s.search.Use(s.catalog)
	if s.files, err = files.Open(t.Context(), t.TempDir()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.files.Close() })
	s.files.ScreenBy(source.Screen)
	s.people()
	if _, err := s.search.Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	page, allowed := elsewhere(t)
	s.page = page
	server := httptest.NewUnstartedServer(nil)
	s.url = "http://" + server.Listener.Addr().String()
	site, err := web.New(web.Options{Catalog: words, Clock: s.clock, Sessions: s, Parking: parking{s}, Limits: s, BaseURL: s.url, Assets: noAssets{},
		Logger: slog.New(slog.NewTextHandler(testLog{t}, nil)), Ready: func(context.Context) error { return nil }})
	if err != nil {
		t.Fatal(err)
	}
	site.Add(catalogweb.Routes(catalogweb.Options{Catalog: s.catalog, Search: s.search, Topics: s.topics, Starting: starting, Files: s.files, BaseURL: s.url,
		Fetch: fetch.New(fetch.Options{Allow: []netip.AddrPort{allowed}}), Schools: s.schools, Named: s.named, Slots: slots})...)
	server.Config.Handler = site.Handler()
	server.Start()
	t.Cleanup(server.Close)
	return s
}

// elsewhere serves a web of one page and gives its address.
func elsewhere(t *testing.T) (address string, allowed netip.AddrPort) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, `<html lang="en"><title>Old maps of rivers</title><meta name="description" content="Two hundred rivers, drawn before bridges.">`)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/rivers", netip.MustParseAddrPort(server.Listener.Addr().String())
}

// people puts districts, schools and people in place.
func (s *shelf) people() {
	for _, district := range []id.DistrictID{maple, pine} {
		s.exec(`INSERT INTO district (id, name, consortium, time_zone, calling, locale, public_on, setup, created_at)
			VALUES ($1, $1, '', 'UTC', 'librarian', 'en', FALSE, 'done', 0)`, district)
	}
	for school, district := range map[string]id.DistrictID{"elm": maple, "oak": maple, "ridge": pine} {
		s.exec(`INSERT INTO school (id, district, name, short_name, name_key, grades, created_at) VALUES ($1, $2, $3, $3, $1, $4, 0)`,
			school, district, strings.ToUpper(school[:1])+school[1:], int(grade.Range(1, 6)))
	}
	for _, p := range []actor.Actor{rosa, joan, tom, ana, sam} {
		s.exec(`INSERT INTO person (id, district, name, name_key, mail, mail_key, locale, coordinator, state, demo, created_at)
			VALUES ($1, $2, $3, $1, $1, $1, '', $4, 'active', NULL, 0)`, p.Person, p.District, p.Name, p.Coordinator)
		for i, m := range p.Schools {
			s.exec(`INSERT INTO membership (district, person, school, role, percent, place) VALUES ($1, $2, $3, $4, 100, $5)`, p.District, p.Person, m.School, m.Role, i)
		}
	}
}

func (s *shelf) exec(query string, args ...any) {
	s.t.Helper()
	if _, err := s.db.Exec(s.t.Context(), query, args...); err != nil {
		s.t.Fatal(err)
	}
}

func (s *shelf) schools(_ context.Context, district id.DistrictID) ([]catalogweb.School, error) {
	switch district {
	case maple:
		return []catalogweb.School{{ID: "elm", Name: "Elm", Bands: []string{"k-2", "3-5"}}, {ID: "oak", Name: "Oak"}}, nil
	case pine:
		return []catalogweb.School{{ID: "ridge", Name: "Ridge"}}, nil
	}
	return nil, nil
}

// named are those of some people who share; tom teaches, and is known to nobody here.
func (s *shelf) named(_ context.Context, _ actor.Actor, list []id.PersonID, limit int) (out []ui.Suggested, _ error) {
	for _, p := range []actor.Actor{rosa, joan, ana} {
		if slices.Contains(list, p.Person) && len(out) < limit {
			out = append(out, ui.Suggested{URL: "/people/" + string(p.Person), Icon: "people", Text: p.Name})
		}
	}
	return out, nil
}

// Find implements web.Sessions.
func (s *shelf) Find(_ context.Context, token string) (web.Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range []actor.Actor{rosa, joan, tom, ana, sam} {
		if string(p.Person) != token {
			continue
		}
		expires := s.clock.Now().Add(time.Hour)
		if s.ended[token] {
			expires = s.clock.Now().Add(-time.Hour)
		}
		return web.Session{Actor: p, DistrictName: "Maple Valley", SchoolName: "Elm", Zone: time.UTC, Expires: expires}, nil
	}
	return web.Session{}, fault.NotFound{What: "session"}
}

// Holds implements web.Sessions.
func (s *shelf) Holds(ctx context.Context, token string) (bool, error) {
	session, err := s.Find(ctx, token)
	return err == nil && s.clock.Now().Before(session.Expires), nil
}

// end lets a person's session run out, or begin again.
func (s *shelf) end(p actor.Actor, over bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended[string(p.Person)] = over
}

// Spend implements web.Limits.
func (s *shelf) Spend(_ context.Context, bucket string, _ int, _ time.Duration) (time.Duration, error) {
	if s.often != "" && strings.HasPrefix(bucket, s.often+" ") {
		return time.Minute, nil
	}
	return 0, nil
}

// parking implements web.Parking.
type parking struct{ *shelf }

func (p parking) Park(_ context.Context, form web.Parked) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	name := fmt.Sprintf("form%d", len(p.parked)+1)
	p.parked[name] = form
	return name, nil
}

func (p parking) Find(_ context.Context, by actor.Actor, name string) (web.Parked, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	form, ok := p.parked[name]
	if !ok || form.Person != by.Person {
		return web.Parked{}, fault.NotFound{What: "kept form"}
	}
	return form, nil
}

func (p parking) Discard(_ context.Context, _ actor.Actor, name string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.parked, name)
	return nil
}

// noAssets implements web.Assets.
type noAssets struct{}

func (noAssets) URL(logical string) string { return "/assets/" + logical }

func (noAssets) ServeHTTP(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) }

// testLog fails a test whose site logs an error.
type testLog struct{ t *testing.T }

func (l testLog) Write(line []byte) (int, error) {
	if strings.Contains(string(line), "level=ERROR") {
		l.t.Errorf("logged: %s", line)
	}
	return len(line), nil
}

// tip is a small document that may be shared.
func tip(title string, blocks ...block.Body) block.Document {
	d := block.Document{About: block.About{Title: title, Why: "Because it makes the day easier.", Type: block.QuickTip, Grades: grade.Range(1, 6), Language: "en"}}
	for _, b := range blocks {
		d.Blocks = append(d.Blocks, block.Block{Body: b})
	}
	return d
}

// share shares a document in the name of somebody's first school.
func (s *shelf) share(by actor.Actor, v catalog.Visibility, d block.Document) catalog.Resource {
	s.t.Helper()
	r, err := s.catalog.Share(s.t.Context(), by, catalog.ShareInput{School: by.Schools[0].School, Visibility: v, Document: d})
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

func (s *shelf) at(r catalog.Resource) string { return "/resources/" + string(r.ID) }

// visitor is a browser with cookies and without scripts.
type visitor struct {
	*shelf
	client http.Client
	locale string
}

// as is a browser in which somebody is signed in; nobody for the zero actor.
func (s *shelf) as(p actor.Actor) *visitor {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	if p.Person != "" {
		at, _ := url.Parse(s.url)
		jar.SetCookies(at, []*http.Cookie{{Name: "cs_session", Value: string(p.Person)}})
	}
	return &visitor{shelf: s, client: http.Client{Jar: jar}, locale: "en"}
}

func (v *visitor) get(path string) *page {
	v.t.Helper()
	return v.do(http.MethodGet, path, "", nil)
}

// post sends a form as a browser does.
func (v *visitor) post(path string, form url.Values) *page {
	v.t.Helper()
	return v.do(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

// upload is a file chosen in a field of a form.
type upload struct{ field, name, content string }

// send posts a form with files, which come after the other fields, as on the page.
func (v *visitor) send(path string, form url.Values, uploads ...upload) *page {
	v.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for field, values := range form {
		for _, value := range values {
			w.WriteField(field, value)
		}
	}
	for _, u := range uploads {
		part, err := w.CreateFormFile(u.field, u.name)
		if err != nil {
			v.t.Fatal(err)
		}
		io.WriteString(part, u.content)
	}
	w.Close()
	return v.do(http.MethodPost, path, w.FormDataContentType(), &body)
}

func (v *visitor) do(method, path, kind string, body io.Reader) *page {
	v.t.Helper()
	r, err := http.NewRequestWithContext(v.t.Context(), method, v.url+path, body)
	if err != nil {
		v.t.Fatal(err)
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	r.Header.Set("Accept-Language", v.locale)
	answer, err := v.client.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer answer.Body.Close()
	return readPage(v, answer)
}
