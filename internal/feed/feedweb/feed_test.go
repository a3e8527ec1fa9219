package feedweb_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/feed"
	"github.com/commonshelf/commonshelf/internal/feed/feedweb"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/jobs"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/mail"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/people/peopleweb"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web"
)

// shelf is the feeds of two districts on one database, served on this machine.
type shelf struct {
	t       *testing.T
	url     string
	clock   *clock.Moved
	people  *people.Service
	topics  *vocab.Service
	catalog *catalog.Service
	feed    *feed.Service
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
	s.catalog = catalog.New(d, s.clock, id.Source{}, s.topics, nil)
	s.feed = feed.New(feed.Options{DB: d, Clock: s.clock, People: s.people, Catalog: s.catalog, Topics: s.topics})
	site, err := web.New(web.Options{
		Catalog: words, Clock: s.clock, Logger: quiet, BaseURL: s.url, Assets: noAssets{}, Limits: s.people,
		Sessions: peopleweb.NewSessions(s.people), Parking: peopleweb.Parking{People: s.people}, Ready: func(context.Context) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	site.Add(feedweb.Routes(feedweb.Options{Feed: s.feed, Words: words, BaseURL: s.url})...)
	server.Config.Handler = site.Handler()
	server.Start()
	t.Cleanup(server.Close)
	s.enrol()
	return s
}

type noAssets struct{ http.Handler }

func (noAssets) URL(name string) string { return "/assets/" + name }

func (s *shelf) enrol() {
	s.t.Helper()
	at := func(role actor.Role, school id.SchoolID) []people.Membership {
		return []people.Membership{{School: school, Role: role, Percent: 100}}
	}
	for _, roll := range []people.Roll{{
		District: people.District{ID: "maple", Name: "Maple Valley", Zone: "America/Denver", Calling: lang.CallLibrarian, Locale: lang.English, SetUp: people.Done},
		Schools:  []people.School{{ID: "elm", Name: "Elm School", Short: "Elm"}, {ID: "pine", Name: "Pine School", Short: "Pine"}},
		People: []people.Person{
			{ID: "ana", Name: "Ana V", Mail: "ana@maple.example", Coordinator: true, State: people.Active, Demo: "ana"},
			{ID: "joan", Name: "Joan K", Mail: "joan@maple.example", Coordinator: true, State: people.Active, Demo: "joan"},
			{ID: "rosa", Name: "Rosa D", Mail: "rosa@maple.example", State: people.Active, Memberships: at(actor.MediaSpecialist, "elm"), Demo: "rosa", Locale: lang.Spanish},
			{ID: "mai", Name: "Mai T", Mail: "mai@maple.example", State: people.Active, Memberships: at(actor.MediaSpecialist, "pine"), Demo: "mai"},
			{ID: "tom", Name: "Tom O", Mail: "tom@maple.example", State: people.Active, Memberships: at(actor.Teacher, "elm"), Demo: "tom"},
		},
	}, {
		District: people.District{ID: "far", Name: "Far Away", Zone: "UTC", Calling: lang.CallLibrarian, Locale: lang.English, SetUp: people.Done},
		Schools:  []people.School{{ID: "oak", Name: "Oak School", Short: "Oak"}},
		People:   []people.Person{{ID: "stranger", Name: "Sam S", Mail: "sam@far.example", Coordinator: true, State: people.Active, Memberships: at(actor.MediaSpecialist, "oak"), Demo: "stranger"}},
	}} {
		if err := s.people.Enrol(s.t.Context(), actor.Actor{District: roll.District.ID, System: true}, roll); err != nil {
			s.t.Fatal(err)
		}
	}
}

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

func (s *shelf) share(person id.PersonID, v catalog.Visibility, title string, topics ...string) catalog.Resource {
	s.t.Helper()
	s.clock.Advance(time.Minute)
	by := s.actor(person)
	r, err := s.catalog.Share(s.t.Context(), by, catalog.ShareInput{School: by.Schools[0].School, Visibility: v, Document: block.Document{About: block.About{
		Title: title, Why: "It makes the day easier.", Type: block.QuickTip, Grades: grade.All, Tags: topics}}})
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

// send asks for a page, or posts to it, as a person who is signed in; nobody for an empty one.
func (s *shelf) send(method, at string, person id.PersonID, header ...string) (*http.Response, string) {
	s.t.Helper()
	request, err := http.NewRequestWithContext(s.t.Context(), method, at, strings.NewReader(url.Values{}.Encode()))
	if err != nil {
		s.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if person != "" {
		in, err := s.people.SignInAsDemo(s.t.Context(), string(person), people.Secret{})
		if err != nil {
			s.t.Fatal(err)
		}
		request.Header.Set("Cookie", "cs_session="+in.Secret.Reveal())
	}
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return response, string(body)
}

var addressIn = regexp.MustCompile(`value="(http[^"]+/feeds/[^"]+/new\.atom)"`)

// follow presses the button and gives the address that the page shows.
func (s *shelf) follow(person id.PersonID) string {
	s.t.Helper()
	response, page := s.send(http.MethodPost, s.url+"/feeds", person)
	found := addressIn.FindStringSubmatch(page)
	if response.StatusCode != http.StatusOK || found == nil || response.Header.Get("Cache-Control") != "no-store" {
		s.t.Fatalf("no address on the page: %d %s", response.StatusCode, page)
	}
	return found[1]
}

// read reads a feed as a feed reader does.
func (s *shelf) read(address string) *gofeed.Feed {
	s.t.Helper()
	response, body := s.send(http.MethodGet, address, "")
	if response.StatusCode != http.StatusOK || response.Header.Get("Content-Type") != "application/atom+xml; charset=utf-8" {
		s.t.Fatalf("%d, %q: %s", response.StatusCode, response.Header.Get("Content-Type"), body)
	}
	out, err := gofeed.NewParser().ParseString(body)
	if err != nil {
		s.t.Fatalf("%v: %s", err, body)
	}
	return out
}

func titles(f *gofeed.Feed) string {
	var out []string
	for _, item := range f.Items {
		out = append(out, item.Title)
	}
	return strings.Join(out, ", ")
}

// gone fails unless the address leads nowhere.
func (s *shelf) gone(address string) {
	s.t.Helper()
	if response, body := s.send(http.MethodGet, address, ""); response.StatusCode != http.StatusNotFound {
		s.t.Errorf("%d: %s", response.StatusCode, body)
	}
}

func TestAReaderFollowsTheDistrict(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		if _, err := s.topics.Add(t.Context(), s.actor("ana"), vocab.NewTerm{English: "Maps", Spanish: "Mapas"}); err != nil {
			t.Fatal(err)
		}
		r := s.share("mai", catalog.SeenByDistrict, "Lanterns & <light>", "maps")
		s.share("mai", catalog.SeenByDistrict, "Torches")
		address := s.follow("rosa")
		f := s.read(address)
		if f.FeedType != "atom" || f.Title != "Novedades de Maple Valley" || f.Language != "es" || titles(f) != "Torches, Lanterns & <light>" {
			t.Fatalf("read %+v", f)
		}
		item := f.Items[1]
		if item.GUID != s.url+"/resources/"+string(r.ID) || item.Link != item.GUID+"/lanterns-light" || item.Description != "It makes the day easier." ||
			len(item.Authors) != 1 || item.Authors[0].Name != "Pine" || len(item.Categories) != 2 || !item.PublishedParsed.Equal(r.SharedAt.Truncate(time.Second)) {
			t.Errorf("an entry is %+v", item)
		}
		if !f.UpdatedParsed.Equal(*f.Items[0].PublishedParsed) && !f.UpdatedParsed.After(*f.Items[0].PublishedParsed) {
			t.Errorf("updated %v", f.UpdatedParsed)
		}
		first, body := s.send(http.MethodGet, address, "")
		if strings.Contains(body, address) {
			t.Error("the feed hands its own address on")
		}
		again, _ := s.send(http.MethodGet, address, "", "If-None-Match", `"x", W/`+first.Header.Get("Etag"))
		if again.StatusCode != http.StatusNotModified {
			t.Errorf("asked again: %d", again.StatusCode)
		}
		s.share("mai", catalog.SeenByDistrict, "Beacons")
		if after, _ := s.send(http.MethodGet, address, "", "If-None-Match", first.Header.Get("Etag")); after.StatusCode != http.StatusOK {
			t.Errorf("asked after something new: %d", after.StatusCode)
		}
	})
}

func TestAFeedCarriesWhatItsHolderMaySee(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		for _, v := range catalog.Visibilities {
			s.share("rosa", v, "Elm "+string(v))
		}
		s.share("stranger", catalog.SeenByAnyone, "Far public")
		gone := s.share("rosa", catalog.SeenByDistrict, "Retired")
		if _, err := s.catalog.Retire(t.Context(), s.actor("rosa"), gone.ID, "Old"); err != nil {
			t.Fatal(err)
		}
		taken := s.share("rosa", catalog.SeenByDistrict, "Draft")
		if _, err := s.catalog.Unshare(t.Context(), s.actor("rosa"), taken.ID, []byte("{}")); err != nil {
			t.Fatal(err)
		}
		all := "Elm public, Elm consortium, Elm district, Elm school"
		addresses := map[id.PersonID]string{}
		for person, want := range map[id.PersonID]string{"rosa": all, "tom": all, "ana": all, "mai": "Elm public, Elm consortium, Elm district", "stranger": "Far public"} {
			addresses[person] = s.follow(person)
			if got := titles(s.read(addresses[person])); got != want {
				t.Errorf("%s reads %q, want %q", person, got, want)
			}
		}
		// What changes afterwards changes the feed.
		if _, err := d.Exec(t.Context(), `UPDATE resource SET visibility = 'school' WHERE visibility <> 'school'`); err != nil {
			t.Fatal(err)
		}
		if got := titles(s.read(addresses["mai"])); got != "" {
			t.Errorf("mai still reads %q", got)
		}
	})
}

