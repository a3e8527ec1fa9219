package feed

import (
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Who may do what with an address, with no blanks: their own and somebody else's.
func TestPermissions(t *testing.T) {
	actors := []struct {
		name string
		by   actor.Actor
	}{
		{"visitor", actor.Actor{}},
		{"teacher", actor.Actor{District: "maple", Person: "tom", Schools: []actor.Membership{{School: "elm", Role: actor.Teacher}}}},
		{"specialist", actor.Actor{District: "maple", Person: "rosa", Schools: []actor.Membership{{School: "elm", Role: actor.MediaSpecialist}}}},
		{"coordinator", actor.Actor{District: "maple", Person: "ana", Coordinator: true}},
		{"program", actor.Actor{District: "maple", System: true}},
	}
	table := map[act]struct{ own, other string }{
		//     visitor    teacher specialist coordinator program
		hold: {"feed.denied yes yes yes feed.denied", "feed.denied feed.denied.own feed.denied.own feed.denied.own feed.denied"},
		stop: {"feed.denied yes yes yes yes", "feed.denied feed.denied.own feed.denied.own yes yes"},
	}
	if len(table) != len(acts) {
		t.Errorf("%d acts in the table, %d there are", len(table), len(acts))
	}
	for _, do := range acts {
		for whose, row := range map[string]string{"own": table[do].own, "other": table[do].other} {
			want := strings.Fields(row)
			if len(want) != len(actors) {
				t.Fatalf("%s of %s: %d cells, want %d", do, whose, len(want), len(actors))
			}
			for i, a := range actors {
				person := a.by.Person
				if whose == "other" {
					person = id.PersonID("lin")
				}
				got := "yes"
				if denied, ok := permitted(a.by, do, person).(fault.Denied); ok {
					got = denied.Reason.Key
				}
				if got != want[i] {
					t.Errorf("%s %s by the %s: %s, want %s", do, whose, a.name, got, want[i])
				}
			}
		}
	}
}
