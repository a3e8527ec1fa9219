package search_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/grade"
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

// Slips, words of which each is half typed, grades and ISBNs are completed from what may be seen, and from nothing else.
func TestWhatIsHalfTypedOrMisspeltIsCompleted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.topic("Graphic novels", "Novela gráfica")
		novels := filed("Graphic novels for a rainy week", "graphic-novels")
		novels.About.Grades = grade.Range(4, 4)
		w.share(w.rosa, catalog.SeenByDistrict, novels)
		w.share(w.rosa, catalog.SeenByDistrict, tip("Snow", block.Book{ISBN: "9780140501827", Title: "The Snowy Day", Creators: []string{"Ezra Jack Keats"}}))
		w.share(w.rosa, catalog.SeenBySchool, tip("Frogs and zeppelins", block.Book{ISBN: "9780064440202", Title: "Frog and Toad Are Friends"}))
		hidden := tip("Sevens")
		hidden.About.Grades = grade.Range(8, 8)
		w.share(w.rosa, catalog.SeenBySchool, hidden)
		for _, c := range []struct{ typed, mai, rosa string }{
			{"graphik no", "graphic-novels, Graphic novels for a rainy week", ""},
			{"graffic no", "graphic-novels, Graphic novels for a rainy week", ""},
			{"grap nov", "graphic-novels, Graphic novels for a rainy week", ""},
			{"rai wee", "Graphic novels for a rainy week", ""},
			{"rainny week", "Graphic novels for a rainy week", ""},
			{"zepelins", "", "Frogs and zeppelins"},
			{"fro zep", "", "Frogs and zeppelins"},
			{"978014050", "The Snowy Day 9780140501827", ""},
			{"isbn 978-0-14", "The Snowy Day 9780140501827", ""},
			{"01405", "The Snowy Day 9780140501827", ""},
			{"0140501827", "The Snowy Day 9780140501827", ""},
			{"97800", "", "Frog and Toad Are Friends 9780064440202"},
			{"9780", "", ""}, // too little
			{"3rd gr", "for 3", ""},
			{"tercer gra", "for 3", ""},
			{"rainy gr3", "for 3 rainy", ""},
			{"rainy elem", "for K–5 rainy", ""},
			{"novela 3rd gr", "for 3 novela", ""}, // by the other name of its topic
			{"lantern 3rd gr", "", ""},
			{"grade 7", "", "for 7"},
			{"9th gra", "", ""},
		} {
			for who, want := range map[string]string{"mai": c.mai, "rosa": cmp.Or(c.rosa, c.mai)} {
				got, err := w.search.Suggest(t.Context(), map[string]actor.Actor{"mai": w.mai, "rosa": w.rosa}[who], c.typed)
				if err != nil {
					t.Fatal(err)
				}
				var said []string
				for _, topic := range got.Topics {
					said = append(said, string(topic.ID))
				}
				for _, card := range got.Titles {
					said = append(said, card.About.Title)
				}
				for _, book := range got.Books {
					said = append(said, book.Title+" "+string(book.Number))
				}
				for _, g := range got.Grades {
					said = append(said, strings.TrimSpace("for "+g.Grades.String()+" "+g.Rest))
				}
				if list := strings.Join(said, ", "); list != want {
					t.Errorf("%s types %q and is offered %q, want %q", who, c.typed, list, want)
				}
			}
		}
	})
}

func FuzzSuggestedGrades(f *testing.F) {
	for _, typed := range []string{"3rd gr", "poems middle s", "ISBN 978-0-14", "grade=k-", "°", "5-7 year", "\xff gr"} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		for _, text := range append([]string{typed}, search.GradeEnds(typed)...) {
			for _, value := range search.Understand(text, nil).Grades {
				if _, ok := search.GradeSpan(value); !ok {
					t.Errorf("%q names %q, which are no grades", text, value)
				}
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

// The grades in a school's name are none that anybody asks for, in what is suggested as in what is found.
func TestASchoolsNameSuggestsNoGrades(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.school(w.home, "Ivy Elementary")
		w.share(w.rosa, catalog.SeenByDistrict, tip("Ivy on the wall"))
		for typed, want := range map[string]int{"ivy elementary": 0, "wall elementary": 1} {
			got, err := w.search.Suggest(t.Context(), w.mai, typed)
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Grades) != want {
				t.Errorf("%q suggests %v", typed, got.Grades)
			}
		}
	})
}
