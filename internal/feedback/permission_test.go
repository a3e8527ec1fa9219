package feedback

import (
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// Who may do what with a report, with no blanks: one's own at Elm, a colleague's at Elm, a teacher's with a link at Elm, and one at
// Pine.
func TestPermissions(t *testing.T) {
	at := func(role actor.Role) actor.Actor {
		return actor.Actor{District: "maple", Person: "me", Schools: []actor.Membership{{School: "elm", Role: role}}}
	}
	actors := []struct {
		name string
		by   actor.Actor
	}{
		{"visitor", actor.Actor{}},
		{"teacher", at(actor.Teacher)},
		{"specialist", at(actor.MediaSpecialist)},
		{"coordinator", actor.Actor{District: "maple", Person: "me", Coordinator: true}},
		{"program", actor.Actor{District: "maple", System: true}},
	}
	whose := map[string]standing{"own": {"me", "elm"}, "colleague's": {"lin", "elm"}, "by link": {"", "elm"}, "elsewhere": {"", "pine"}}
	const (
		in, own, school, gone = "use.denied", "use.denied.own", "use.denied.school", "use.denied.remove"
	)
	table := map[act]map[string]string{
		//                    visitor teacher specialist coordinator program
		see: {"own": in + " yes yes yes yes", "colleague's": in + " yes yes yes yes", "by link": in + " yes yes yes yes", "elsewhere": in + " yes yes yes yes"},
		write: {"own": in + " yes yes yes yes", "colleague's": in + " yes yes yes yes", "by link": in + " yes yes yes yes",
			"elsewhere": in + " " + school + " " + school + " yes yes"},
		change: {"own": in + " yes yes yes yes", "colleague's": strings.Join([]string{in, own, own, own, "yes"}, " "),
			"by link": strings.Join([]string{in, own, own, own, "yes"}, " "), "elsewhere": strings.Join([]string{in, own, own, own, "yes"}, " ")},
		remove: {"own": in + " yes yes yes yes", "colleague's": strings.Join([]string{in, gone, gone, "yes", "yes"}, " "),
			"by link": strings.Join([]string{in, gone, "yes", "yes", "yes"}, " "), "elsewhere": strings.Join([]string{in, gone, gone, "yes", "yes"}, " ")},
	}
	if len(table) != len(acts) {
		t.Errorf("%d acts in the table, %d there are", len(table), len(acts))
	}
	for _, do := range acts {
		for name, of := range whose {
			want := strings.Fields(table[do][name])
			if len(want) != len(actors) {
				t.Fatalf("%s of %s: %d cells, want %d", do, name, len(want), len(actors))
			}
			for i, a := range actors {
				got := "yes"
				if denied, ok := permitted(a.by, do, of).(fault.Denied); ok {
					got = denied.Reason.Key
				}
				if got != want[i] {
					t.Errorf("%s %s by the %s: %s, want %s", do, name, a.name, got, want[i])
				}
			}
		}
	}
}
