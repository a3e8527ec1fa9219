package exchange

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/actor/actortest"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Who may do what with an exchange, with no blanks: one they host and one that somebody else does.
func TestPermissions(t *testing.T) {
	const (
		//       visitor teacher specialist coordinator program
		all    = "exchange.denied exchange.denied.teacher yes yes yes"
		people = "exchange.denied exchange.denied.teacher yes yes exchange.denied.person"
		hosts  = "exchange.denied exchange.denied.teacher exchange.denied.host yes yes"
	)
	for whose, rows := range map[string]map[act]string{
		"own":   {see: all, invite: all, answer: people, note: all, handOn: all, callOff: all},
		"other": {see: all, invite: all, answer: people, note: all, handOn: hosts, callOff: hosts},
	} {
		t.Run(whose, func(t *testing.T) {
			actortest.Table(t, actortest.Usual, acts, rows, func(by actor.Actor, do act) error {
				if whose == "own" {
					return permitted(by, do, Exchange{Host: by.Person, Maker: by.Person})
				}
				return permitted(by, do, Exchange{Host: "lin", Maker: "lin"})
			})
		})
	}
}

// Whoever hosts in another's place is somebody else, comes if anybody does, and nobody of those has hosted less.
func TestWhoHostsNext(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		someone := rapid.SampledFrom([]id.PersonID{"a", "b", "c", "d", "e"})
		host := someone.Draw(t, "host")
		comes, all := rapid.SliceOfDistinct(someone, rapid.ID).Draw(t, "comes"), []id.PersonID{"a", "b", "c", "d", "e"}
		hosted := rapid.MapOf(someone, rapid.IntRange(0, 3)).Draw(t, "hosted")
		got, found := next(host, comes, all, hosted)
		if !found || got == host {
			t.Fatalf("%q hosts, %v", got, found)
		}
		pool, inPool := comes, false
		for _, p := range comes {
			inPool = inPool || p != host
		}
		if !inPool {
			pool = all
		}
		member := false
		for _, p := range pool {
			member = member || p == got
			if p != host && hosted[p] < hosted[got] {
				t.Fatalf("%s hosts and %s has hosted less", got, p)
			}
		}
		if !member {
			t.Fatalf("%s hosts and is not among %v", got, pool)
		}
	})
}
