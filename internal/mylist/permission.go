package mylist

import (
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// act is something one may or may not do with a list.
type act string

const (
	read   act = "read"
	change act = "change" // keep, put off, take off
)

var acts = []act{read, change}

// permitted decides what an actor may do with a person's list: their own, and nobody else's, whoever they are.
func permitted(by actor.Actor, _ act, whose id.PersonID) error {
	if !by.SignedIn() {
		return fault.Denied{Reason: fault.Say("mylist.denied")}
	}
	if by.Person != whose {
		return fault.Denied{Reason: fault.Say("mylist.denied.own")}
	}
	return nil
}
