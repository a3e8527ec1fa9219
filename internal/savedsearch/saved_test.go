package savedsearch_test

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/savedsearch"
	"github.com/commonshelf/commonshelf/internal/search"
)

func TestASearchIsSavedOnceAndIsItsOwnersAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		q := search.Query{Words: "Fake news", Filters: map[string][]string{search.Grade: {"6-8"}}, Newest: true}
		v, already, err := w.saved.Save(ctx, w.Rosa, savedsearch.SaveInput{Query: q, Name: "  Fake\nnews  for 6–8 "})
		if err != nil || already || v.Name != "Fake news for 6–8" || v.Query != "grade=6-8&q=Fake+news&sort=newest" || !v.InLetter {
			t.Fatalf("saved %+v, %v, %v", v, already, err)
		}
		w.Clock.Advance(time.Hour)
		q.Words, q.Newest = "fake  news", false
		if again, already, err := w.saved.Save(ctx, w.Rosa, savedsearch.SaveInput{Query: q, Name: "Another"}); err != nil || !already || again != v {
			t.Errorf("saved again: %+v, %v, %v", again, already, err)
		}
		if same, there, err := w.saved.Same(ctx, w.Rosa, q); err != nil || !there || same != v {
			t.Errorf("found again: %+v, %v, %v", same, there, err)
		}
		w.keep(w.Rosa, "kites")
		w.has(w.Rosa, "kites, Fake news for 6–8")
		for _, other := range []actor.Actor{w.Ana, w.Mai, w.Tom, w.Stranger} {
			w.has(other, "")
			_, renamed := w.saved.Rename(ctx, other, v.ID, "Mine")
			_, made := w.saved.MakeFeed(ctx, other, v.ID)
			_, got := w.saved.Get(ctx, other, v.ID)
			for act, err := range map[string]error{"get": got, "rename": renamed, "take away": w.saved.TakeAway(ctx, other, v.ID), "silence": w.saved.Tell(ctx, other, v.ID, false), "read": made} {
				if !fault.IsNotFound(err) {
					t.Errorf("%s may %s: %v", other.Name, act, err)
				}
			}
		}
		if written, err := db.One(ctx, d, db.Value[int], `SELECT count(*) FROM activity WHERE object = $1`, v.ID); err != nil || written != 0 {
			t.Errorf("the log says %d things of it, %v", written, err)
		}
	})
}

func TestANameAndAQueryAreChecked(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		much := search.Query{Words: "x", Filters: map[string][]string{search.Tag: {strings.Repeat("x", 5000)}}}
		for want, in := range map[string]savedsearch.SaveInput{
			"name saved.wrong.name": {Query: search.Query{Words: "x"}, Name: " \u200b"}, "name saved.wrong.long": {Query: search.Query{Words: "x"}, Name: strings.Repeat("ñ", 81)},
			"query saved.wrong.nothing": {Query: search.Query{Newest: true}, Name: "x"}, "query saved.wrong.much": {Query: much, Name: "x"},
		} {
			_, _, err := w.saved.Save(ctx, w.Rosa, in)
			wrong, _ := fault.AsFields(err)
			field, key, _ := strings.Cut(want, " ")
			if len(wrong) != 1 || wrong[field].Key != key {
				t.Errorf("want %s, got %v", want, err)
			}
		}
		v := w.keep(w.Rosa, "maps")
		if _, err := w.saved.Rename(ctx, w.Rosa, v.ID, ""); err == nil {
			t.Error("an empty name was taken")
		}
		if before, err := w.saved.Rename(ctx, w.Rosa, v.ID, "Old maps"); err != nil || before != "maps" {
			t.Errorf("renamed from %q, %v", before, err)
		}
		w.has(w.Rosa, "Old maps")
	})
}

