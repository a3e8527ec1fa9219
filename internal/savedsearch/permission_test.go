package savedsearch

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/actor/actortest"
)

// Who may do what with saved searches, with no blanks: their own and somebody else's.
func TestPermissions(t *testing.T) {
	const others = "saved.denied saved.denied.own saved.denied.own saved.denied.own saved.denied"
	for whose, rows := range map[string]map[act]string{
		//           visitor teacher specialist coordinator program
		"own":   {read: "saved.denied yes yes yes saved.denied", change: "saved.denied yes yes yes saved.denied", end: "saved.denied yes yes yes yes"},
		"other": {read: others, change: others, end: "saved.denied saved.denied.own saved.denied.own yes yes"},
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
