package vocab_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// all is everything that is known of the topics, to be compared.
func (k *desk) all() string {
	k.t.Helper()
	terms, err := k.topics.Terms(k.t.Context(), "maple")
	if err != nil {
		k.t.Fatal(err)
	}
	gossip, ok := terms.Get("gossip")
	return fmt.Sprint(terms.All(lang.English), gossip.ID, ok, terms.Resolve([]string{"gossip", "misinformation", "gone"}))
}

func (k *desk) lately() []vocab.Change {
	k.t.Helper()
	list, err := k.topics.Lately(k.t.Context(), k.ana, time.Time{}.AddDate(1970, 0, 0))
	if err != nil {
		k.t.Fatal(err)
	}
	return list
}

// What a coordinator does to topics, and what it was before, to the last name.
func TestEveryChangeOfTopicsIsTakenBackExactly(t *testing.T) {
	ways := map[string]func(*desk) (vocab.Change, error){
		"added": func(k *desk) (vocab.Change, error) {
			return k.topics.Add(k.t.Context(), k.ana, vocab.NewTerm{English: "Charts", Spanish: "Cartas", Synonyms: []vocab.Name{{Text: "plans"}}})
		},
		"gained a name": func(k *desk) (vocab.Change, error) {
			return k.topics.Add(k.t.Context(), k.ana, vocab.NewTerm{English: "Gossip", Synonyms: []vocab.Name{{Text: "rumours"}}})
		},
		"renamed": func(k *desk) (vocab.Change, error) {
			return k.topics.Rename(k.t.Context(), k.ana, vocab.NewTerm{ID: "gossip", English: "Rumours", Spanish: "Rumores"})
		},
		"unnamed": func(k *desk) (vocab.Change, error) { return k.topics.Unname(k.t.Context(), k.ana, "gossip", "Hearsay") },
		"merged": func(k *desk) (vocab.Change, error) {
			return k.topics.Merge(k.t.Context(), k.ana, "gossip", "misinformation")
		},
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		if _, err := k.topics.Add(t.Context(), k.ana, vocab.NewTerm{English: "Gossip", Spanish: "Chismes", Synonyms: []vocab.Name{{Text: "hearsay", Language: "en"}}}); err != nil {
			t.Fatal(err)
		}
		before := k.all()
		for name, do := range ways {
			for range 2 { // done, taken back, and done once more
				change, err := do(k)
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				if k.all() == before || k.lately()[0].ID != change.ID {
					t.Fatalf("%s: nothing changed, or it is not listed: %v", name, k.lately())
				}
				if err := k.topics.Undo(t.Context(), k.ana, change.ID); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				if after := k.all(); after != before {
					t.Fatalf("%s: before %s\nafter  %s", name, before, after)
				}
				if err := k.topics.Undo(t.Context(), k.ana, change.ID); !fault.IsNotFound(err) {
					t.Errorf("%s: taken back twice: %v", name, err)
				}
			}
		}
	})
}

func TestAMergedTopicIsFoundAsTheOther(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		for _, english := range []string{"Gossip", "Lies"} {
			if _, err := k.topics.Add(t.Context(), k.ana, vocab.NewTerm{English: english, Spanish: english + " en español"}); err != nil {
				t.Fatal(err)
			}
		}
		for _, pair := range [][2]vocab.TermID{{"gossip", "lies"}, {"lies", "misinformation"}} {
			if _, err := k.topics.Merge(t.Context(), k.ana, pair[0], pair[1]); err != nil {
				t.Fatal(err)
			}
		}
		if got := k.names("gossip en español"); got != "misinformation" {
			t.Errorf("its name names %q", got)
		}
		terms, err := k.topics.Terms(t.Context(), "maple")
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(terms.Resolve([]string{"lies", "gone", "gossip", "misinformation"})); got != "[misinformation gone]" {
			t.Errorf("the codes are %s", got)
		}
		if _, err := k.topics.Add(t.Context(), k.ana, vocab.NewTerm{English: "Gossip"}); err == nil {
			t.Error("a topic that was merged is added as if it were none")
		}
		for _, into := range []vocab.TermID{"", "gossip", "nothing", "misinformation"} {
			if _, err := k.topics.Merge(t.Context(), k.ana, "misinformation", into); err == nil {
				t.Errorf("merged into %q", into)
			}
		}
	})
}

// What was done later is taken back first; otherwise it would be lost without a word.
func TestAnEarlierChangeWaitsForTheLater(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		first, err := k.topics.Rename(t.Context(), k.ana, vocab.NewTerm{ID: "misinformation", English: "Untruths"})
		if err != nil {
			t.Fatal(err)
		}
		second, err := k.topics.Unname(t.Context(), k.ana, "misinformation", "false news")
		if err != nil {
			t.Fatal(err)
		}
		if err := k.topics.Undo(t.Context(), k.ana, first.ID); !fault.IsConflict(err) {
			t.Errorf("taken back under a later change: %v", err)
		}
		if _, err := k.topics.Unname(t.Context(), k.ana, "misinformation", "Untruths"); !fault.IsConflict(err) {
			t.Errorf("a label was taken away: %v", err)
		}
		for _, change := range []vocab.ChangeID{second.ID, first.ID} {
			if err := k.topics.Undo(t.Context(), k.ana, change); err != nil {
				t.Fatal(err)
			}
		}
		if k.names("untruths") != "" || k.names("false news") != "misinformation" {
			t.Error("not as it was")
		}
	})
}

func TestWhoMayChangeTopics(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		change := k.lately()[0].ID
		stranger := actor.Actor{District: "pine", Person: "sam", Coordinator: true}
		for _, by := range []actor.Actor{{}, {District: "maple", Person: "tom"}, k.rosa, stranger} {
			for act, do := range map[string]func() error{
				"rename": func() error {
					_, err := k.topics.Rename(t.Context(), by, vocab.NewTerm{ID: "misinformation", English: "Taken"})
					return err
				},
				"unname": func() error { _, err := k.topics.Unname(t.Context(), by, "misinformation", "false news"); return err },
				"merge":  func() error { _, err := k.topics.Merge(t.Context(), by, "misinformation", "gossip"); return err },
				"undo":   func() error { return k.topics.Undo(t.Context(), by, change) },
			} {
				if err := do(); err == nil || by.Coordinator && !fault.IsNotFound(err) {
					t.Errorf("%s may %s: %v", by.Person, act, err)
				}
			}
			if list, err := k.topics.Lately(t.Context(), by, time.Unix(0, 0)); err == nil && len(list) > 0 {
				t.Errorf("%s sees %v", by.Person, list)
			}
		}
	})
}
