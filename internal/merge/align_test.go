package merge_test

import (
	"maps"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/merge"
)

// Whatever two documents say, keys are paired one by one, none that both have, and none that neither has.
func TestAlignPairsKeysOneByOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first, second := document(t), document(t)
		for i := range second.Blocks { // some of the second as in the first, under other keys
			if len(first.Blocks) > 0 && rapid.Bool().Draw(t, "same") {
				second.Blocks[i].Body = first.Blocks[rapid.IntRange(0, len(first.Blocks)-1).Draw(t, "which")].Body
			}
		}
		has := func(d block.Document, key block.Key) bool {
			for _, b := range d.Blocks {
				if b.Key == key {
					return true
				}
			}
			return false
		}
		taken := map[block.Key]bool{}
		for from, to := range merge.Align(first, second) {
			if taken[to] || !has(second, from) || !has(first, to) || has(first, from) || has(second, to) {
				t.Fatalf("%s becomes %s", from, to)
			}
			taken[to] = true
		}
	})
}

func TestAlignFindsTheSamePartsInOtherWords(t *testing.T) {
	say := func(key, words string) block.Block {
		return block.Block{Key: block.Key(key), Body: block.Text{Markdown: words}}
	}
	first := block.Document{Blocks: []block.Block{say("a", "Ring a small bell and wait."), say("b", "Ask for one word."), say("both", "Here."),
		{Key: "l", Body: block.Link{URL: "https://bell.example/", Title: "A bell"}}, {Key: "k", Body: block.Book{ISBN: "9780439023481", Title: "Bells"}}}}
	second := block.Document{Blocks: []block.Block{{Key: "m", Body: block.Link{URL: "https://bell.example/", Title: "The bell"}}, say("y", "Ask for one word."), say("both", "There."),
		say("x", "Ring a small bell, and wait a moment."), say("z", "Nothing of the kind at all."), {Key: "n", Body: block.Book{Title: "BELLS"}}}}
	want := map[block.Key]block.Key{"m": "l", "y": "b", "x": "a", "n": "k"}
	if got := merge.Align(first, second); !maps.Equal(got, want) {
		t.Errorf("aligned are %v, want %v", got, want)
	}
}
