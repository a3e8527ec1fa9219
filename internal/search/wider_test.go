package search_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/search"
)

func TestNothingFoundLeadsToWhatFindsSomething(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.share(w.rosa, catalog.SeenByDistrict, tip("Maps of the sea"))
		w.share(w.rosa, catalog.SeenByDistrict, tip("Sea monsters"))
		w.share(w.rosa, catalog.SeenBySchool, filed("Maps of Elm", "poetry"))
		w.share(w.rosa, catalog.SeenByDistrict, tip("Snow", block.Book{ISBN: "9780140501827", Title: "The Snowy Day"}, block.Text{Markdown: "For the plan: RL.3.1."}))
		w.share(w.rosa, catalog.SeenBySchool, tip("Elm alone", block.Text{Markdown: "RL.4"}))
		type filters = map[string][]string
		for _, c := range []struct {
			q    search.Query
			want []search.Wider
		}{
			{search.Query{Words: "maps"}, nil},
			{search.Query{Words: "maps", Filters: filters{search.Kind: {"reel"}}}, []search.Wider{{Way: search.WithoutFacet, Facet: search.Kind, Words: "maps", Total: 1}}},
			{search.Query{Words: "sea", Filters: filters{search.Kind: {"reel"}, search.School: {string(w.elm)}}}, []search.Wider{{Way: search.WithoutFacet, Facet: search.Kind, Words: "sea", Total: 2}}},
			{search.Query{Words: "sea", Filters: filters{search.Kind: {"reel"}, search.School: {string(w.pine)}}}, []search.Wider{{Way: search.WithoutChosen, Words: "sea", Total: 2}}},
			{search.Query{Filters: filters{search.Tag: {"poetry"}}}, []search.Wider{{Way: search.WithoutFacet, Facet: search.Tag, Total: 3}}},
			{search.Query{Words: `"monsters sea"`}, []search.Wider{{Way: search.WithoutMarks, Words: "monsters sea", Total: 2}, {Way: search.OneWord, Words: "monsters", Total: 1}, {Way: search.OneWord, Words: "sea", Total: 2}}},
			{search.Query{Words: `monsters -sea`}, []search.Wider{{Way: search.WithoutMarks, Words: "monsters", Total: 1}}},
			{search.Query{Words: `"monsters sea"`, AsTyped: true, Filters: filters{search.Kind: {"tip"}}}, []search.Wider{{Way: search.WithoutMarks, Words: "monsters sea", Total: 1}, {Way: search.OneWord, Words: "monsters", Total: 1}, {Way: search.OneWord, Words: "sea", Total: 2}}},
			{search.Query{Words: "unicorn"}, nil},
			{search.Query{Words: "9780140501828"}, []search.Wider{{Way: search.OtherWord, Word: "9780140501828", Words: "9780140501827", Book: "The Snowy Day", Total: 1}}},
			{search.Query{Words: "9780142401200"}, nil}, // another book
			{search.Query{Words: "RL.3.1.b"}, []search.Wider{{Way: search.LevelAbove, Word: "rl.3.1.b", Words: "RL.3.1", Total: 1}}},
			{search.Query{Words: "RL.4.1"}, nil},                                                // what Mai may not see has RL.4
			{search.Query{Words: "3-5"}, []search.Wider{{Way: search.PerhapsGrades, Total: 3}}}, // of what Mai may see
			{search.Query{Words: "sea 3-5 unicorn"}, nil},
			{search.Query{Words: "3-5", AsTyped: true}, nil},
			{search.Query{Words: "6-8"}, nil},
			{search.Query{Words: "monsterhood"}, []search.Wider{{Way: search.OtherWord, Word: "monsterhood", Words: "monsters", Total: 1}}},
			{search.Query{Words: "poetryfestival"}, nil}, // "poetry" is a topic of what Mai may not see
			{search.Query{Words: "maps monsters sea"}, []search.Wider{{Way: search.OneWord, Words: "maps", Total: 1}, {Way: search.OneWord, Words: "monsters", Total: 1}, {Way: search.OneWord, Words: "sea", Total: 2}}},
		} {
			if got := w.look(w.mai, c.q).Wider; !slices.Equal(got, c.want) {
				t.Errorf("%+v leads to %+v, want %+v", c.q, got, c.want)
			}
		}
	})
}

