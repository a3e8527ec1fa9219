package search_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/search"
)

func (n *node) suggest(by actor.Actor, typed string) (topics, titles []string) {
	n.t.Helper()
	got, err := n.search.Suggest(n.t.Context(), by, typed)
	if err != nil {
		n.t.Fatal(err)
	}
	for _, topic := range got.Topics {
		topics = append(topics, string(topic.ID))
	}
	for _, c := range got.Titles {
		titles = append(titles, c.About.Title)
	}
	return topics, titles
}

func TestWhatIsBeingTypedIsCompleted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.topic("Maps", "Mapas", "old atlas")
		w.topic("Marble runs", "Canicas")
		w.share(w.rosa, catalog.SeenByDistrict, filed("Où est la carte? Maps of Québec", "maps"))
		deep := tip("Chairs", block.Text{Markdown: "Under the maps."})
		w.share(w.rosa, catalog.SeenByDistrict, deep)
		w.share(w.rosa, catalog.SeenByDistrict, tip("地圖 in two hours"))
		w.share(w.rosa, catalog.SeenBySchool, filed("Ours alone", "marble-runs"))
		if topics, titles := w.suggest(w.rosa, "marb"); !slices.Equal(topics, []string{"marble-runs"}) || len(titles) > 0 {
			t.Errorf("who shared it is offered %q and %q", topics, titles)
		}
		for typed, want := range map[string][2][]string{
			"map":        {{"maps"}, {"Où est la carte? Maps of Québec"}},
			"Quebec MA":  {nil, {"Où est la carte? Maps of Québec"}},
			"map queb":   {nil, {"Où est la carte? Maps of Québec"}},
			"ou est":     {nil, {"Où est la carte? Maps of Québec"}},
			"\"maps of":  {nil, {"Où est la carte? Maps of Québec"}},
			"atl":        {{"maps"}, nil},
			"atlas ol":   {{"maps"}, nil},
			"marb":       {nil, nil}, // nothing that Mai may see has the topic
			"our":        {nil, nil},
			"地圖":         {nil, {"地圖 in two hours"}},
			"地":          {nil, nil}, // one character, if three bytes
			"m":          {nil, nil},
			"  ":         {nil, nil},
			"carte maxi": {nil, nil},
		} {
			topics, titles := w.suggest(w.mai, typed)
			if !slices.Equal(topics, want[0]) || !slices.Equal(titles, want[1]) {
				t.Errorf("%q: topics %q, titles %q; want %q", typed, topics, titles, want)
			}
		}
	})
}

func TestNothingIsSuggestedThatMayNotBeSeen(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for _, topic := range choices[search.Tag] {
			w.topic(topic, topic)
		}
		s := fill(w, rand.New(rand.NewPCG(1, 2)), 60)
		for name, by := range w.everyone() {
			seen := s.seen(by)
			for _, typed := range []string{"lan", "torch", "beac", "candle 1", "torch 2", "lantern can", "map", "poet", "robots"} {
				topics, titles := w.suggest(by, typed)
				var may []string
				tags := map[string]bool{}
				for _, r := range seen {
					if fold.Begins(r.Document.About.Title, fold.Words(typed)) {
						may = append(may, r.Document.About.Title)
					}
					for _, tag := range r.Document.About.Tags {
						tags[tag] = true
					}
				}
				if n := len(titles); n < min(5, len(may)) || slices.ContainsFunc(titles, func(title string) bool { return !slices.Contains(may, title) }) {
					t.Errorf("%s typing %q is offered %q of %q", name, typed, titles, may)
				}
				for _, topic := range choices[search.Tag] {
					want := by.District == w.home && tags[topic] && fold.Begins(topic, fold.Words(typed))
					if slices.Contains(topics, topic) != want {
						t.Errorf("%s typing %q is offered the topics %q", name, typed, topics)
					}
				}
			}
		}
	})
}
