package actor_test

import (
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/id"
)

func TestOneSharesForOnesOwnSchoolsFirst(t *testing.T) {
	at := func(role actor.Role, school id.SchoolID) actor.Membership {
		return actor.Membership{School: school, Role: role}
	}
	for name, c := range map[string]struct {
		by   actor.Actor
		want string
	}{
		"visitor":                          {actor.Actor{}, ""},
		"teacher":                          {actor.Actor{Schools: []actor.Membership{at(actor.Teacher, "elm")}}, ""},
		"media specialist":                 {actor.Actor{Schools: []actor.Membership{at(actor.MediaSpecialist, "elm")}}, "elm"},
		"of two schools, in her own order": {actor.Actor{Schools: []actor.Membership{at(actor.MediaSpecialist, "pine"), at(actor.MediaSpecialist, "elm")}}, "pine elm"},
		"teacher at one of two":            {actor.Actor{Schools: []actor.Membership{at(actor.Teacher, "elm"), at(actor.MediaSpecialist, "pine")}}, "pine"},
		"coordinator":                      {actor.Actor{Coordinator: true}, "elm oak pine"},
		"coordinator with a school":        {actor.Actor{Coordinator: true, Schools: []actor.Membership{at(actor.Teacher, "elm"), at(actor.MediaSpecialist, "pine")}}, "pine elm oak"},
	} {
		if got := strings.Join(actor.Sharing(c.by, []string{"elm", "oak", "pine"}, func(s string) id.SchoolID { return id.SchoolID(s) }), " "); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
