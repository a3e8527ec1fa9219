package adapt

import (
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// act is something one may or may not do with versions.
type act string

const (
	begin  act = "begin"  // a version for a school
	decide act = "decide" // about what the core of a school's version has changed; take a decision back; follow; offer, and withdraw
	answer act = "answer" // what is offered to what a school shared, and take that back; ask versions to keep a part
	join   act = "join"   // make a version of what was written apart, and take that back
)

var acts = []act{begin, decide, answer, join}

// permitted decides what an actor may do for a school of their district. What they may see is the catalog's to say.
func permitted(by actor.Actor, do act, school id.SchoolID) error {
	switch {
	case by.System:
		return nil
	case !by.Contributes():
		return fault.Denied{Reason: fault.Say("adapt.denied")}
	case do == join && by.Coordinator:
		return nil
	case do == join:
		return fault.Denied{Reason: fault.Say("double.denied")}
	case do == begin && by.MayContributeAt(school), do != begin && (by.MediaSpecialistAt(school) || by.Coordinator):
		return nil
	}
	return fault.Denied{Reason: fault.Say("adapt.denied.school")}
}
