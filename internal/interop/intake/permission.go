package intake

import (
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// act is something one may or may not do to an import.
type act string

const (
	see    act = "see"    // the preview, how far it is, the report
	change act = "change" // what the columns mean, to begin, to forget, to go on, to undo, to bring back
)

// permit decides whether an actor may do something to an import. It belongs to its school: whoever shares for it may do
// all, and for anybody else it is not there.
func permit(by actor.Actor, i Import, a act) error {
	switch a {
	case see, change:
		if by.District != "" && by.District == i.District && by.MayContributeAt(i.School) {
			return nil
		}
	}
	return fault.NotFound{What: ObjectKind}
}

// permitBring decides whether an actor may bring something in for a school of the district given.
func permitBring(by actor.Actor, district id.DistrictID, school id.SchoolID) error {
	switch {
	case by.District == "":
		return fault.Denied{Reason: fault.Say("catalog.denied.signed_out")}
	case by.District != district || !by.MayContributeAt(school):
		return fault.Denied{Reason: fault.Say("catalog.denied.not_your_school")}
	}
	return nil
}
