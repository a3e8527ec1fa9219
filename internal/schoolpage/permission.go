package schoolpage

import (
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// act is something one may or may not do.
type act string

const (
	look      act = "look"      // read what is inside too, and the list of all databases
	write     act = "write"     // change what a school's page says, and its own databases
	subscribe act = "subscribe" // change the databases of the whole district
)

var acts = []act{look, write, subscribe}

// permitted is nil when by may do the act in their district, otherwise fault.Denied with the reason. school is whose page or
// database it is; empty for the whole district's.
func permitted(by actor.Actor, do act, school id.SchoolID) error {
	switch {
	case by.System:
		return nil
	case !by.SignedIn():
		return fault.Denied{Reason: fault.Say("schoolpage.denied.signed_out")}
	case do == look, by.Coordinator:
		return nil
	case do == subscribe:
		return fault.Denied{Reason: fault.Say("schoolpage.denied.coordinator")}
	case by.MediaSpecialistAt(school):
		return nil
	}
	return fault.Denied{Reason: fault.Say("schoolpage.denied.school")}
}

// keep is the act of changing what belongs to a school, or to the whole district.
func keep(by actor.Actor, school id.SchoolID) error {
	if school == "" {
		return permitted(by, subscribe, "")
	}
	return permitted(by, write, school)
}
