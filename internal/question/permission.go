package question

import (
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// act is something one may or may not do with a question or an answer.
type act string

const (
	read     act = "read"
	ask      act = "ask"
	answer   act = "answer"
	alter    act = "alter"    // the words of a question, withdraw it, ask it again
	conclude act = "conclude" // say what helped and close it, open it again
	retract  act = "retract"  // take an answer away, and bring it back
	choose   act = "choose"   // whether to hear of questions at once
)

var acts = []act{read, ask, answer, alter, conclude, retract, choose}

// permitted decides what an actor may do in their district with what a person asked or answered. Questions go among those who share. A
// coordinator may end what somebody else asked, and take away what somebody answered.
func permitted(by actor.Actor, do act, whose id.PersonID) error {
	if by.System {
		if do == read {
			return nil
		}
		return fault.Denied{Reason: fault.Say("question.denied.person")}
	}
	if !by.SignedIn() {
		return fault.Denied{Reason: fault.Say("question.denied")}
	}
	if !by.Contributes() {
		return fault.Denied{Reason: fault.Say("question.denied.contributors")}
	}
	switch do {
	case read, ask, answer, choose:
		return nil
	case alter, retract:
		if by.Person == whose || by.Coordinator {
			return nil
		}
	case conclude:
		if by.Person == whose {
			return nil
		}
		return fault.Denied{Reason: fault.Say("question.denied.asker")}
	}
	return fault.Denied{Reason: fault.Say("question.denied.own")}
}

// mayReturn says whether somebody may bring back what was taken away: whoever did that, and a coordinator.
func mayReturn(by actor.Actor, remover id.PersonID) bool {
	return by.Coordinator || by.SignedIn() && by.Person == remover
}
