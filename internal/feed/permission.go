package feed

import (
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// act is something one may or may not do with the address of a feed.
type act string

const (
	hold act = "hold" // make one, see when it was made and used, stop it
	stop act = "stop" // end somebody's with everything else that reads for them
)

var acts = []act{hold, stop}

// permitted decides what an actor may do with the address of a person of their district: whoever holds one alone does so, and it
// ends when a coordinator ends all of a person's. Reading needs the address and nobody signed in.
func permitted(by actor.Actor, do act, whose id.PersonID) error {
	switch {
	case do == stop && (by.System || by.Coordinator && by.SignedIn()):
		return nil
	case !by.SignedIn():
		return fault.Denied{Reason: fault.Say("feed.denied")}
	case by.Person != whose:
		return fault.Denied{Reason: fault.Say("feed.denied.own")}
	}
	return nil
}
