package api

import (
	"context"
	"io"
	"net/http"
	"strings"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/web"
)

// requestKey is where an operation finds the request it answers, with its actor.
type requestKey struct{}

func requestOf(ctx context.Context) *web.Request {
	r, _ := ctx.Value(requestKey{}).(*web.Request)
	return r
}

// signedIn answers those who are someone, by a token or a session, and tells others how to get a token.
func (a *api) signedIn(w http.ResponseWriter, r *web.Request) error {
	known, err := a.recognise(r)
	if err != nil {
		return err
	}
	if !known || !r.Actor.SignedIn() {
		return r.SignInFirst(w)
	}
	return a.answer(w, r)
}

func (a *api) answer(w http.ResponseWriter, r *web.Request) error {
	w.Header().Add("Vary", "Authorization")
	inner := r.WithContext(context.WithValue(r.Context(), requestKey{}, r))
	// A body that is closed with much of it unread is taken for read by the server, which would go on in the middle of it.
	inner.Body = io.NopCloser(inner.Body)
	a.mux.ServeHTTP(w, inner)
	return nil
}

// recognise lets the holder of a token be the actor of the request, within what the token allows. It is false for a token
// that opens nothing. Whoever sends none is who the session says.
func (a *api) recognise(r *web.Request) (bool, error) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		if !r.Actor.SignedIn() {
			return true, nil
		}
		return true, r.Limit(rateOf(r), "session "+string(r.Actor.Person))
	}
	by, scope, err := a.People.FindToken(r.Context(), people.SecretOf(strings.TrimSpace(token)))
	if fault.IsNotFound(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	rate := rateOf(r)
	if rate == writes && !scope.Writes() {
		return false, fault.Denied{Reason: fault.Say("api.denied.scope")}
	}
	r.Actor = by
	return true, r.Limit(rate, token)
}

// rateOf is how often something like the request may be asked for.
func rateOf(r *web.Request) web.Rate {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return reads
	}
	return writes
}
