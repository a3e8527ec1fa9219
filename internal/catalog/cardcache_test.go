package catalog

import (
	"fmt"
	"testing"
)

func TestTheMemoryOfCardsIsBoundedAndKeepsWhatIsAskedFor(t *testing.T) {
	var c cardCache
	c.put(Card{ID: "asked", Revision: 1})
	for i := range 5 * mostCards {
		c.put(Card{ID: ResourceID(fmt.Sprint(i)), Revision: 1})
		if i%100 == 0 && c.get("asked", 1) == nil {
			t.Fatalf("forgotten after %d others", i)
		}
	}
	if n := len(c.young) + len(c.old); n > 2*mostCards {
		t.Errorf("%d are remembered", n)
	}
	if c.get("0", 1) != nil {
		t.Error("what nobody asked for is still there")
	}
	if c.get("asked", 2) != nil {
		t.Error("an older revision is given for a newer")
	}
	c.put(Card{ID: "asked", Revision: 2})
	if got := c.get("asked", 2); got == nil || got.Revision != 2 {
		t.Errorf("got %+v", got)
	}
}
