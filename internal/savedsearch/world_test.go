package savedsearch_test

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/catalog/catalogtest"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/feed"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/savedsearch"
	"github.com/commonshelf/commonshelf/internal/search"
)

// world is a catalog that is searched, and saved searches.
type world struct {
	*catalogtest.World
	search *search.Service
	saved  *savedsearch.Service
}

func newWorld(t testing.TB, d *db.DB) *world {
	w := &world{World: catalogtest.New(t, d)}
	w.search = search.New(d, w.Topics, w.Clock, slog.New(slog.DiscardHandler))
	w.Catalog = catalog.New(d, w.Clock, id.Source{}, w.Topics, w.search.Refresh)
	w.search.Use(w.Catalog)
	feeds := feed.New(feed.Options{DB: d, Clock: w.Clock, People: w.People, Catalog: w.Catalog, Topics: w.Topics})
	w.saved = savedsearch.New(savedsearch.Options{DB: d, Clock: w.Clock, People: w.People, Catalog: w.Catalog, Search: w.search, Feed: feeds, Topics: w.Topics, Jobs: w.Jobs})
	return w
}

func (w *world) ok(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

// share shares a tip a minute later.
func (w *world) share(by actor.Actor, v catalog.Visibility, title string) catalog.Resource {
	w.T.Helper()
	w.Clock.Advance(time.Minute)
	r, err := w.Catalog.Share(w.T.Context(), by, catalog.ShareInput{School: by.Schools[0].School, Visibility: v, Document: catalogtest.Tip(title)})
	w.ok(err)
	return r
}

// keep saves a search for words under the words.
func (w *world) keep(by actor.Actor, words string) savedsearch.Saved {
	w.T.Helper()
	v, already, err := w.saved.Save(w.T.Context(), by, savedsearch.SaveInput{Query: search.Query{Words: words}, Name: words})
	w.ok(err)
	if already {
		w.T.Fatalf("%q is there already", words)
	}
	return v
}

// has fails unless the actor's saved searches have these names.
func (w *world) has(by actor.Actor, want string) {
	w.T.Helper()
	list, err := w.saved.List(w.T.Context(), by)
	w.ok(err)
	var names []string
	for _, v := range list {
		names = append(names, v.Name)
	}
	if got := strings.Join(names, ", "); got != want {
		w.T.Errorf("%s has %q, want %q", by.Name, got, want)
	}
}

// news is what is new for the actor, in words: "maps: Maps of Elm, Maps of Oak; kites: Kites".
func (w *world) news(by actor.Actor) string {
	w.T.Helper()
	return w.newsOf(w.saved, by)
}

// newsOf is news as one node finds it.
func (w *world) newsOf(node *savedsearch.Service, by actor.Actor) string {
	w.T.Helper()
	list, err := node.Fresh(w.T.Context(), by)
	w.ok(err)
	var lines []string
	for _, f := range list {
		lines = append(lines, f.Saved.Name+": "+titles(f.Cards))
	}
	return strings.Join(lines, "; ")
}

// tell has a letter that one node writes tell of what is new for one of the actor's saved searches.
func (w *world) tell(node *savedsearch.Service, by actor.Actor, name string) {
	w.T.Helper()
	list, err := node.Fresh(w.T.Context(), by)
	w.ok(err)
	for _, f := range list {
		if f.Saved.Name == name {
			w.ok(w.DB.Do(w.T.Context(), func(tx *db.DB) error { return node.Told(w.T.Context(), tx, by, f, w.Clock.Now()) }))
			return
		}
	}
	w.T.Fatalf("nothing is new for %q", name)
}

func titles(cards []catalog.Card) string {
	var out []string
	for _, c := range cards {
		out = append(out, c.About.Title)
	}
	return strings.Join(out, ", ")
}