func TestAtMostFiftyAreSaved(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		var last savedsearch.Saved
		for i := range savedsearch.MostSaved {
			last = w.keep(w.Rosa, fmt.Sprint("maps ", i))
		}
		if _, _, err := w.saved.Save(ctx, w.Rosa, savedsearch.SaveInput{Query: search.Query{Words: "one more"}, Name: "One more"}); !fault.IsConflict(err) {
			t.Errorf("one more: %v", err)
		}
		if _, already, err := w.saved.Save(ctx, w.Rosa, savedsearch.SaveInput{Query: search.Query{Words: "maps 3"}, Name: "Again"}); err != nil || !already {
			t.Errorf("one that is there: %v, %v", already, err)
		}
		w.keep(w.Mai, "one more")
		w.ok(w.saved.TakeAway(ctx, w.Rosa, last.ID))
		w.ok(w.saved.PutBack(ctx, w.Rosa, last.ID))
		w.ok(w.saved.TakeAway(ctx, w.Rosa, last.ID))
		w.keep(w.Rosa, "one more")
		if err := w.saved.PutBack(ctx, w.Rosa, last.ID); !fault.IsConflict(err) {
			t.Errorf("put back where its room is taken: %v", err)
		}
		if list, err := w.saved.List(ctx, w.Rosa); err != nil || len(list) != savedsearch.MostSaved {
			t.Errorf("%d are kept, %v", len(list), err)
		}
	})
}

func TestWhatIsTakenAwayComesBackForThirtyDays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		v := w.keep(w.Rosa, "maps")
		secret, err := w.saved.MakeFeed(ctx, w.Rosa, v.ID)
		w.ok(err)
		w.ok(w.saved.TakeAway(ctx, w.Rosa, v.ID))
		w.has(w.Rosa, "")
		if err := w.saved.TakeAway(ctx, w.Rosa, v.ID); !fault.IsNotFound(err) {
			t.Errorf("taken away twice: %v", err)
		}
		if _, err := w.saved.ReadFeed(ctx, secret); !fault.IsNotFound(err) {
			t.Errorf("its feed: %v", err)
		}
		w.ok(w.saved.PutBack(ctx, w.Rosa, v.ID))
		w.has(w.Rosa, "maps")
		if _, err := w.saved.ReadFeed(ctx, secret); err != nil {
			t.Errorf("its feed: %v", err)
		}
		w.ok(w.saved.TakeAway(ctx, w.Rosa, v.ID))
		anew := w.keep(w.Rosa, "maps")
		if anew.ID == v.ID || !anew.FeedMade.IsZero() {
			t.Errorf("saved anew it is %+v", anew)
		}
		w.ok(w.saved.TakeAway(ctx, w.Rosa, anew.ID))
		w.Clock.Advance(31 * 24 * time.Hour)
		w.ok(w.saved.Sweep(ctx))
		if err := w.saved.PutBack(ctx, w.Rosa, anew.ID); !fault.IsNotFound(err) {
			t.Errorf("put back after 31 days: %v", err)
		}
	})
}

func TestALeaversSavedSearchesGo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		v := w.keep(w.Rosa, "maps")
		other := w.keep(w.Mai, "maps")
		secret, err := w.saved.MakeFeed(ctx, w.Rosa, v.ID)
		w.ok(err)
		kept, err := w.saved.MakeFeed(ctx, w.Mai, other.ID)
		w.ok(err)
		_, err = w.People.Leave(ctx, w.Ana, w.Rosa.Person)
		w.ok(err)
		gone := func() {
			t.Helper()
			if _, err := w.saved.ReadFeed(ctx, secret); !fault.IsNotFound(err) {
				t.Errorf("a leaver's feed: %v", err)
			}
		}
		gone()
		_, err = w.People.Reopen(ctx, w.Ana, w.Rosa.Person)
		w.ok(err)
		gone()
		w.has(w.Rosa, "maps")
		_, err = w.People.Leave(ctx, w.Ana, w.Rosa.Person)
		w.ok(err)
		w.Clock.Advance(31 * 24 * time.Hour)
		w.ok(w.saved.Sweep(ctx))
		w.has(w.Rosa, "")
		w.has(w.Mai, "maps")
		if _, err := w.saved.ReadFeed(ctx, kept); err != nil {
			t.Errorf("another's feed: %v", err)
		}
		w.ok(w.People.EndAll(ctx, w.Mai, w.Mai.Person))
		if _, err := w.saved.ReadFeed(ctx, kept); !fault.IsNotFound(err) {
			t.Errorf("after ending everything: %v", err)
		}
	})
}

