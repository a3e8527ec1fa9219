package credit

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/actor/actortest"
)

// Who may do what about credit, with no blanks: their own and a colleague's.
func TestPermissions(t *testing.T) {
	const (
		//       visitor teacher specialist coordinator program
		names = "credit.denied credit.denied.contributors yes yes credit.denied.person"
		mine  = "credit.denied yes yes yes credit.denied.person"
		other = "credit.denied credit.denied.credited credit.denied.credited credit.denied.credited credit.denied.person"
	)
	for whose, rows := range map[string]map[act]string{
		"own":   {name: names, takeDown: mine},
		"other": {name: names, takeDown: other},
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
