package mylist

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/actor/actortest"
)

// Who may do what with a list, with no blanks: their own and somebody else's.
func TestPermissions(t *testing.T) {
	const others = "mylist.denied mylist.denied.own mylist.denied.own mylist.denied.own mylist.denied"
	for whose, rows := range map[string]map[act]string{
		//           visitor teacher specialist coordinator program
		"own":   {read: "mylist.denied yes yes yes mylist.denied", change: "mylist.denied yes yes yes mylist.denied"},
		"other": {read: others, change: others},
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
