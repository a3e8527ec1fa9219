package web

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/commonshelf/commonshelf/internal/privacy"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// longestLeaveOut is how many bytes a form may have that asks about a text: as many characters as are looked at, each written out at its
// longest.
const longestLeaveOut = 9*privacy.LongestLooked + 1<<10

// looksThrough is how often somebody may have texts looked through or compared: as often as they can stop typing.
var looksThrough = Rate{Act: "look_through", Most: 300, Within: 10 * time.Minute}

// leaveOut handles POST /leave-out: whether a text seems to name a student, {"words": ...}. The text is kept nowhere.
func (s *Site) leaveOut(w http.ResponseWriter, r *Request) error {
	if err := r.Limit(looksThrough, string(r.Actor.Person)); err != nil {
		return err
	}
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(struct {
		Words string `json:"words"` // empty: it does not
	}{ui.Chrome{Printer: r.P}.LeaveOut(in.Long("text"))})
}
