package letterbox

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// Who may do what with a letterbox, with no blanks: their own and somebody else's.
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
		//           visitor teacher specialist coordinator program
		choose:     {"letter.denied yes yes yes letter.denied", "letter.denied letter.denied.own letter.denied.own letter.denied.own letter.denied"},
		seeRefused: {"letter.denied letter.denied.coordinator letter.denied.coordinator yes yes", "letter.denied letter.denied.coordinator letter.denied.coordinator yes yes"},
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
					person = "lin"
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

// However letters are wished for, at most three reach somebody in the seven days from the first on, and after these every one does.
func TestTheFirstWeekHasAtMostThreeLetters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		begin := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
		at := begin
		var went []time.Time
		for _, hours := range rapid.SliceOf(rapid.IntRange(0, 60)).Draw(t, "pauses") {
			at = at.Add(time.Duration(hours) * time.Hour)
			if fits(went, at) {
				went = append(went, at)
			} else if !at.Before(went[0].Add(firstWeek)) {
				t.Fatalf("a letter of %s is held back, the first went at %s", at, went[0])
			}
		}
		inFirst := 0
		for _, w := range went {
			if w.Before(went[0].Add(firstWeek)) {
				inFirst++
			}
		}
		if inFirst > mostFirstWeek {
			t.Fatalf("%d letters in the first week", inFirst)
		}
	})
}
