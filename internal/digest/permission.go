package digest

import (
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// act is something one may or may not do with a district's breaks.
type act string

const (
	seeBreaks    act = "see breaks"
	changeBreaks act = "change breaks"
)

var acts = []act{seeBreaks, changeBreaks}

// permitted decides what an actor may do with the breaks of their district: a coordinator enters them.
func permitted(by actor.Actor, do act) error {
	switch {
	case by.System, by.SignedIn() && by.Coordinator:
		return nil
	case !by.SignedIn():
		return fault.Denied{Reason: fault.Say("digest.denied")}
	case do == seeBreaks:
		return nil
	}
	return fault.Denied{Reason: fault.Say("digest.denied.coordinator")}
}
