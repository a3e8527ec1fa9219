package source

import (
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/interop/intake/columns"
	"github.com/commonshelf/commonshelf/internal/privacy"
	"github.com/commonshelf/commonshelf/internal/proto/notionexport"
	"github.com/commonshelf/commonshelf/internal/proto/textfile"
	"github.com/commonshelf/commonshelf/internal/proto/ziparchive"
)

// PagePrefix begins the external id of a page, and the address by which texts of the same source link to it.
const PagePrefix = notionexport.PagePrefix

// Limits bounds what is read. A zero field takes its value from Defaults.
type Limits struct {
	Archive ziparchive.Limits
	Row     int   // bytes of one row or line
	Columns int   // of one table
	Rows    int   // of all tables of a file that hold anything; lines of a list of objects, links
	Whole   int64 // bytes of a file that is held in memory: bookmarks, links, workbooks as packed
}

// Defaults are the limits of a zero Limits.
var Defaults = Limits{Row: 1 << 20, Columns: 500, Rows: 250_000, Whole: 64 << 20}

func (l Limits) withDefaults() Limits {
	if l.Row == 0 {
		l.Row = Defaults.Row
	}
	if l.Columns == 0 {
		l.Columns = Defaults.Columns
	}
	if l.Rows == 0 {
		l.Rows = Defaults.Rows
	}
	if l.Whole == 0 {
		l.Whole = Defaults.Whole
	}
	return l
}

// Options says how to read. The zero value guesses everything.
type Options struct {
	Mappings map[string]columns.Mapping // what people chose before, by Table.Name
	Limits   Limits
	Scratch  string // a folder for unpacked copies, empty for the system's own; what is put there goes with Close
}

// Table is one table of a file: the only one, a sheet, a database.
type Table struct {
	Name    string // empty where a file has only one
	Columns []columns.Column
	Mapping columns.Mapping
}

// Reader gives the rows of one file, as often as asked.
type Reader struct {
	notes  []fault.Message
	tables []Table
	rows   func(yield func(Row) bool) error
	close  func() error
}

// Open inspects a file of a kind. It returns fault.Fields for "file" when the file is refused whole. Name is the file's
// own name; it helps to tell what the file is about. R is read from until Close.
func Open(kind Kind, name string, r io.ReaderAt, size int64, o Options) (_ *Reader, err error) {
	defer func() { err = refusal(err) }()
	o.Limits = o.Limits.withDefaults()
	in := &input{name: name, from: r, size: size, options: o}
	if _, err := in.head(); err != nil {
		return nil, err
	}
	switch kind {
	case CSV:
		return openCSV(in)
	case XLSX:
		return openXLSX(in)
	case JSONL:
		return openJSONL(in)
	case Notion:
		return openNotion(in)
	case Bookmarks:
		return openBookmarks(in)
	case Links:
		return openLinks(in)
	}
	return nil, fmt.Errorf("no kind of source %q", kind)
}

// Notes are remarks on the file as a whole, such as that it is empty.
func (r *Reader) Notes() []fault.Message { return r.notes }

// Tables describes the columns of a file that has some.
func (r *Reader) Tables() []Table { return r.tables }

// Rows gives what became of each row, in the order of the file. An error ends it: the file itself can no longer be read.
func (r *Reader) Rows() iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		seen := identities{ids: map[string]first{}, links: map[string]Place{}}
		stopped, number := false, 0
		err := r.rows(func(row Row) bool {
			number++
			row.Number = number
			stopped = !yield(seen.settle(row), nil)
			return !stopped
		})
		if err != nil && !stopped {
			yield(Row{}, refusal(err))
		}
	}
}

// Close lets go of unpacked copies. The reader given to Open stays open.
func (r *Reader) Close() error {
	if r.close == nil {
		return nil
	}
	return r.close()
}

// nothing is the reader of a file without content.
func nothing(note string) *Reader {
	return &Reader{notes: []fault.Message{fault.Say(note)}, rows: func(func(Row) bool) error { return nil }}
}

// refuse is the error of a file that is refused whole.
func refuse(key string, args ...any) error {
	var f fault.Fields
	f.Add("file", key, args...)
	return f
}

// refusal says the refusals of archives in words.
func refusal(err error) error {
	var r ziparchive.Refusal
	if !errors.As(err, &r) {
		return err
	}
	if r.Name == "" {
		return refuse("intake.refused.archive." + string(r.Reason))
	}
	return refuse("intake.refused.archive_file."+string(r.Reason), r.Name)
}

// students refuses a table, or a list of objects, that holds student records.
func (in *input) students(table string, sample []privacy.Column) error {
	found, ok := privacy.Find(sample)
	if !ok {
		return nil
	}
	return in.refuseStudents(table, sample[found.Column].Heading, found)
}

// refuseStudents says where student records were found.
func (in *input) refuseStudents(table, heading string, found privacy.Finding) error {
	letter := columns.Letter(found.Column)
	if heading == "" {
		heading = letter
	}
	if in.keyed {
		return refuse("intake.refused.students_key", heading)
	}
	if table == "" {
		return refuse("intake.refused.students."+string(found.Reason), heading, letter)
	}
	return refuse("intake.refused.students_in."+string(found.Reason), heading, letter, table)
}

// input is a file and how to read it.
type input struct {
	name    string
	from    io.ReaderAt
	size    int64
	options Options
	keyed   bool // its fields are keys and have no letters
	rows    int  // met while the file was inspected
}

// meet counts rows, and refuses a file with more than one import takes.
func (in *input) meet(rows int) error {
	if in.rows += rows; in.rows > in.options.Limits.Rows {
		return refuse("intake.refused.rows", in.options.Limits.Rows)
	}
	return nil
}

// all reads the file from its beginning.
func (in *input) all() io.Reader { return io.NewSectionReader(in.from, 0, in.size) }

func (in *input) head() ([]byte, error) {
	head := make([]byte, min(in.size, HeadSize))
	n, err := in.from.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read the file: %w", err)
	}
	return head[:n], nil
}

// text refuses a file that is no text. The second value is false for a file without content.
func (in *input) text() (head []byte, ok bool, err error) {
	if head, err = in.head(); err != nil {
		return nil, false, err
	}
	nature := textfile.Looks(head)
	if nature == textfile.Empty {
		if int64(len(head)) == in.size {
			return nil, false, nil
		}
		nature = textfile.Plain
	}
	if nature != textfile.Plain {
		return nil, false, refuse("intake.refused.is." + string(nature))
	}
	return head, true, nil
}

// whole reads a text that is held in memory. The second value is false for a file without content.
func (in *input) whole() (string, bool, error) {
	if _, ok, err := in.text(); err != nil || !ok {
		return "", false, err
	}
	if in.size > in.options.Limits.Whole {
		return "", false, refuse("intake.refused.too_large", in.options.Limits.Whole>>20)
	}
	data, err := io.ReadAll(in.all())
	if err != nil {
		return "", false, fmt.Errorf("read the file: %w", err)
	}
	return textfile.String(data), true, nil
}
