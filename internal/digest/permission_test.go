package digest

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor/actortest"
)

// Who may do what with breaks, with no blanks.
func TestPermissions(t *testing.T) {
	actortest.Table(t, actortest.Usual, acts, map[act]string{
		//            visitor teacher specialist coordinator program
		seeBreaks:    "digest.denied yes yes yes yes",
		changeBreaks: "digest.denied digest.denied.coordinator digest.denied.coordinator yes yes",
	}, permitted)
}
