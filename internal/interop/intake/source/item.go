package source

import (
	"io"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// State is what became of a row.
type State string

// The states.
const (
	Ready   State = "ready"   // Item may be created
	Skipped State = "skipped" // there is nothing to create; Reason says why
	Failed  State = "failed"  // something could not be read; Reason says what
)

// Row is what became of one row, page, bookmark or link.
type Row struct {
	Number   int // among the rows of the file, from 1
	Place    Place
	State    State
	Twin     bool            // Skipped because it stands in the file before; a person may want it all the same
	Item     Item            // only of a Ready row or a Twin
	Reason   fault.Message   // only of a Skipped or Failed one
	Glimpse  string          // only of a Failed one: its first words, by which a person knows it
	Warnings []fault.Message // what a person may want to look at; the item is good without

	content string // hash of all that the source says of it
}

// Item is a resource as it would be created.
type Item struct {
	// ExternalID is what the item is called in its source: its own id, its address, its ISBN, else a hash of its content.
	// It is the same each time the same source is read, and no two items of one reading share it.
	ExternalID string
	Document   block.Document // the keys of its blocks are empty
	Words      Words
	GradeText  string       // the grades as written, for a person to compare with the document's
	KindSaid   bool         // the source named the kind of resource; else it is a guess
	Refers     []string     // external ids of items that its texts link to
	Files      []Attachment // what the document's File blocks without a hash stand for
}

// Words are what the source says in words and the caller looks up in the vocabulary of the district.
type Words struct {
	Tags       []string
	Subjects   []string
	Formats    []string
	Audience   []string
	Access     []string
	School     string
	Visibility string // as written; "private" of a bookmark that its service keeps so

	AudienceUnder string // what the source calls the column, to keep what is in no list
	AccessUnder   string
}

// Attachment is a file that comes with an item. Store it, then give the block its hash, media type and size.
type Attachment struct {
	Block int // its place among the document's blocks
	Name  string
	Size  int64
	Open  func() (io.ReadCloser, error)
}

// Unit is what the places of a source are counted in.
type Unit string

// The units.
const (
	UnitRow      Unit = "row"
	UnitLine     Unit = "line"
	UnitBookmark Unit = "bookmark"
	UnitLink     Unit = "link"
	UnitPage     Unit = "page"
)

// Place is where in a file a row stands, as a person finds it there.
type Place struct {
	Unit   Unit
	Number int    // of the row, line, bookmark or link; from 1
	Table  string // the sheet or database, where a file has several
	Page   string // the path of a page
}

// Say names the place: "row 12", "page Guides/Citing".
func (p Place) Say() fault.Message {
	switch {
	case p.Unit == UnitPage:
		return fault.Say("intake.place.page", p.Page)
	case p.Table != "":
		return fault.Say("intake.place.table_row", p.Number, p.Table)
	}
	return fault.Say("intake.place."+string(p.Unit), p.Number)
}
