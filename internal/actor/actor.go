// Package actor says who acts. An operation takes its actor as an argument and decides by it what is permitted.
package actor

import (
	"slices"

	"github.com/commonshelf/commonshelf/internal/id"
)

// Role is what a person does at a school.
type Role string

// The roles at a school. A coordinator's role belongs to the district and is a field of its own.
const (
	MediaSpecialist Role = "media_specialist"
	Teacher         Role = "teacher"
)

// Membership is one person's role at one school.
type Membership struct {
	School id.SchoolID
	Role   Role
}

// Actor is who acts. The zero value is a signed-out visitor, who belongs to no district.
type Actor struct {
	District    id.DistrictID
	Consortium  string // districts that share with each other have the same; empty: none
	Person      id.PersonID
	Name        string
	Coordinator bool
	Schools     []Membership // in the person's own order: the first is where they mostly are
	System      bool         // a job or a command, not a person; sees and may do everything in District
}

// SignedIn says whether a person acts.
func (a Actor) SignedIn() bool { return a.Person != "" }

// MediaSpecialistAt says whether the actor is media specialist at the school.
func (a Actor) MediaSpecialistAt(school id.SchoolID) bool {
	return slices.Contains(a.Schools, Membership{School: school, Role: MediaSpecialist})
}

// At says whether the actor has any role at the school.
func (a Actor) At(school id.SchoolID) bool {
	return slices.ContainsFunc(a.Schools, func(m Membership) bool { return m.School == school })
}

// SchoolIDs lists the actor's schools.
func (a Actor) SchoolIDs() []id.SchoolID {
	out := make([]id.SchoolID, len(a.Schools))
	for i, m := range a.Schools {
		out[i] = m.School
	}
	return out
}

// Contributes says whether the actor shares resources: a media specialist anywhere, or a coordinator.
func (a Actor) Contributes() bool {
	return a.System || a.Coordinator || slices.ContainsFunc(a.Schools, func(m Membership) bool { return m.Role == MediaSpecialist })
}

// MayContributeAt says whether the actor may share in the school's name.
func (a Actor) MayContributeAt(school id.SchoolID) bool {
	return a.System || a.Coordinator || a.MediaSpecialistAt(school)
}

// Sharing keeps of a list of schools those in whose name the actor may share: those where they are media specialist first,
// in the person's own order, then the others as they come.
func Sharing[S any](a Actor, schools []S, of func(S) id.SchoolID) []S {
	var own, others []S
	for _, school := range schools {
		switch {
		case a.MediaSpecialistAt(of(school)):
			own = append(own, school)
		case a.MayContributeAt(of(school)):
			others = append(others, school)
		}
	}
	order := a.SchoolIDs()
	slices.SortStableFunc(own, func(x, y S) int { return slices.Index(order, of(x)) - slices.Index(order, of(y)) })
	return append(own, others...)
}
