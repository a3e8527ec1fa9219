package catalog

import "sync"

// mostCards is how many cards either half of the memory holds: about 2 MB.
const mostCards = 2048

// cardCache remembers cards by resource and revision. It has two halves: what is asked for moves to the young one, and when that
// is full the old one is forgotten. The zero value is empty.
type cardCache struct {
	mu         sync.Mutex
	young, old map[ResourceID]Card
}

// get gives a copy of the card of a revision; nil when it is not remembered.
func (c *cardCache) get(resource ResourceID, revision int64) *Card {
	c.mu.Lock()
	defer c.mu.Unlock()
	card, ok := c.young[resource]
	if !ok {
		if card, ok = c.old[resource]; ok && card.Revision == revision {
			c.keep(card)
		}
	}
	if !ok || card.Revision != revision {
		return nil
	}
	return &card
}

// put remembers a card in the place of an older one.
func (c *cardCache) put(card Card) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.keep(card)
}

func (c *cardCache) keep(card Card) {
	if len(c.young) >= mostCards {
		c.old, c.young = c.young, nil
	}
	if c.young == nil {
		c.young = make(map[ResourceID]Card)
	}
	c.young[card.ID] = card
}
