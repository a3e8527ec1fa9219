package source

import (
	"strings"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/interop/intake/columns"
	"github.com/commonshelf/commonshelf/internal/privacy"
)

// How much of a table is looked at before it is read: enough to judge its columns.
const (
	sampleRows  = 5000
	sampleBytes = 16 << 20
	cellCost    = 16 // bytes that an empty cell takes in memory
)

// top is the beginning of a table: its first rows that hold anything, and their numbers.
type top struct {
	rows    [][]string
	numbers []int
	bytes   int
}

func (t *top) full() bool { return len(t.rows) >= sampleRows || t.bytes >= sampleBytes }

func (t *top) add(number int, cells []string) {
	if filled(cells) == 0 {
		return
	}
	for _, c := range cells {
		t.bytes += len(c) + cellCost
	}
	t.rows, t.numbers = append(t.rows, cells), append(t.numbers, number)
}

// scan looks at a table from its first row to its last: what its columns are, and that no row of it holds student records.
type scan struct {
	in    *input
	name  string // of the table
	begin top
	watch *privacy.Watch // of the rows; nil until the beginning is judged

	table Table
	first int    // the row where the data begins
	note  string // a remark, as the end of its key
}

// row takes in the next row.
func (s *scan) row(number int, cells []string) error {
	cells = cells[:width(cells)]
	if err := s.in.tooWide(len(cells)); err != nil {
		return err
	}
	if len(cells) > 0 { // of a row that holds nothing no cell is left
		if err := s.in.meet(1); err != nil {
			return err
		}
	}
	if s.watch != nil {
		return s.refuse(s.watch.Row(cells))
	}
	s.begin.add(number, cells)
	if s.begin.full() {
		return s.judge()
	}
	return nil
}

// end is what remains after the last row.
func (s *scan) end() error {
	if s.watch == nil {
		if err := s.judge(); err != nil {
			return err
		}
	}
	return s.refuse(s.watch.End())
}

func (s *scan) refuse(at privacy.Place, found bool) error {
	if !found {
		return nil
	}
	return s.in.refuseStudents(s.name, at.Heading, at.Finding)
}

// judge finds the headings of a table, names its columns and decides what they mean. It refuses a table of student records.
func (s *scan) judge() error {
	rows := s.begin.rows
	at, headings, err := s.in.headings(s.name, rows)
	if err != nil {
		return err
	}
	sample := make([]privacy.Column, len(headings))
	for i, heading := range headings {
		sample[i].Heading = heading
	}
	for _, cells := range rows[at+1:] {
		for i := range min(len(cells), len(sample)) {
			if text := strings.TrimSpace(cells[i]); text != "" {
				sample[i].Values = append(sample[i].Values, text)
			}
		}
	}
	switch {
	case len(rows) == 0:
		s.note = "empty"
	case at < 0:
		s.first, s.note = s.begin.numbers[0], "no_headings"
	default:
		if s.first = s.begin.numbers[at] + 1; len(rows) == at+1 {
			s.note = "only_headings"
		}
	}
	if s.table, err = s.in.describe(s.name, sample); err != nil {
		return err
	}
	s.watch = privacy.NewWatch(headings, at >= 0)
	for _, cells := range rows[at+1:] {
		if err := s.refuse(s.watch.Row(cells)); err != nil {
			return err
		}
	}
	return nil
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

// headings finds the headings among the first rows of a table; at is -1 and the headings are empty where there are none. It
// refuses headings of student records in any row that could be theirs, so that none hides above or below the row we took.
func (in *input) headings(name string, rows [][]string) (at int, headings []string, err error) {
	width := 0
	for _, cells := range rows {
		width = max(width, len(cells))
	}
	beginning := rows[:min(len(rows), columns.HeaderDepth)]
	at, ok := columns.Header(beginning)
	for i, cells := range beginning {
		if ok && i > at || width == 1 && i > 0 {
			break
		}
		if err := in.hiddenStudents(name, cells, min(width, 2)); err != nil {
			return 0, nil, err
		}
	}
	if !ok {
		return -1, make([]string, width), nil
	}
	headings = rows[at]
	for len(headings) > 0 && strings.TrimSpace(headings[len(headings)-1]) == "" {
		headings = headings[:len(headings)-1]
	}
	return at, headings, nil
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

// width is the number of cells up to the last one that holds anything.
func width(cells []string) int {
	n := len(cells)
	for n > 0 && strings.TrimSpace(cells[n-1]) == "" {
		n--
	}
	return n
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
