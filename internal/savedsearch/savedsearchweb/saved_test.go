package savedsearchweb_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/catalog/catalogtest"
	"github.com/commonshelf/commonshelf/internal/catalog/catalogweb"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/feed"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/savedsearch"
	"github.com/commonshelf/commonshelf/internal/savedsearch/savedsearchweb"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/sitetest"
)

// newSite is the catalog and saved searches, served on this machine. Teachers get no weekly email.
func newSite(t *testing.T) (*sitetest.Site, *savedsearch.Service) {
	w := catalogtest.New(t, dbtest.SQLite(t))
	finder := search.New(w.DB, w.Topics, w.Clock, slog.New(slog.DiscardHandler))
	w.Catalog = catalog.New(w.DB, w.Clock, id.Source{}, w.Topics, finder.Refresh)
	finder.Use(w.Catalog)
	feeds := feed.New(feed.Options{DB: w.DB, Clock: w.Clock, People: w.People, Catalog: w.Catalog, Topics: w.Topics})
	saved := savedsearch.New(savedsearch.Options{DB: w.DB, Clock: w.Clock, People: w.People, Catalog: w.Catalog, Search: finder, Feed: feeds, Topics: w.Topics})
	schools := func(ctx context.Context, district id.DistrictID) (out []catalogweb.School, err error) {
		list, err := w.People.Schools(ctx, district)
		for _, s := range list {
			out = append(out, catalogweb.School{ID: s.ID, Name: s.Short})
		}
		return out, err
	}
	return sitetest.New(w, func(base string) []web.Route {
		return append(savedsearchweb.Routes(savedsearchweb.Options{Saved: saved, Words: w.Words, BaseURL: base,
			Weekly: func(_ context.Context, by actor.Actor) (bool, error) { return by.Contributes(), nil }}),
			catalogweb.Routes(catalogweb.Options{Catalog: w.Catalog, Search: finder, Topics: w.Topics, BaseURL: base, Schools: schools, Words: w.Words,
				Slots: catalogweb.Slots{Saving: []web.Panel{savedsearchweb.Beside(saved)}}})...)
	}), saved
}

func TestASearchIsSavedWhereItIsMade(t *testing.T) {
	s, _ := newSite(t)
	s.Share(s.Mai, catalog.SeenByDistrict, "Maps of rivers")
	if page := s.As("").Get("/catalog?q=maps"); page.Has("Save it") {
		t.Error("a visitor is offered to save")
	}
	rosa := s.As("rosa")
	rosa.Get("/catalog").Is(200).SaysNot("Save this search", "Saved searches")
	rosa.Get("/catalog?q=%3F%21").Is(200).SaysNot("Save this search")
	page := rosa.Get("/catalog?q=maps+of+cities&kind=tip&sort=newest").Is(200).Says("Save this search", "Only you see it.")
	if name := page.Value("name"); name != "maps of cities, Quick tip" {
		t.Errorf("suggested is %q", name)
	}
	page.Press("Save it").Is(200).Says("Saved as “maps of cities, Quick tip”. Only you see it.", "You saved this search as").SaysNot("Save this search")
	rosa.Get("/catalog?q=Maps++of+cities&kind=tip").Says("You saved this search as")
	rosa.Post("/saved", url.Values{"query": {"q=MAPS+of+cities&kind=tip"}, "name": {"Again"}}).Is(200).Says("You had saved this search before, as “maps of cities, Quick tip”.")
	home := rosa.Get("/catalog").Says("maps of cities, Quick tip", "All of them")
	if opened := s.Get(home.Link("maps of cities, Quick tip"), "rosa"); opened.To() != "/catalog?kind=tip&q=maps+of+cities&sort=newest" {
		t.Errorf("it opens %s", opened.To())
	}
	rosa.Get("/catalog?q=maps").Press("Save it").Press("Undo").Is(200).Says("The saved search is removed.")
	for _, other := range []id.PersonID{"mai", "ana", "tom"} {
		s.As(other).Get("/saved").Is(200).Says("No search is saved yet.").SaysNot("cities")
		s.As(other).Get(home.Link("maps of cities, Quick tip")).Is(404)
	}
}

func TestWhatIsWrongIsSaidBesideTheField(t *testing.T) {
	s, _ := newSite(t)
	rosa := s.As("rosa")
	page := rosa.Get("/catalog?q=maps").Press("Save it", "name", " ").Is(422).Says("Give it a name.")
	page.Press("Save it", "name", strings.Repeat("x", 81)).Is(422).Says("Give a shorter name, of 80 letters at most.").
		Press("Save it", "name", "My maps").Is(200).Says("Saved as “My maps”.")
	long := rosa.Post("/saved", url.Values{"query": {"q=" + strings.Repeat("a", 10_000)}, "name": {"Long"}}).Is(422).Says("Shorten what you look for to 500 letters, then save it.")
	if !strings.Contains(long.Body, strings.Repeat("a", 10_000)) {
		t.Error("what was typed is cut")
	}
	rosa.Post("/saved", url.Values{"query": {"sort=newest"}, "name": {"All"}}).Is(422).Says("Look for something first, then save it.")
	list := rosa.Get("/saved").Is(200).Says("My maps", "in your weekly email")
	field := regexp.MustCompile(`name="(name-[^"]+)"`).FindStringSubmatch(list.Body)[1]
	wrong := list.Press("Save the name: My maps", field, "").Is(422).Says("Give it a name.", "My maps")
	if !strings.Contains(wrong.Body, `aria-invalid="true"`) || strings.Count(wrong.Body, "<details") != strings.Count(wrong.Body, " open>") {
		t.Errorf("the field is not marked, or out of sight:\n%s", wrong.Body)
	}
	wrong.Press("Save the name: My maps", field, "Old maps").Is(200).Says("The name is changed.", "Old maps").
		Press("Undo").Is(200).Says("My maps").SaysNot("Old maps")
}

