package feedback

import (
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// act is something one may or may not do with a use report.
type act string

const (
	see    act = "see"
	write  act = "write"  // a report of one's own, for a school
	change act = "change" // the words and numbers of one's own
	remove act = "remove" // and bring back
	thank  act = "thank"  // a colleague for what they made, and take that back
)

var acts = []act{see, write, change, remove, thank}

// standing is whose a report is: what decides who may do what with it.
type standing struct {
	person id.PersonID // empty: a teacher's with a share link
	school id.SchoolID
}

// permitted decides what an actor may do with a report of their district. Reports are for those who share and those who teach there
// alike. A teacher with a link is no actor: her token lets her write and take back, and nothing else.
func permitted(by actor.Actor, do act, of standing) error {
	if by.System {
		return nil
	}
	if !by.SignedIn() {
		return fault.Denied{Reason: fault.Say("use.denied")}
	}
	own := of.person != "" && of.person == by.Person
	switch do {
	case see, thank:
		return nil
	case write:
		if by.At(of.school) || by.Coordinator {
			return nil
		}
		return fault.Denied{Reason: fault.Say("use.denied.school")}
	case change:
		if own {
			return nil
		}
		return fault.Denied{Reason: fault.Say("use.denied.own")}
	}
	if own || by.Coordinator || of.person == "" && by.MediaSpecialistAt(of.school) {
		return nil
	}
	return fault.Denied{Reason: fault.Say("use.denied.remove")}
}
