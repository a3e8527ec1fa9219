package schoolpage

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// Who may do what for Elm, with no blanks: "yes", or the reason why not.
func TestPermissions(t *testing.T) {
	const yes, out, school, coordinate = "yes", "schoolpage.denied.signed_out", "schoolpage.denied.school", "schoolpage.denied.coordinator"
	actors := []struct {
		name string
		by   actor.Actor
	}{
		{"visitor", actor.Actor{}},
		{"teacher", actor.Actor{District: "maple", Person: "tom", Schools: []actor.Membership{{School: "elm", Role: actor.Teacher}}}},
		{"specialist of Oak", actor.Actor{District: "maple", Person: "joan", Schools: []actor.Membership{{School: "oak", Role: actor.MediaSpecialist}}}},
		{"specialist of Elm", actor.Actor{District: "maple", Person: "rosa", Schools: []actor.Membership{{School: "elm", Role: actor.MediaSpecialist}}}},
		{"coordinator", actor.Actor{District: "maple", Person: "ana", Coordinator: true}},
		{"program", actor.Actor{District: "maple", System: true}},
	}
	table := map[act][]string{
		//         visitor teacher  Oak      Elm         coordinator program
		look:      {out, yes, yes, yes, yes, yes},
		write:     {out, school, school, yes, yes, yes},
		subscribe: {out, coordinate, coordinate, coordinate, yes, yes},
	}
	if len(table) != len(acts) {
		t.Errorf("%d acts in the table, %d there are", len(table), len(acts))
	}
	for _, do := range acts {
		if len(table[do]) != len(actors) {
			t.Fatalf("%s has %d cells, want %d", do, len(table[do]), len(actors))
		}
		for i, a := range actors {
			got := yes
			if denied, ok := permitted(a.by, do, "elm").(fault.Denied); ok {
				got = denied.Reason.Key
			}
			if got != table[do][i] {
				t.Errorf("%s by the %s: %s, want %s", do, a.name, got, table[do][i])
			}
		}
	}
}
