package letterbox

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/actor/actortest"
)

// Who may do what with a letterbox, with no blanks: their own and somebody else's.
func TestPermissions(t *testing.T) {
	const refused = "letter.denied letter.denied.coordinator letter.denied.coordinator yes yes"
	for whose, rows := range map[string]map[act]string{
		//           visitor teacher specialist coordinator program
		"own":   {choose: "letter.denied yes yes yes letter.denied", seeRefused: refused},
		"other": {choose: "letter.denied letter.denied.own letter.denied.own letter.denied.own letter.denied", seeRefused: refused},
	} {
		t.Run(whose, func(t *testing.T) {
			actortest.Table(t, actortest.Usual, acts, rows, func(by actor.Actor, do act) error {
				if whose == "own" {
					return permitted(by, do, by.Person)
				}
				return permitted(by, do, "lin")
			})
		})
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
			switch from := fits(went, at); {
			case from.IsZero():
				went = append(went, at)
			case !at.Before(went[0].Add(firstWeek)):
				t.Fatalf("a letter of %s is held back, the first went at %s", at, went[0])
			case !from.Equal(went[0].Add(firstWeek)):
				t.Fatalf("a letter is held back until %s, the first went at %s", from, went[0])
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
