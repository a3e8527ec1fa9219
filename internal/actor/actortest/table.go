// Package actortest checks tables of who may do what, for tests.
package actortest

import (
	"errors"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// Someone is one column of a table.
type Someone struct {
	Name string
	By   actor.Actor
}

// Usual are the columns of most tables, for Elm of the district maple: a visitor, a teacher, a media specialist, a coordinator and the
// program itself.
var Usual = []Someone{
	{"visitor", actor.Actor{}},
	{"teacher", actor.Actor{District: "maple", Person: "tom", Schools: []actor.Membership{{School: "elm", Role: actor.Teacher}}}},
	{"specialist", actor.Actor{District: "maple", Person: "rosa", Schools: []actor.Membership{{School: "elm", Role: actor.MediaSpecialist}}}},
	{"coordinator", actor.Actor{District: "maple", Person: "ana", Coordinator: true}},
	{"program", actor.Actor{District: "maple", System: true}},
}

// Table checks every cell of a table: a row for each act, with a word for each column, which is "yes" or the key of the reason why
// not. A row too many or too few fails the test, as does a blank.
func Table[Act ~string](t *testing.T, columns []Someone, acts []Act, rows map[Act]string, permitted func(by actor.Actor, do Act) error) {
	t.Helper()
	if len(rows) != len(acts) {
		t.Errorf("%d acts in the table, %d there are", len(rows), len(acts))
	}
	for _, do := range acts {
		want := strings.Fields(rows[do])
		if len(want) != len(columns) {
			t.Fatalf("%s: %d cells, want %d", do, len(want), len(columns))
		}
		for i, column := range columns {
			got := "yes"
			var denied fault.Denied
			if err := permitted(column.By, do); errors.As(err, &denied) {
				got = denied.Reason.Key
			} else if err != nil {
				got = err.Error()
			}
			if got != want[i] {
				t.Errorf("%s by the %s: %s, want %s", do, column.Name, got, want[i])
			}
		}
	}
}
