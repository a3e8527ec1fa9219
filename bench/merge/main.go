// Merge measures joining: documents of rising size, and recorded lessons beside a merge of lines.
package main

import (
	"fmt"
	"log"
	"math/rand/v2"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/merge"
	"github.com/commonshelf/commonshelf/internal/merge/mergetest"
)

func main() {
	log.SetFlags(0)
	for _, blocks := range []int{10, 50, 200, 500} {
		measure(blocks, 2048, 50)
	}
	if err := compare(); err != nil {
		log.Fatal(err)
	}
}

// measure joins a document of so many blocks of so many bytes after so many edits on each side.
func measure(blocks, size, edits int) {
	const rounds = 60
	r := rand.New(rand.NewPCG(1, uint64(blocks)))
	base := document(r, blocks, size)
	ours, theirs := edited(r, base, edits), edited(r, base, edits)
	var took []time.Duration
	conflicts := 0
	before := processor()
	for range rounds {
		start := time.Now()
		conflicts = len(merge.Merge(base, ours, theirs).Conflicts)
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	fmt.Printf("  %3d blocks of %d bytes, %d edits on each side: p50 %.2f ms, p95 %.2f ms, %.2f ms of processor (%d conflicts)\n",
		blocks, size, edits, ms(took[rounds/2]), ms(took[rounds*95/100]), ms((processor()-before)/rounds), conflicts)
}

// processor is the time that this process has used of it.
func processor() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		log.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func document(r *rand.Rand, blocks, size int) block.Document {
	d := block.Document{About: block.About{Title: "A long guide", Why: "To measure.", Type: block.Guide}}
	for i := range blocks {
		var b strings.Builder
		for b.Len() < size {
			for range 4 {
				b.WriteString(sentence(r))
			}
			b.WriteString("\n\n")
		}
		d.Blocks = append(d.Blocks, block.Block{Key: block.Key(fmt.Sprint("k", i)), Body: block.Text{Markdown: b.String()[:size]}})
	}
	return d
}

func sentence(r *rand.Rand) string {
	var words []string
	for range 6 + r.IntN(12) {
		words = append(words, fmt.Sprint("w", r.IntN(900)))
	}
	return strings.Join(words, " ") + ". "
}

// edited changes a word, adds a sentence, adds, removes or moves a block.
func edited(r *rand.Rand, d block.Document, edits int) block.Document {
	d.Blocks = slices.Clone(d.Blocks)
	for n := range edits {
		i := r.IntN(len(d.Blocks))
		switch r.IntN(10) {
		case 0:
			d.Blocks = slices.Insert(d.Blocks, i, block.Block{Key: block.Key(fmt.Sprint("n", n, r.IntN(1_000_000))), Body: block.Text{Markdown: sentence(r)}})
		case 1:
			one := d.Blocks[i]
			d.Blocks = slices.Insert(slices.Delete(d.Blocks, i, i+1), r.IntN(len(d.Blocks)), one)
		default:
			text := d.Blocks[i].Body.(block.Text)
			words := strings.Split(text.Markdown, " ")
			words[r.IntN(len(words))] = fmt.Sprint("changed", r.IntN(1000))
			text.Markdown = strings.Join(words, " ")
			d.Blocks[i].Body = text
		}
	}
	return d
}

// tally counts what became of recorded lessons.
type tally struct {
	lessons, asks, wrong int // here; wrong: joined to what nobody meant
	lineAsks, lineWrong  int // with git merge-file
	onlyLines, onlyHere  int // joined there and asked here; joined here and asked there
}

func (t *tally) add(o tally) {
	t.lessons, t.asks, t.wrong = t.lessons+o.lessons, t.asks+o.asks, t.wrong+o.wrong
	t.lineAsks, t.lineWrong = t.lineAsks+o.lineAsks, t.lineWrong+o.lineWrong
	t.onlyLines, t.onlyHere = t.onlyLines+o.onlyLines, t.onlyHere+o.onlyHere
}

func (t tally) print(name string) {
	fmt.Printf("  %-40s %7d %9d %9d %12d %12d\n", name, t.lessons, t.asks, t.wrong, t.lineAsks, t.lineWrong)
}

// compare joins the recorded lessons here and by lines, and prints a row for each text.
func compare() error {
	list, err := mergetest.Lessons()
	if err != nil {
		return err
	}
	fmt.Printf("  %-40s %7s %9s %9s %12s %12s\n", "Recorded edits by two at once", "edits", "ask here", "wrong", "ask by lines", "wrong")
	var all, text tally
	for i, l := range list {
		title, _, _ := strings.Cut(l.Name, ", ")
		one, err := joined(l)
		if err != nil {
			return err
		}
		text.add(one)
		all.add(one)
		if i+1 == len(list) || !strings.HasPrefix(list[i+1].Name, title+", ") {
			text.print(title)
			text = tally{}
		}
	}
	all.print("all")
	fmt.Printf("  joined here where git merge-file asks: %d; the other way round: %d\n", all.onlyHere, all.onlyLines)
	return nil
}

func joined(l mergetest.Lesson) (tally, error) {
	doc := func(text string) block.Document {
		return block.Document{Blocks: []block.Block{{Key: "k", Body: block.Text{Markdown: text}}}}
	}
	r := merge.Merge(doc(l.Base), doc(l.Ours), doc(l.Theirs))
	lines, byLines, err := mergetest.ByLines(l)
	one := tally{lessons: 1}
	here := r.Clean()
	switch {
	case !here:
		one.asks = 1
	case l.Asks || !l.Right(r.Document.Blocks[0].Body.(block.Text).Markdown):
		one.wrong = 1
	}
	switch {
	case !byLines:
		one.lineAsks = 1
	case l.Asks || !l.Right(lines):
		one.lineWrong = 1
	}
	if here && !byLines {
		one.onlyHere = 1
	}
	if !here && byLines {
		one.onlyLines = 1
	}
	return one, err
}
