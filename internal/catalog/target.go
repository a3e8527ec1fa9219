package catalog

import (
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/fetch"
)

// targetKind is what a head can have in common with another.
type targetKind string

const (
	targetLink targetKind = "link" // a canonical address
	targetISBN targetKind = "isbn"
	targetFile targetKind = "file" // the hash of a stored file
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
		case block.Video:
			if a, err := fetch.Canonical(body.URL); err == nil {
				add(targetLink, a, key)
			}
		case block.Book:
			add(targetISBN, body.ISBN, key)
		}
		for _, hash := range block.Files(b.Body) {
			add(targetFile, hash, key)
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
