package intake

import (
	"testing"

	"pgregory.net/rapid"
)

func TestAnIdStandsForTheSameThing(t *testing.T) {
	for _, c := range []struct {
		why             string
		title, link     string
		before, address string
		want            bool
	}{
		{"nothing changed", "Maps of our town", "https://a.org/", "Maps of our town", "https://a.org/", true},
		{"another title, the same address", "Old maps", "https://a.org/", "Maps of our town", "https://a.org/", true},
		{"the same title, another address", "Maps of our town", "https://b.org/", "Maps of our town", "https://a.org/", true},
		{"the same title in capitals and accents", "MÁPS OF OUR TOWN", "", "Maps of our town", "", true},
		{"another title and another address", "Whales", "https://b.org/", "Maps of our town", "https://a.org/", false},
		{"nearly the title, another address", "Maps of our old town", "https://b.org/", "Maps of our town", "https://a.org/", false},
		{"nearly the title, no address", "Maps of our old town", "", "Maps of our town", "", true},
		{"nearly the title, the address is new", "Maps of our old town", "https://b.org/", "Maps of our town", "", true},
		{"a mark at the end", "Maps of our town!", "", "Maps of our town", "", true},
		{"one word of three differs", "Fractions lesson plan", "", "Decimals lesson plan", "", false},
		{"another number", "Plan for a lesson in unit 1", "", "Plan for a lesson in unit 2", "", false},
		{"another number, the same address", "Unit 1", "https://a.org/", "Unit 2", "https://a.org/", true},
		{"other words", "Whales", "", "Maps of our town", "", false},
		{"no words at all", "???", "", "Maps", "", false},
	} {
		if got := same(c.title, c.link, identity{title: c.before, link: c.address}); got != c.want {
			t.Errorf("%s: %v", c.why, got)
		}
	}
}

// What is the same one way round is the same the other way round, and everything is the same as itself.
func TestSameIsSymmetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		title := rapid.StringMatching(`([a-c0-2]{1,2} ?){0,5}`)
		link := rapid.SampledFrom([]string{"", "https://a.org/", "https://b.org/"})
		a, b := identity{title: title.Draw(t, "a"), link: link.Draw(t, "link of a")}, identity{title: title.Draw(t, "b"), link: link.Draw(t, "link of b")}
		if same(a.title, a.link, b) != same(b.title, b.link, a) {
			t.Fatal("one way round only")
		}
		if !same(a.title, a.link, a) {
			t.Fatal("not the same as itself")
		}
	})
}
