package exchange

import (
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// act is something one may or may not do with exchanges.
type act string

const (
	see      act = "see"
	invite   act = "invite"    // also write down one that was held
	answer   act = "answer"    // say whether one can come
	note     act = "note"      // note a line, sum up in three, and take that back
	handOn   act = "hand on"   // have somebody else host
	takeBack act = "take back" // have whoever hosted before host again
	callOff  act = "call off"  // and have it take place after all
)

var acts = []act{see, invite, answer, note, handOn, takeBack, callOff}

// permitted decides what an actor may do with an exchange of their district. Exchanges are among those who share; who hosts, who invited
// and coordinators may hand one on or call it off; who handed one on may take it back.
func permitted(by actor.Actor, do act, e Exchange) error {
	switch {
	case by.System:
		if do == answer {
			return fault.Denied{Reason: fault.Say("exchange.denied.person")}
		}
		return nil
	case !by.SignedIn():
		return fault.Denied{Reason: fault.Say("exchange.denied")}
	case !by.Contributes():
		return fault.Denied{Reason: fault.Say("exchange.denied.teacher")}
	case do == takeBack && by.Person == e.HostBefore:
		return nil
	case (do == handOn || do == takeBack || do == callOff) && by.Person != e.Host && by.Person != e.Maker && !by.Coordinator:
		return fault.Denied{Reason: fault.Say("exchange.denied.host")}
	}
	return nil
}

// mayRemove says whether somebody may take away a note, or put back one that was: whoever did that, and a coordinator.
func mayRemove(by actor.Actor, whose id.PersonID) bool {
	return by.SignedIn() && (by.Person == whose || by.Coordinator)
}
