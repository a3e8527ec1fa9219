package web

import (
	"encoding/json"
	"net/http"

	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// longestLeaveOut is how many bytes a text may hold that is looked through while somebody types: the longest text of a form.
const longestLeaveOut = 512 << 10

// leaveOut handles POST /leave-out: whether a text seems to name a student, {"words": ...}. The text is kept nowhere.
func (s *Site) leaveOut(w http.ResponseWriter, r *Request) error {
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(struct {
		Words string `json:"words"` // empty: it does not
	}{ui.Chrome{Printer: r.P}.LeaveOut(in.Long("text"))})
}
