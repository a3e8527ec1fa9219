package people

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Who may do what, with no blanks: "yes", or the reason why not.
func TestPermissions(t *testing.T) {
	const yes = "yes"
	const out, steer, own, person, program = "signed_out", "coordinator", "own", "person", "program"
	actors := map[string]actor.Actor{
		"visitor":     {},
		"teacher":     {District: "maple", Person: "tom", Schools: []actor.Membership{{School: "elm", Role: actor.Teacher}}},
		"specialist":  {District: "maple", Person: "rosa", Schools: []actor.Membership{{School: "elm", Role: actor.MediaSpecialist}}},
		"coordinator": {District: "maple", Person: "ana", Coordinator: true},
		"program":     {District: "maple", System: true},
	}
	type row map[string]string
	all := func(visitor, teacher, specialist, coordinator, prog string) row {
		return row{"visitor": visitor, "teacher": teacher, "specialist": specialist, "coordinator": coordinator, "program": prog}
	}
	steering := all(out, steer, steer, yes, yes)
	table := map[act]struct{ other, oneself row }{
		seeDirectory:   {all(out, yes, yes, yes, yes), all(out, yes, yes, yes, yes)},
		seeEveryone:    {steering, steering},
		changeDistrict: {steering, steering},
		addSchools:     {steering, steering},
		changeSchool:   {steering, steering},
		endSchool:      {steering, steering},
		addPeople:      {steering, steering},
		invite:         {steering, steering},
		changePerson:   {steering, steering},
		coordinate:     {steering, steering},
		letGo:          {steering, steering},
		endSessions:    {steering, all(out, yes, yes, yes, yes)},
		changeOwn:      {all(out, own, own, own, person), all(out, yes, yes, yes, person)},
		holdTokens:     {all(out, own, own, own, person), all(out, yes, yes, yes, person)},
		sendTest:       {all(out, steer, steer, yes, person), all(out, steer, steer, yes, person)},
		chooseWayIn:    {steering, steering},
		holdPasskeys:   {all(out, own, own, own, person), all(out, yes, yes, yes, person)},
		enrol:          {all(out, program, program, program, yes), all(out, program, program, program, yes)},
	}
	if len(table) != len(acts) {
		t.Errorf("%d acts in the table, %d there are", len(table), len(acts))
	}
	for _, do := range acts {
		rows, ok := table[do]
		if !ok {
			t.Errorf("%s stands in no row", do)
		}
		for name, by := range actors {
			for whom, row := range map[id.PersonID]row{"lin": rows.other, by.Person: rows.oneself} {
				if whom == "" { // who is nobody has no self
					row = rows.other
				}
				if got := reason(permitted(by, do, whom)); got != row[name] {
					t.Errorf("%s by the %s to %q: %s, want %s", do, name, whom, got, row[name])
				}
			}
		}
	}
}

func reason(err error) string {
	if err == nil {
		return "yes"
	}
	refused, ok := err.(fault.Denied)
	if !ok {
		return err.Error()
	}
	return refused.Reason.Key[len("people.denied."):]
}

// A coordinator of another district finds nothing of ours, whatever she tries.
func TestStrangersFindNothing(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		s.enrol(Roll{
			District: District{ID: "pine", Name: "Pine Ridge", Zone: "America/Denver", Calling: "librarian", Locale: "en", SetUp: Done},
			Schools:  []School{{ID: "far", Name: "Far High School", Short: "Far"}},
			People:   []Person{{ID: "stranger", Name: "Sam Stranger", Mail: "sam@pine.example", Coordinator: true, State: Active}},
		})
		sam, err := s.Actor(t.Context(), "pine", "stranger")
		if err != nil {
			t.Fatal(err)
		}
		ctx := t.Context()
		for name, try := range map[string]func() error{
			"person": func() error { _, err := s.Person(ctx, sam, "rosa"); return err },
			"change": func() error {
				_, err := s.ChangePerson(ctx, sam, ChangePersonInput{Person: "rosa", Name: "X", Mail: "x@pine.example"})
				return err
			},
			"coordinator": func() error { _, err := s.MakeCoordinator(ctx, sam, "rosa"); return err },
			"step down":   func() error { _, err := s.StepDown(ctx, sam, "ana"); return err },
			"leave":       func() error { _, err := s.Leave(ctx, sam, "rosa"); return err },
			"reopen":      func() error { _, err := s.Reopen(ctx, sam, "rosa"); return err },
			"uninvite":    func() error { _, err := s.TakeBackInvitation(ctx, sam, "tom"); return err },
			"account":     func() error { _, err := s.ForgetAccount(ctx, sam, "rosa"); return err },
			"sessions":    func() error { return s.EndAll(ctx, sam, "rosa") },
			"invite":      func() error { _, err := s.Invite(ctx, sam, []id.PersonID{"lin"}); return err },
			"school": func() error {
				_, err := s.ChangeSchool(ctx, sam, ChangeSchoolInput{School: "oak", Name: "Mine"})
				return err
			},
			"remove school": func() error { _, err := s.RemoveSchool(ctx, sam, "oak"); return err },
			"return school": func() error { _, err := s.ReturnSchool(ctx, sam, "oak"); return err },
			"close school":  func() error { _, err := s.CloseSchool(ctx, sam, "oak"); return err },
			"open school":   func() error { _, err := s.OpenSchool(ctx, sam, "oak"); return err },
			"school's":      func() error { _, err := s.HeldBy(ctx, sam, "oak"); return err },
			"link": func() error {
				_, err := s.LinkFor(ctx, actor.Actor{District: "pine", System: true}, "rosa")
				return err
			},
		} {
			if err := try(); !fault.IsNotFound(err) {
				t.Errorf("%s: got %v, want not found", name, err)
			}
		}
		list, err := s.Everyone(ctx, sam)
		if err != nil || len(list) != 1 {
			t.Errorf("a stranger is listed %d people, %v; want herself", len(list), err)
		}
		directory, err := s.Directory(ctx, sam)
		if err != nil || len(directory.Schools) != 1 || len(directory.Coordinators) != 1 {
			t.Errorf("a stranger reads %+v, %v", directory, err)
		}
	})
}
