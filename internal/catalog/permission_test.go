package catalog

import (
	"fmt"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// The whole table: for every state and visibility of a resource of Elm, what each actor may do. A letter allows:
// S see, E edit, R retire, A annotate, L link; a dot is a refusal with a reason; a dash is not found.
func TestPermissionTable(t *testing.T) {
	elm := actor.Membership{School: "elm", Role: actor.MediaSpecialist}
	actors := []struct {
		name string
		by   actor.Actor
	}{
		{"visitor", actor.Actor{}},
		{"author", actor.Actor{District: "d", Consortium: "c", Person: "author", Schools: []actor.Membership{elm}}},
		{"same school", actor.Actor{District: "d", Consortium: "c", Person: "p", Schools: []actor.Membership{elm}}},
		{"other school", actor.Actor{District: "d", Consortium: "c", Person: "q", Schools: []actor.Membership{{School: "oak", Role: actor.MediaSpecialist}}}},
		{"teacher", actor.Actor{District: "d", Consortium: "c", Person: "t", Schools: []actor.Membership{{School: "elm", Role: actor.Teacher}}}},
		{"teacher elsewhere", actor.Actor{District: "d", Consortium: "c", Person: "u", Schools: []actor.Membership{{School: "oak", Role: actor.Teacher}}}},
		{"coordinator", actor.Actor{District: "d", Consortium: "c", Person: "k", Coordinator: true}},
		{"partner", actor.Actor{District: "x", Consortium: "c", Person: "n", Coordinator: true}},
		{"stranger", actor.Actor{District: "y", Person: "s", Coordinator: true}},
		{"system", actor.Actor{District: "d", System: true}},
		{"other system", actor.Actor{District: "y", System: true}},
	}
	table := map[string]string{
		//                      visitor author  same    other   teacher elsewh. coord.  partner strang. system  other
		"draft school":         "----- SERAL ----- ----- ----- ----- ----- ----- ----- SERAL -----",
		"draft district":       "----- SERAL ----- ----- ----- ----- ----- ----- ----- SERAL -----",
		"draft consortium":     "----- SERAL ----- ----- ----- ----- ----- ----- ----- SERAL -----",
		"draft public":         "----- SERAL ----- ----- ----- ----- ----- ----- ----- SERAL -----",
		"published school":     "----- SERAL SERAL ----- S.... ----- SERAL ----- ----- SERAL -----",
		"published district":   "----- SERAL SERAL S..AL S.... S.... SERAL ----- ----- SERAL -----",
		"published consortium": "----- SERAL SERAL S..AL S.... S.... SERAL S.... ----- SERAL -----",
		"published public":     "S.... SERAL SERAL S..AL S.... S.... SERAL S.... S.... SERAL S....",
		"retired school":       "----- SERAL SERAL ----- S.... ----- SERAL ----- ----- SERAL -----",
		"retired district":     "----- SERAL SERAL S..AL S.... S.... SERAL ----- ----- SERAL -----",
		"retired consortium":   "----- SERAL SERAL S..AL S.... S.... SERAL ----- ----- SERAL -----",
		"retired public":       "----- SERAL SERAL S..AL S.... S.... SERAL ----- ----- SERAL -----",
	}
	acts := []act{see, edit, retire, annotate, shareLink}
	for _, state := range []State{StateDraft, StatePublished, StateRetired} {
		for _, visibility := range Visibilities {
			row := fmt.Sprintf("%s %s", state, visibility)
			want := strings.Fields(table[row])
			if len(want) != len(actors) {
				t.Fatalf("row %q has %d cells, want %d", row, len(want), len(actors))
			}
			r := Resource{ID: "r", District: "d", Consortium: "c", PublicOn: true, School: "elm", State: state, Visibility: visibility, CreatedBy: "author"}
			for i, a := range actors {
				var got strings.Builder
				for j, act := range acts {
					switch err := permit(a.by, r, act); {
					case err == nil:
						got.WriteByte("SERAL"[j])
					case fault.IsNotFound(err):
						got.WriteByte('-')
					case fault.IsDenied(err):
						got.WriteByte('.')
					default:
						t.Fatalf("%s, %s, %s: %v", row, a.name, act, err)
					}
				}
				if got.String() != want[i] {
					t.Errorf("%s, %s: %s, want %s", row, a.name, got.String(), want[i])
				}
			}
		}
	}
}

func TestPublicPagesAreOffUntilTurnedOn(t *testing.T) {
	r := Resource{District: "d", Consortium: "c", State: StatePublished, Visibility: SeenByAnyone}
	for name, c := range map[string]struct {
		by   actor.Actor
		want bool
	}{
		"visitor":  {actor.Actor{}, false},
		"stranger": {actor.Actor{District: "y", Person: "s"}, false},
		"partner":  {actor.Actor{District: "x", Consortium: "c", Person: "n"}, true},
		"own":      {actor.Actor{District: "d", Person: "p"}, true},
	} {
		if got := maySee(c.by, r); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestMovesOfState(t *testing.T) {
	for _, c := range []struct {
		from, to State
		may      bool
	}{
		{StateDraft, StateDraft, false}, {StateDraft, StatePublished, true}, {StateDraft, StateRetired, false},
		{StatePublished, StateDraft, true}, {StatePublished, StatePublished, false}, {StatePublished, StateRetired, true},
		{StateRetired, StateDraft, false}, {StateRetired, StatePublished, true}, {StateRetired, StateRetired, false},
	} {
		if got := c.from.May(c.to); got != c.may {
			t.Errorf("%s to %s: %v", c.from, c.to, got)
		}
	}
}