func TestAFeedIsOfTheNewestFifty(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		for i := range 53 {
			s.share("rosa", catalog.SeenByDistrict, fmt.Sprint("Tip ", i))
		}
		f := s.read(s.follow("mai"))
		if len(f.Items) != 50 || f.Items[0].Title != "Tip 52" || f.Items[49].Title != "Tip 3" {
			t.Errorf("%d entries from %q to %q", len(f.Items), f.Items[0].Title, f.Items[len(f.Items)-1].Title)
		}
	})
}

func TestAnAddressEnds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		s.gone(s.url + "/feeds/none/new.atom")
		first := s.follow("mai")
		second := s.follow("mai")
		s.gone(first)
		s.read(second)
		other := s.follow("rosa")
		if _, page := s.send(http.MethodGet, s.url+"/feeds", "mai"); strings.Contains(page, "new.atom") || !strings.Contains(page, "Nov 23") {
			t.Errorf("the page shows %s", page)
		}
		if response, _ := s.send(http.MethodPost, s.url+"/feeds/stop", "mai"); response.StatusCode != http.StatusSeeOther {
			t.Errorf("stopped with %d", response.StatusCode)
		}
		s.gone(second)
		if response, _ := s.send(http.MethodPost, s.url+"/feeds/stop", "mai"); response.StatusCode != http.StatusNotFound {
			t.Errorf("stopped again with %d", response.StatusCode)
		}
		s.read(other)
		if _, err := s.people.Leave(t.Context(), s.actor("ana"), "rosa"); err != nil {
			t.Fatal(err)
		}
		s.gone(other)
		if _, err := s.people.Reopen(t.Context(), s.actor("ana"), "rosa"); err != nil {
			t.Fatal(err)
		}
		s.gone(other)
	})
}

