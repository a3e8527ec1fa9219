package catalog

import (
	"fmt"
	"hash/fnv"
	"math/bits"
	"slices"
	"strconv"
	"strings"

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
	targetText targetKind = "text" // a quarter of the fingerprint of the words
)

// target is one thing a head points to, by which its doubles and its dead links are found.
type target struct {
	kind targetKind
	name string
	key  string // of the block; the whole fingerprint for text
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
	if print, ok := fingerprint(d); ok {
		for i := range 4 {
			add(targetText, fmt.Sprintf("%d:%04x", i, uint16(print>>(16*i))), strconv.FormatUint(print, 16))
		}
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

// fewestWords is how many words a text needs before its likeness to another means anything.
const fewestWords = 12

// mostDifferent is at how many of 64 bits two fingerprints may differ and still be of nearly the same text. Texts that
// differ at no more than three bits agree in at least one quarter.
const mostDifferent = 3

// fingerprint is a simhash of the document's words in pairs: nearly equal texts differ in few bits (Charikar, 2002).
// It is not ok for a text too short to tell.
func fingerprint(d block.Document) (uint64, bool) {
	words := strings.FieldsFunc(fold.Key(Words(d)), func(r rune) bool { return r < 'a' && (r < '0' || r > '9') || r > 'z' && r < 128 })
	if len(words) < fewestWords {
		return 0, false
	}
	var weight [64]int
	for i := range len(words) - 1 {
		h := fnv.New64a()
		h.Write([]byte(words[i]))
		h.Write([]byte{' '})
		h.Write([]byte(words[i+1]))
		sum := h.Sum64()
		for bit := range 64 {
			if sum&(1<<bit) != 0 {
				weight[bit]++
			} else {
				weight[bit]--
			}
		}
	}
	var print uint64
	for bit, w := range weight {
		if w > 0 {
			print |= 1 << bit
		}
	}
	return print, true
}

func alike(a, b uint64) bool { return bits.OnesCount64(a^b) <= mostDifferent }

// Words is everything a reader can read in a document.
func Words(d block.Document) string {
	return strings.Join(append([]string{d.About.Title, d.About.Why}, bodyTexts(d)...), "\n")
}

// BodyWords is Words without title and summary.
func BodyWords(d block.Document) string { return strings.Join(bodyTexts(d), "\n") }

func bodyTexts(d block.Document) []string {
	out := []string{d.About.Source.Title, d.About.Source.Creator}
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
