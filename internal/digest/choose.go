package digest

import (
	"context"
	"slices"

	"github.com/commonshelf/commonshelf/internal/db"
)

// Slot is a place in the weekly email.
type Slot int

// The places, in the order of the letter.
const (
	Sought   Slot = iota // what is new for a search that the reader keeps
	Fresh                // what a colleague shared
	Fitting              // what fits the month and the reader's grades
	Question             // what a colleague asks
	Date                 // when something takes place
	Waits                // what waits for the reader
	Move                 // a thing of two minutes to do
	slots
)

// urgency is the order in which places are filled while words are few.
var urgency = [slots]Slot{Waits, Question, Date, Sought, Fresh, Fitting, Move}

// Item is something that may stand in a weekly email.
type Item struct {
	Slot   Slot
	ID     string // names it for ever: "resource.0123456789abcdef"; it comes once in eight weeks
	Title  string
	Lang   string  // of title and text, BCP 47; empty: the reader's
	Line   string  // who and where: "Elm · 3–5"
	Text   string  // a sentence; may be left out for want of room
	Action string  // words on the link
	Path   string  // local path it leads to; looking at it must change nothing
	Things []Thing // what stands under it, the newest first; of an item that has any, those that the letter says elsewhere are left out
	Listed int     // how many of them are named; the others are counted
	More   bool    // there may be more things than these
	// Keep stores, in the transaction that notes the letter as going, what must be known of the item; nil: nothing.
	Keep func(ctx context.Context, tx *db.DB) error
}

// Thing is something that stands under an item.
type Thing struct {
	ID    string // as Item.ID
	Title string
	Lang  string // of the title
	Line  string // who
	Path  string
}

// named are the things that the letter names.
func (i Item) named() []Thing { return i.Things[:min(i.Listed, len(i.Things))] }

// Bounds are how much a letter may hold.
type Bounds struct {
	Words int // of all items together; 0: any number
	Items int
	Each  int // of one place
}

// mostSought is how many kept searches a letter tells of, beside what else it holds: their reader asked for it.
const mostSought = 3

// Choose picks what goes into a letter out of what there is, the best of each place first. What was seen lately is left out, and so is
// what does not fit; cost counts an item's words. It is empty when nothing but a thing to do is left: there is nothing to
// say then. The result stands in the order of the letter.
func Choose(from []Item, seen map[string]bool, b Bounds, cost func(Item) int) []Item {
	var queues [slots][]Item
	for _, i := range from {
		if i.Slot >= 0 && i.Slot < slots && !seen[i.ID] {
			queues[i.Slot] = append(queues[i.Slot], i)
		}
	}
	c := choosing{seen: seen, taken: map[string]bool{}, room: b.Words, bounded: b.Words > 0, cost: cost}
	var chosen [slots][]Item
	count := 0
	for round := range max(b.Each, mostSought) {
		for _, slot := range urgency {
			if !b.takes(slot, round, count) {
				continue
			}
			item, rest, ok := c.next(queues[slot])
			if queues[slot] = rest; !ok {
				continue
			}
			chosen[slot] = append(chosen[slot], item)
			if slot != Sought {
				count++
			}
		}
	}
	var out []Item
	for slot := range slots {
		if slot == Move && len(out) == 0 {
			return nil
		}
		out = append(out, chosen[slot]...)
	}
	return out
}

// takes says whether a place is filled in a round, with so many items chosen that count.
func (b Bounds) takes(slot Slot, round, count int) bool {
	switch {
	case slot == Sought:
		return round < mostSought
	case slot == Move && round > 0:
		return false
	}
	return round < b.Each && count < b.Items
}

// choosing is what was chosen so far.
type choosing struct {
	seen, taken map[string]bool
	room        int // words
	bounded     bool
	cost        func(Item) int
}

// next takes the first of a queue that has room, if need be without its sentence or with fewer things named, and gives what stands
// behind it. A thing may stand in several queues and is taken from one.
func (c *choosing) next(queue []Item) (Item, []Item, bool) {
	for at, item := range queue {
		if c.taken[item.ID] {
			continue
		}
		if len(item.Things) > 0 {
			if item.Things = c.unsaid(item.Things); len(item.Things) == 0 {
				continue
			}
		}
		for _, item := range shorter(item) {
			if !c.bounded || c.cost(item) <= c.room {
				c.take(item)
				return item, queue[at+1:], true
			}
		}
	}
	return Item{}, nil, false
}

// unsaid are the things that neither a letter of late nor this one says.
func (c *choosing) unsaid(things []Thing) []Thing {
	return slices.DeleteFunc(slices.Clone(things), func(t Thing) bool { return c.seen[t.ID] || c.taken[t.ID] })
}

func (c *choosing) take(item Item) {
	c.room -= c.cost(item)
	c.taken[item.ID] = true
	for _, t := range item.Things {
		c.taken[t.ID] = true
	}
}

// shorter is an item and what may stand in its place where room is small, the longest first.
func shorter(i Item) []Item {
	out := []Item{i}
	if i.Title != "" && i.Text != "" {
		i.Text = ""
		out = append(out, i)
	}
	if i.Listed > 1 && len(i.Things) > 1 {
		i.Listed = 1
		out = append(out, i)
	}
	return out
}
