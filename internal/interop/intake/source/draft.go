package source

import (
	"strings"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/interop/intake/cell"
	"github.com/commonshelf/commonshelf/internal/interop/intake/columns"
	"github.com/commonshelf/commonshelf/internal/proto/isbn"
)

// value is one cell: words, several values where the source keeps them apart, the address its words link to.
type value struct {
	text string
	list []string
	link string
}

func (v value) empty() bool {
	return strings.TrimSpace(v.text) == "" && len(v.list) == 0 && v.link == ""
}

// words is the value as one text.
func (v value) words() string {
	if len(v.list) > 0 {
		return strings.Join(v.list, "; ")
	}
	return strings.TrimSpace(v.text)
}

// values is the value as several.
func (v value) values() []string {
	if len(v.list) > 0 {
		return v.list
	}
	return cell.List(v.text)
}

// people is the value as names.
func (v value) people() []string {
	if len(v.list) > 0 {
		return v.list
	}
	return cell.Creators(v.text)
}

// draft is an item being put together from what a source says.
type draft struct {
	item     Item
	id       string // of the source's own
	about    block.About
	warnings []fault.Message
	links    []block.Link
	files    []filePart
	labels   map[string]string // headings of texts by the names of columns, where they are made already
	listed   bool              // a bookmark, or a link of a list
	ofBooks  bool              // the table lists books
	isBook   bool              // the item is one; settled when all cells are in
	book     block.Book
	isbns    []named
	edition  []editionCell
	sources  []named
	parts    []block.Body // texts and links of a page, in order
	texts    []block.Text
	lines    []string // what is short, as entries of one list
	content  []string // every cell, for the hash
}

type named struct{ name, text string }

// editionCell is a cell that means one thing of a book and another of anything else.
type editionCell struct {
	field columns.Field
	name  string
	value value
}

// filePart is a file that comes with the item.
type filePart struct {
	file block.File
	from Attachment
}

func (d *draft) warn(key string, args ...any) {
	d.warnings = append(d.warnings, fault.Say("intake.warn."+key, args...))
}

// add takes in one cell.
func (d *draft) add(field columns.Field, name string, v value) {
	name, v = Clean(name), v.clean()
	if v.empty() || field == columns.Leave {
		return
	}
	d.content = append(d.content, name, v.words(), v.link)
	words := v.words()
	if link := cell.Unwrap(v.link); link != "" && field != columns.Link {
		d.links = append(d.links, block.Link{URL: link})
	}
	switch field {
	case columns.Title:
		d.about.Title = words
	case columns.Why:
		d.about.Why = words
	case columns.Link:
		d.addLink(name, v)
	case columns.ID:
		d.id = words
	case columns.Notes:
		d.texts = append(d.texts, block.Text{Heading: d.label(name), Markdown: cell.Markdown(words)})
	case columns.Tags:
		d.addWords(&d.item.Words.Tags, name, v)
	case columns.Subjects:
		d.addWords(&d.item.Words.Subjects, name, v)
	case columns.Audience:
		d.item.Words.AudienceUnder = d.label(name)
		d.addWords(&d.item.Words.Audience, name, v)
	case columns.Access:
		d.item.Words.AccessUnder = d.label(name)
		d.addWords(&d.item.Words.Access, name, v)
	case columns.School:
		d.item.Words.School = words
	case columns.Visibility:
		d.item.Words.Visibility = words
	case columns.ISBN:
		d.isbns = append(d.isbns, named{name, words})
	case columns.Creator, columns.Publisher, columns.Year, columns.Format:
		d.edition = append(d.edition, editionCell{field, name, v})
	case columns.Source:
		d.sources = append(d.sources, named{name, words})
	default:
		if !d.understood(field, name, words) {
			d.keep(name, v)
		}
	}
}

// maxWords is how many topics, subjects and the like one item may bring; more are kept as text.
const maxWords = 40

// addWords takes in a list of words to be looked up.
func (d *draft) addWords(list *[]string, name string, v value) {
	words := v.values()
	room := min(len(words), max(0, maxWords-len(*list)))
	*list = append(*list, words[:room]...)
	if rest := words[room:]; len(rest) > 0 {
		d.keep(name, value{list: rest})
	}
}

