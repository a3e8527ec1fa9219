package source

import (
	"strings"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/interop/intake/columns"
	"github.com/commonshelf/commonshelf/internal/interop/intake/privacy"
)

// How much of a table is looked at before it is read: enough to judge its columns.
const (
	sampleRows  = 5000
	sampleBytes = 16 << 20
	cellCost    = 16 // bytes that an empty cell takes in memory
)

// sampler gathers values by column.
type sampler struct {
	rows, bytes int
	columns     []privacy.Column
}

func (s *sampler) full() bool { return s.rows >= sampleRows || s.bytes >= sampleBytes }

// add takes in the cells of one row.
func (s *sampler) add(cells []string) {
	s.rows++
	for i := range min(len(cells), len(s.columns)) {
		if text := strings.TrimSpace(cells[i]); text != "" {
			s.columns[i].Values = append(s.columns[i].Values, text)
			s.bytes += len(text)
		}
	}
}

// describe names the columns of a table and decides what they mean. It refuses a table of student records.
func (in *input) describe(name string, sample []privacy.Column) (Table, error) {
	if err := in.tooWide(len(sample)); err != nil {
		return Table{}, err
	}
	if err := in.students(name, sample); err != nil {
		return Table{}, err
	}
	headings := make([]string, len(sample))
	for i, c := range sample {
		headings[i] = c.Heading
	}
	t := Table{Name: name, Columns: make([]columns.Column, len(sample))}
	for i, n := range columns.Names(headings) {
		t.Columns[i] = columns.Column{Name: n, Samples: sample[i].Values[:min(len(sample[i].Values), columns.SampleSize)]}
	}
	t.Mapping = columns.Guess(t.Columns, in.options.Mappings[name])
	return t, nil
}

// leftOut says whether a person left out every column.
func (t Table) leftOut() bool {
	for _, c := range t.Columns {
		if t.Mapping[c.Name] != columns.Leave {
			return false
		}
	}
	return true
}

// subject is what a table is about, for the guesses that need it.
type subject struct {
	hint   block.ResourceKind
	books  bool
	labels map[string]string // of its columns, as headings
}

// subject tells what a table of a file is about.
func (in *input) subject(t Table) subject {
	hint := hintOf(t.Name)
	if hint == "" {
		hint = hintOf(strings.TrimSuffix(in.name, extension(in.name)))
	}
	s := subject{hint: hint, books: hint == block.BookList, labels: map[string]string{}}
	for name, f := range t.Mapping {
		s.books = s.books || f == columns.ISBN
		s.labels[name] = columns.Label(name)
	}
	return s
}

// row makes an item of the cells of one row; cells beyond the columns are kept too.
func (t Table) row(place Place, s subject, cells []value) Row {
	if t.leftOut() {
		return Row{Place: place, State: Skipped, Reason: fault.Say("intake.skipped.left_out")}
	}
	d := &draft{ofBooks: s.books, labels: s.labels}
	beyond := 0
	for i, v := range cells {
		if i < len(t.Columns) {
			d.add(t.Mapping[t.Columns[i].Name], t.Columns[i].Name, v)
		} else if !v.empty() {
			d.add(columns.Text, columns.Letter(i), v)
			beyond++
		}
	}
	if beyond > 0 {
		d.warn("too_many_cells", beyond)
	}
	return d.finish(place, s.hint)
}

func extension(name string) string {
	if at := strings.LastIndexByte(name, '.'); at > 0 {
		return name[at:]
	}
	return ""
}

// head is the beginning of a table: rows until its headings are found, and where they are.
type head struct {
	row   int // of the headings, counted in the rows given; -1 where there are none
	names []string
}

// headings finds the headings among the first rows of a table. It refuses headings of student records in any row that
// could be theirs, so that none hides above or below the row we took.
func (in *input) headings(name string, rows [][]string) (head, error) {
	for _, cells := range rows[:min(len(rows), columns.HeaderDepth)] {
		if err := in.tooWide(filled(cells)); err != nil {
			return head{}, err
		}
	}
	at, ok := columns.Header(rows)
	width := 0
	for _, cells := range rows {
		width = max(width, len(cells))
	}
	for i, cells := range rows[:min(len(rows), columns.HeaderDepth)] {
		if ok && i > at || width == 1 && i > 0 {
			break
		}
		if err := in.hiddenStudents(name, cells, min(width, 2)); err != nil {
			return head{}, err
		}
	}
	if !ok {
		return head{row: -1, names: make([]string, width)}, nil
	}
	names := rows[at]
	for len(names) > 0 && strings.TrimSpace(names[len(names)-1]) == "" {
		names = names[:len(names)-1]
	}
	return head{row: at, names: names}, nil
}

// hiddenStudents refuses a row of at least so many cells of which one is a heading of student records.
func (in *input) hiddenStudents(table string, cells []string, atLeast int) error {
	sample := make([]privacy.Column, len(cells))
	for i, c := range cells {
		if privacy.Heading(c) {
			sample[i].Heading = c
		}
	}
	if filled(cells) < atLeast {
		return nil
	}
	return in.students(table, sample)
}

func filled(cells []string) int {
	n := 0
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			n++
		}
	}
	return n
}

// tooWide refuses a table with more columns than a list has.
func (in *input) tooWide(width int) error {
	if width > in.options.Limits.Columns {
		return refuse("intake.refused.columns", in.options.Limits.Columns)
	}
	return nil
}
