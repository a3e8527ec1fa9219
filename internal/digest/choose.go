package digest

// Slot is a place in the weekly email.
type Slot int

// The places, in the order of the letter.
const (
	Fresh    Slot = iota // what a colleague shared
	Fitting              // what fits the month and the reader's grades
	Question             // what a colleague asks
	Date                 // when something takes place
	Waits                // what waits for the reader
	Move                 // a thing of two minutes to do
	slots
)

// urgency is the order in which places are filled while words are few.
var urgency = [slots]Slot{Waits, Question, Date, Fresh, Fitting, Move}

// Item is something that may stand in a weekly email.
type Item struct {
	Slot   Slot
	ID     string // names it for ever: "resource.0123456789abcdef"; it comes once in eight weeks
	Title  string
	Lang   string // of title and text, BCP 47; empty: the reader's
	Line   string // who and where: "Elm · 3–5"
	Text   string // a sentence; may be left out for want of room
	Action string // words on the link
	Path   string // local path it leads to; looking at it must change nothing
}

// Bounds are how much a letter may hold.
type Bounds struct {
	Words int // of all items together; 0: any number
	Items int
	Each  int // of one place
}

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
	taken := map[string]bool{}
	var chosen [slots][]Item
	count, words := 0, 0
	for round := range b.Each {
		for _, slot := range urgency {
			if slot == Move && round > 0 || count == b.Items {
				continue
			}
			item, rest, ok := next(queues[slot], taken, b.Words-words, b.Words > 0, cost)
			if queues[slot] = rest; !ok {
				continue
			}
			taken[item.ID] = true
			chosen[slot] = append(chosen[slot], item)
			count, words = count+1, words+cost(item)
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

// next is the first of a queue that has room, if need be without its sentence, and what stands behind it. A thing may stand in
// several queues and is taken from one.
func next(queue []Item, taken map[string]bool, room int, bounded bool, cost func(Item) int) (Item, []Item, bool) {
	for at, item := range queue {
		if taken[item.ID] {
			continue
		}
		if !bounded || cost(item) <= room {
			return item, queue[at+1:], true
		}
		if item.Text = ""; item.Title != "" && cost(item) <= room {
			return item, queue[at+1:], true
		}
	}
	return Item{}, nil, false
}
