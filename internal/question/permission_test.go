package question

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/actor/actortest"
)

// Who may do what with a question or an answer, with no blanks: their own and a colleague's.
func TestPermissions(t *testing.T) {
	const (
		//       visitor teacher specialist coordinator program
		reads  = "question.denied question.denied.contributors yes yes yes"
		all    = "question.denied question.denied.contributors yes yes question.denied.person"
		others = "question.denied question.denied.contributors question.denied.own yes question.denied.person"
		asker  = "question.denied question.denied.contributors question.denied.asker question.denied.asker question.denied.person"
	)
	for whose, rows := range map[string]map[act]string{
		"own":   {read: reads, ask: all, answer: all, choose: all, alter: all, retract: all, conclude: all},
		"other": {read: reads, ask: all, answer: all, choose: all, alter: others, retract: others, conclude: asker},
	} {
		t.Run(whose, func(t *testing.T) {
			actortest.Table(t, actortest.Usual, acts, rows, func(by actor.Actor, do act) error {
				if whose == "own" {
					return permitted(by, do, by.Person)
				}
				return permitted(by, do, "lin")
			})
		})
	}
}