// understood takes in a cell whose words have to be read; false leaves them to be kept as text.
func (d *draft) understood(field columns.Field, name, words string) (ok bool) {
	switch field {
	case columns.Grades:
		var repaired bool
		d.item.GradeText = words
		if d.about.Grades, repaired, ok = cell.Grades(words); repaired {
			d.warn("grades_dated", words, d.about.Grades.String())
		}
	case columns.Kind:
		d.about.Type, ok = cell.Kind(words)
		d.item.KindSaid = ok
	case columns.Language:
		d.about.Language, ok = cell.Language(words)
	case columns.Minutes:
		d.about.Minutes, ok = cell.Minutes(words)
	case columns.Cost:
		d.about.Cost, ok = cell.Cost(words)
	case columns.Rights:
		code, known := cell.Rights(words)
		d.about.Rights, ok = string(code), known
	case columns.ReviewBy:
		day, err := clock.ParseDay(words)
		d.about.ReviewBy, ok = day, err == nil
	default:
		return false
	}
	if !ok {
		d.warn("not_understood", name, words)
	}
	return ok
}

// addLink takes in a cell that should hold addresses. Words beside them, and words instead of them, are kept.
func (d *draft) addLink(name string, v value) {
	found := cell.Links(v.words())
	if len(found) == 0 && v.link == "" {
		for _, one := range v.values() {
			if link := cell.Address(one); link != "" {
				found = append(found, link)
			}
		}
	}
	if v.link != "" && len(found) == 0 {
		if link := cell.Unwrap(v.link); link != "" {
			d.links = append(d.links, block.Link{URL: link, Title: linkWords(v.text)})
			return
		}
	}
	for _, link := range found {
		d.links = append(d.links, block.Link{URL: link})
	}
	if len(found) == 0 {
		d.warn("not_a_link", name, v.words())
	}
	for _, one := range v.values() {
		if !cell.IsLink(one) && cell.Address(one) == "" && !strings.HasPrefix(one, "=") {
			d.keep(name, value{text: one})
		}
	}
}

// linkWords are the words of a link, unless they say only that it is one.
func linkWords(text string) string {
	text = strings.TrimSpace(text)
	switch strings.ToLower(text) {
	case "link", "here", "click here", "click", "url", "enlace", "aquí", "aqui", "ver", "open", "website", "web":
		return ""
	}
	return text
}

// longLine is how long a value may be to stand as an entry of a list.
const longLine = 160

// keep keeps a value that has no field, under the name of its column.
func (d *draft) keep(name string, v value) {
	label := d.label(name)
	if len(v.list) > 1 {
		var lines []string
		for _, one := range v.list {
			lines = append(lines, "- "+inList(one))
		}
		d.texts = append(d.texts, block.Text{Heading: label, Markdown: strings.Join(lines, "\n")})
		return
	}
	words := v.words()
	if len(words) > longLine || strings.Contains(words, "\n") {
		d.texts = append(d.texts, block.Text{Heading: label, Markdown: cell.Markdown(words)})
		return
	}
	d.lines = append(d.lines, "- "+cell.Markdown(label)+": "+cell.Markdown(words))
}

// label is the name of a column as a heading.
func (d *draft) label(name string) string {
	if label, ok := d.labels[name]; ok {
		return label
	}
	return columns.Label(name)
}

// inList writes a text so that it stays one entry of a list.
func inList(text string) string {
	return strings.ReplaceAll(cell.Markdown(text), "\n", "\n  ")
}

// readISBN settles the ISBN of a book from all its cells.
func (d *draft) readISBN() {
	var cells []string
	for _, c := range d.isbns {
		cells = append(cells, c.text)
	}
	reading := isbn.Read(cells...)
	d.book.ISBN = string(reading.Number)
	switch {
	case reading.Repaired:
		d.warn("isbn_repaired", strings.Join(cells, ", "), string(reading.Number))
	case reading.Fault != isbn.None:
		d.warn("isbn_"+string(reading.Fault), strings.Join(cells, ", "))
		for _, c := range d.isbns {
			d.keep(c.name, value{text: c.text})
		}
	}
}
