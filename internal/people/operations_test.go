package people

import (
	"errors"
	"reflect"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// asksFor is the act for which an operation asks; own where it concerns whoever acts.
type asksFor struct {
	do  act
	own bool
}

// operations are all that somebody can have done, with the act each asks for. TestPermissions says who may do that.
var operations = map[string]asksFor{
	"AddPasskey": {holdPasskeys, true}, "NewPasskey": {holdPasskeys, true}, "Passkeys": {holdPasskeys, true}, "RenamePasskey": {holdPasskeys, true}, "RemovePasskey": {holdPasskeys, true},
	"CreateToken": {holdTokens, true}, "Tokens": {holdTokens, true}, "RevokeToken": {holdTokens, true},
	"Me": {changeOwn, true}, "ChangeMe": {changeOwn, true}, "ChooseLanguage": {changeOwn, true}, "Devices": {changeOwn, true},
	"EndSessions": {endSessions, true}, "EndAll": {endSessions, false},
	"SendTestLetter": {sendTest, true}, "TestLetterWaits": {sendTest, true},
	"Colleague": {seeDirectory, false}, "Directory": {seeDirectory, false}, "Namesakes": {seeDirectory, false},
	"Everyone": {seeEveryone, false}, "Person": {seeEveryone, false},
	"ChangeDistrict": {changeDistrict, false}, "Reached": {changeDistrict, false},
	"AddPeople": {addPeople, false}, "AddPerson": {addPeople, false}, "Rest": {addPeople, false}, "DropRest": {addPeople, false},
	"AddSchools": {addSchools, false}, "ChangeSchool": {changeSchool, false},
	"HeldBy": {endSchool, false}, "RemoveSchool": {endSchool, false}, "ReturnSchool": {endSchool, false}, "CloseSchool": {endSchool, false}, "OpenSchool": {endSchool, false},
	"Invite": {invite, false}, "InviteEveryone": {invite, false}, "TakeBackInvitation": {invite, false}, "TakeBackInvitations": {invite, false}, "PreviewInvitations": {invite, false},
	"ChangePerson": {changePerson, false}, "ForgetAccount": {changePerson, false}, "HasAccount": {changePerson, false},
	"MakeCoordinator": {coordinate, false}, "StepDown": {coordinate, false},
	"Leave": {letGo, false}, "Reopen": {letGo, false},
	"AllowOnlyAccounts": {chooseWayIn, false},
	"Enrol":             {enrol, false}, "LinkFor": {enrol, false},
	// What waits for somebody is found by its name and theirs; others find nothing: see TestParkedFormsWaitForTheirPersonAlone.
	"FindParked": {}, "DiscardParked": {},
}

// argument is what an operation is given beside who acts: Lin, Oak, and otherwise nothing much.
func argument(of reflect.Type) reflect.Value {
	for _, known := range []any{id.PersonID("lin"), []id.PersonID{"lin"}, id.SchoolID("oak"), ListOfPeople, StepMail, ChangePersonInput{Person: "lin"}, ChangeSchoolInput{School: "oak"}} {
		if v := reflect.ValueOf(known); v.Type() == of {
			return v
		}
	}
	return reflect.Zero(of)
}

// Every operation asks for its act before it does or says anything else, whoever comes: none is left out.
func TestEveryOperationAsksForItsAct(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		service, found := reflect.ValueOf(s.Service), 0
		for m := range service.Type().Methods() {
			if m.Type.NumIn() < 3 || m.Type.In(2) != reflect.TypeFor[actor.Actor]() {
				continue
			}
			asks, ok := operations[m.Name]
			if !ok {
				t.Errorf("%s stands in no row", m.Name)
				continue
			}
			found++
			for name, by := range map[string]actor.Actor{"visitor": {}, "teacher": s.as("tom"), "specialist": s.as("rosa"), "coordinator": s.as("ana"), "program": {District: "maple", System: true}} {
				in := []reflect.Value{service, reflect.ValueOf(t.Context()), reflect.ValueOf(by)}
				for i := len(in); i < m.Type.NumIn(); i++ {
					in = append(in, argument(m.Type.In(i)))
				}
				out := m.Func.Call(in)
				err, _ := out[len(out)-1].Interface().(error)
				if got, want := refusal(err), asks.refusal(by); got != want {
					t.Errorf("%s by the %s: %q, want %q", m.Name, name, got, want)
				}
			}
		}
		if found != len(operations) {
			t.Errorf("%d operations in the table, %d there are", len(operations), found)
		}
	})
}

// refusal is the reason of a refusal; empty where nobody was refused, whatever became of it else.
func refusal(err error) string {
	var refused fault.Denied
	if errors.As(err, &refused) {
		return refused.Reason.Key
	}
	return ""
}

func (a asksFor) refusal(by actor.Actor) string {
	if a.do == "" {
		return ""
	}
	whom := id.PersonID("lin")
	if a.own {
		whom = by.Person
	}
	return refusal(permitted(by, a.do, whom))
}
