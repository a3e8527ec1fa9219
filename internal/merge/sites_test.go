package merge_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/merge"
)

// slot is a place of a document that one site alone may change: a paragraph of a part.
type slot struct{ block, paragraph int }

// wide is a document whose every word is its own, with as many parts of as many paragraphs.
func wide(parts, paragraphs int) block.Document {
	d := block.Document{About: block.About{Title: "One title", Why: "One reason.", Type: block.Guide, Grades: grade.Range(3, 6), Tags: []string{"maps"}}}
	for p := range parts {
		var text []string
		for i := range paragraphs {
			text = append(text, fmt.Sprintf("First%d%d word%d%d stands%d%d here. Second%d%d word%d%d follows%d%d there. Third%d%d ends%d%d it.", p, i, p, i, p, i, p, i, p, i, p, i, p, i, p, i))
		}
		d.Blocks = append(d.Blocks, block.Block{Key: block.Key(fmt.Sprintf("k%d", p)), Body: block.Text{Markdown: strings.Join(text, "\n\n")}})
	}
	return d
}

// nobody is no part.
const nobody = -1

// change edits slots of a site's own, adds parts and topics, and takes away or moves a part where that is the site's. New parts
// do not stand beside those in touchy, which some site takes away or moves: beside what is not there, nobody can say where.
func change(t *rapid.T, d block.Document, site int, slots []slot, gone, moved int, touchy []int) block.Document {
	d.Blocks = slices.Clone(d.Blocks)
	name := fmt.Sprintf("site%d", site)
	last := slices.SortedFunc(slices.Values(slots), func(a, b slot) int { return b.paragraph - a.paragraph }) // a new paragraph moves those below
	for _, s := range last {
		text := d.Blocks[s.block].Body.(block.Text)
		paragraphs := strings.Split(text.Markdown, "\n\n")
		own := paragraphs[s.paragraph]
		sentences := strings.SplitAfter(own, ". ")
		at := rapid.IntRange(0, len(sentences)-1).Draw(t, "sentence")
		switch rapid.IntRange(0, 3).Draw(t, "edit") {
		case 0:
			sentences[at] = strings.Replace(sentences[at], "word", name+"word", 1)
		case 1:
			sentences = slices.Insert(sentences, at, fmt.Sprintf("Added%[1]s by%[1]s now%[1]s. ", name))
		case 2:
			sentences = slices.Delete(sentences, at, at+1)
		default:
			sentences = []string{own, fmt.Sprintf("\n\nAlone%[1]s stands%[1]s this%[1]s.", name)}
		}
		paragraphs[s.paragraph] = strings.TrimSpace(strings.Join(sentences, ""))
		d.Blocks[s.block].Body = block.Text{Markdown: strings.Join(paragraphs, "\n\n")}
	}
	if moved != nobody {
		one := d.Blocks[moved]
		rest := slices.Delete(d.Blocks, moved, moved+1)
		d.Blocks = slices.Insert(rest, rapid.IntRange(0, len(rest)).Draw(t, "to"), one)
	}
	for n := range rapid.IntRange(0, 2).Draw(t, "new") {
		var places []int
		for at := range len(d.Blocks) + 1 {
			if !beside(d.Blocks, at, touchy) {
				places = append(places, at)
			}
		}
		if len(places) == 0 {
			break
		}
		at := rapid.SampledFrom(places).Draw(t, "at")
		key := fmt.Sprintf("%s-%d-%s", rapid.StringMatching("[a-z]").Draw(t, "letter"), n, name)
		d.Blocks = slices.Insert(d.Blocks, at, block.Block{Key: block.Key(key), Body: block.Text{Markdown: "New at " + name}})
	}
	if gone != nobody {
		d.Blocks = slices.DeleteFunc(d.Blocks, func(b block.Block) bool { return string(b.Key) == fmt.Sprintf("k%d", gone) })
	}
	if rapid.Bool().Draw(t, "topic") {
		d.About.Tags = append(slices.Clone(d.About.Tags), name)
	}
	return d
}

