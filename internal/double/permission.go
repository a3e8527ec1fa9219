package double

import (
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// act is something one may or may not do with pairs.
type act string

const (
	look   act = "look"   // at what is alike in the district, and what was decided about it
	decide act = "decide" // about a pair, and take that back
)

var acts = []act{look, decide}

// permitted decides what an actor may do with the pairs of their district.
func permitted(by actor.Actor, _ act) error {
	if by.Coordinator && by.SignedIn() {
		return nil
	}
	return fault.Denied{Reason: fault.Say("double.denied")}
}
