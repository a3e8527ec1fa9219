package merge_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/merge"
)

// 200 blocks of 2 KB, 50 edits on each side.
func BenchmarkMerge(b *testing.B) {
	doc := func(change int, step int) block.Document {
		var d block.Document
		for i := range 200 {
			var text strings.Builder
			for s := range 12 {
				fmt.Fprintf(&text, "Sentence %d of part %d speaks of maps, of news and of who gains when somebody believes what stands there on the page today, and of word%d%d that nobody else has. ", s, i, i, s)
				if s%4 == 3 {
					text.WriteString("\n\n")
				}
			}
			markdown := text.String()
			if change > 0 && i%step == 0 {
				markdown = strings.Replace(markdown, fmt.Sprintf("word%d%d", i, change), fmt.Sprint("changed", change), 1)
			}
			d.Blocks = append(d.Blocks, block.Block{Key: block.Key(fmt.Sprint("k", i)), Body: block.Text{Markdown: markdown}})
		}
		return d
	}
	base, ours, theirs := doc(0, 1), doc(3, 4), doc(7, 4)
	b.ResetTimer()
	for range b.N {
		if r := merge.Merge(base, ours, theirs); !r.Clean() {
			b.Fatal(r.Conflicts)
		}
	}
}
