package catalog

import (
	"fmt"
	"hash/fnv"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/fetch"
	"github.com/commonshelf/commonshelf/internal/fold"
)

// targetKind is what a head can have in common with another.
type targetKind string

const (
	targetLink targetKind = "link" // a canonical address
	targetISBN targetKind = "isbn"
	targetFile targetKind = "file" // the hash of a stored file
	targetText targetKind = "text" // a band of the fingerprint of the words
)

// target is one thing a head points to, by which its doubles and its dead links are found.
type target struct {
	kind targetKind
	name string
	key  string // of the block
}

// targetsOf lists what a document points to.
func targetsOf(d block.Document) []target {
	var out []target
	add := func(kind targetKind, name, key string) {
		if name != "" {
			out = append(out, target{kind, name, key})
		}
	}
	if a, err := fetch.Canonical(d.About.Source.URL); err == nil {
		add(targetLink, a, string(block.AboutKey))
	}
	for _, b := range d.Blocks {
		key := string(b.Key)
		switch body := b.Body.(type) {
		case block.Link:
			if a, err := fetch.Canonical(body.URL); err == nil {
				add(targetLink, a, key)
			}
			add(targetFile, body.Picture, key)
		case block.Video:
			if a, err := fetch.Canonical(body.URL); err == nil {
				add(targetLink, a, key)
			}
			add(targetFile, body.Hash, key)
			for _, c := range body.Captions {
				add(targetFile, c.Hash, key)
			}
		case block.Book:
			add(targetISBN, body.ISBN, key)
		case block.File:
			add(targetFile, body.Hash, key)
		}
	}
	for i, band := range bandsOf(pairsOf(d)) {
		add(targetText, fmt.Sprintf("%d:%016x", i, band), string(block.AboutKey))
	}
	return distinct(out)
}

func distinct(list []target) []target {
	seen := make(map[target]bool, len(list))
	out := list[:0]
	for _, t := range list {
		if !seen[t] {
			seen[t] = true
			out = append(out, t)
		}
	}
	return out
}

// fewestPairs is how many pairs of words a text needs before its likeness to another means anything.
const fewestPairs = 12

// enoughAlike is the share of pairs of words that two nearly identical texts have in common.
const enoughAlike = 0.6

// pairsOf is the set of pairs of neighboring words in a document, hashed.
func pairsOf(d block.Document) map[uint64]bool {
	words := strings.FieldsFunc(fold.Key(Words(d)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	out := make(map[uint64]bool, len(words))
	for i := range len(words) - 1 {
		h := fnv.New64a()
		h.Write([]byte(words[i]))
		h.Write([]byte{' '})
		h.Write([]byte(words[i+1]))
		out[h.Sum64()] = true
	}
	return out
}

const (
	bands       = 6 // any one in common makes two texts worth comparing
	rowsOfABand = 3
)

// bandsOf fingerprints a set by its smallest members under several orders (MinHash: Broder, 1997), three to a band. Sets
// that have 80 of 100 members in common share a band with probability 0.98, those with 30 of 100 with 0.15. It is nil
// for a set too small to tell.
func bandsOf(pairs map[uint64]bool) []uint64 {
	if len(pairs) < fewestPairs {
		return nil
	}
	out := make([]uint64, bands)
	for i := range out {
		for row := range rowsOfABand {
			order := uint64(i*rowsOfABand+row+1) * 0x9e3779b97f4a7c15
			smallest := uint64(math.MaxUint64)
			for p := range pairs {
				smallest = min(smallest, mix(p^order))
			}
			out[i] = mix(out[i] ^ smallest)
		}
	}
	return out
}

// mix scatters the bits of a number (the finalizer of splitmix64).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// alike says whether two texts are nearly identical: most pairs of words of either are in both (Jaccard).
func alike(a, b map[uint64]bool) bool {
	common := 0
	for p := range a {
		if b[p] {
			common++
		}
	}
	return float64(common) >= enoughAlike*float64(len(a)+len(b)-common)
}

// Words is everything a reader can read in a document.
func Words(d block.Document) string {
	return strings.Join(append([]string{d.About.Title, d.About.Why}, bodyTexts(d)...), "\n")
}

// BodyWords is Words without title and summary.
func BodyWords(d block.Document) string { return strings.Join(bodyTexts(d), "\n") }

func bodyTexts(d block.Document) []string {
	out := append([]string{d.About.Source.Title, d.About.Source.Creator}, d.About.Missing...)
	if d.About.Tool != nil {
		out = append(out, d.About.Tool.For, d.About.Tool.Accessibility)
	}
	for _, m := range d.About.Plan {
		out = append(out, m.Text)
	}
	for _, part := range d.Blocks {
		switch body := part.Body.(type) {
		case block.Text:
			out = append(out, body.Heading, body.Markdown)
		case block.Link:
			out = append(out, body.Title, body.Note)
		case block.Book:
			out = append(append(out, body.Title, body.ISBN, body.Note), body.Creators...)
		case block.File:
			out = append(out, body.Name, body.Alt, body.Note)
		case block.Video:
			out = append(out, body.Title, body.Note)
		case block.Steps:
			out = append(append(out, body.Heading), body.Steps...)
		case block.Materials:
			for _, item := range body.Items {
				out = append(out, item.Name)
			}
		}
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}
