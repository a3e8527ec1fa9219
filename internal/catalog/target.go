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
	t := TextsOf(d)
	return strings.Join(slices.Concat([]string{d.About.Title, d.About.Why}, t.Headings, t.Books, t.Rest), "\n")
}

// Texts are the words of a document's parts, by how much they say of it.
type Texts struct {
	Headings []string // of parts, and the names of links, films and files
	Books    []string // titles, creators and ISBNs
	Rest     []string
}

// TextsOf gives the words of a document without its title and summary.
func TextsOf(d block.Document) (t Texts) {
	t.Rest = append([]string{d.About.Source.Title, d.About.Source.Creator}, d.About.Missing...)
	if d.About.Tool != nil {
		t.Rest = append(t.Rest, d.About.Tool.For, d.About.Tool.Accessibility)
	}
	for _, m := range d.About.Plan {
		t.Rest = append(t.Rest, m.Text)
	}
	for _, part := range d.Blocks {
		switch body := part.Body.(type) {
		case block.Text:
			t.add(body.Heading, body.Markdown)
		case block.Link:
			t.add(body.Title, body.Note)
		case block.Book:
			t.Books = append(append(t.Books, body.Title, body.ISBN), body.Creators...)
			t.add("", body.Note)
		case block.File:
			t.add(body.Name, body.Alt, body.Note)
		case block.Video:
			t.add(body.Title, body.Note)
		case block.Steps:
			t.add(body.Heading, body.Steps...)
		case block.Materials:
			for _, item := range body.Items {
				t.add("", item.Name)
			}
		}
	}
	for _, list := range []*[]string{&t.Headings, &t.Books, &t.Rest} {
		*list = slices.DeleteFunc(*list, func(s string) bool { return s == "" })
	}
	return t
}

func (t *Texts) add(heading string, rest ...string) {
	t.Headings, t.Rest = append(t.Headings, heading), append(t.Rest, rest...)
}
