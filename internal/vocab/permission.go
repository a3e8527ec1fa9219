package vocab

import (
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// act is something one may or may not do to the topics of one's district. Reading them is anybody's who may read what is filed
// under them.
type act string

const (
	propose act = "propose" // ask for a topic
	decide  act = "decide"  // see what is asked for, take it, decline it, take that back
	steer   act = "steer"   // add, rename, merge, thin out, undo, see what was done lately
)

var acts = []act{propose, decide, steer}

// permitted is nil when by may do the act in their district, otherwise fault.Denied with the reason.
func permitted(by actor.Actor, do act) error {
	switch {
	case by.System:
		return nil
	case !by.SignedIn():
		return fault.Denied{Reason: fault.Say("vocab.denied.signed_out")}
	case do == propose && by.Contributes(), by.Coordinator:
		return nil
	case do == propose:
		return fault.Denied{Reason: fault.Say("vocab.denied.contributors")}
	}
	return fault.Denied{Reason: fault.Say("vocab.denied.coordinator")}
}
