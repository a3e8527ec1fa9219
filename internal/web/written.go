package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/commonshelf/commonshelf/internal/activity"
)

// Of several nodes behind a balancer, one that is a moment behind would not find what a person has just written on another. The
// answer to a write says in a cookie where in the log it stands; the next node lets that person wait until it has come so far.

// writtenLasts is how long a browser remembers its last write. Long before, every node has come so far.
const writtenLasts = time.Minute

// trace has the answer to a write say where in the log it stands.
func (s *Site) trace(w http.ResponseWriter, r *Request) {
	if s.CatchUp == nil || !r.writes() {
		return
	}
	ctx, trace := activity.Tracing(r.Context())
	r.Request = r.WithContext(ctx)
	r.answer.before = func() {
		if last := trace.Last(); last > 0 {
			s.setCookie(w, "written", fmt.Sprintf("%s.%d", s.node, last), writtenLasts)
		}
	}
}

// catchUp waits until this node knows what the person wrote on another. Should that fail, the log brings it a moment later.
func (s *Site) catchUp(r *Request) {
	if s.CatchUp == nil || !r.Actor.SignedIn() {
		return
	}
	cookie, err := r.Cookie(s.cookieName("written"))
	if err != nil {
		return
	}
	node, number, _ := strings.Cut(cookie.Value, ".")
	last, err := strconv.ParseInt(number, 10, 64)
	if err != nil || last <= 0 || node == s.node {
		return
	}
	if err := s.CatchUp(r.Context(), r.Actor, last); err != nil && r.Context().Err() == nil {
		s.Logger.WarnContext(r.Context(), "not caught up with another node", "error", err)
	}
}
