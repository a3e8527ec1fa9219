package people

import (
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// act is something one may or may not do to the people of one's district.
type act string

// What there is to do. Where an act concerns one person, it makes a difference whether that is oneself.
const (
	seeDirectory   act = "see directory"   // schools with the people whom one may know
	seeEveryone    act = "see everyone"    // all people with mail, state and roles
	changeDistrict act = "change district" // name, time zone, what it calls its librarians, setting up
	addSchools     act = "add schools"
	changeSchool   act = "change school"
	endSchool      act = "end school" // remove one, close one, and back
	addPeople      act = "add people"
	invite         act = "invite"
	changePerson   act = "change person" // name, mail, schools, roles, part time
	coordinate     act = "coordinate"    // make someone coordinator, or let one step down
	letGo          act = "let go"        // note that someone has left, and take them back
	endSessions    act = "end sessions"
	changeOwn      act = "change own" // one's own name, language, order of schools
	holdTokens     act = "hold tokens"
	sendTest       act = "send test"     // a letter to oneself
	chooseWayIn    act = "choose way in" // whether the district account is the only one
	holdPasskeys   act = "hold passkeys"
	enrol          act = "enrol" // a whole district at once, by the program itself
)

// acts lists all there is to do.
var acts = []act{seeDirectory, seeEveryone, changeDistrict, addSchools, changeSchool, endSchool, addPeople, invite, changePerson, coordinate, letGo,
	endSessions, changeOwn, holdTokens, sendTest, chooseWayIn, holdPasskeys, enrol}

// permitted is nil when by may do the act to whom, otherwise fault.Denied with the reason. whom is empty for acts that
// concern nobody in particular. It does not look at districts: what is in another is not found.
func permitted(by actor.Actor, do act, whom id.PersonID) error {
	own := whom != "" && whom == by.Person
	switch {
	case by.System:
		if do == changeOwn || do == holdTokens || do == holdPasskeys || do == sendTest {
			return denied("people.denied.person")
		}
		return nil
	case !by.SignedIn():
		return denied("people.denied.signed_out")
	}
	switch do {
	case seeDirectory:
		return nil
	case changeOwn, holdTokens, holdPasskeys:
		if !own {
			return denied("people.denied.own")
		}
		return nil
	case endSessions:
		if own || by.Coordinator {
			return nil
		}
		return denied("people.denied.coordinator")
	case enrol:
		return denied("people.denied.program")
	case seeEveryone, changeDistrict, addSchools, changeSchool, endSchool, addPeople, invite, changePerson, coordinate, letGo, sendTest, chooseWayIn:
		if by.Coordinator {
			return nil
		}
	}
	return denied("people.denied.coordinator")
}

func denied(key string) error { return fault.Denied{Reason: fault.Say(key)} }

// seesAllOf says whether by sees everyone at work in the district, or, as teachers do, only those who share.
func seesAllOf(by actor.Actor) bool { return by.Contributes() }

// seesMail says whether by is shown the address of p: colleagues are to each other; a teacher sees those of her schools.
func seesMail(by actor.Actor, p Person) bool {
	if seesAllOf(by) || p.ID == by.Person {
		return true
	}
	for _, m := range p.Memberships {
		if by.At(m.School) {
			return true
		}
	}
	return false
}
