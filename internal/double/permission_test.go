package double

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/actor/actortest"
)

// Who may do what with pairs, with no blanks.
func TestPermissions(t *testing.T) {
	rows := map[act]string{
		//     visitor teacher specialist coordinator program
		look:   "double.denied double.denied double.denied yes double.denied",
		decide: "double.denied double.denied double.denied yes double.denied",
	}
	actortest.Table(t, actortest.Usual, acts, rows, func(by actor.Actor, do act) error { return permitted(by, do) })
}
