package vocab

import (
	"slices"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/actor/actortest"
)

// Who may do what, with no blanks: "yes", or the reason why not.
func TestPermissions(t *testing.T) {
	columns := append(slices.Clone(actortest.Usual), actortest.Someone{Name: "signed-out coordinator", By: actor.Actor{District: "maple", Coordinator: true}})
	actortest.Table(t, columns, acts, map[act]string{
		//       visitor teacher specialist coordinator program nobody
		propose: "vocab.denied.signed_out vocab.denied.contributors yes yes yes vocab.denied.signed_out",
		decide:  "vocab.denied.signed_out vocab.denied.coordinator vocab.denied.coordinator yes yes vocab.denied.signed_out",
		steer:   "vocab.denied.signed_out vocab.denied.coordinator vocab.denied.coordinator yes yes vocab.denied.signed_out",
	}, permitted)
}
