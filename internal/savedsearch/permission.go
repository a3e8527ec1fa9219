package savedsearch

import (
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// act is something one may or may not do with somebody's saved searches.
type act string

const (
	read   act = "read"
	change act = "change" // save, rename, take away, choose whether they stand in the weekly email, make and stop a feed
	end    act = "end"    // end all feeds with everything else that reads for a person
)

var acts = []act{read, change, end}

// permitted decides what an actor may do with a person's saved searches: their own, and nobody else's, whoever they are. Their feeds
// end when a coordinator ends all of a person's. Reading a feed needs its address and nobody signed in.
func permitted(by actor.Actor, do act, whose id.PersonID) error {
	switch {
	case do == end && (by.System || by.Coordinator && by.SignedIn()):
		return nil
	case !by.SignedIn():
		return fault.Denied{Reason: fault.Say("saved.denied")}
	case by.Person != whose:
		return fault.Denied{Reason: fault.Say("saved.denied.own")}
	}
	return nil
}
