package adapt

import (
	"slices"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/merge"
)

// State is how a part of a version stands to the core as it was taken up.
type State string

// The states.
const (
	FromCore State = "core"
	Changed  State = "changed" // here
	Added    State = "added"   // here
	Removed  State = "gone"    // here
	NotYet   State = ""        // neither here nor in what was taken up: the core has added it since
)

// Part is one part of a version, or of its core, with what waits for a decision.
type Part struct {
	Key   block.Key
	State State
	Waits merge.What // what the core has done with it since; empty: nothing to decide
	Moved bool       // the core has put it elsewhere, whatever else it did
}

// Touches says whether what waits concerns a part that was changed here.
func (p Part) Touches() bool { return p.Waits != "" && p.State != FromCore && p.State != NotYet }

// Stand says how every part stands: base is the core as it was taken up, core as it is now, ours the version. Parts come in the
// order of the version, those that are not in it where the core has them.
func Stand(base, core, ours block.Manifest) []Part {
	was, is, here := hashes(base), hashes(core), hashes(ours)
	out := make([]Part, 0, len(ours)+1)
	for _, e := range ours {
		out = append(out, Part{Key: e.Key, State: stateOf(was[e.Key], e.Hash, is[e.Key])})
	}
	at := 0
	for _, e := range core {
		if i := slices.IndexFunc(out, func(p Part) bool { return p.Key == e.Key }); i >= 0 {
			at = i + 1
			continue
		}
		missing := Part{Key: e.Key, State: NotYet}
		if was[e.Key] != "" {
			missing.State = Removed
		}
		out = slices.Insert(out, at, missing)
		at++
	}
	for _, c := range merge.Outline(base, core, func(block.Hash) block.Kind { return "" }) {
		if there := here[c.Key] != ""; !there && (c.What == merge.Removed || c.What == merge.Moved) || there && here[c.Key] == is[c.Key] && !c.Moved {
			continue
		}
		i := slices.IndexFunc(out, func(p Part) bool { return p.Key == c.Key })
		out[i].Waits, out[i].Moved = c.What, c.Moved
	}
	return out
}

func stateOf(was, here, is block.Hash) State {
	switch {
	case was == here, was == "" && is == here:
		return FromCore
	case was == "":
		return Added
	}
	return Changed
}

func hashes(m block.Manifest) map[block.Key]block.Hash {
	out := make(map[block.Key]block.Hash, len(m))
	for _, e := range m {
		out[e.Key] = e.Hash
	}
	return out
}

// Waiting are the parts about which something is to be decided.
func Waiting(parts []Part) []Part {
	var out []Part
	for _, p := range parts {
		if p.Waits != "" {
			out = append(out, p)
		}
	}
	return out
}
