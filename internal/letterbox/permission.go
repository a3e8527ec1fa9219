package letterbox

import (
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// act is something one may or may not do with somebody's letterbox.
type act string

const (
	choose     act = "choose"      // see and choose the day of the weekly email; stop letters, and take that back
	seeRefused act = "see refused" // see that an address is refused, note that letters to it come back, and have it tried again
)

var acts = []act{choose, seeRefused}

// permitted decides what an actor may do with the letterbox of a person of their district. What somebody chose is theirs alone to
// see.
func permitted(by actor.Actor, do act, whose id.PersonID) error {
	switch {
	case do == seeRefused && by.System, do == seeRefused && by.SignedIn() && by.Coordinator:
		return nil
	case do == seeRefused && by.SignedIn():
		return fault.Denied{Reason: fault.Say("letter.denied.coordinator")}
	case !by.SignedIn():
		return fault.Denied{Reason: fault.Say("letter.denied")}
	case by.Person != whose:
		return fault.Denied{Reason: fault.Say("letter.denied.own")}
	}
	return nil
}