// Grades in words narrow to exactly these grades, for whoever asks.
func TestGradesInWordsNarrowToThemselves(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		s := fill(w, rand.New(rand.NewPCG(5, 6)), 60)
		for name, by := range w.everyone() {
			for typed, grades := range map[string]grade.Set{"grade 4": grade.Range(5, 5), "cuarto grado": grade.Range(5, 5), "for 3rd and 4th graders": grade.Range(4, 5),
				"K-2": grade.Range(1, 3), "middle school": grade.Range(7, 9), "kindergarten": grade.Range(1, 1), "grades 1 to 12": grade.Range(2, 13)} {
				want := 0
				for _, r := range s.seen(by) {
					if r.Document.About.Grades&grades != 0 {
						want++
					}
				}
				if got := w.look(by, search.Query{Words: typed}); got.Total != want {
					t.Errorf("%s typing %q finds %d, want %d", name, typed, got.Total, want)
				}
				either := 0
				for _, r := range s.seen(by) {
					if r.Document.About.Grades&(grades|grade.Range(10, 13)) != 0 {
						either++
					}
				}
				if chosen := w.look(by, search.Query{Words: typed, Filters: map[string][]string{search.Grade: {"9-12"}}}); chosen.Total != either {
					t.Errorf("%s chose others beside %q and finds %d, want %d", name, typed, chosen.Total, either)
				}
			}
		}
	})
}

// A grade in words that leaves nothing is no dead end.
func TestWithoutTheGradeInWordsThereIsAWayOn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		little := tip("Maps for the little ones")
		little.About.Grades = grade.Range(1, 1)
		w.share(w.rosa, catalog.SeenByDistrict, little)
		want := search.Wider{Way: search.WithoutFacet, Facet: search.Grade, Words: "maps", Total: 1}
		if got := w.look(w.mai, search.Query{Words: "maps for grade 4"}).Wider; len(got) == 0 || got[0] != want {
			t.Errorf("offered is %+v", got)
		}
		both := w.look(w.mai, search.Query{Words: "maps grade 4 -sea", Filters: map[string][]string{search.Kind: {"reel"}}}).Wider
		if want = (search.Wider{Way: search.WithoutChosen, Words: "maps -sea", Total: 1}); len(both) == 0 || both[0] != want {
			t.Errorf("with a kind chosen too, offered is %+v", both)
		}
	})
}

// Whatever is asked and by whom, each way leads to as much as it promises, and names no word or topic but of what may be seen.
func TestWaysLeadToWhatTheyPromiseAndTellNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for _, topic := range choices[search.Tag] {
			w.topic(topic, topic)
		}
		s := fill(w, rand.New(rand.NewPCG(3, 4)), 40)
		w.share(w.mai, catalog.SeenBySchool, filed("Lanternfish beaconing at Pine", "maps"))
		ways := 0
		for name, by := range w.everyone() {
			seen := s.seen(by)
			for _, typed := range []string{`"torch lantern"`, "lanternlight", "beaconingly", "maps torchbearer", `"candle maps"`, "candles -candle"} {
				for _, kind := range [][]string{nil, {"nonsense"}} {
					q := search.Query{Words: typed, Filters: map[string][]string{search.Kind: kind}}
					for _, way := range w.look(by, q).Wider {
						ways++
						then := q
						then.Words = way.Words
						switch way.Way {
						case search.WithoutFacet, search.WithoutChosen:
							then.Filters = nil
						case search.OfTopic:
							then = search.Query{Filters: map[string][]string{search.Tag: {string(way.Topic)}}}
						}
						if got := w.look(by, then).Total; got != way.Total || got == 0 {
							t.Errorf("%s asking %q is promised %+v and finds %d", name, typed, way, got)
						}
						if way.Way == search.OtherWord && by.Person != w.mai.Person && !slices.ContainsFunc(seen, func(r catalog.Shown) bool {
							return strings.Contains(strings.ToLower(r.Document.About.Title+" "+r.Document.About.Why), way.Words)
						}) && (way.Words == "lanternfish" || way.Words == "beaconing") && !by.System && !by.Coordinator {
							t.Errorf("%s asking %q is told of %q", name, typed, way.Words)
						}
					}
				}
			}
		}
		if ways == 0 {
			t.Error("there are no ways")
		}
	})
}
