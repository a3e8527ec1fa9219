// Package fault holds the four kinds of failure that reach people: not found, invalid, denied, conflict.
//
// Every other error is internal: the edge shows an incident word and logs the rest. Messages are keys of the catalog
// of messages, so that they can be said in the reader's language.
package fault

import (
	"errors"
	"fmt"
)

// Message is something to say to a person: a key of the catalog of messages and what fills its gaps.
type Message struct {
	Key  string
	Args []any
}

// Say makes a message.
func Say(key string, args ...any) Message { return Message{Key: key, Args: args} }

// Error says the key; people read the translation.
func (m Message) Error() string {
	if len(m.Args) == 0 {
		return m.Key
	}
	return fmt.Sprintf("%s %v", m.Key, m.Args)
}

// NotFound is what one may not see or what is not there; the two are never told apart.
type NotFound struct{ What string }

func (e NotFound) Error() string { return e.What + " not found" }

// Denied is an act that this person may not do, with the reason.
type Denied struct{ Reason Message }

func (e Denied) Error() string { return "denied: " + e.Reason.Error() }

// Conflict is an act that no longer fits what is there, with what to do next.
type Conflict struct{ Reason Message }

func (e Conflict) Error() string { return "conflict: " + e.Reason.Error() }

// Fields are the faults of a form by field name. It is an error as soon as it holds one.
type Fields map[string]Message

func (f Fields) Error() string { return fmt.Sprintf("invalid: %v", map[string]Message(f)) }

// Add notes a fault of a field; the first one stays.
func (f *Fields) Add(field, key string, args ...any) {
	if *f == nil {
		*f = Fields{}
	}
	if _, taken := (*f)[field]; !taken {
		(*f)[field] = Say(key, args...)
	}
}

// Err is nil while nothing is wrong.
func (f Fields) Err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

// AsFields takes the faults of a form out of an error.
func AsFields(err error) (Fields, bool) {
	var f Fields
	ok := errors.As(err, &f)
	return f, ok
}

// AsConflict gives the conflict in an error, if there is one.
func AsConflict(err error) (Conflict, bool) {
	var c Conflict
	ok := errors.As(err, &c)
	return c, ok
}

// IsNotFound says whether err is, or wraps, a NotFound.
func IsNotFound(err error) bool {
	var e NotFound
	return errors.As(err, &e)
}

// IsDenied says whether err is, or wraps, a Denied.
func IsDenied(err error) bool {
	var e Denied
	return errors.As(err, &e)
}

// IsConflict says whether err is, or wraps, a Conflict.
func IsConflict(err error) bool {
	var e Conflict
	return errors.As(err, &e)
}

// Wrap puts the operation and its key before an error, once per function: defer fault.Wrap(&err, "retire %s", id).
func Wrap(err *error, format string, args ...any) {
	if *err != nil {
		*err = fmt.Errorf(format+": %w", append(args, *err)...)
	}
}
