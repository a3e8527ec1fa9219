package exchange

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/actor/actortest"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Who may do what with an exchange, with no blanks: one they host, one they handed on, and one that somebody else does.
func TestPermissions(t *testing.T) {
	const (
		//       visitor teacher specialist coordinator program
		all    = "exchange.denied exchange.denied.teacher yes yes yes"
		people = "exchange.denied exchange.denied.teacher yes yes exchange.denied.person"
		hosts  = "exchange.denied exchange.denied.teacher exchange.denied.host yes yes"
	)
	for whose, rows := range map[string]map[act]string{
		"own":       {see: all, invite: all, answer: people, note: all, handOn: all, takeBack: all, callOff: all},
		"handed on": {see: all, invite: all, answer: people, note: all, handOn: hosts, takeBack: all, callOff: hosts},
		"other":     {see: all, invite: all, answer: people, note: all, handOn: hosts, takeBack: hosts, callOff: hosts},
	} {
		t.Run(whose, func(t *testing.T) {
			actortest.Table(t, actortest.Usual, acts, rows, func(by actor.Actor, do act) error {
				switch whose {
				case "own":
					return permitted(by, do, Exchange{Host: by.Person, Maker: by.Person})
				case "handed on":
					return permitted(by, do, Exchange{Host: "lin", HostBefore: by.Person, Maker: "lin"})
				}
				return permitted(by, do, Exchange{Host: "lin", Maker: "lin"})
			})
		})
	}
}

// Whoever hosts in another's place is somebody else, of the first who may be asked, and nobody of those has hosted less.
func TestWhoHostsNext(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := []id.PersonID{"a", "b", "c", "d", "e"}
		someone := rapid.SampledFrom(names)
		host := someone.Draw(t, "host")
		groups := [3][]id.PersonID{}
		for _, p := range names {
			at := rapid.IntRange(0, 2).Draw(t, string(p))
			groups[at] = append(groups[at], p)
		}
		hosted := rapid.MapOf(someone, rapid.IntRange(0, 3)).Draw(t, "hosted")
		got, found := next(host, groups[0], groups[1], groups[2], hosted)
		if !found || got == host {
			t.Fatalf("%q hosts, %v", got, found)
		}
		for _, group := range groups {
			others := slices.DeleteFunc(slices.Clone(group), func(p id.PersonID) bool { return p == host })
			if len(others) == 0 {
				continue
			}
			if !slices.Contains(others, got) {
				t.Fatalf("%s hosts and is not among %v", got, others)
			}
			for _, p := range others {
				if hosted[p] < hosted[got] {
					t.Fatalf("%s hosts and %s has hosted less", got, p)
				}
			}
			break
		}
	})
}
