package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"

	"github.com/commonshelf/commonshelf/internal/fault"
)

// Reason is why something was not fetched.
type Reason string

// The reasons. Each is said by the message "fetch." followed by the reason.
const (
	NotAddress  Reason = "not_address" // no address of the web, or one with a password in it
	NotPublic   Reason = "not_public"  // an address within this machine or its network, or a port that is not the web's
	Unreachable Reason = "unreachable" // no such site, or it does not answer, or not safely
	TooSlow     Reason = "too_slow"    // not done in time
	TooBig      Reason = "too_big"     // a picture over its limit
	NotPage     Reason = "not_page"    // something else than a web page
	NotPicture  Reason = "not_picture" // something else than a picture
	NotFound    Reason = "not_found"   // the site says that there is nothing
	Refused     Reason = "refused"     // the site does not let us, or sends us in circles
)

// Error says why an address was not fetched.
type Error struct {
	Reason Reason
	URL    string
	Status int   // what the site answered; 0 when it did not
	Cause  error // nil where the reason says all
}

func (e Error) Error() string {
	text := fmt.Sprintf("fetch %s: %s", e.URL, e.Reason)
	if e.Status != 0 {
		text += fmt.Sprintf(" (status %d)", e.Status)
	}
	if e.Cause != nil {
		text += ": " + e.Cause.Error()
	}
	return text
}

// Unwrap gives the cause.
func (e Error) Unwrap() error { return e.Cause }

// Message is what to say to whoever gave the address.
func (e Error) Message() fault.Message { return fault.Say("fetch." + string(e.Reason)) }

// AsError takes the reason out of an error.
func AsError(err error) (Error, bool) {
	var e Error
	ok := errors.As(err, &e)
	return e, ok
}

// explain finds the reason in what the HTTP client returned. The end of the caller's own context is no reason.
func explain(ctx context.Context, address string, err error) error {
	var timeout net.Error
	switch {
	case errors.Is(err, errNotPublic):
		return Error{Reason: NotPublic, URL: address}
	case errors.Is(err, errCircles):
		return Error{Reason: Refused, URL: address, Cause: errCircles}
	case errors.Is(ctx.Err(), context.Canceled):
		return ctx.Err()
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return Error{Reason: TooSlow, URL: address, Cause: err}
	}
	if e, ok := AsError(err); ok { // a redirection to what is no address
		return e
	}
	return Error{Reason: Unreachable, URL: address, Cause: err}
}
