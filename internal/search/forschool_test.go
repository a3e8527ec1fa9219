package search_test

import (
	"log/slog"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/feedback"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/jobs"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/schoolpage"
	"github.com/commonshelf/commonshelf/internal/search"
)

// chosen are the titles that somebody finds with one thing chosen.
func (n *node) chosen(by actor.Actor, name, value string) string {
	n.t.Helper()
	return titlesOf(n.look(by, search.Query{Filters: map[string][]string{name: {value}}}))
}

func TestWhatWasTriedAtOnesSchoolIsGoneAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		use := feedback.New(feedback.Options{DB: d, Clock: w.clock, IDs: id.Source{}, Catalog: w.catalog})
		w.share(w.rosa, catalog.SeenByConsortium, tip("Lanterns"))
		torch := w.share(w.rosa, catalog.SeenByConsortium, tip("Torches"))
		w.share(w.rosa, catalog.SeenBySchool, tip("For Elm"))
		other := w.beside()
		becomes := func(what string, by actor.Actor, want string) {
			t.Helper()
			dbtest.Soon(t, what+": "+want, func() bool { return other.chosen(by, search.Tried, search.NotYet) == want })
		}
		becomes("nobody has", w.mai, "Lanterns, Torches")
		becomes("what one shared is known", w.rosa, "")
		report, err := use.Report(t.Context(), w.mai, torch.ID, feedback.Said{School: w.pine, Outcome: feedback.Improve})
		if err != nil {
			t.Fatal(err)
		}
		becomes("Pine has", w.mai, "Lanterns")
		if _, err := use.Report(t.Context(), w.nell, torch.ID, feedback.Said{School: w.nell.Schools[0].School, Outcome: feedback.Worked}); err != nil {
			t.Fatal(err)
		}
		becomes("the partner has", w.nell, "Lanterns")
		if got := other.chosen(w.ana, search.Tried, search.NotYet); got != "For Elm, Lanterns, Torches" {
			t.Errorf("at no school nothing is left out: %s", got)
		}
		if err := use.Remove(t.Context(), w.mai, report, false); err != nil {
			t.Fatal(err)
		}
		becomes("it was taken back", w.mai, "Lanterns, Torches")
		becomes("it stands at the partner", w.nell, "Lanterns")
	})
}

func TestWhatLeadsIntoADatabaseIsForThoseWhoHaveIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		pages := schoolpage.New(d, w.clock, id.Source{}, people.New(people.Options{DB: d, Clock: w.clock, Jobs: jobs.New(d, slog.New(slog.DiscardHandler), w.clock), BaseURL: "http://localhost"}))
		w.share(w.rosa, catalog.SeenByConsortium, tip("Open", block.Link{URL: "https://open.test"}))
		w.share(w.rosa, catalog.SeenByConsortium, tip("Closed", block.Link{URL: "https://www.closed.test/article/7"}))
		other := w.beside()
		becomes := func(by actor.Actor, want string) {
			t.Helper()
			dbtest.Soon(t, by.Name+" may use "+want, func() bool { return other.chosen(by, search.Use, search.OfMySchool) == want })
			again := newNode(t, d, w.clock)
			if _, err := again.search.Build(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := again.chosen(by, search.Use, search.OfMySchool); got != want {
				t.Errorf("built anew, %s may use %s, want %s", by.Name, got, want)
			}
		}
		becomes(w.mai, "Closed, Open")
		have, err := pages.Add(t.Context(), w.rosa, schoolpage.Subscription{School: w.elm, Name: "Closed", URL: "https://closed.test"})
		if err != nil {
			t.Fatal(err)
		}
		becomes(w.mai, "Open")
		becomes(w.rosa, "Closed, Open")
		if _, err := pages.Add(t.Context(), w.ana, schoolpage.Subscription{Name: "For all", URL: "https://closed.test/"}); err != nil {
			t.Fatal(err)
		}
		becomes(w.mai, "Closed, Open")
		becomes(w.nell, "Open")
		have.URL = "https://open.test"
		if _, err := pages.Change(t.Context(), w.rosa, have); err != nil {
			t.Fatal(err)
		}
		becomes(w.mai, "Closed")
		if _, err := pages.Remove(t.Context(), w.rosa, have.ID); err != nil {
			t.Fatal(err)
		}
		becomes(w.mai, "Closed, Open")
	})
}

func TestDaysAreThoseOfTheDistrict(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.exec(`UPDATE district SET time_zone = 'America/Chicago' WHERE id = $1`, w.home)
		w.clock.Advance(-4 * time.Hour) // five in the morning UTC, the evening before in Chicago
		w.share(w.rosa, catalog.SeenByConsortium, tip("Late"))
		for _, c := range []struct {
			by    actor.Actor
			q     search.Query
			finds bool
		}{
			{w.mai, search.Query{Since: "2026-11-23"}, false}, {w.mai, search.Query{Until: "2026-11-22"}, true}, {w.mai, search.Query{Since: "11/22/2026", Until: "2026-11-1"}, true},
			{w.nell, search.Query{Since: "2026-11-23"}, true}, {w.mai, search.Query{Since: "nonsense"}, true},
		} {
			if got := w.look(c.by, c.q).Total == 1; got != c.finds {
				t.Errorf("%s by %s to %s: %t", c.by.Name, c.q.Since, c.q.Until, got)
			}
		}
		wider := w.look(w.mai, search.Query{Since: "2027-01-01", Filters: map[string][]string{search.Kind: {"tip"}}}).Wider
		if len(wider) != 1 || wider[0].Facet != search.Shared || wider[0].Total != 1 {
			t.Errorf("the way out is %+v", wider)
		}
	})
}
