package index

import (
	"github.com/commonshelf/commonshelf/internal/id"
)

// Query is one question to the index. The zero value lists what is public.
type Query struct {
	Words   string              // as typed; none: everything that passes the filters
	Prefix  bool                // the last word may be the beginning of one
	Filters map[string][]string // by facet: values of one facet are alternatives, facets hold together
	Scope   Scope
	Sort    Sort
	Now     int64 // microseconds since 1970, from which freshness is measured; 0: all are equally fresh

	Offset, Limit int
	Counts        bool // facet counts are wanted
	Values        int  // at most so many values a facet, the chosen ones beside; 0: all
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
	Hits    []Hit
	Facets  []Facet // in the order in which the index was given them; nil unless counts were wanted
	Relaxed bool    // whatever the filters, no document has all the words: these have at least one
}

// Hit is one document found.
type Hit struct {
	ID    string
	Score float32
}

// Facet is the values of one facet with the number of documents found for each, as if nothing were chosen in this
// facet. Values are ordered by count, then by name.
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
