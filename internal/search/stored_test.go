package search_test

import (
	"bytes"
	"context"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// keeping is a node that stores its index in a folder, and what it says while it starts.
type keeping struct {
	*node
	folder string
	said   bytes.Buffer
}

func (w *world) keeping(d *db.DB, folder string) *keeping {
	k := &keeping{folder: folder}
	k.node = &node{t: w.t, db: d, topics: vocab.New(d, w.clock, id.Source{})}
	k.search = search.New(d, k.topics, w.clock, slog.New(slog.NewTextHandler(&k.said, nil)))
	k.catalog = catalog.New(d, w.clock, id.Source{}, k.topics, k.search.Refresh)
	k.search.Use(k.catalog)
	k.search.KeepIn(folder)
	return k
}

// start starts the node and says whether it took the stored index.
func (k *keeping) start() (taken bool) {
	k.t.Helper()
	if k.search.Ready() {
		k.t.Error("ready before it started")
	}
	if _, err := k.search.Start(k.t.Context()); err != nil || !k.search.Ready() {
		k.t.Fatalf("ready %t, %v", k.search.Ready(), err)
	}
	return !strings.Contains(k.said.String(), "built anew")
}

func (k *keeping) file() string { return filepath.Join(k.folder, "index") }

// store has a node that starts now store its index in a new folder.
func (w *world) store() *keeping {
	w.t.Helper()
	k := w.keeping(w.db, w.t.TempDir())
	k.start()
	if err := k.search.Store(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	return k
}

// sameAnswers compares what two nodes answer to everybody. Words that stand in what was replaced may weigh less until it is
// merged away: the order is not compared.
func (s *shelf) sameAnswers(a, b *node) {
	s.t.Helper()
	found := 0
	for who, by := range s.everyone() {
		for _, words := range append(someWords, "", "cartography", "lantern torch beacon", "cand") {
			x, y := a.all(by, words), b.all(by, words)
			if x.Total != y.Total || titlesOf(x) != titlesOf(y) || x.Relaxed != y.Relaxed || !sameCounts(x, y) {
				s.t.Errorf("%s asks for %q: %d and %d", who, words, x.Total, y.Total)
			}
			found += x.Total
		}
	}
	for _, n := range []*node{a, b} {
		if wrong, err := n.search.Compare(s.t.Context()); err != nil || len(wrong) > 0 {
			s.t.Error(wrong, err)
		}
	}
	if found == 0 {
		s.t.Error("nothing was compared")
	}
}

// all is what is found on all pages.
func (n *node) all(by actor.Actor, words string) search.Found {
	n.t.Helper()
	found := n.look(by, search.Query{Words: words})
	for page := 2; page <= found.Pages; page++ {
		found.Cards = append(found.Cards, n.look(by, search.Query{Words: words, Page: page}).Cards...)
	}
	return found
}

// more changes resources, topics and what a district shows, after the index was stored.
func (s *shelf) more(random *rand.Rand) {
	s.t.Helper()
	for range 15 {
		r := s.all[random.IntN(len(s.all))]
		by := s.rosa
		for _, a := range []actor.Actor{s.mai, s.nell, s.far} {
			if a.Schools[0].School == r.School {
				by = a
			}
		}
		now, err := s.catalog.Show(s.t.Context(), by, r.ID)
		if err != nil {
			continue // a draft of somebody else's making
		}
		now.Document.About.Title = someWords[random.IntN(len(someWords))]
		switch {
		case now.State == catalog.StateRetired:
			_, err = s.catalog.PutBack(s.t.Context(), by, r.ID)
		case now.State == catalog.StatePublished && random.IntN(3) == 0:
			_, err = s.catalog.Retire(s.t.Context(), by, r.ID, "Old")
		case now.State == catalog.StatePublished:
			circles := circlesOf(now.Document)
			_, err = s.catalog.Save(s.t.Context(), by, catalog.SaveInput{Resource: r.ID, Base: now.Head, Document: now.Document, Visibility: circles[random.IntN(len(circles))]})
		}
		if err != nil {
			s.t.Fatal(err)
		}
	}
	s.share(s.rosa, catalog.SeenByAnyone, filed("candle", "maps"))
	s.topic("Maps", "", "cartography")
	if err := s.db.Do(s.t.Context(), func(tx *db.DB) error {
		if _, err := tx.Exec(s.t.Context(), `UPDATE district SET public_on = NOT public_on WHERE id = $1`, s.home); err != nil {
			return err
		}
		return activity.Write(s.t.Context(), tx, activity.Activity{District: s.home, Person: s.ana.Person, Verb: people.DistrictChanged,
			ObjectKind: "district", Object: string(s.home), At: s.clock.Now()})
	}); err != nil {
		s.t.Fatal(err)
	}
}

func TestAStoredIndexAndTheLogSinceMakeTheSameIndex(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for seed := range uint64(3) {
			random := rand.New(rand.NewPCG(seed, 9))
			w := newWorld(t, d)
			w.topic("Maps", "Mapas")
			s := fill(w, random, 30)
			folder := w.store().folder
			for range 2 {
				s.more(random)
				built := newNode(t, d, w.clock)
				if _, err := built.search.Build(t.Context()); err != nil {
					t.Fatal(err)
				}
				read := w.keeping(d, folder)
				if !read.start() {
					t.Fatal(read.said.String())
				}
				s.sameAnswers(built, read.node)
				// What was read goes on: changes come, and it is stored again.
				r := read.share(s.rosa, catalog.SeenByDistrict, tip("Sundial"))
				if read.titles(s.mai, "sundial") != "Sundial" {
					t.Error("what is saved on a node that read its index is not found")
				}
				if _, err := read.catalog.Retire(t.Context(), s.rosa, r.ID, "Old"); err != nil {
					t.Fatal(err)
				}
				if err := read.search.Store(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

// Whatever speaks against the file, what is found is right.
func TestAnIndexThatDoesNotFitIsBuiltAnew(t *testing.T) {
	for name, spoil := range map[string]func(w *world, k *keeping){
		"damaged": func(w *world, k *keeping) {
			file, err := os.ReadFile(k.file())
			if err != nil {
				w.t.Fatal(err)
			}
			file[len(file)/2] ^= 4
			w.overwrite(k.file(), file)
		},
		"cut off": func(w *world, k *keeping) {
			if err := os.Truncate(k.file(), 300); err != nil {
				w.t.Fatal(err)
			}
		},
		"something else": func(w *world, k *keeping) { w.overwrite(k.file(), []byte("a letter to a friend")) },
		"of another program": func(w *world, k *keeping) {
			file, err := os.ReadFile(k.file())
			if err != nil {
				w.t.Fatal(err)
			}
			w.overwrite(k.file(), bytes.Replace(file, []byte("shelfidx"), []byte("shelfidy"), 1))
		},
		"of a database set back": func(w *world, k *keeping) {
			w.exec(`DELETE FROM activity WHERE seq = (SELECT max(seq) FROM activity)`)
			w.exec(`UPDATE resource SET state = 'retired' WHERE title_key = 'torches'`)
		},
		"of a log that is not kept so far back": func(w *world, k *keeping) {
			w.share(w.rosa, catalog.SeenByDistrict, tip("Beacons"))
			w.share(w.rosa, catalog.SeenByDistrict, tip("Candles"))
			w.exec(`DELETE FROM activity WHERE seq < (SELECT max(seq) FROM activity)`)
		},
		"of a database set back that went another way": func(w *world, k *keeping) {
			w.exec(`UPDATE activity SET at = at + 1 WHERE seq = (SELECT max(seq) FROM activity)`)
			w.exec(`UPDATE resource SET state = 'retired' WHERE title_key = 'torches'`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				w := newWorld(t, d)
				w.share(w.rosa, catalog.SeenByDistrict, tip("Lanterns"))
				w.share(w.rosa, catalog.SeenByDistrict, tip("Torches"))
				k := w.store()
				if !w.keeping(d, k.folder).start() {
					t.Fatal("the index does not fit though nothing speaks against it")
				}
				spoil(w, k)
				again := w.keeping(d, k.folder)
				if again.start() {
					t.Error("it was taken")
				}
				if wrong, err := again.search.Compare(t.Context()); err != nil || len(wrong) > 0 {
					t.Error(wrong, err)
				}
				if err := again.search.Store(t.Context()); err != nil {
					t.Fatal(err)
				}
				if third := w.keeping(d, k.folder); !third.start() {
					t.Errorf("it is not stored anew: %s", third.said.String())
				}
			})
		})
	}
}

func (w *world) overwrite(path string, content []byte) {
	w.t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		w.t.Fatal(err)
	}
}

func TestAnIndexOfAnotherDatabaseIsBuiltAnew(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.share(w.rosa, catalog.SeenByDistrict, tip("Lanterns"))
		k := w.store()
		other := newWorld(t, dbtest.SQLite(t))
		other.share(other.rosa, catalog.SeenByDistrict, tip("Torches"))
		again := other.keeping(other.db, k.folder)
		if again.start() {
			t.Error("it was taken")
		}
		again.finds(other.rosa, "", "Torches")
	})
}

// A program that is killed while it writes leaves the file before, and what it had written of the new one goes.
func TestKilledWhileStoring(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.share(w.rosa, catalog.SeenByDistrict, tip("Lanterns"))
		k := w.store()
		file, err := os.ReadFile(k.file())
		if err != nil {
			t.Fatal(err)
		}
		w.share(w.rosa, catalog.SeenByDistrict, tip("Torches"))
		ended, end := context.WithCancel(t.Context())
		end()
		if err := k.search.Store(ended); err == nil {
			t.Error("stored though the program ends")
		}
		if now, err := os.ReadFile(k.file()); err != nil || !bytes.Equal(now, file) {
			t.Error("the file before is gone", err)
		}
		w.overwrite(k.file()+".part", file[:len(file)/2])
		again := w.keeping(d, k.folder)
		if !again.start() {
			t.Error(again.said.String())
		}
		again.finds(w.mai, "", "Lanterns, Torches")
		if _, err := os.Stat(k.file() + ".part"); !os.IsNotExist(err) {
			t.Error("what was written by half is left", err)
		}
	})
}

