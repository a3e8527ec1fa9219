package rights_test

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/rights"
)

// Every statement, with no blanks: whether others may use what is the sharer's own, and what comes from outside.
func TestWhatOthersMayUse(t *testing.T) {
	table := map[rights.Code][2]bool{
		rights.Colleagues: {true, true}, rights.CCBY: {true, true}, rights.CCBYSA: {true, true}, rights.CCBYNC: {true, true}, rights.CCBYNCSA: {true, true},
		rights.CCBYND: {true, true}, rights.CCBYNCND: {true, true}, rights.CC0: {true, true}, rights.PublicDomain: {true, true},
		rights.Permission: {false, false}, rights.AllReserved: {false, false}, rights.Unknown: {true, false}, "gpl": {false, false},
	}
	for _, code := range append([]rights.Code{rights.Unknown, "gpl"}, rights.All...) {
		want, known := table[code]
		if got := [2]bool{rights.ForOthers(code, false), rights.ForOthers(code, true)}; !known || got != want {
			t.Errorf("%q: %v, want %v", code, got, want)
		}
	}
}
