package privacy

import (
	"fmt"
	"testing"
)

func TestATextIsLookedAtOnce(t *testing.T) {
	m, times := newMemory(), 0
	look := func(text string) (span, bool) {
		times++
		return span{1, len(text)}, len(text)%2 == 0
	}
	for range 3 {
		for _, text := range []string{"even", "odd"} {
			if at, found := m.lookUp(text, look); at != (span{1, len(text)}) || found != (len(text) == 4) {
				t.Errorf("%q: %v, %v", text, at, found)
			}
		}
	}
	if times != 2 {
		t.Errorf("looked %d times at two texts", times)
	}
	for n := range 3 * remembered {
		m.lookUp(fmt.Sprint("text ", n), look)
		m.lookUp("even", look)
	}
	if held := m.places.Len(); times != 2+3*remembered || held > remembered {
		t.Errorf("looked %d times at %d texts, of which %d are remembered", times, 2+3*remembered, held)
	}
}
