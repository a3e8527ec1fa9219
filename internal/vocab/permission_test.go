package vocab

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// Who may do what, with no blanks: "yes", or the reason why not.
func TestPermissions(t *testing.T) {
	const yes, out, share, coordinate = "yes", "vocab.denied.signed_out", "vocab.denied.contributors", "vocab.denied.coordinator"
	actors := []struct {
		name string
		by   actor.Actor
	}{
		{"visitor", actor.Actor{}},
		{"teacher", actor.Actor{District: "maple", Person: "tom", Schools: []actor.Membership{{School: "elm", Role: actor.Teacher}}}},
		{"specialist", actor.Actor{District: "maple", Person: "rosa", Schools: []actor.Membership{{School: "elm", Role: actor.MediaSpecialist}}}},
		{"coordinator", actor.Actor{District: "maple", Person: "ana", Coordinator: true}},
		{"program", actor.Actor{District: "maple", System: true}},
		{"signed-out coordinator", actor.Actor{District: "maple", Coordinator: true}},
	}
	table := map[act][]string{
		//       visitor teacher    specialist  coordinator program nobody
		propose: {out, share, yes, yes, yes, out},
		decide:  {out, coordinate, coordinate, yes, yes, out},
		steer:   {out, coordinate, coordinate, yes, yes, out},
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
			if denied, ok := permitted(a.by, do).(fault.Denied); ok {
				got = denied.Reason.Key
			}
			if got != table[do][i] {
				t.Errorf("%s by the %s: %s, want %s", do, a.name, got, table[do][i])
			}
		}
	}
}
