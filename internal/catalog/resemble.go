package catalog

import (
	"context"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
)

// Share is how much two documents have in common of what either points to: so many, of as many as the one with more of them has.
type Share struct{ Both, Of int }

// Part is the share as a number from 0 to 1.
func (s Share) Part() float64 {
	if s.Of == 0 {
		return 0
	}
	return float64(s.Both) / float64(s.Of)
}

// Resemblance is what two documents have in common.
type Resemblance struct {
	Links, Books, Files Share
	Editions            int     // of the books: the same work under another ISBN
	Text                float64 // of all pairs of neighboring words, those in both; 0: one is too short to tell
	Title               bool
	Kind                bool // what both are for
}

// NearlySame says whether the texts are nearly identical.
func (r Resemblance) NearlySame() bool { return r.Text >= enoughAlike }

// Outset is a document read for being compared: what it points to, and its pairs of words.
type Outset struct {
	links, files map[string]bool
	books        []block.Book
	words        pairs
	title        string
	kind         block.ResourceKind
}

// OutsetOf reads a document for being compared.
func OutsetOf(d block.Document) Outset {
	out := Outset{links: map[string]bool{}, files: map[string]bool{}, words: pairsOf(d), title: fold.Key(d.About.Title), kind: d.About.Type}
	for _, t := range targetsOf(d) {
		switch t.kind {
		case targetLink:
			out.links[t.name] = true
		case targetFile:
			out.files[t.name] = true
		}
	}
	for _, b := range d.Blocks {
		if book, ok := b.Body.(block.Book); ok {
			out.books = append(out.books, book)
		}
	}
	return out
}

// Resembles says what two documents have in common.
func (o Outset) Resembles(other Outset) Resemblance {
	out := Resemblance{Links: shareOf(o.links, other.links), Files: shareOf(o.files, other.files), Title: o.title != "" && o.title == other.title, Kind: o.kind == other.kind}
	out.Books, out.Editions = booksInCommon(o.books, other.books)
	if len(o.words) >= fewestPairs && len(other.words) >= fewestPairs {
		out.Text = likeness(o.words, other.words)
	}
	return out
}

func shareOf(a, b map[string]bool) Share {
	out := Share{Of: max(len(a), len(b))}
	for name := range a {
		if b[name] {
			out.Both++
		}
	}
	return out
}

// booksInCommon counts the books of a list that are in another too, and among them those that are there in another edition.
func booksInCommon(a, b []block.Book) (out Share, editions int) {
	out.Of = max(len(a), len(b))
	isbns, works := map[string]bool{}, map[string]bool{}
	for _, book := range b {
		isbns[book.ISBN], works[WorkOf(book)] = true, true
	}
	for _, book := range a {
		switch work := WorkOf(book); {
		case book.ISBN != "" && isbns[book.ISBN]:
			out.Both++
		case work != "" && works[work]:
			out.Both++
			editions++
		}
	}
	out.Both = min(out.Both, out.Of)
	return out, editions
}

// WorkOf names what a book is whatever its edition: its title and whoever made it, folded. Empty where either is not said.
func WorkOf(b block.Book) string {
	title := fold.Key(b.Title)
	if title == "" || len(b.Creators) == 0 {
		return ""
	}
	creators := make([]string, len(b.Creators))
	for i, c := range b.Creators {
		words := strings.FieldsFunc(fold.Key(c), func(r rune) bool { return !wordRune(r) })
		slices.Sort(words) // "Collins, Suzanne" is "Suzanne Collins"
		creators[i] = strings.Join(words, " ")
	}
	slices.Sort(creators)
	return title + "\n" + strings.Join(creators, "\n")
}

// Documents reads what resources of the actor's district say now, of those that are in the catalog and that the actor may see.
func (s *Service) Documents(ctx context.Context, by actor.Actor, resources []ResourceID) (_ map[ResourceID]block.Document, err error) {
	defer fault.Wrap(&err, "read %d documents", len(resources))
	cards, err := s.Cards(ctx, by, resources)
	if err != nil {
		return nil, err
	}
	var ids []ResourceID
	for _, c := range cards {
		if c.District == by.District {
			ids = append(ids, c.ID)
		}
	}
	out := make(map[ResourceID]block.Document, len(ids))
	return out, inRows(ids, func(some []ResourceID) error {
		heads, err := s.heads(ctx, by.District, some)
		for id, d := range heads {
			out[id] = d
		}
		return err
	})
}
