package adapt_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/adapt"
	"github.com/commonshelf/commonshelf/internal/block"
)

// edited draws what somebody made of a document: parts with other words, taken out, added and moved.
func edited(t *rapid.T, d block.Document, who string) block.Document {
	out := d
	out.Blocks = slices.Clone(d.Blocks)
	for i := range rapid.IntRange(0, 4).Draw(t, who+" edits") {
		if len(out.Blocks) == 0 {
			break
		}
		at := rapid.IntRange(0, len(out.Blocks)-1).Draw(t, "at")
		switch rapid.SampledFrom([]string{"words", "out", "new", "move"}).Draw(t, "edit") {
		case "words":
			out.Blocks[at].Body = block.Text{Markdown: fmt.Sprintf("%s says %d here.", who, i)}
		case "out":
			out.Blocks = slices.Delete(out.Blocks, at, at+1)
		case "new":
			out.Blocks = slices.Insert(out.Blocks, at, block.Block{Key: block.Key(fmt.Sprintf("%s%d", who, i)), Body: block.Text{Markdown: who + " adds."}})
		case "move":
			moved := out.Blocks[at]
			out.Blocks = slices.Delete(out.Blocks, at, at+1)
			out.Blocks = slices.Insert(out.Blocks, rapid.IntRange(0, len(out.Blocks)).Draw(t, "to"), moved)
		}
	}
	return out
}

func split(t *rapid.T, d block.Document) block.Manifest {
	m, _, err := block.Split(d)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Laws of choosing: each choice settles its part, so that deciding comes to an end; keeping changes nothing here; what was added here
// is never touched; and what is decided about as its base is the core itself in the end.
func TestChoosingComesToAnEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := guide("a:Alpha", "b:Beta", "c:Gamma", "d:Delta")
		sides := adapt.Sides{Base: base, Ours: edited(t, base, "ours"), Core: edited(t, base, "core")}
		added := map[block.Key]block.Body{}
		for _, b := range sides.Ours.Blocks {
			if !slices.ContainsFunc(base.Blocks, func(o block.Block) bool { return o.Key == b.Key }) {
				added[b.Key] = b.Body
			}
		}
		waiting := func() []adapt.Part {
			return adapt.Waiting(adapt.Stand(split(t, sides.Base), split(t, sides.Core), split(t, sides.Ours)))
		}
		for round := 0; ; round++ {
			list := waiting()
			if len(list) == 0 {
				break
			}
			if round > 40 {
				t.Fatalf("%s waits still", states(list))
			}
			p := list[rapid.IntRange(0, len(list)-1).Draw(t, "which")]
			choice := rapid.SampledFrom([]adapt.Choice{adapt.Use, adapt.Keep}).Draw(t, "choice")
			next := sides.Choose(p.Key, choice, nil)
			if choice == adapt.Keep && said(next.Ours) != said(sides.Ours) {
				t.Fatalf("keeping %s makes %q of %q", p.Key, said(next.Ours), said(sides.Ours))
			}
			sides = next
		}
		for key, body := range added {
			if i := slices.IndexFunc(sides.Ours.Blocks, func(b block.Block) bool { return b.Key == key }); i < 0 || sides.Ours.Blocks[i].Body != body {
				t.Fatalf("what was added here as %s is not as it was in %q", key, said(sides.Ours))
			}
		}
	})
}

// Where nothing was changed here, using every change gives the core, in whatever order.
func TestUsingEverythingGivesTheCore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := guide("a:Alpha", "b:Beta", "c:Gamma", "d:Delta")
		sides := adapt.Sides{Base: base, Ours: base, Core: edited(t, base, "core")}
		for range 40 {
			list := adapt.Waiting(adapt.Stand(split(t, sides.Base), split(t, sides.Core), split(t, sides.Ours)))
			if len(list) == 0 {
				break
			}
			sides = sides.Choose(list[rapid.IntRange(0, len(list)-1).Draw(t, "which")].Key, adapt.Use, nil)
		}
		if said(sides.Ours) != said(sides.Core) || said(sides.Base) != said(sides.Core) {
			t.Fatalf("%q on %q, want %q", said(sides.Ours), said(sides.Base), said(sides.Core))
		}
	})
}
