package source

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/interop/intake/columns"
	"github.com/commonshelf/commonshelf/internal/proto/textfile"
	"github.com/commonshelf/commonshelf/internal/proto/ziparchive"
)

// workbook is an open workbook.
type workbook struct {
	in     *input
	file   *excelize.File
	sheets []worksheet
}

// worksheet is one visible sheet that holds a table.
type worksheet struct {
	table Table
	first int // the row where the data begins
	extra extras
	about subject
}

// openXLSX reads the visible sheets of a workbook, each as a table.
func openXLSX(in *input) (_ *Reader, err error) {
	if err := in.isWorkbook(); err != nil {
		return nil, err
	}
	archive, err := ziparchive.Open(in.from, in.size, in.options.Limits.Archive)
	if err != nil {
		return nil, err
	}
	defer archive.Close()
	if err := archive.Check(); err != nil {
		return nil, err
	}
	parts := partsOf(archive)
	if _, ok := parts["xl/workbook.xml"]; !ok {
		return nil, refuse("intake.refused.not_xlsx")
	}
	if err := wellFormed(parts); err != nil {
		return nil, err
	}
	file, err := excelize.OpenReader(in.all(), excelize.Options{TmpDir: in.options.Scratch})
	if err != nil {
		return nil, refuse("intake.refused.not_xlsx")
	}
	book := &workbook{in: in, file: file}
	defer func() {
		if err != nil {
			err = errors.Join(err, file.Close())
		}
	}()
	out := &Reader{close: file.Close}
	if err := book.inspect(parts, out); err != nil {
		return nil, err
	}
	out.rows = book.rows
	return out, nil
}

// wellFormed refuses a workbook of which a sheet, or the texts of the cells, cannot be read to the end: the reader of the cells stops
// there without a word, and what follows would be taken for not there.
func wellFormed(parts map[string]ziparchive.File) error {
	for name, f := range parts {
		if !strings.HasPrefix(name, "xl/worksheets/sheet") && name != "xl/sharedstrings.xml" && name != "xl/workbook.xml" {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return refuse("intake.refused.damaged_workbook")
		}
		open, dec := 0, xml.NewDecoder(r)
		for err == nil {
			var token xml.Token
			token, err = dec.RawToken()
			switch token.(type) {
			case xml.StartElement:
				open++
			case xml.EndElement:
				open--
			}
		}
		if closed := r.Close(); !errors.Is(err, io.EOF) || open != 0 || closed != nil {
			return refuse("intake.refused.damaged_workbook")
		}
	}
	return nil
}

func (in *input) isWorkbook() error {
	head, err := in.head()
	if err != nil {
		return err
	}
	switch nature := textfile.Looks(head); {
	case nature == textfile.Empty:
		return refuse("intake.refused.empty")
	case nature == textfile.Plain:
		return refuse("intake.refused.text_not_xlsx")
	case nature != textfile.Zip:
		return refuse("intake.refused.is." + string(nature))
	case in.size > in.options.Limits.Whole:
		return refuse("intake.refused.too_large", in.options.Limits.Whole>>20)
	}
	return nil
}

// inspect looks at every sheet. Hidden ones are not read, but what they hold may refuse the workbook.
func (b *workbook) inspect(parts map[string]ziparchive.File, out *Reader) error {
	extra := extrasOf(parts)
	names := b.file.GetSheetList()
	for _, name := range names {
		visible, err := b.file.GetSheetVisible(name)
		if err != nil {
			continue // a chart
		}
		s := worksheet{extra: extra[name]}
		shown := name
		if len(names) == 1 {
			shown = ""
		}
		note, err := b.inspectSheet(name, shown, &s)
		if err != nil {
			return err
		}
		if !visible {
			continue
		}
		if note != "" {
			out.notes = append(out.notes, fault.Say("intake.note.sheet_"+note, name))
		}
		if len(s.table.Columns) == 0 {
			continue
		}
		s.about = b.in.subject(s.table)
		s.extra.name = name
		b.sheets = append(b.sheets, s)
		out.tables = append(out.tables, s.table)
	}
	return nil
}

// inspectSheet looks at a sheet. Shown is the table's name.
func (b *workbook) inspectSheet(name, shown string, s *worksheet) (note string, err error) {
	look := scan{in: b.in, name: shown}
	var refused error
	err = b.each(name, false, func(number int, cells []string) bool {
		refused = look.row(number, cells)
		return refused == nil
	})
	if err != nil {
		return "empty", nil // a chart
	}
	if refused == nil {
		refused = look.end()
	}
	s.table, s.first = look.table, look.first
	return look.note, refused
}

