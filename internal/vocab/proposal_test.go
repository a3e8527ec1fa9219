package vocab_test

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// desk is a district with a coordinator, somebody who proposes, and the topic of misinformation.
type desk struct {
	t         *testing.T
	db        *db.DB
	topics    *vocab.Service
	ana, rosa actor.Actor
}

func newDesk(t *testing.T, d *db.DB) *desk {
	t.Helper()
	k := &desk{t: t, db: d, topics: vocab.New(d, clock.System{}, id.Source{}),
		ana:  actor.Actor{District: "maple", Person: "ana", Coordinator: true},
		rosa: actor.Actor{District: "maple", Person: "rosa", Schools: []actor.Membership{{School: "elm", Role: actor.MediaSpecialist}}}}
	for _, statement := range []string{
		`INSERT INTO district (id, name, consortium, time_zone, calling, locale, public_on, setup, created_at)
			VALUES ('maple', 'Maple', '', 'UTC', 'librarian', 'en', FALSE, 'done', 0)`,
		`INSERT INTO person (id, district, name, name_key, mail, mail_key, locale, coordinator, state, demo, created_at)
			VALUES ('rosa', 'maple', 'Rosa', 'rosa', 'r', 'r', '', FALSE, 'active', NULL, 0)`,
	} {
		if _, err := d.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	_, err := k.topics.Add(t.Context(), k.ana, vocab.NewTerm{English: "Misinformation", Spanish: "Desinformación", Synonyms: []vocab.Name{{Text: "false news"}}})
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// propose asks for a word and gives the proposal that waits.
func (k *desk) propose(word string) vocab.Proposal {
	k.t.Helper()
	if err := k.db.Do(k.t.Context(), func(tx *db.DB) error { return k.topics.Propose(k.t.Context(), tx, k.rosa, "", word) }); err != nil {
		k.t.Fatal(err)
	}
	waiting := k.waiting()
	if len(waiting) == 0 || waiting[len(waiting)-1].Name != word {
		k.t.Fatalf("%q does not wait: %v", word, waiting)
	}
	return waiting[len(waiting)-1]
}

func (k *desk) waiting() []vocab.Proposal {
	k.t.Helper()
	list, err := k.topics.Waiting(k.t.Context(), k.ana)
	if err != nil {
		k.t.Fatal(err)
	}
	return list
}

// names is the topic that a word names; empty when none.
func (k *desk) names(word string) vocab.TermID {
	k.t.Helper()
	terms, err := k.topics.Terms(k.t.Context(), "maple")
	if err != nil {
		k.t.Fatal(err)
	}
	term, _ := terms.Find(word)
	return term.ID
}

func (k *desk) decide(d vocab.Decision) vocab.TermID {
	k.t.Helper()
	term, err := k.topics.Decide(k.t.Context(), k.ana, d)
	if err != nil {
		k.t.Fatal(err)
	}
	return term
}

func TestAProposalIsFiledUnderATopicAndTakenBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		q := k.propose("hoaxes")
		if term := k.decide(vocab.Decision{Proposal: q.ID, Into: "misinformation"}); term != "misinformation" || k.names("hoaxes") != "misinformation" {
			t.Fatalf("filed under %q, names %q", term, k.names("hoaxes"))
		}
		if len(k.waiting()) != 0 {
			t.Error("it still waits")
		}
		if _, err := k.topics.Decide(t.Context(), k.ana, vocab.Decision{Proposal: q.ID, Decline: true}); !fault.IsConflict(err) {
			t.Errorf("decided twice: %v", err)
		}
		if err := k.topics.Reopen(t.Context(), k.ana, q.ID); err != nil {
			t.Fatal(err)
		}
		if len(k.waiting()) != 1 || k.names("hoaxes") != "" || k.names("false news") != "misinformation" {
			t.Errorf("taken back: %v wait, hoaxes names %q, false news %q", k.waiting(), k.names("hoaxes"), k.names("false news"))
		}
	})
}

func TestADeclinedProposalWaitsAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		q := k.propose("gossip")
		if term := k.decide(vocab.Decision{Proposal: q.ID, Decline: true, English: "Gossip"}); term != "" || k.names("gossip") != "" {
			t.Errorf("declined and yet a topic: %q", term)
		}
		for _, by := range []actor.Actor{k.rosa, {District: "pine", Person: "sam", Coordinator: true}} {
			if err := k.topics.Reopen(t.Context(), by, q.ID); err == nil {
				t.Errorf("%s reopens it", by.Person)
			}
		}
		if err := k.topics.Reopen(t.Context(), k.ana, q.ID); err != nil {
			t.Fatal(err)
		}
		if len(k.waiting()) != 1 {
			t.Errorf("%v wait", k.waiting())
		}
		if err := k.topics.Reopen(t.Context(), k.ana, q.ID); !fault.IsConflict(err) {
			t.Errorf("reopened twice: %v", err)
		}
	})
}

func TestATopicOfItsOwnNeedsALabelAndIsTakenBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		q := k.propose("slow looking")
		if _, err := k.topics.Decide(t.Context(), k.ana, vocab.Decision{Proposal: q.ID}); err == nil {
			t.Fatal("a topic without a label")
		} else if _, named := mustFields(t, err)["english"]; !named {
			t.Errorf("got %v", err)
		}
		if len(k.waiting()) != 1 {
			t.Error("it waits no more")
		}
		if term := k.decide(vocab.Decision{Proposal: q.ID, English: "Slow looking", Spanish: "Mirar despacio"}); term != "slow-looking" || k.names("mirar despacio") != term {
			t.Errorf("became %q", term)
		}
		if err := k.topics.Reopen(t.Context(), k.ana, q.ID); err != nil || k.names("slow looking") != "" || len(k.waiting()) != 1 {
			t.Errorf("taken back: %v, names %q, %v wait", err, k.names("slow looking"), k.waiting())
		}
		k.decide(vocab.Decision{Proposal: q.ID, English: "Slow looking"})
		if _, err := k.topics.Rename(t.Context(), k.ana, vocab.NewTerm{ID: "slow-looking", English: "Looking slowly"}); err != nil {
			t.Fatal(err)
		}
		if err := k.topics.Reopen(t.Context(), k.ana, q.ID); !fault.IsConflict(err) || k.names("slow looking") == "" || len(k.waiting()) != 0 {
			t.Errorf("a topic that was changed since was taken back: %v", err)
		}
	})
}

// A name that the topic had before is not lost by taking a decision back.
func TestTakingBackLeavesLabelsAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		q := k.propose("hoaxes")
		if _, err := k.topics.Add(t.Context(), k.ana, vocab.NewTerm{English: "Hoaxes"}); err != nil {
			t.Fatal(err)
		}
		k.decide(vocab.Decision{Proposal: q.ID, Into: "hoaxes"})
		if err := k.topics.Reopen(t.Context(), k.ana, q.ID); err != nil {
			t.Fatal(err)
		}
		if k.names("hoaxes") != "hoaxes" {
			t.Error("the topic lost its label")
		}
	})
}

func mustFields(t *testing.T, err error) fault.Fields {
	t.Helper()
	wrong, ok := fault.AsFields(err)
	if !ok {
		t.Fatalf("got %v", err)
	}
	return wrong
}
