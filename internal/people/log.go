package people

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
)

// What the log says of people and schools. That someone came in, or when, is in no log.
const (
	SchoolsAdded     activity.Verb = "schools.added"
	SchoolChanged    activity.Verb = "school.changed"
	SchoolRemoved    activity.Verb = "school.removed"
	SchoolReturned   activity.Verb = "school.returned"
	SchoolClosed     activity.Verb = "school.closed"
	SchoolOpened     activity.Verb = "school.opened"
	PeopleAdded      activity.Verb = "people.added"
	PersonChanged    activity.Verb = "person.changed"
	PersonInvited    activity.Verb = "person.invited"
	CoordinatorMade  activity.Verb = "person.made_coordinator"
	CoordinatorEnded activity.Verb = "person.stepped_down"
	PersonLeft       activity.Verb = "person.left"
	PersonReturned   activity.Verb = "person.returned"
	DistrictChanged  activity.Verb = "district.changed"
	SessionsEnded    activity.Verb = "person.sessions_ended"
	AccountForgotten activity.Verb = "person.account_forgotten"
	InvitationTaken  activity.Verb = "person.invitation_taken_back"
)

// logPerson writes what by did to a person.
func (s *Service) logPerson(ctx context.Context, tx *db.DB, by actor.Actor, verb activity.Verb, p Person) error {
	a := activity.Activity{District: by.District, Person: by.Person, Verb: verb, ObjectKind: "person", Object: string(p.ID), At: s.clock.Now()}
	if len(p.Memberships) > 0 {
		a.School = p.Memberships[0].School
	}
	return activity.Write(ctx, tx, a)
}

// logDistrict writes what by did to the district as a whole.
func (s *Service) logDistrict(ctx context.Context, tx *db.DB, by actor.Actor, verb activity.Verb) error {
	return activity.Write(ctx, tx, activity.Activity{District: by.District, Person: by.Person, Verb: verb, ObjectKind: "district",
		Object: string(by.District), At: s.clock.Now()})
}