// each reads the rows of a sheet, as displayed or raw.
func (b *workbook) each(name string, raw bool, yield func(number int, cells []string) bool) error {
	rows, err := b.file.Rows(name)
	if err != nil {
		return fmt.Errorf("read a sheet: %w", err)
	}
	for number := 1; rows.Next(); number++ {
		cells, err := rows.Columns(excelize.Options{RawCellValue: raw})
		if err != nil {
			cells = []string{brokenRow}
		}
		if !yield(number, cells) {
			break
		}
	}
	return errors.Join(rows.Error(), rows.Close())
}

// brokenRow stands for the cells of a row that cannot be read. No cell holds such a text.
const brokenRow = "\x00broken"

// rows gives the rows of all sheets.
func (b *workbook) rows(yield func(Row) bool) error {
	for _, s := range b.sheets {
		stopped := false
		section := ""
		exact, err := b.exactCells(s)
		if err != nil {
			return err
		}
		filler := newFiller(s.extra.down)
		err = b.each(s.extra.name, false, func(number int, cells []string) bool {
			original := exact.next()
			if number < s.first || filled(cells) == 0 {
				filler.fill(number, cells)
				return true
			}
			if title := s.extra.section(number, cells, len(s.table.Columns)); title != "" {
				section = title
				return true
			}
			row := s.row(number, filler.fill(number, cells), original)
			if section != "" && row.State == Ready {
				row.Item.Words.Tags = distinct(append(row.Item.Words.Tags, section))
			}
			stopped = !yield(row)
			return !stopped
		})
		exact.stop()
		if err != nil || stopped {
			return err
		}
	}
	return nil
}

// row makes a row of the cells of a sheet. Columns of numbers that are names keep the digits that the sheet does not show.
func (s worksheet) row(number int, cells, original []string) Row {
	place := Place{Unit: UnitRow, Number: number, Table: s.table.Name}
	if len(cells) == 1 && cells[0] == brokenRow {
		return Row{Place: place, State: Failed, Reason: fault.Say("intake.failed.broken_row")}
	}
	values := make([]value, len(cells))
	var faults []fault.Message
	for i, c := range cells {
		values[i] = fromFormula(c)
		if link, ok := s.extra.links[cellRef{number, i}]; ok {
			values[i].link = link
		}
		if i >= len(s.table.Columns) {
			continue
		}
		switch name := s.table.Columns[i].Name; {
		case isFormulaError(c):
			values[i].text = ""
			faults = append(faults, fault.Say("intake.warn.formula_error", name, c))
		case i < len(original) && exactField(s.table.Mapping[name]):
			values[i].text = original[i]
		}
	}
	row := s.table.row(place, s.about, values)
	row.Warnings = append(row.Warnings, faults...)
	return row
}

// exactField says whether a field is a number that must not be rounded for display.
func exactField(f columns.Field) bool { return f == columns.ISBN || f == columns.ID }

func isFormulaError(text string) bool {
	switch text {
	case "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!":
		return true
	}
	return false
}

// exact reads the cells of a sheet as stored, in step with another reading; nothing where no column needs it.
type exact struct {
	rows *excelize.Rows
}

func (b *workbook) exactCells(s worksheet) (*exact, error) {
	for _, f := range s.table.Mapping {
		if exactField(f) {
			rows, err := b.file.Rows(s.extra.name)
			return &exact{rows}, err
		}
	}
	return &exact{}, nil
}

func (e *exact) next() []string {
	if e.rows == nil || !e.rows.Next() {
		return nil
	}
	cells, err := e.rows.Columns(excelize.Options{RawCellValue: true})
	if err != nil {
		return nil
	}
	return cells
}

func (e *exact) stop() {
	if e.rows != nil {
		_ = e.rows.Close() // only a temporary copy goes
	}
}

// partsOf finds the parts of a workbook by their lower-case name.
func partsOf(archive *ziparchive.Archive) map[string]ziparchive.File {
	out := map[string]ziparchive.File{}
	for _, f := range archive.Files() {
		out[strings.ToLower(f.Name)] = f
	}
	return out
}

// readPart reads at most limit bytes of a part.
func readPart(f ziparchive.File, limit int64) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, limit))
}
