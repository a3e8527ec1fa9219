package search_test

import (
	"context"
	"runtime"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// beside starts another node on the same database, which follows the log.
func (w *world) beside() *node {
	w.t.Helper()
	other := newNode(w.t, w.db, w.clock)
	other.follow()
	return other
}

// follow builds the index and follows the log until the test ends.
func (n *node) follow() {
	n.t.Helper()
	position, err := n.search.Build(n.t.Context())
	if err != nil {
		n.t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		n.search.Follow(n.t.Context(), position)
		close(ended)
	}()
	n.t.Cleanup(func() { <-ended })
}

func TestFollowFindsWhatAnotherNodeWrote(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.share(w.rosa, catalog.SeenByDistrict, tip("Lanterns"))
		other := w.beside()
		other.finds(w.mai, "", "Lanterns")

		r := w.share(w.rosa, catalog.SeenByDistrict, tip("Torches"))
		dbtest.Soon(t, "torches are found", func() bool { return other.titles(w.mai, "torches") == "Torches" })
		if _, err := w.catalog.Save(t.Context(), w.rosa, catalog.SaveInput{Resource: r.ID, Base: r.Head, Document: tip("Beacons")}); err != nil {
			t.Fatal(err)
		}
		dbtest.Soon(t, "beacons are found", func() bool { return other.titles(w.mai, "beacons") == "Beacons" })
		if _, err := w.catalog.Retire(t.Context(), w.rosa, r.ID, "Old"); err != nil {
			t.Fatal(err)
		}
		dbtest.Soon(t, "beacons are gone", func() bool { return other.search.Total(w.mai) == 1 })
		if _, err := w.catalog.PutBack(t.Context(), w.rosa, r.ID); err != nil {
			t.Fatal(err)
		}
		dbtest.Soon(t, "beacons are back", func() bool { return other.titles(w.mai, "beacons") == "Beacons" })
	})
}

func TestANodeThatLagsSaysSo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.share(w.rosa, catalog.SeenByDistrict, tip("Lanterns"))
		other := w.keeping(d, t.TempDir())
		position, err := other.search.Start(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() {
			other.search.Follow(ctx, position)
			close(ended)
		}()
		w.clock.Advance(time.Minute)
		dbtest.Soon(t, "it is not behind while it follows", func() bool { return other.search.Behind() < time.Minute })
		stop()
		<-ended
		w.clock.Advance(time.Hour)
		if behind := other.search.Behind(); behind < time.Hour {
			t.Errorf("an hour after it stopped following it is %v behind", behind)
		}
	})
}

// A node that slept says that it is not ready, also when it wakes, until it finds what was shared meanwhile.
func TestANodeThatSleptIsNotReadyUntilItHasCaughtUp(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const meanwhile = 450 // more than are read at once
		w := newWorld(t, d)
		other := newNode(t, d, w.clock)
		position, err := other.search.Build(t.Context())
		if err != nil || !other.search.CaughtUp() {
			t.Fatalf("caught up %t, %v", other.search.CaughtUp(), err)
		}
		follow := func() (sleep func()) {
			ctx, stop := context.WithCancel(t.Context())
			ended := make(chan struct{})
			go func() {
				other.search.Follow(ctx, position)
				close(ended)
			}()
			return func() {
				stop()
				<-ended
			}
		}
		sleep := follow()
		dbtest.Soon(t, "it follows", other.search.CaughtUp)
		sleep()
		if w.clock.Advance(4 * time.Second); !other.search.CaughtUp() {
			t.Error("a moment without the log is too long")
		}
		for range meanwhile {
			w.share(w.rosa, catalog.SeenByDistrict, tip("Torches"))
		}
		if w.clock.Advance(2 * time.Second); other.search.CaughtUp() {
			t.Error("it says that it has caught up after six seconds without the log")
		}
		sleep = follow()
		defer sleep()
		for !other.search.CaughtUp() {
			runtime.Gosched()
		}
		if got := other.search.Total(w.mai); got != meanwhile {
			t.Errorf("it says that it has caught up and finds %d of %d", got, meanwhile)
		}
	})
}