func TestWhatIsNewIsToldOnceAndOnlyToWhoMaySeeIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		w.share(w.Mai, catalog.SeenByDistrict, "Maps of before")
		maps := w.keep(w.Rosa, "maps")
		kites := w.keep(w.Rosa, "kites")
		w.keep(w.Mai, "maps")
		if got := w.news(w.Rosa); got != "" {
			t.Errorf("what was there is new: %s", got)
		}
		w.share(w.Mai, catalog.SeenByDistrict, "Maps of Pine")
		w.share(w.Mai, catalog.SeenBySchool, "Maps for Pine alone")
		w.share(w.Rosa, catalog.SeenByDistrict, "Maps of mine")
		w.share(w.Stranger, catalog.SeenByAnyone, "Maps from afar")
		w.share(w.Mai, catalog.SeenByDistrict, "Something else")
		later := w.share(w.Mai, catalog.SeenByDistrict, "Old maps")
		if got := w.news(w.Rosa); got != "maps: Old maps, Maps of Pine" {
			t.Errorf("new is %q", got)
		}
		if got := w.news(w.Mai); got != "maps: Maps of mine" {
			t.Errorf("for Mai new is %q", got)
		}
		if _, err := w.Catalog.Retire(ctx, w.Mai, later.ID, "Old"); err != nil {
			t.Fatal(err)
		}
		if got := w.news(w.Rosa); got != "maps: Maps of Pine" {
			t.Errorf("with one taken out new is %q", got)
		}
		w.share(w.Mai, catalog.SeenByDistrict, "Kites")
		w.tell(w.saved, w.Rosa, "maps")
		if got := w.news(w.Rosa); got != "kites: Kites" {
			t.Errorf("after maps were told new is %q", got)
		}
		w.ok(d.Do(ctx, func(tx *db.DB) error {
			return w.saved.Told(ctx, tx, w.Mai, savedsearch.Fresh{Saved: kites}, w.Clock.Now()) // which is not hers
		}))
		w.share(w.Mai, catalog.SeenByDistrict, "New maps")
		if got := w.news(w.Rosa); got != "kites: Kites; maps: New maps" {
			t.Errorf("then new is %q", got)
		}
		w.ok(w.saved.Tell(ctx, w.Rosa, maps.ID, false))
		w.share(w.Mai, catalog.SeenByDistrict, "Maps in the silence")
		if got := w.news(w.Rosa); got != "kites: Kites" {
			t.Errorf("with maps switched off new is %q", got)
		}
		w.Clock.Advance(time.Hour)
		w.ok(w.saved.Tell(ctx, w.Rosa, maps.ID, true))
		if got := w.news(w.Rosa); got != "kites: Kites" {
			t.Errorf("what was shared in the silence is told: %q", got)
		}
		w.Clock.Advance(57 * 24 * time.Hour)
		if got := w.news(w.Rosa) + w.news(w.Mai); got != "" {
			t.Errorf("after eight weeks new is %q", got)
		}
	})
}

// A letter is written by a node that has not yet read what another shared seconds before. The next letter tells of it,
// and of nothing again.
// A saved search of which there is more than is looked at says so, also where the newest is the reader's own.
func TestThatThereIsMoreIsSaid(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.share(w.Rosa, catalog.SeenByDistrict, "Maps of before")
		w.keep(w.Mai, "maps")
		for i := range 31 {
			w.share(w.Rosa, catalog.SeenByDistrict, "Maps")
			list, err := w.saved.Fresh(t.Context(), w.Mai)
			w.ok(err)
			if len(list) != 1 || len(list[0].Cards) != min(i+1, 30) || list[0].More != (i+1 >= 30) {
				t.Fatalf("after %d: %d, more %v", i+1, len(list[0].Cards), list[0].More)
			}
		}
		w.share(w.Mai, catalog.SeenByDistrict, "Maps of my own")
		list, err := w.saved.Fresh(t.Context(), w.Mai)
		w.ok(err)
		if len(list[0].Cards) != 29 || !list[0].More {
			t.Errorf("beside an own one: %d, more %v", len(list[0].Cards), list[0].More)
		}
	})
}

