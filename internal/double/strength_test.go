package double

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/catalog"
)

// What says more of two resources that they are the same, and what says less.
func TestWhatSaysMore(t *testing.T) {
	half, all, few := catalog.Share{Both: 1, Of: 2}, catalog.Share{Both: 2, Of: 2}, catalog.Share{Both: 1, Of: 3}
	many := catalog.Share{Both: 6, Of: 6}
	type told struct {
		like catalog.Resemblance
		rare float64
	}
	for name, c := range map[string]struct{ more, less told }{
		"of one kind":              {told{catalog.Resemblance{Links: all, Kind: true}, 1}, told{catalog.Resemblance{Links: all}, 1}},
		"all links":                {told{catalog.Resemblance{Links: all}, 1}, told{catalog.Resemblance{Links: half}, 1}},
		"half of them":             {told{catalog.Resemblance{Links: half}, 1}, told{catalog.Resemblance{Links: few}, 1}},
		"a file more than a link":  {told{catalog.Resemblance{Files: all}, 1}, told{catalog.Resemblance{Links: all}, 1}},
		"a rare book":              {told{catalog.Resemblance{Books: all}, 1}, told{catalog.Resemblance{Books: all}, 0.4}},
		"the same edition":         {told{catalog.Resemblance{Books: many}, 1}, told{catalog.Resemblance{Books: many, Editions: 6}, 1}},
		"the title beside":         {told{catalog.Resemblance{Links: half, Title: true}, 1}, told{catalog.Resemblance{Links: half}, 1}},
		"two signs":                {told{catalog.Resemblance{Links: half, Files: half}, 1}, told{catalog.Resemblance{Files: half}, 1}},
		"a text too short to tell": {told{catalog.Resemblance{Links: all}, 1}, told{catalog.Resemblance{Links: all, Text: 0.05}, 1}},
		"the same words":           {told{catalog.Resemblance{Text: 1}, 1}, told{catalog.Resemblance{Text: 0.3}, 1}},
	} {
		if more, less := strength(c.more.like, c.more.rare), strength(c.less.like, c.less.rare); more <= less || more > 1 || less < 0 {
			t.Errorf("%s: %v, without it %v", name, more, less)
		}
	}
	for name, like := range map[string]catalog.Resemblance{"nothing": {}, "the title alone": {Title: true, Kind: true}, "a third of the links": {Links: few, Kind: true}, "some words": {Text: 0.3, Kind: true}} {
		if got := strength(like, 1); got != 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
	like := catalog.Resemblance{Books: many, Kind: true}
	if rare, common := strength(like, 1), strength(like, 0.4); rare != common {
		t.Errorf("many books in common are %v, and %v where each is in many lists", rare, common)
	}
}
