package web

import (
	"fmt"
	"net/http"
	"strings"
)

// SeeOther sends the reader on to a local address after a form, where the message of the key is shown once; an empty
// key says nothing.
func SeeOther(w http.ResponseWriter, r *Request, to, key string, args ...any) error {
	return SeeOtherUndo(w, r, to, "", key, args...)
}

// SeeOtherUndo is SeeOther with a way back: the local address that a press on Undo posts to.
func SeeOtherUndo(w http.ResponseWriter, r *Request, to, undo, key string, args ...any) error {
	if !isLocal(to) {
		path, _, _ := strings.Cut(to, "?") // what follows may hold what somebody looks for, which no log is to hold
		return fmt.Errorf("redirect to %.100q, which is not local", path)
	}
	if key != "" {
		if err := r.site.setFlash(w, undo, key, args); err != nil {
			return err
		}
	}
	if r.Partial() {
		w.Header().Set("HX-Redirect", to) // a script would follow a 303 unseen and put a whole page into a part
		w.WriteHeader(http.StatusOK)
		return nil
	}
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusSeeOther)
	return nil
}
