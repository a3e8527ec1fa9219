package digest

import (
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// Who may do what with breaks, with no blanks.
func TestPermissions(t *testing.T) {
	actors := []actor.Actor{
		{},
		{District: "maple", Person: "tom", Schools: []actor.Membership{{School: "elm", Role: actor.Teacher}}},
		{District: "maple", Person: "rosa", Schools: []actor.Membership{{School: "elm", Role: actor.MediaSpecialist}}},
		{District: "maple", Person: "ana", Coordinator: true},
		{District: "maple", System: true},
	}
	table := map[act]string{
		//            visitor teacher specialist coordinator program
		seeBreaks:    "digest.denied yes yes yes yes",
		changeBreaks: "digest.denied digest.denied.coordinator digest.denied.coordinator yes yes",
	}
	if len(table) != len(acts) {
		t.Errorf("%d acts in the table, %d there are", len(table), len(acts))
	}
	for _, do := range acts {
		want := strings.Fields(table[do])
		if len(want) != len(actors) {
			t.Fatalf("%s: %d cells, want %d", do, len(want), len(actors))
		}
		for i, by := range actors {
			got := "yes"
			if denied, ok := permitted(by, do).(fault.Denied); ok {
				got = denied.Reason.Key
			}
			if got != want[i] {
				t.Errorf("%s by %+v: %s, want %s", do, by, got, want[i])
			}
		}
	}
}
