package digest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/people"
)

// asPoster makes this program a node that writes the weekly emails until it is killed; it holds the node's poster as JSON.
const asPoster = "COMMONSHELF_TEST_POSTER"

// poster is what such a node works on.
type poster struct {
	Path, URL string // of the database: one of them
	Post      string // the mail server
	Now       time.Time
}

// postUntilKilled is the node.
func postUntilKilled() {
	fail := func(err error) {
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	var p poster
	fail(json.Unmarshal([]byte(os.Getenv(asPoster)), &p))
	ctx := context.Background()
	d, err := db.Open(ctx, db.Options{Path: p.Path, URL: p.URL})
	fail(err)
	node, err := assemble(d, clock.NewMoved(p.Now), p.Post)
	fail(err)
	fail(node.jobs.Start(ctx))
	fail(node.digest.Look(ctx))
	select {}
}

// crew is how many people are written to; inHand how many letters a node sends at once.
const (
	crew   = 100
	inHand = 4
)

// Killed in the middle of the weekly emails and begun again, with everything tried once more by hand, nobody gets two, and no more are
// missed than the letters that were in hand.
func TestKilledWhileWritingLettersNobodyGetsTwo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		var more []people.Person
		for n := range crew {
			more = append(more, people.Person{ID: id.PersonID(fmt.Sprintf("crew%02d", n)), Name: fmt.Sprintf("Crew %d", n), Mail: fmt.Sprintf("crew%02d@maple.example", n),
				State: people.Active, Memberships: []people.Membership{{School: "oak", Role: actor.MediaSpecialist, Percent: 100}}})
		}
		for _, p := range more {
			w.enrol(p)
		}
		w.share("fred", grade.All, "Old maps", "Globes")
		o := d.Options()
		node := w.start(poster{Path: o.Path, URL: o.URL, Post: w.post.URL, Now: friday})
		w.until("some letters arrive", func() bool { return len(w.post.Letters(t)) >= crew/5 })
		w.must(node.Process.Kill())
		_ = node.Wait()
		early := len(w.post.Letters(t))
		if early >= crew {
			t.Fatalf("all %d letters were there before the kill: the test is worth nothing", early)
		}
		node = w.start(poster{Path: o.Path, URL: o.URL, Post: w.post.URL, Now: friday.Add(time.Hour)})
		w.until("nearly all letters arrive", func() bool { return len(w.post.Letters(t)) >= crew-inHand })
		w.must(node.Process.Kill())
		_ = node.Wait()
		for range 2 { // what a queue may do at worst: everything again
			w.must(w.digest.Look(t.Context()))
			w.must(w.jobs.Drain(t.Context()))
		}
		got := map[string]int{}
		for _, l := range w.post.Letters(t) {
			got[l.To[0].Address]++
		}
		missed := 0
		for _, p := range more {
			switch n := got[p.Mail]; {
			case n > 1:
				t.Errorf("%s got %d letters", p.Mail, n)
			case n == 0:
				missed++
			}
		}
		if missed > 2*inHand {
			t.Errorf("%d of %d got nothing; two kills with %d letters in hand each", missed, crew, inHand)
		}
		t.Logf("%d letters before the kill, %d people missed", early, missed)
	})
}

// enrol adds somebody to the district at once.
func (w *world) enrol(p people.Person) {
	w.t.Helper()
	_, err := w.db.Exec(w.t.Context(), `INSERT INTO person (id, district, name, name_key, mail, mail_key, locale, coordinator, state, demo, created_at)
		VALUES ($1, 'maple', $2, $2, $3, $3, '', FALSE, $4, NULL, 0)`, p.ID, p.Name, p.Mail, p.State)
	w.must(err)
	for _, m := range p.Memberships {
		_, err = w.db.Exec(w.t.Context(), `INSERT INTO membership (district, person, school, role, percent, place) VALUES ('maple', $1, $2, $3, 100, 0)`, p.ID, m.School, m.Role)
		w.must(err)
	}
}

// start runs a node of its own until it is killed.
func (w *world) start(p poster) *exec.Cmd {
	w.t.Helper()
	data, err := json.Marshal(p)
	w.must(err)
	node := exec.Command(os.Args[0])
	node.Env = append(os.Environ(), asPoster+"="+string(data))
	node.Stderr = os.Stderr
	w.must(node.Start())
	w.t.Cleanup(func() { _ = node.Process.Kill() })
	return node
}

// until waits for something that other processes do.
func (w *world) until(what string, done func() bool) {
	w.t.Helper()
	end := time.After(60 * time.Second)
	for tick := time.Tick(5 * time.Millisecond); !done(); {
		select {
		case <-tick:
		case <-end:
			w.t.Fatalf("still waiting: %s", what)
		}
	}
}
