package index

import (
	"github.com/commonshelf/commonshelf/internal/id"
)

// Query is one question to the index. The zero value lists what is public.
type Query struct {
	Words   string              // as typed; none: everything that passes the filters
	Without string              // a document that has one of these words is not found
	Phrases []Phrase            // words that follow each other; those that must are among Words too
	Also    []Also              // other words by which a document may have what is asked for
	Exactly bool                // a word that exists nowhere is not taken for one that does; so it is where there are phrases
	Literal bool                // Exactly, and what lacks one of the words is not found; nor are two words written as one
	Weak    []string            // words that say little of what is looked for: they count less
	Known   [][]string          // folded words, beside those of documents, for which a word may be taken that nothing has
	Right   []string            // words that are spelt right though nothing may have them: they are not taken for others
	Prefix  bool                // the last word may be the beginning of one
	Filters map[string][]string // by facet: values of one facet are alternatives, facets hold together
	Narrow  []Narrow            // hold together, and with the filters
	Since   int64               // shared then or later, in microseconds since 1970; 0: whenever
	Until   int64               // shared before; 0: whenever
	Scope   Scope
	Sort    Sort
	Now     int64 // microseconds since 1970, from which freshness is measured; 0: all are equally fresh

	Offset, Limit int
	HitsOnly      bool    // the totals need not be told: they may be of fewer
	Favors        []Favor // what rises for this asker; by fit, of a query with words
	Once          bool    // of each family one document is hit, and counted in Total, Whole and the facets
	Own           Own     // whose version of a family is shown, if it fits

	Counts bool // facet counts are wanted
	Values int  // at most so many values a facet, the chosen ones beside; 0: all

	Reasons bool // it is told of each hit by what it was found
}

// Phrase is words that must stand in a document as they are, one after the other; or must not.
type Phrase struct {
	Words string
	Not   bool
}

// Narrow leaves out the documents that have one of some traits, but for those that have one of others.
type Narrow struct{ Without, Unless []string }

// Also says that a document with some words, a value of a facet or a trait has what other words ask for: a synonym, the name of a
// language, a person.
type Also struct {
	Of    string // words of the query, one after the other
	Is    string // words that a document must have all, in any order
	Facet string // or, where Is is empty, the facet of which it must have the value
	Value string
	Trait string  // which it must have, where Is and Facet are empty
	Share float32 // of what the words asked for would count
}

// Own says which documents are the asker's own: those that have one of some values of a facet.
type Own struct {
	Facet  string
	Values []string
}

// Scope is who asks. The zero value is a visitor who has not signed in.
type Scope struct {
	District   id.DistrictID
	Consortium string
	Schools    []id.SchoolID
	SignedIn   bool // without it, and without System, only what is public is seen
	System     bool // sees everything in District
}

// Sort is the order of the hits.
type Sort uint8

// The orders. Equal fit is ordered by newest, equally new documents by id.
const (
	ByFit Sort = iota
	ByNewest
)

// Result is what a query finds among the documents its scope may see.
type Result struct {
	Total   int
	Every   int // documents found: of families all, where Total has one
	Hits    []Hit
	Reasons [][]Reason // of each hit, by what it was found; nil unless that was asked for
	Facets  []Facet    // in the order in which the index was given them; nil unless counts were wanted
	Whole   int        // how many of Total have all the words; they are the first in no order but by fit
	Relaxed bool       // whatever the filters, few have all the words: with them are those that have most of what counts
	Unknown []string   // words, as read, that nothing has
	Taken   []Taken    // words that nothing has, and what was looked for instead
	Offered []Taken    // of Unknown those from which another word differs little: it may be meant, and is not looked for
	Over    string     // the first word, as read, that was passed over because there are too many; mostly empty
}

// Taken is a word of the query that exists nowhere, and the one or two that it was taken for.
type Taken struct{ Typed, For string }

// Hit is one document found.
type Hit struct {
	ID     string
	Score  float32
	Family string // where one of each family was asked for: that of the document, if it has one
}

// Facet is the values of one facet with the number of documents found for each, as if nothing were chosen in this
// facet; of families, where one of each is asked for, the number of families with such a document. Values are ordered by count, then by name.
type Facet struct {
	Name   string
	Values []Value
}

// Value is a facet's value and the number of documents that have it.
type Value struct {
	Value  string
	Count  int
	Chosen bool // a filter of the query; listed also when nothing has it
}

// Facet gives the values of a facet; nil when it was not counted.
func (r Result) Facet(name string) []Value {
	for _, f := range r.Facets {
		if f.Name == name {
			return f.Values
		}
	}
	return nil
}
