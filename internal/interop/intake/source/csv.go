package source

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/proto/delimited"
	"github.com/commonshelf/commonshelf/internal/proto/textfile"
)

// openCSV reads a table kept as text.
func openCSV(in *input) (*Reader, error) {
	first, ok, err := in.text()
	if err != nil {
		return nil, err
	}
	if !ok {
		return nothing("intake.note.empty"), nil
	}
	if start := strings.ToLower(strings.TrimSpace(textfile.String(first))); strings.HasPrefix(start, "<!doctype") || strings.HasPrefix(start, "<html") || strings.HasPrefix(start, "<table") {
		return nil, refuse("intake.refused.is.html")
	}
	return in.delimited("", func() *delimited.Reader {
		return delimited.NewReader(textfile.NewLines(in.all(), in.options.Limits.Row), delimited.Separator(first), in.options.Limits.Row)
	})
}

// delimited reads a table that can be opened again and again.
func (in *input) delimited(name string, open func() *delimited.Reader) (*Reader, error) {
	sheet, err := in.inspect(name, open())
	if err != nil {
		return nil, err
	}
	out := &Reader{notes: sheet.notes, tables: []Table{sheet.table}}
	about := in.subject(sheet.table)
	out.rows = func(yield func(Row) bool) error {
		r := open()
		for r.Next() {
			record := r.Record()
			if record.Row < sheet.first || record.Blank() {
				continue
			}
			if !yield(sheet.row(record, about)) {
				return nil
			}
		}
		return r.Err()
	}
	return out, nil
}

// sheet is a table kept as text.
type sheet struct {
	table Table
	first int // the row where the data begins
	notes []fault.Message
}

// inspect looks at a table.
func (in *input) inspect(name string, r *delimited.Reader) (s sheet, err error) {
	look := scan{in: in, name: name}
	for err == nil && r.Next() {
		record := r.Record()
		err = look.row(record.Row, record.Cells)
	}
	if err == nil {
		err = r.Err()
	}
	if err == nil {
		err = look.end()
	}
	if _, refused := fault.AsFields(err); err != nil && !refused {
		return sheet{}, fmt.Errorf("inspect the table: %w", err)
	}
	s.table, s.first = look.table, look.first
	if look.note != "" {
		s.notes = append(s.notes, fault.Say("intake.note."+look.note))
	}
	return s, err
}

// row makes a row of a record.
func (s sheet) row(record delimited.Record, about subject) Row {
	place := Place{Unit: UnitRow, Number: record.Row, Table: s.table.Name}
	switch {
	case record.TooLong:
		return Row{Place: place, State: Failed, Reason: fault.Say("intake.failed.too_long"), Glimpse: glimpse(record.Cells...)}
	case record.Unclosed:
		return Row{Place: place, State: Failed, Reason: fault.Say("intake.failed.unclosed_quote"), Glimpse: glimpse(record.Cells...)}
	}
	cells := make([]value, len(record.Cells))
	for i, c := range record.Cells {
		cells[i] = fromFormula(c)
	}
	row := s.table.row(place, about, cells)
	if record.Stray {
		row.Warnings = append(row.Warnings, fault.Say("intake.warn.stray_quote"))
	}
	if missing := len(s.table.Columns) - len(cells); missing > 0 {
		row.Warnings = append(row.Warnings, fault.Say("intake.warn.too_few_cells", missing))
	}
	return row
}

var hyperlink = regexp.MustCompile(`(?i)^=HYPERLINK\("([^"]+)"(?:\s*[,;]\s*"([^"]*)")?\)$`)

// fromFormula reads a cell that was saved as a formula: ="..." keeps a spreadsheet from reading text as a number,
// =HYPERLINK(...) is an address with words. Nothing is ever worked out; any other formula is text.
func fromFormula(text string) value {
	if !strings.HasPrefix(text, "=") {
		return value{text: text}
	}
	if m := hyperlink.FindStringSubmatch(text); m != nil {
		return value{text: firstOf(m[2], m[1]), link: m[1]}
	}
	if inner, ok := strings.CutPrefix(text, `="`); ok && strings.HasSuffix(inner, `"`) && !strings.Contains(inner[:len(inner)-1], `"`) {
		return value{text: inner[:len(inner)-1]}
	}
	return value{text: text}
}
