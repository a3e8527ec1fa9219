package web

import (
	"encoding/json"
	"net/http"
)

// longestAlike is how many bytes two texts may hold that are compared: the longest text of a form, twice.
const longestAlike = 2 << 20

// readsAlike handles POST /reads-alike: whether two texts in Markdown read the same, {"alike": ...}. An editor asks before it takes
// one for the other. They are kept nowhere.
func (s *Site) readsAlike(w http.ResponseWriter, r *Request) error {
	if err := r.Limit(looksThrough, string(r.Actor.Person)); err != nil {
		return err
	}
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(struct {
		Alike bool `json:"alike"`
	}{s.prose.Alike(in.Long("text"), in.Long("again"))})
}