func TestWhatANodeHadNotReadYetIsToldByTheNextLetter(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		w.keep(w.Rosa, "maps")
		behind := search.New(d, w.Topics, w.Clock, slog.New(slog.DiscardHandler))
		behind.Use(w.Catalog)
		o := w.saved.Options
		o.Search, o.Jobs = behind, nil
		other := savedsearch.New(o)
		reads := func() {
			_, err := behind.Build(ctx)
			w.ok(err)
		}
		w.share(w.Mai, catalog.SeenByDistrict, "Maps in time")
		reads()
		w.share(w.Mai, catalog.SeenByDistrict, "Maps late")
		w.Clock.Advance(2 * time.Second)
		if got := w.newsOf(other, w.Rosa); got != "maps: Maps in time" {
			t.Errorf("the first letter tells of %q", got)
		}
		w.tell(other, w.Rosa, "maps")
		reads()
		w.Clock.Advance(time.Minute)
		if got := w.newsOf(other, w.Rosa); got != "maps: Maps late" {
			t.Errorf("read on, it would tell of %q", got)
		}
		w.tell(other, w.Rosa, "maps") // so soon that both are within what a node may lag behind
		if got := w.newsOf(other, w.Rosa); got != "" {
			t.Errorf("told again: %q", got)
		}
		w.share(w.Mai, catalog.SeenByDistrict, "Maps of the week")
		reads()
		w.Clock.Advance(7 * 24 * time.Hour)
		if got := w.newsOf(other, w.Rosa); got != "maps: Maps of the week" {
			t.Errorf("a week later it tells of %q", got)
		}
		w.tell(other, w.Rosa, "maps")
		if got := w.newsOf(other, w.Rosa); got != "" {
			t.Errorf("told again: %q", got)
		}
	})
}

func TestAFeedListsTheNewestThatFit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		for i := range 32 {
			w.share(w.Mai, catalog.SeenByDistrict, fmt.Sprint("Maps ", i))
		}
		w.share(w.Mai, catalog.SeenBySchool, "Maps for Pine")
		w.share(w.Mai, catalog.SeenByDistrict, "Kites")
		v := w.keep(w.Rosa, "maps")
		first, err := w.saved.MakeFeed(ctx, w.Rosa, v.ID)
		w.ok(err)
		news, err := w.saved.ReadFeed(ctx, first)
		w.ok(err)
		if len(news.Cards) != 30 || news.Cards[0].About.Title != "Maps 31" || news.Cards[29].About.Title != "Maps 2" || len(news.Credits[news.Cards[0].ID]) != 1 {
			t.Errorf("the feed has %d: %s", len(news.Cards), titles(news.Cards))
		}
		if v, err = w.saved.Get(ctx, w.Rosa, v.ID); err != nil || v.FeedUsed != "2026-11-23" || v.FeedMade.IsZero() {
			t.Errorf("it says %+v, %v", v, err)
		}
		stored, err := db.One(ctx, d, db.Value[[]byte], `SELECT token_hash FROM saved_search`)
		if err != nil || len(stored) != 32 || strings.Contains(string(stored), first) {
			t.Errorf("stored as %x, %v", stored, err)
		}
		second, err := w.saved.MakeFeed(ctx, w.Rosa, v.ID)
		w.ok(err)
		if _, err := w.saved.ReadFeed(ctx, first); !fault.IsNotFound(err) {
			t.Errorf("the one before: %v", err)
		}
		w.ok(w.saved.StopFeed(ctx, w.Rosa, v.ID))
		if _, err := w.saved.ReadFeed(ctx, second); !fault.IsNotFound(err) {
			t.Errorf("a stopped one: %v", err)
		}
		if err := w.saved.StopFeed(ctx, w.Rosa, v.ID); !fault.IsNotFound(err) {
			t.Errorf("stopped twice: %v", err)
		}
	})
}
