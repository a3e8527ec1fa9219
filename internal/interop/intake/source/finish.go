package source

import (
	"strings"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/interop/intake/cell"
	"github.com/commonshelf/commonshelf/internal/interop/intake/columns"
)

// How long the parts of a draft may be. What is longer goes on in a text of the document, so that nothing is lost.
const (
	maxTitle  = 180
	maxWhy    = 800
	maxText   = 50_000
	maxBlocks = 400
)

// finish makes a row of the draft.
func (d *draft) finish(place Place, hint block.ResourceKind) Row {
	d.settleEdition()
	d.settleSource()
	d.nameIt()
	if strings.TrimSpace(d.about.Title) == "" {
		return Row{Place: place, State: Failed, Reason: fault.Say("intake.failed.no_title"), Glimpse: glimpse(d.said()...), Warnings: d.warnings}
	}
	d.fitTitle()
	overflow := d.fitWhy()
	if d.about.Type == "" {
		d.about.Type = kindOf(d, hint)
	}
	d.item.Document = block.Document{About: d.about}
	for _, body := range d.bodies(overflow) {
		d.item.Document.Blocks = append(d.item.Document.Blocks, block.Block{Body: body})
	}
	d.addFiles()
	content := hash(d.content...)
	if d.item.ExternalID == "" {
		d.item.ExternalID = d.identity(place.Table, content)
	}
	return Row{Place: place, State: Ready, Item: d.item, Warnings: d.warnings, content: content}
}

// said is what all cells say, in order.
func (d *draft) said() []string {
	var out []string
	for i := 1; i < len(d.content); i += 3 { // name, words, link
		out = append(out, d.content[i])
	}
	return out
}

// settleEdition decides whether the item is a book, and what creator, publisher, year and format mean then.
func (d *draft) settleEdition() {
	d.isBook = len(d.isbns) > 0 || d.about.Type == block.BookList || d.ofBooks && len(d.links) == 0 && len(d.edition) > 0
	if d.isBook {
		d.readISBN()
		d.book.Language = d.about.Language
	}
	for _, e := range d.edition {
		if !d.ofBook(e) {
			d.keep(e.name, e.value)
		}
	}
}

// ofBook takes in one cell of an edition; false leaves it to be kept as text.
func (d *draft) ofBook(e editionCell) (ok bool) {
	words := e.value.words()
	switch {
	case e.field == columns.Format && !d.isBook:
		d.addWords(&d.item.Words.Formats, e.name, e.value)
		return true
	case e.field == columns.Creator && (d.isBook || d.about.Rights != ""):
		d.book.Creators = append(d.book.Creators, e.value.people()...)
		return true
	case !d.isBook:
		return false
	case e.field == columns.Publisher:
		d.book.Publisher, ok = words, d.book.Publisher == ""
	case e.field == columns.Year:
		d.book.Year, ok = cell.Year(words)
	case e.field == columns.Format:
		d.book.Format, ok = cell.BookFormat(words)
	}
	return ok
}

// settleSource names where a resource comes from when its rights are stated: what is made elsewhere needs a statement.
// Without one, the source stays text.
func (d *draft) settleSource() {
	if d.about.Rights == "" {
		for _, s := range d.sources {
			d.keep(s.name, value{text: s.text})
		}
		return
	}
	if !d.isBook {
		d.about.Source.Creator = strings.Join(d.book.Creators, "; ")
	}
	for _, s := range d.sources {
		if found := cell.Links(s.text); len(found) > 0 {
			d.about.Source.URL = found[0]
		}
		if !cell.IsLink(s.text) {
			d.about.Source.Title = s.text
		}
	}
}

// maxFiles is how many files one item may bring.
const maxFiles = 50

// addFiles puts the files at the end of the document.
func (d *draft) addFiles() {
	if len(d.files) > maxFiles {
		d.warn("files_left_out", len(d.files)-maxFiles)
		d.files = d.files[:maxFiles]
	}
	for _, f := range d.files {
		f.from.Block = len(d.item.Document.Blocks)
		d.item.Document.Blocks = append(d.item.Document.Blocks, block.Block{Body: f.file})
		d.item.Files = append(d.item.Files, f.from)
	}
}
