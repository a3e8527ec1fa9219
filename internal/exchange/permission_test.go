package exchange

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Who may do what with an exchange, with no blanks: one they host and one that somebody else does.
func TestPermissions(t *testing.T) {
	actors := []actor.Actor{
		{},
		{District: "maple", Person: "tom", Schools: []actor.Membership{{School: "elm", Role: actor.Teacher}}},
		{District: "maple", Person: "rosa", Schools: []actor.Membership{{School: "elm", Role: actor.MediaSpecialist}}},
		{District: "maple", Person: "ana", Coordinator: true},
		{District: "maple", System: true},
	}
	const none = "exchange.denied exchange.denied.teacher yes yes yes"
	table := map[act]struct{ hosts, other string }{
		//        visitor teacher specialist coordinator program
		see:     {none, none},
		invite:  {none, none},
		answer:  {"exchange.denied exchange.denied.teacher yes yes exchange.denied.person", "exchange.denied exchange.denied.teacher yes yes exchange.denied.person"},
		note:    {none, none},
		handOn:  {none, "exchange.denied exchange.denied.teacher exchange.denied.host yes yes"},
		callOff: {none, "exchange.denied exchange.denied.teacher exchange.denied.host yes yes"},
	}
	if len(table) != len(acts) {
		t.Errorf("%d acts in the table, %d there are", len(table), len(acts))
	}
	for _, do := range acts {
		for whose, row := range map[string]string{"own": table[do].hosts, "other": table[do].other} {
			want := strings.Fields(row)
			if len(want) != len(actors) {
				t.Fatalf("%s: %d cells, want %d", do, len(want), len(actors))
			}
			for i, by := range actors {
				e := Exchange{Host: by.Person, Maker: by.Person}
				if whose == "other" {
					e = Exchange{Host: "lin", Maker: "lin"}
				}
				got := "yes"
				if denied, ok := permitted(by, do, e).(fault.Denied); ok {
					got = denied.Reason.Key
				}
				if got != want[i] {
					t.Errorf("%s %s by %+v: %s, want %s", do, whose, by, got, want[i])
				}
			}
		}
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
