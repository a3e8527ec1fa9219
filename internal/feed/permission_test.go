package feed

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/actor/actortest"
)

// Who may do what with an address, with no blanks: their own and somebody else's.
func TestPermissions(t *testing.T) {
	for whose, rows := range map[string]map[act]string{
		//           visitor teacher specialist coordinator program
		"own":   {hold: "feed.denied yes yes yes feed.denied", stop: "feed.denied yes yes yes yes"},
		"other": {hold: "feed.denied feed.denied.own feed.denied.own feed.denied.own feed.denied", stop: "feed.denied feed.denied.own feed.denied.own yes yes"},
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