func TestOnlyPeopleHaveAddresses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		if response, _ := s.send(http.MethodGet, s.url+"/feeds", ""); response.StatusCode != http.StatusSeeOther || !strings.HasPrefix(response.Header.Get("Location"), "/sign-in") {
			t.Errorf("a visitor gets %d", response.StatusCode)
		}
		for who, by := range map[string]actor.Actor{"a visitor": {}, "the program": {District: "maple", System: true}} {
			_, made := s.feed.Make(t.Context(), by)
			_, seen := s.feed.Held(t.Context(), by)
			for act, err := range map[string]error{"make": made, "look": seen, "stop": s.feed.Stop(t.Context(), by)} {
				if !fault.IsDenied(err) {
					t.Errorf("%s may %s: %v", who, act, err)
				}
			}
		}
	})
}

func TestSecretsAreStoredHashed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		secret, err := s.feed.Make(t.Context(), s.actor("rosa"))
		if err != nil || len(secret) < 22 {
			t.Fatalf("%q, %v", secret, err)
		}
		stored, err := db.One(t.Context(), d, db.Value[[]byte], `SELECT token_hash FROM feed_address`)
		if err != nil || len(stored) != 32 || strings.Contains(string(stored), secret) {
			t.Errorf("stored as %x, %v", stored, err)
		}
	})
}
