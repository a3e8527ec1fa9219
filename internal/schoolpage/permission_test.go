package schoolpage

import (
	"slices"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/actor/actortest"
)

// Who may do what for Elm, with no blanks: "yes", or the reason why not.
func TestPermissions(t *testing.T) {
	oak := actortest.Someone{Name: "specialist of Oak", By: actor.Actor{District: "maple", Person: "joan", Schools: []actor.Membership{{School: "oak", Role: actor.MediaSpecialist}}}}
	actortest.Table(t, append(slices.Clone(actortest.Usual), oak), acts, map[act]string{
		//         visitor teacher specialist coordinator program of Oak
		look:      "schoolpage.denied.signed_out yes yes yes yes yes",
		write:     "schoolpage.denied.signed_out schoolpage.denied.school yes yes yes schoolpage.denied.school",
		subscribe: "schoolpage.denied.signed_out schoolpage.denied.coordinator schoolpage.denied.coordinator yes yes schoolpage.denied.coordinator",
	}, func(by actor.Actor, do act) error { return permitted(by, do, "elm") })
}
