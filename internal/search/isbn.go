package search

import (
	"context"
	"regexp"
	"strings"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/proto/isbn"
)

// People write "ISBN" before the number, and know a book by its title: what is said of a number names the book.

var (
	isbnWord  = regexp.MustCompile(`(?i)^isbn(?:-?1[03])?[:#]*$`)
	isbnGlued = regexp.MustCompile(`(?i)^isbn(?:-?1[03]:|[:#]*)(\d[\d-]*[\dx])$`)
)

// How many digits an ISBN has at least, and in how many groups they are written at most.
const (
	isbnDigits = 9
	isbnGroups = 5
)

// withoutISBN leaves out the word before an ISBN.
func withoutISBN(tokens []string) (out []string) {
	for i, token := range tokens {
		if m := isbnGlued.FindStringSubmatch(token); m != nil && digitsIn(m[1]) >= isbnDigits {
			token = m[1]
		} else if isbnWord.MatchString(token) && digitsIn(strings.Join(numbersIn(tokens[i+1:]), "")) >= isbnDigits {
			continue
		}
		out = append(out, token)
	}
	return out
}

// numbersIn are the first words as far as they are made of digits and hyphens.
func numbersIn(tokens []string) []string {
	n := 0
	for n < min(len(tokens), isbnGroups) && strings.Trim(tokens[n], "0123456789-–xX") == "" {
		n++
	}
	return tokens[:n]
}

func digitsIn(text string) (n int) {
	for i := range len(text) {
		if isDigit(text[i]) {
			n++
		}
	}
	return n
}

// Numbered is a book that something on the shelf lists, and its ISBN.
type Numbered struct {
	Number   isbn.Number
	Title    string
	Creators []string
}

// bookNumbered is the book of a document that has an ISBN.
func bookNumbered(d block.Document, number isbn.Number) (Numbered, bool) {
	for _, part := range d.Blocks {
		if b, ok := part.Body.(block.Book); ok && b.Title != "" {
			if has, err := isbn.Parse(b.ISBN); err == nil && has == number {
				return Numbered{number, b.Title, b.Creators}, true
			}
		}
	}
	return Numbered{}, false
}

// bookOf is the book with an ISBN as something calls it that the actor may read.
func (s *Service) bookOf(ctx context.Context, by actor.Actor, number isbn.Number) (book Numbered, found bool, err error) {
	hits := s.index.Load().Search(index.Query{Words: string(number), Exactly: true, Scope: scope(by), Now: clock.Micros(s.clock.Now()), Limit: 1, HitsOnly: true}).Hits
	cards, err := s.catalog.Cards(ctx, by, idsOf(hits))
	if err != nil || len(cards) == 0 {
		return Numbered{}, false, err
	}
	in, args := db.In(1, idsOfCards(cards))
	err = s.each(ctx, func(r resource) error {
		if b, ok := bookNumbered(r.document, number); ok {
			book, found = b, true
		}
		return nil
	}, `r.id IN (`+in+`) AND r.state = 'published'`, args...)
	return book, found, err
}

// Digits of an ISBN from which on books are suggested, and how many.
const (
	digitsTyped    = 5
	booksSuggested = 3
)

// booksBegun are the books of which the ISBN begins as what is typed does, with or without its first three digits.
func (s *Service) booksBegun(ctx context.Context, by actor.Actor, typed string) (out []Numbered, err error) {
	tokens := withoutISBN(strings.Fields(typed))
	if len(tokens) > 0 && isbnWord.MatchString(tokens[0]) {
		tokens = tokens[1:]
	}
	number := strings.NewReplacer("-", "", "–", "", " ", "").Replace(strings.Join(tokens, ""))
	if len(number) < digitsTyped || digitsIn(number) < len(number)-1 || digitsIn(number[:digitsTyped]) < digitsTyped {
		return nil, nil
	}
	whole, err := isbn.Parse(number)
	starts := []string{number}
	if err == nil {
		starts = []string{string(whole)}
	} else if !strings.HasPrefix(number, "97") {
		starts = []string{"978" + number[:min(len(number), isbnDigits)], "979" + number[:min(len(number), isbnDigits)]}
	}
	for _, start := range starts {
		for _, form := range s.index.Load().Begun(start, scope(by), booksSuggested) {
			if _, err := isbn.Parse(form); err != nil || len(out) == booksSuggested {
				continue
			}
			book, found, err := s.bookOf(ctx, by, isbn.Number(form))
			if err != nil {
				return nil, err
			}
			if found {
				out = append(out, book)
			}
		}
	}
	return out, nil
}

// titled names the books to whose ISBNs ways lead.
func (s *Service) titled(ctx context.Context, by actor.Actor, ways []Wider) error {
	for i, w := range ways {
		if _, err := isbn.Parse(w.Words); w.Way != OtherWord || err != nil {
			continue
		}
		book, _, err := s.bookOf(ctx, by, isbn.Number(w.Words))
		if err != nil {
			return err
		}
		ways[i].Book = book.Title
	}
	return nil
}
