package intake

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// The whole table: what each actor may do with an import of Elm in district d. Y may, N is denied, a dash is not found.
func TestPermissionTable(t *testing.T) {
	at := func(role actor.Role, schools ...actor.Membership) []actor.Membership {
		return append(schools, actor.Membership{School: "elm", Role: role})
	}
	oak := actor.Membership{School: "oak", Role: actor.MediaSpecialist}
	for _, row := range []struct {
		name                string
		by                  actor.Actor
		see, change, bring  byte
		bringOfAnotherPlace byte // for a school of another district
	}{
		{"visitor", actor.Actor{}, '-', '-', 'N', 'N'},
		{"media specialist", actor.Actor{District: "d", Person: "p", Schools: at(actor.MediaSpecialist)}, 'Y', 'Y', 'Y', 'N'},
		{"who brought it and has moved to another school", actor.Actor{District: "d", Person: "author", Schools: []actor.Membership{oak}}, '-', '-', 'N', 'N'},
		{"of two schools", actor.Actor{District: "d", Person: "p", Schools: at(actor.MediaSpecialist, oak)}, 'Y', 'Y', 'Y', 'N'},
		{"of another school", actor.Actor{District: "d", Person: "q", Schools: []actor.Membership{oak}}, '-', '-', 'N', 'N'},
		{"teacher", actor.Actor{District: "d", Person: "t", Schools: at(actor.Teacher)}, '-', '-', 'N', 'N'},
		{"teacher here, media specialist there", actor.Actor{District: "d", Person: "t", Schools: at(actor.Teacher, oak)}, '-', '-', 'N', 'N'},
		{"coordinator", actor.Actor{District: "d", Person: "k", Coordinator: true}, 'Y', 'Y', 'Y', 'N'},
		{"partner", actor.Actor{District: "x", Consortium: "c", Person: "n", Coordinator: true}, '-', '-', 'N', 'N'},
		{"stranger of a school of the same id", actor.Actor{District: "y", Person: "s", Schools: at(actor.MediaSpecialist)}, '-', '-', 'N', 'N'},
		{"system", actor.Actor{District: "d", System: true}, 'Y', 'Y', 'Y', 'N'},
		{"system of another district", actor.Actor{District: "y", System: true}, '-', '-', 'N', 'N'},
		{"system of no district", actor.Actor{System: true}, '-', '-', 'N', 'N'},
	} {
		i := Import{ID: "i", District: "d", School: "elm", Person: "author"}
		for what, c := range map[string]struct {
			got  error
			want byte
		}{
			"see": {permit(row.by, i, see), row.see}, "change": {permit(row.by, i, change), row.change}, "anything else": {permit(row.by, i, "anything"), '-'},
			"bring": {permitBring(row.by, "d", "elm"), row.bring}, "bring for another district": {permitBring(row.by, "z", "elm"), row.bringOfAnotherPlace},
		} {
			got := byte('?')
			switch {
			case c.got == nil:
				got = 'Y'
			case fault.IsDenied(c.got):
				got = 'N'
			case fault.IsNotFound(c.got):
				got = '-'
			}
			if got != c.want {
				t.Errorf("%s, %s: %c, want %c", row.name, what, got, c.want)
			}
		}
	}
}

func TestMovesOfAnImport(t *testing.T) {
	all := []State{Preview, Running, Done, Broken, Undoing, Taken, Redoing}
	may := map[State]string{
		Preview: "running", Running: "done failed", Done: "undoing", Broken: "running undoing", Undoing: "undone done failed", Taken: "redoing",
		Redoing: "done failed undone",
	}
	for _, from := range all {
		for _, to := range all {
			want := false
			for _, m := range moves[from] {
				want = want || m == to
			}
			if got := contains(may[from], string(to)); got != want {
				t.Errorf("%s to %s: %v", from, to, want)
			}
		}
	}
}

func contains(words, word string) bool {
	for len(words) > 0 {
		n := 0
		for n < len(words) && words[n] != ' ' {
			n++
		}
		if words[:n] == word {
			return true
		}
		words = words[min(n+1, len(words)):]
	}
	return false
}
