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
	"github.com/commonshelf/commonshelf/internal/catalog/catalogtest"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/feed"
	"github.com/commonshelf/commonshelf/internal/feed/feedweb"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/people/peopleweb"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web"
)

// shelf is the feeds of a world, served on this machine.
type shelf struct {
	*catalogtest.World
	url  string
	feed *feed.Service
}

func newShelf(t *testing.T, d *db.DB) *shelf {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	s := &shelf{World: catalogtest.New(t, d), url: "http://" + server.Listener.Addr().String()}
	s.feed = feed.New(feed.Options{DB: d, Clock: s.Clock, People: s.People, Catalog: s.Catalog, Topics: s.Topics})
	site, err := web.New(web.Options{
		Catalog: s.Words, Clock: s.Clock, Logger: slog.New(slog.DiscardHandler), BaseURL: s.url, Assets: noAssets{}, Limits: s.People,
		Sessions: peopleweb.NewSessions(s.People), Parking: peopleweb.Parking{People: s.People}, Ready: func(context.Context) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	site.Add(feedweb.Routes(feedweb.Options{Feed: s.feed, Words: s.Words, BaseURL: s.url})...)
	server.Config.Handler = site.Handler()
	server.Start()
	t.Cleanup(server.Close)
	if _, err := d.Exec(t.Context(), `UPDATE person SET locale = 'es' WHERE id = 'rosa'`); err != nil {
		t.Fatal(err)
	}
	return s
}

type noAssets struct{ http.Handler }

func (noAssets) URL(name string) string { return "/assets/" + name }

func (s *shelf) actor(person id.PersonID) actor.Actor {
	s.T.Helper()
	if person == "stranger" {
		return s.Actor("far", "stranger")
	}
	return s.Actor("maple", string(person))
}

func (s *shelf) share(person id.PersonID, v catalog.Visibility, title string, topics ...string) catalog.Resource {
	s.T.Helper()
	s.Clock.Advance(time.Minute)
	by := s.actor(person)
	r, err := s.Catalog.Share(s.T.Context(), by, catalog.ShareInput{School: by.Schools[0].School, Visibility: v, Document: block.Document{About: block.About{
		Title: title, Why: "It makes the day easier.", Type: block.QuickTip, Grades: grade.All, Tags: topics}}})
	if err != nil {
		s.T.Fatal(err)
	}
	return r
}

// send asks for a page, or posts to it, as a person who is signed in; nobody for an empty one.
func (s *shelf) send(method, at string, person id.PersonID, header ...string) (*http.Response, string) {
	s.T.Helper()
	request, err := http.NewRequestWithContext(s.T.Context(), method, at, strings.NewReader(url.Values{}.Encode()))
	if err != nil {
		s.T.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if person != "" {
		in, err := s.People.SignInAsDemo(s.T.Context(), string(person), people.Secret{})
		if err != nil {
			s.T.Fatal(err)
		}
		request.Header.Set("Cookie", "cs_session="+in.Secret.Reveal())
	}
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		s.T.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		s.T.Fatal(err)
	}
	return response, string(body)
}

var addressIn = regexp.MustCompile(`value="(http[^"]+/feeds/[^"]+/new\.atom)"`)

// follow presses the button and gives the address that the page shows.
func (s *shelf) follow(person id.PersonID) string {
	s.T.Helper()
	response, page := s.send(http.MethodPost, s.url+"/feeds", person)
	found := addressIn.FindStringSubmatch(page)
	if response.StatusCode != http.StatusOK || found == nil || response.Header.Get("Cache-Control") != "no-store" {
		s.T.Fatalf("no address on the page: %d %s", response.StatusCode, page)
	}
	return found[1]
}

// read reads a feed as a feed reader does.
func (s *shelf) read(address string) *gofeed.Feed {
	s.T.Helper()
	response, body := s.send(http.MethodGet, address, "")
	if response.StatusCode != http.StatusOK || response.Header.Get("Content-Type") != "application/atom+xml; charset=utf-8" {
		s.T.Fatalf("%d, %q: %s", response.StatusCode, response.Header.Get("Content-Type"), body)
	}
	out, err := gofeed.NewParser().ParseString(body)
	if err != nil {
		s.T.Fatalf("%v: %s", err, body)
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
	s.T.Helper()
	if response, body := s.send(http.MethodGet, address, ""); response.StatusCode != http.StatusNotFound {
		s.T.Errorf("%d: %s", response.StatusCode, body)
	}
}

func TestAReaderFollowsTheDistrict(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		if _, err := s.Topics.Add(t.Context(), s.actor("ana"), vocab.NewTerm{English: "Maps", Spanish: "Mapas"}); err != nil {
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

// The foot of a page travels: who wrote the words, with dates, also of what it is a version of, where it came from, and its rights.
func TestAFeedCarriesTheCredit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		about := block.About{Title: "Lanterns", Why: "With candles.", Type: block.QuickTip, Grades: grade.All, Rights: "cc-by-4.0"}
		core, err := s.Catalog.Share(t.Context(), s.actor("mai"), catalog.ShareInput{School: "pine", Document: block.Document{About: about}})
		if err != nil {
			t.Fatal(err)
		}
		s.Clock.Advance(24 * time.Hour)
		rosa := s.actor("rosa")
		version := block.Document{About: block.About{Title: "Our lanterns", Why: "With batteries.", Type: block.QuickTip, Grades: grade.All, Rights: "cc-by-4.0",
			Source: block.Source{Title: "The lantern book", Creator: "A. Light", URL: "https://light.example/"}}}
		if _, err := s.Catalog.Share(t.Context(), rosa, catalog.ShareInput{School: "elm", Document: version, Core: core.ID, CoreVersion: core.Head}); err != nil {
			t.Fatal(err)
		}
		_, body := s.send(http.MethodGet, s.follow("tom"), "")
		for _, want := range []string{"<contributor><name>Mai Tran, Pine</name></contributor><contributor><name>Rosa Delgado, Elm</name></contributor>",
			"<rights>From: The lantern book, A. Light, https://light.example/. Free to use and change with credit (CC BY 4.0).</rights>",
			`<link rel="via" href="https://light.example/"`,
			"With batteries.&#xA;&#xA;Nov 23, 2026: Mai Tran, Pine began it. Nov 24, 2026: Rosa Delgado, Elm made Elm’s version.&#xA;&#xA;From: The lantern book"} {
			if !strings.Contains(body, want) {
				t.Errorf("%q is not in %s", want, body)
			}
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
		if _, err := s.Catalog.Retire(t.Context(), s.actor("rosa"), gone.ID, "Old"); err != nil {
			t.Fatal(err)
		}
		taken := s.share("rosa", catalog.SeenByDistrict, "Draft")
		if _, err := s.Catalog.Unshare(t.Context(), s.actor("rosa"), taken.ID, []byte("{}")); err != nil {
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
		if _, err := s.People.Leave(t.Context(), s.actor("ana"), "rosa"); err != nil {
			t.Fatal(err)
		}
		s.gone(other)
		if _, err := s.People.Reopen(t.Context(), s.actor("ana"), "rosa"); err != nil {
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