func TestTheListSaysWhatStandsInTheEmail(t *testing.T) {
	s, _ := newSite(t)
	s.Share(s.Mai, catalog.SeenByDistrict, "Maps of rivers")
	s.Share(s.Mai, catalog.SeenBySchool, "Maps for Pine")
	tom := s.As("tom")
	tom.Get("/catalog?q=maps").Press("Save it")
	tom.Get("/saved").Says("1 found", "You get no weekly email")
	rosa := s.As("rosa")
	rosa.Get("/catalog?q=maps").Press("Save it")
	page := rosa.Get("/saved").Is(200).Says("1 found", "in your weekly email").SaysNot("You get no weekly email")
	page = page.Press("Leave it out of the weekly email: maps", "on", "false").Is(200).Says("Your weekly email leaves it out.").SaysNot("in your weekly email")
	page = page.Press("Undo").Is(200).Says("in your weekly email")
	at := "/saved/" + regexp.MustCompile(`/saved/([^/"]+)/letter`).FindStringSubmatch(page.Body)[1]
	rosa.Post(at+"/letter", nil).Is(409)
	page.Press("Remove: maps").Is(200).Says("The saved search is removed.", "No search is saved yet.").Press("Undo").Is(200).Says("maps", "1 found")
	rosa.Get("/catalog?q=maps+xyzzy").Says("Nothing has all of these words.").Press("Save it")
	rosa.Get("/saved").Is(200).Says("Nothing has all of its words, 1 has some")
	s.Is(s.Post(at+"/off", "", nil), 401)
	s.Is(s.Post(at+"/off", "mai", nil), 404)
}

func TestASearchThatLostItsTopicSaysSoAndOpens(t *testing.T) {
	s, _ := newSite(t)
	added, err := s.Topics.Add(t.Context(), s.Ana, vocab.NewTerm{English: "Puppet shows", Spanish: "Títeres"})
	if err != nil {
		t.Fatal(err)
	}
	rosa := s.As("rosa")
	rosa.Get("/catalog?q=maps&school=oak&tag=" + string(added.Term)).Press("Save it")
	rosa.Get("/saved").Is(200).SaysNot("no longer")
	if err := s.Topics.Undo(t.Context(), s.Ana, added.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.DB.Exec(t.Context(), `UPDATE saved_search SET query = query || '&school=nowhere'`); err != nil {
		t.Fatal(err)
	}
	page := rosa.Get("/saved").Is(200).Says("“Puppet shows” is no longer a topic here. The search still opens.", "A school it looks at is no longer here.")
	if opened := rosa.Get(regexp.MustCompile(`/saved/[0-9A-Za-z]{16}`).FindString(page.Body)).Is(200); opened.Value("q") != "maps" {
		t.Errorf("it does not open: %s", opened.Text())
	}
}

var addressIn = regexp.MustCompile(`value="(http[^"]+/feeds/[^"]+/saved\.atom)"`)

func TestASavedSearchIsFollowed(t *testing.T) {
	s, _ := newSite(t)
	if _, err := s.DB.Exec(t.Context(), `UPDATE person SET locale = 'es' WHERE id = 'rosa'`); err != nil {
		t.Fatal(err)
	}
	for _, title := range []string{"Maps & <rivers>", "Kites", "Maps of cities"} {
		document := catalogtest.Tip(title)
		document.About.Rights = "cc-by-4.0"
		if _, err := s.Catalog.Share(t.Context(), s.Mai, catalog.ShareInput{School: "pine", Document: document}); err != nil {
			t.Fatal(err)
		}
		s.Clock.Advance(time.Second)
	}
	rosa := s.As("rosa")
	rosa.Get("/catalog?q=maps").Press("Guardarla")
	made := rosa.Get("/saved").Press("Seguir en un lector de novedades: maps").Is(200).Says("se muestra solo esta vez")
	address := strings.TrimPrefix(addressIn.FindStringSubmatch(made.Body)[1], s.URL)
	if made.Header.Get("Cache-Control") != "no-store" || addressIn.MatchString(rosa.Get("/saved").Body) {
		t.Error("the address is shown twice or kept")
	}
	got := s.Is(s.Get(address, ""), 200)
	f, err := gofeed.NewParser().ParseString(got.Body)
	if err != nil || f.FeedType != "atom" || f.Title != "maps · Maple Valley" || f.Language != "es" || len(f.Items) != 2 || f.Items[0].Title != "Maps of cities" || f.Items[1].Title != "Maps & <rivers>" {
		t.Fatalf("%v, %+v", err, f)
	}
	if strings.Contains(got.Body, address) || !strings.Contains(got.Body, "<contributor><name>Mai Tran, Pine</name></contributor>") || !strings.Contains(got.Body, "<rights>") {
		t.Errorf("the feed hands its address on, or lacks its credit:\n%s", got.Body)
	}
	again, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+address, nil)
	if err != nil {
		t.Fatal(err)
	}
	again.Header.Set("If-None-Match", got.Header.Get("Etag"))
	response, err := http.DefaultClient.Do(again)
	if err != nil || response.StatusCode != http.StatusNotModified {
		t.Errorf("asked again: %v, %v", response, err)
	}
	_ = response.Body.Close()
	none, gone := s.Get("/feeds/none/saved.atom", ""), rosa.Get("/saved").Says("Un lector preguntó ahí").Press("Dejar de seguir: maps").Is(200)
	if after := s.Get(address, ""); after.Status != http.StatusNotFound || none.Status != after.Status || gone.Path != "/saved" {
		t.Errorf("a stopped address answers %d, one that never was %d", after.Status, none.Status)
	}
}