func TestNothingPurgedIsLeftInTheIndexThatIsStored(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.share(w.rosa, catalog.SeenByDistrict, tip("Lanterns"))
		r := w.share(w.rosa, catalog.SeenByDistrict, tip("Zyzzyva"))
		k := w.store()
		holds := func() bool {
			file, err := os.ReadFile(k.file())
			return err == nil && bytes.Contains(file, []byte("zyzzyva"))
		}
		if !holds() {
			t.Fatal("there is nothing to purge")
		}
		for _, table := range []string{"head_block", "head_link", "head_credit", "version"} {
			w.exec(`DELETE FROM `+table+` WHERE resource = $1`, r.ID)
		}
		w.exec(`DELETE FROM resource WHERE id = $1`, r.ID)
		k.search.Refresh(t.Context(), catalog.Change{ID: r.ID})
		if k.finds(w.mai, "", "Lanterns"); holds() {
			t.Error("the stored index holds it")
		}
		if err := k.search.Store(t.Context()); err != nil {
			t.Fatal(err)
		}
		if again := w.keeping(d, k.folder); !again.start() || holds() {
			t.Errorf("stored again, it holds it: %t; %s", holds(), again.said.String())
		}
		// Another node learns it from the log.
		other := w.keeping(d, t.TempDir())
		other.start()
		if other.search.Len() != 1 {
			t.Errorf("holds %d", other.search.Len())
		}
	})
}

func TestFollowStoresTheIndexNowAndThen(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.share(w.rosa, catalog.SeenByDistrict, tip("Lanterns"))
		k := w.keeping(d, t.TempDir())
		position, err := k.search.Start(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() {
			k.search.Follow(ctx, position)
			close(ended)
		}()
		written := func() (time.Time, bool) {
			info, err := os.Stat(k.file())
			if err != nil {
				return time.Time{}, false
			}
			return info.ModTime(), true
		}
		dbtest.Soon(t, "what was built is stored", func() bool { _, ok := written(); return ok })
		first, _ := written()
		k.share(w.rosa, catalog.SeenByDistrict, tip("Torches"))
		dbtest.Soon(t, "an hour later it is stored again", func() bool {
			w.clock.Advance(time.Hour)
			now, ok := written()
			return ok && now.After(first)
		})
		stop()
		<-ended
		again := w.keeping(d, k.folder)
		if !again.start() {
			t.Error(again.said.String())
		}
		again.finds(w.mai, "", "Lanterns, Torches")
	})
}
