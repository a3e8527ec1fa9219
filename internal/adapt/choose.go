package adapt

import (
	"slices"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/merge"
)

// Choice is what somebody chooses about one change of the core.
type Choice string

// The choices. Deciding later is none.
const (
	Use     Choice = "use"     // the core's, joined with what was changed here where both fit
	Keep    Choice = "keep"    // what stands here
	Combine Choice = "combine" // a text that was made of both
)

// Known says whether c is one of them.
func (c Choice) Known() bool { return c == Use || c == Keep || c == Combine }

// Sides is one change of the core beside what stands here: the core as it was taken up, the version, and the core now.
type Sides struct{ Base, Ours, Core block.Document }

// Clash is what cannot be joined of a part without asking; nil where everything can.
func (s Sides) Clash(key block.Key) *merge.Conflict {
	_, conflict := merge.Take(s.Base, s.Ours, s.Core, key)
	return conflict
}

// Conflict is a part with its three sides, whether or not they can be joined.
func (s Sides) Conflict(key block.Key) merge.Conflict {
	if clash := s.Clash(key); clash != nil {
		return *clash
	}
	c := merge.Conflict{Key: key, Base: part(s.Base, key), Ours: part(s.Ours, key), Theirs: part(s.Core, key)}
	if c.Ours != nil && c.Theirs != nil {
		c.Fields = merge.Fields(c.Ours, c.Theirs)
	}
	return c
}

// Choose is how everything stands after a choice about one part: the version, and as its base the core with that part decided about.
// Nothing else is touched. combined is the part for Combine.
func (s Sides) Choose(key block.Key, choice Choice, combined block.Body) Sides {
	out := s
	switch choice {
	case Use:
		out.Ours = s.use(key)
	case Combine:
		out.Ours = with(s.use(key), key, combined)
	}
	out.Base, _ = merge.Take(s.Base, s.Base, s.Core, key)
	out.Base = inOrder(out.Base, s.Core, key)
	return out
}

// strays are the parts of a document that stand elsewhere than in another among those that both have: as few as possible.
func strays(d, other block.Document) map[block.Key]bool {
	out := map[block.Key]bool{}
	for _, c := range merge.Changes(d, other) {
		out[c.Key] = c.Moved
	}
	return out
}

// inOrder puts a part of a document where it stands in another: behind the nearest before it there that strays in neither. So every
// part that is put in its place makes one less that strays.
func inOrder(d, other block.Document, key block.Key) block.Document {
	stray := strays(d, other)
	if !stray[key] {
		return d
	}
	body := part(d, key)
	d = without(d, key)
	at := 0
	for _, b := range other.Blocks {
		if b.Key == key {
			break
		}
		if i := slices.IndexFunc(d.Blocks, func(o block.Block) bool { return o.Key == b.Key }); i >= 0 && !stray[b.Key] {
			at = i + 1
		}
	}
	d.Blocks = slices.Insert(d.Blocks, at, block.Block{Key: key, Body: body})
	return d
}

func (s Sides) use(key block.Key) block.Document {
	taken, clash := merge.Take(s.Base, s.Ours, s.Core, key)
	switch {
	case clash == nil && (part(s.Ours, key) == nil || strays(s.Base, s.Core)[key]):
		return inOrder(taken, s.Core, key)
	case clash == nil:
		return taken
	case clash.Theirs == nil:
		return without(s.Ours, key)
	case clash.Ours == nil:
		taken, _ = merge.Take(without(s.Base, key), s.Ours, s.Core, key)
		return taken
	}
	return with(s.Ours, key, clash.With(merge.Theirs))
}

func part(d block.Document, key block.Key) block.Body {
	if key == block.AboutKey {
		return d.About
	}
	for _, b := range d.Blocks {
		if b.Key == key {
			return b.Body
		}
	}
	return nil
}

func without(d block.Document, key block.Key) block.Document {
	d.Blocks = slices.DeleteFunc(slices.Clone(d.Blocks), func(b block.Block) bool { return b.Key == key })
	return d
}

// with is a document with another body for a part that it has.
func with(d block.Document, key block.Key, body block.Body) block.Document {
	if about, ok := body.(block.About); ok {
		d.About = about
		return d
	}
	d.Blocks = slices.Clone(d.Blocks)
	for i := range d.Blocks {
		if d.Blocks[i].Key == key {
			d.Blocks[i].Body = body
		}
	}
	return d
}
