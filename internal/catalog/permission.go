package catalog

import (
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// act is something one may or may not do to a resource.
type act string

const (
	see       act = "see"
	edit      act = "edit"       // a new version, visibility
	retire    act = "retire"     // take out of the catalog, put back
	annotate  act = "annotate"   // a note of one's own under it
	shareLink act = "share_link" // make a link that opens it to whoever holds it
)

// permit decides whether an actor may do something to a resource. It gives fault.NotFound for what may not be seen,
// fault.Denied with the reason for what may be seen and not done, and nil otherwise.
func permit(by actor.Actor, r Resource, a act) error {
	if !maySee(by, r) {
		return fault.NotFound{What: ObjectKind}
	}
	if a == see {
		return nil
	}
	if by.District != r.District {
		return fault.Denied{Reason: fault.Say("catalog.denied.other_district")}
	}
	if by.System {
		return nil
	}
	own := by.MediaSpecialistAt(r.School)
	switch a {
	case edit, retire:
		if own || by.Coordinator {
			return nil
		}
		return fault.Denied{Reason: fault.Say("catalog.denied.other_school")}
	case annotate, shareLink:
		if by.Contributes() {
			return nil
		}
	}
	return fault.Denied{Reason: fault.Say("catalog.denied.contributors")}
}

// mayReturn says whether somebody may undo a removal: whoever did it, and a coordinator.
func mayReturn(by actor.Actor, remover id.PersonID) bool {
	return by.Coordinator || by.System || by.SignedIn() && by.Person == remover
}

// maySee follows the circles of visibility. A draft is its author's alone; what was taken out of the catalog stays
// visible by its address to those who could see it, so that nobody wonders where it went.
func maySee(by actor.Actor, r Resource) bool {
	if by.District == r.District && by.District != "" {
		switch {
		case by.System:
			return true
		case r.State == StateDraft:
			return by.Person == r.CreatedBy
		case r.Visibility == SeenBySchool:
			return by.At(r.School) || by.Coordinator
		}
		return by.SignedIn()
	}
	if r.State != StatePublished {
		return false
	}
	switch r.Visibility {
	case SeenByConsortium:
		return by.SignedIn() && r.Consortium != "" && r.Consortium == by.Consortium
	case SeenByAnyone:
		return r.PublicOn || by.SignedIn() && r.Consortium != "" && r.Consortium == by.Consortium
	}
	return false
}

// permitShare decides whether an actor may share in a school's name.
func permitShare(by actor.Actor, school id.SchoolID) error {
	if by.District == "" {
		return fault.Denied{Reason: fault.Say("catalog.denied.signed_out")}
	}
	if !by.MayContributeAt(school) {
		return fault.Denied{Reason: fault.Say("catalog.denied.not_your_school")}
	}
	return nil
}
