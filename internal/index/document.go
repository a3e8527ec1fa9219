package index

import (
	"github.com/commonshelf/commonshelf/internal/id"
)

// Visibility is the circle that may see a document. Each holds the one before it.
type Visibility uint8

// The circles, from the smallest. A document of no circle is seen by its district's System scope alone.
const (
	SeenByNobody Visibility = iota
	SeenBySchool
	SeenByDistrict
	SeenByConsortium
	SeenByAnyone
)

// Doc is what the index knows of one resource.
type Doc struct {
	ID      string
	Version int64 // grows with every change; a document at or below the version held is passed over

	District   id.DistrictID
	Consortium string      // districts that share with each other have the same; empty: none
	School     id.SchoolID // the owner
	Visibility Visibility

	Language string // BCP 47; decides how the words below are stemmed
	Title    string
	Tags     string // every word by which its tags are known, synonyms included
	Summary  string
	Headings string // each on a line, as tags and books are
	Books    string
	Body     string

	Facets   map[string][]string // values by facet; facets that the index was not made with are passed over
	Family   string              // what it is a version of, or what has versions: the same for all of these; empty: it stands alone
	Traits   []string            // by which it is looked for or left out, and which nobody is told: they are no values and never counted
	Shared   int64               // microseconds since 1970: newest first, freshness
	Print    Print               // of its text; none: it is like no other
	HalfLife int                 // days in which it loses half of what age may take; 0: two years; the nearest of some is taken
	Boost    float32             // multiplies the score; 0 is 1; kept between 1/8 and 8
}

// field is a part of a document that weighs differently.
type field uint8

const (
	titleField field = iota
	tagsField
	summaryField
	headingsField
	booksField
	bodyField
	fields int = iota
)

func (d *Doc) text(f field) string {
	switch f {
	case titleField:
		return d.Title
	case tagsField:
		return d.Tags
	case summaryField:
		return d.Summary
	case headingsField:
		return d.Headings
	case booksField:
		return d.Books
	}
	return d.Body
}
