package feedback

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/actor/actortest"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Who may do what with a report, with no blanks: one's own at Elm, a colleague's at Elm, a teacher's with a link at Elm, and one at
// Pine.
func TestPermissions(t *testing.T) {
	const (
		//     visitor teacher specialist coordinator program
		all  = "use.denied yes yes yes yes"
		own  = "use.denied use.denied.own use.denied.own use.denied.own yes"
		away = "use.denied use.denied.remove use.denied.remove yes yes"
	)
	for _, of := range []struct {
		whose  string
		person func(by actor.Actor) id.PersonID
		school id.SchoolID
		rows   map[act]string
	}{
		{"own", func(by actor.Actor) id.PersonID { return by.Person }, "elm", map[act]string{see: all, write: all, change: all, remove: all, thank: all}},
		{"colleague's", func(actor.Actor) id.PersonID { return "lin" }, "elm", map[act]string{see: all, write: all, change: own, remove: away, thank: all}},
		{"by link", func(actor.Actor) id.PersonID { return "" }, "elm", map[act]string{see: all, write: all, change: own, thank: all,
			remove: "use.denied use.denied.remove yes yes yes"}},
		{"elsewhere", func(actor.Actor) id.PersonID { return "" }, "pine", map[act]string{see: all,
			write: "use.denied use.denied.school use.denied.school yes yes", change: own, remove: away, thank: all}},
	} {
		t.Run(of.whose, func(t *testing.T) {
			actortest.Table(t, actortest.Usual, acts, of.rows, func(by actor.Actor, do act) error { return permitted(by, do, standing{of.person(by), of.school}) })
		})
	}
}
