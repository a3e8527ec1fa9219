package merge

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/fold"
)

// enoughInCommon is the share of the words of two parts that are in both, from which they are the same part in other words.
const enoughInCommon = 0.5

// Align finds in two documents that were written apart the parts that are the same, and says of the keys of the second what they are
// in the first: parts that are stored alike, then those of one kind that have most in common. A key that both have already, and a part
// that is in one alone, is not named. No key is named twice, on either side.
func Align(first, second block.Document) map[block.Key]block.Key {
	taken := map[block.Key]bool{} // in the first
	known := map[block.Key]bool{} // in the second: it stays what it is, or is named
	inFirst := map[block.Key]bool{}
	for _, a := range first.Blocks {
		inFirst[a.Key] = true
	}
	for _, b := range second.Blocks {
		if inFirst[b.Key] {
			taken[b.Key], known[b.Key] = true, true
		}
	}
	out := map[block.Key]block.Key{}
	take := func(a, b block.Key) {
		if !taken[a] && !known[b] {
			taken[a], known[b], out[b] = true, true, a
		}
	}
	type like struct {
		a, b int
		same float64
	}
	var likes []like
	bags := make([]map[string]int, len(first.Blocks))
	for i, a := range first.Blocks {
		bags[i] = bagOf(a.Body)
	}
	for j, b := range second.Blocks {
		bag := bagOf(b.Body)
		for i, a := range first.Blocks {
			switch {
			case a.Body.Kind() != b.Body.Kind():
			case sameBody(a.Body, b.Body):
				likes = append(likes, like{i, j, 2})
			case sameThing(a.Body, b.Body):
				likes = append(likes, like{i, j, 1})
			default:
				if share := inCommon(bags[i], bag); share >= enoughInCommon {
					likes = append(likes, like{i, j, share})
				}
			}
		}
	}
	slices.SortStableFunc(likes, func(x, y like) int {
		return cmp.Or(cmp.Compare(y.same, x.same), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	for _, l := range likes {
		take(first.Blocks[l.a].Key, second.Blocks[l.b].Key)
	}
	return out
}

// sameThing says whether two parts speak of the same link, book, file or film, whatever they say of it.
func sameThing(a, b block.Body) bool {
	switch x := a.(type) {
	case block.Link:
		return x.URL != "" && x.URL == b.(block.Link).URL
	case block.Book:
		y := b.(block.Book)
		return x.ISBN != "" && x.ISBN == y.ISBN || x.Title != "" && fold.Key(x.Title) == fold.Key(y.Title)
	case block.File:
		return x.Hash != "" && x.Hash == b.(block.File).Hash
	case block.Video:
		y := b.(block.Video)
		return x.URL != "" && x.URL == y.URL || x.Hash != "" && x.Hash == y.Hash
	}
	return false
}

// bagOf counts the words of a part; of what is a thing, none: what is said of it tells nothing of which it is.
func bagOf(body block.Body) map[string]int {
	var text string
	switch b := body.(type) {
	case block.Text:
		text = b.Heading + "\n" + b.Markdown
	case block.Steps:
		text = b.Heading + "\n" + strings.Join(b.Steps, "\n")
	case block.Materials:
		for _, item := range b.Items {
			text += item.Name + "\n"
		}
	}
	out := map[string]int{}
	for _, word := range strings.FieldsFunc(fold.Key(text), between) {
		out[word]++
	}
	return out
}

// between says whether something stands between words.
func between(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// inCommon is the share of the words of either that are in both.
func inCommon(a, b map[string]int) float64 {
	both, either := 0, 0
	for word, n := range a {
		both += min(n, b[word])
		either += max(n, b[word])
	}
	for word, n := range b {
		if a[word] == 0 {
			either += n
		}
	}
	if either == 0 {
		return 0
	}
	return float64(both) / float64(either)
}
