package mylist

import (
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Who may do what with a list, with no blanks: their own and somebody else's.
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
		//       visitor      teacher specialist coordinator program
		read:   {"mylist.denied yes yes yes mylist.denied", "mylist.denied mylist.denied.own mylist.denied.own mylist.denied.own mylist.denied"},
		change: {"mylist.denied yes yes yes mylist.denied", "mylist.denied mylist.denied.own mylist.denied.own mylist.denied.own mylist.denied"},
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
