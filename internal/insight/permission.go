package insight

import (
	"cmp"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/id"
)

// permitted is nil when by may see what the library of a school of their district supported, otherwise fault.Denied.
func permitted(by actor.Actor, school id.SchoolID) error {
	switch {
	case by.System:
		return nil
	case !by.SignedIn():
		return fault.Denied{Reason: fault.Say("sheet.denied.signed_out")}
	case by.Coordinator, by.MediaSpecialistAt(school):
		return nil
	}
	return fault.Denied{Reason: fault.Say("sheet.denied.school")}
}

func compareTitles(a, b string) int { return cmp.Compare(fold.Key(a), fold.Key(b)) }