func beside(blocks []block.Block, at int, touchy []int) bool {
	for _, i := range []int{at - 1, at} {
		for _, p := range touchy {
			if i >= 0 && i < len(blocks) && string(blocks[i].Key) == fmt.Sprintf("k%d", p) {
				return true
			}
		}
	}
	return false
}

func permutations(n int) [][]int {
	if n == 0 {
		return [][]int{nil}
	}
	var out [][]int
	for _, p := range permutations(n - 1) {
		for at := range n {
			out = append(out, slices.Insert(slices.Clone(p), at, n-1))
		}
	}
	return out
}

// Sites whose changes do not overlap come to the same document in whatever order their changes are taken up.
func TestOrderOfTakingUpDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const parts, paragraphs = 5, 4
		base := wide(parts, paragraphs)
		n := rapid.IntRange(3, 4).Draw(t, "sites")
		goner, mover := rapid.IntRange(0, n-1).Draw(t, "who removes"), rapid.IntRange(0, n-1).Draw(t, "who moves")
		gone, moved := rapid.IntRange(nobody, parts-1).Draw(t, "gone"), rapid.IntRange(nobody, parts-1).Draw(t, "moved")
		if gone != nobody {
			moved = nobody // what moves past a part that another site takes away overlaps with that
		}
		var free []slot
		for p := range parts {
			for i := 0; i < paragraphs && p != gone; i++ {
				free = append(free, slot{p, i})
			}
		}
		free = rapid.Permutation(free).Draw(t, "slots")
		var sites []block.Document
		for site := range n {
			take := rapid.IntRange(0, 3).Draw(t, "take")
			its, moves := nobody, nobody
			if site == goner {
				its = gone
			}
			if site == mover {
				moves = moved
			}
			sites = append(sites, change(t, base, site, free[:take], its, moves, []int{gone, moved}))
			free = free[take:]
		}
		var first block.Document
		for i, p := range permutations(n) {
			got := base
			for _, site := range p {
				r := merge.Merge(base, got, sites[site])
				if !r.Clean() {
					t.Fatalf("order %v: conflict %s", p, text(r.Conflicts))
				}
				got = r.Document
			}
			if i == 0 {
				first = got
			}
			if !same(got, first) {
				t.Fatalf("order %v: %s\nfirst: %s", p, text(got), text(first))
			}
		}
	})
}

// The core, an adaptation, and an adaptation of that: it does not matter whether the third takes from the second before the
// second takes from the core.
func TestAChainComesToTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const parts, paragraphs = 4, 3
		base := wide(parts, paragraphs)
		var free []slot
		for p := range parts {
			for i := range paragraphs {
				free = append(free, slot{p, i})
			}
		}
		free = rapid.Permutation(free).Draw(t, "slots")
		core, second, third := change(t, base, 0, free[:2], nobody, nobody, nil), change(t, base, 1, free[2:4], nobody, nobody, nil), change(t, base, 2, free[4:6], nobody, nobody, nil)
		joined := func(base, ours, theirs block.Document) block.Document {
			r := merge.Merge(base, ours, theirs)
			if !r.Clean() {
				t.Fatalf("conflict %s", text(r.Conflicts))
			}
			return r.Document
		}
		fresh := joined(base, second, core)
		late := joined(base, third, fresh)
		early := joined(second, joined(base, third, second), fresh)
		if !same(late, early) {
			t.Fatalf("late %s\nearly %s", text(late), text(early))
		}
	})
}

// Real histories of several sites, with overlaps: however they end, no word is lost on the way.
func TestManySitesLoseNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := document(t)
		got := base
		for site := range rapid.IntRange(3, 5).Draw(t, "sites") {
			theirs := history(t, base, fmt.Sprint("s", site, "-"))
			checkWords(t, base, got, theirs)
			r := merge.Merge(base, got, theirs)
			decided := map[block.Key]block.Body{}
			for _, c := range r.Conflicts {
				decided[c.Key] = c.With(rapid.SampledFrom([]merge.Side{merge.Ours, merge.Theirs, merge.Both}).Draw(t, "choice"))
			}
			got = merge.Resolve(r, decided)
		}
	})
}
