package rights

import "slices"

// Refusal is why no version of one's own may be made of something.
type Refusal string

// The reasons; none: it may be.
const (
	NoChanges Refusal = "no-changes" // no-derivatives: it may be handed on as it is
	AskMaker  Refusal = "ask-maker"  // whoever shared it may use it; others would have to ask
	Reserved  Refusal = "reserved"
	NotSaid   Refusal = "not-said"
)

// carried says under which statements a changed version may be given on, most open first. What may be added is as the adapter's
// licence chart of Creative Commons has it: never more freedom than the maker gave, share-alike always the same.
var carried = map[Code][]Code{
	PublicDomain: All,
	CC0:          All,
	CCBY:         {CCBY, CCBYSA, CCBYNC, CCBYNCSA, CCBYND, CCBYNCND},
	CCBYSA:       {CCBYSA},
	CCBYNC:       {CCBYNC, CCBYNCSA, CCBYNCND},
	CCBYNCSA:     {CCBYNCSA},
	Colleagues:   {Colleagues},
}

var refusals = map[Code]Refusal{CCBYND: NoChanges, CCBYNCND: NoChanges, Permission: AskMaker, AllReserved: Reserved}

// Refuses says why a statement does not let others make a version of their own; empty where it does.
func Refuses(code Code) Refusal {
	if Of(code).Change {
		return ""
	}
	if r, ok := refusals[code]; ok {
		return r
	}
	return NotSaid
}

// MayCarry says whether a version of something under one statement may stand under another.
func MayCarry(from, to Code) bool { return slices.Contains(carried[from], to) }
