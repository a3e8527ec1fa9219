package block

import "slices"

// Changes says what one version did to another, by parts.
type Changes struct {
	About   bool // what the document says of itself
	Added   int
	Changed int
	Removed int
	Moved   bool // parts that are in both stand in another order
}

// None says whether nothing is different.
func (c Changes) None() bool { return c == Changes{} }

// Compare says what the newer of two manifests did to the older. It looks at no body.
func Compare(older, newer Manifest) Changes {
	before := make(map[Key]Hash, len(older))
	for _, e := range older {
		before[e.Key] = e.Hash
	}
	var c Changes
	var order []Key
	for _, e := range newer {
		hash, there := before[e.Key]
		switch {
		case e.Key == AboutKey:
			c.About = hash != e.Hash
			continue
		case !there:
			c.Added++
			continue
		case hash != e.Hash:
			c.Changed++
		}
		order = append(order, e.Key)
	}
	former := make([]Key, 0, len(order))
	for _, e := range older {
		switch {
		case e.Key == AboutKey:
		case slices.Contains(order, e.Key):
			former = append(former, e.Key)
		default:
			c.Removed++
		}
	}
	c.Moved = !slices.Equal(former, order)
	return c
}
