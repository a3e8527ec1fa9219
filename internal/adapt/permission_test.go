package adapt

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/actor/actortest"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Who may do what with versions, with no blanks: for one's own school, and for another.
func TestPermissions(t *testing.T) {
	for _, of := range []struct {
		school id.SchoolID
		rows   map[act]string
	}{
		//                         visitor teacher specialist coordinator program
		{"elm", map[act]string{
			begin:  "adapt.denied adapt.denied yes yes yes",
			decide: "adapt.denied adapt.denied yes yes yes",
			answer: "adapt.denied adapt.denied yes yes yes",
			join:   "adapt.denied adapt.denied double.denied yes yes",
		}},
		{"pine", map[act]string{
			begin:  "adapt.denied adapt.denied adapt.denied.school yes yes",
			decide: "adapt.denied adapt.denied adapt.denied.school yes yes",
			answer: "adapt.denied adapt.denied adapt.denied.school yes yes",
			join:   "adapt.denied adapt.denied double.denied yes yes",
		}},
	} {
		t.Run(string(of.school), func(t *testing.T) {
			actortest.Table(t, actortest.Usual, acts, of.rows, func(by actor.Actor, do act) error { return permitted(by, do, of.school) })
		})
	}
}
