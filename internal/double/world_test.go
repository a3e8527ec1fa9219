package double_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/adapt"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/catalog/catalogtest"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/double"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/search"
)

// world is a catalog that is searched, with what looks for pairs in it. Pine, Elm and Oak share; Ana coordinates.
type world struct {
	*catalogtest.World
	adapt  *adapt.Service
	search *search.Service
	double *double.Service
}

func newWorld(t testing.TB, d *db.DB) *world {
	w := &world{World: catalogtest.New(t, d)}
	index := search.New(d, w.Topics, w.Clock, slog.New(slog.DiscardHandler))
	w.Catalog = catalog.New(d, w.Clock, id.Source{}, w.Topics, index.Refresh)
	index.Use(w.Catalog)
	w.search = index
	form := func(d block.Document, _ id.SchoolID, _ catalog.Visibility) ([]byte, error) { return json.Marshal(d) }
	w.adapt = adapt.New(adapt.Options{DB: d, Clock: w.Clock, Jobs: w.Jobs, Catalog: w.Catalog, Form: form, BaseURL: catalogtest.BaseURL})
	w.adapt.Work()
	w.double = double.New(double.Options{DB: d, Clock: w.Clock, Catalog: w.Catalog, Search: index, Adapt: w.adapt})
	return w
}

func (w *world) ok(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

// share shares a document of parts a minute after what was shared before.
func (w *world) share(by actor.Actor, title string, parts ...block.Body) catalog.Resource {
	w.T.Helper()
	return w.shareTo(by, catalog.SeenByDistrict, title, parts...)
}

func (w *world) shareTo(by actor.Actor, seen catalog.Visibility, title string, parts ...block.Body) catalog.Resource {
	w.T.Helper()
	w.Clock.Advance(time.Minute)
	d := catalogtest.Tip(title)
	d.About.Rights = "colleagues"
	for i, body := range parts {
		d.Blocks = append(d.Blocks, block.Block{Key: block.Key(fmt.Sprintf("%s-%d", strings.ToLower(strings.ReplaceAll(title, " ", "-")), i)), Body: body})
	}
	r, err := w.Catalog.Share(w.T.Context(), by, catalog.ShareInput{School: by.Schools[0].School, Visibility: seen, Document: d})
	w.ok(err)
	return r
}

func link(url string) block.Body { return block.Link{URL: url, Title: "A link"} }

func text(words string) block.Body { return block.Text{Markdown: words} }

// fable is long enough to be compared.
const fable = "I ring a small bell and every child tells a neighbor one word they learned today. It works even on Friday afternoon, and takes ninety seconds."

// pairs are what Ana finds, as "First + Then".
func (w *world) pairs() []string {
	w.T.Helper()
	list, err := w.double.Pairs(w.T.Context(), w.Ana)
	w.ok(err)
	var out []string
	for _, p := range list {
		out = append(out, p.First.About.Title+" + "+p.Then.About.Title)
	}
	return out
}

func (w *world) finds(want ...string) {
	w.T.Helper()
	if got := w.pairs(); !slices.Equal(got, want) {
		w.T.Errorf("found %q, want %q", got, want)
	}
}