func TestANewNameOfATopicFindsWhatIsFiledUnderIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.topic("Misinformation", "Desinformación")
		w.share(w.rosa, catalog.SeenByDistrict, filed("Two colors", "misinformation"))
		w.share(w.mai, catalog.SeenBySchool, filed("Lateral reading", "misinformation"))
		w.follow()
		other := w.beside()
		both := "Lateral reading, Two colors"
		other.finds(w.ana, "desinformación", both)
		other.finds(w.ana, "tall tales", "")

		w.topic("Misinformation", "Desinformación", "tall tales")
		dbtest.Soon(t, "found by a synonym here", func() bool { return w.titles(w.ana, "tall tales") == both })
		dbtest.Soon(t, "found by a synonym there", func() bool { return other.titles(w.ana, "tall tales") == both })

		if err := d.Do(t.Context(), func(tx *db.DB) error { return w.topics.Propose(t.Context(), tx, w.rosa, "", "bulos") }); err != nil {
			t.Fatal(err)
		}
		waiting, err := w.topics.Waiting(t.Context(), w.ana)
		if err != nil || len(waiting) != 1 {
			t.Fatalf("%v wait, %v", waiting, err)
		}
		if _, err := w.topics.Decide(t.Context(), w.ana, vocab.Decision{Proposal: waiting[0].ID, Into: "misinformation"}); err != nil {
			t.Fatal(err)
		}
		dbtest.Soon(t, "found by a proposal that was taken", func() bool { return other.titles(w.ana, "bulos") == both })
		other.finds(w.mai, "bulos", both)
		other.finds(w.rosa, "bulos", "Two colors")
	})
}

// What is filed under a merged topic is found and counted under the other, on every node, and under its own again when that is undone.
func TestAMergedTopicCountsAsTheOther(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.topic("Misinformation", "", "fake news")
		w.topic("Hoaxes", "", "bulos")
		w.share(w.rosa, catalog.SeenByDistrict, filed("Two colors", "misinformation"))
		w.share(w.rosa, catalog.SeenByDistrict, filed("Lateral reading", "hoaxes"))
		w.follow()
		other := w.beside()
		under := func(n *node, topic string) string {
			return titlesOf(n.look(w.ana, search.Query{Filters: map[string][]string{search.Tag: {topic}}}))
		}
		if got := under(other, "hoaxes"); got != "Lateral reading" {
			t.Fatalf("under hoaxes stands %q", got)
		}
		change, err := w.topics.Merge(t.Context(), w.ana, "hoaxes", "misinformation")
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range []*node{w.node, other} {
			dbtest.Soon(t, "both stand under one", func() bool { return under(n, "misinformation") == "Lateral reading, Two colors" })
			dbtest.Soon(t, "the old address leads there", func() bool { return under(n, "hoaxes") == "Lateral reading, Two colors" })
			dbtest.Soon(t, "each is found by the names of both", func() bool { return n.titles(w.ana, "bulos") == "Lateral reading, Two colors" })
		}
		if err := w.topics.Undo(t.Context(), w.ana, change.ID); err != nil {
			t.Fatal(err)
		}
		for _, n := range []*node{w.node, other} {
			dbtest.Soon(t, "each stands under its own", func() bool {
				return under(n, "misinformation") == "Two colors" && under(n, "hoaxes") == "Lateral reading"
			})
			dbtest.Soon(t, "each is found by its own names", func() bool { return n.titles(w.ana, "bulos") == "Lateral reading" })
		}
	})
}

func TestTurningPublicPagesOnAndOff(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.share(w.rosa, catalog.SeenByAnyone, tip("Lanterns"))
		w.share(w.rosa, catalog.SeenByDistrict, tip("Torches"))
		w.follow()
		w.finds(visitor, "", "")
		for _, on := range []bool{true, false} {
			err := d.Do(t.Context(), func(tx *db.DB) error {
				if _, err := tx.Exec(t.Context(), `UPDATE district SET public_on = $2 WHERE id = $1`, w.home, on); err != nil {
					return err
				}
				return activity.Write(t.Context(), tx, activity.Activity{District: w.home, Person: w.ana.Person, Verb: people.DistrictChanged,
					ObjectKind: "district", Object: string(w.home), At: w.clock.Now()})
			})
			if err != nil {
				t.Fatal(err)
			}
			want := map[bool]int{true: 1}[on]
			dbtest.Soon(t, "visitors find what they may", func() bool { return w.search.Total(visitor) == want && w.search.Total(w.far) == want })
			w.finds(w.nell, "", "Lanterns")
		}
	})
}

// Topics change while resources are saved: whatever comes first, every resource is found by every name in the end.
func TestNamesAndSavesAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.topic("Maps", "")
		w.follow()
		const n = 24
		done := make(chan error, 2)
		go func() {
			for range n {
				_, err := w.catalog.Share(t.Context(), w.rosa, catalog.ShareInput{School: w.elm, Visibility: catalog.SeenByDistrict, Document: filed("Lantern", "maps")})
				if err != nil {
					done <- err
					return
				}
			}
			done <- nil
		}()
		go func() {
			for _, name := range []string{"cartography", "atlas", "globe", "chart"} {
				if _, err := w.topics.Add(t.Context(), w.ana, vocab.NewTerm{English: "Maps", Synonyms: []vocab.Name{{Text: name}}}); err != nil {
					done <- err
					return
				}
			}
			done <- nil
		}()
		for range 2 {
			if err := <-done; err != nil {
				t.Fatal(err)
			}
		}
		for _, name := range []string{"cartography", "atlas", "globe", "chart"} {
			dbtest.Soon(t, "all are found by "+name, func() bool { return w.count(name) == n })
		}
	})
}
