package credit

import (
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// act is something one may or may not do about credit.
type act string

const (
	name     act = "name"      // a colleague as whose idea something was, in what one shares
	takeDown act = "take down" // what credits one, and put it back
)

var acts = []act{name, takeDown}

// permitted decides what an actor may do in their district about the credit of a person.
func permitted(by actor.Actor, do act, whose id.PersonID) error {
	switch {
	case by.System:
		return fault.Denied{Reason: fault.Say("credit.denied.person")}
	case !by.SignedIn():
		return fault.Denied{Reason: fault.Say("credit.denied")}
	case do == name && !by.Contributes():
		return fault.Denied{Reason: fault.Say("credit.denied.contributors")}
	case do == takeDown && by.Person != whose:
		return fault.Denied{Reason: fault.Say("credit.denied.credited")}
	}
	return nil
}
