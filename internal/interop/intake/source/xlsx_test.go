package source_test

import (
	"archive/zip"
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/interop/intake/columns"
	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
	"github.com/commonshelf/commonshelf/internal/proto/ziparchive"
)

// workbook writes cells ("B2") and their values, sheet by sheet; change may do more.
func workbook(t testing.TB, sheets map[string]map[string]any, change func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for name, cells := range sheets {
		if name != "Sheet1" {
			if _, err := f.NewSheet(name); err != nil {
				t.Fatal(err)
			}
		}
		for cell, v := range cells {
			if err := f.SetCellValue(name, cell, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	if change != nil {
		change(f)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestAWorkbook(t *testing.T) {
	data := workbook(t, map[string]map[string]any{"Sheet1": {
		"A1": "Our resources", "A3": "Topic", "B3": "Resource", "C3": "Link", "D3": "Grades", "E3": "Seats",
		"A4": "Citing", "B4": "Cite it", "C4": "click here", "D4": "6-8", "E4": 12.0,
		"B5": "Books", "C5": "https://example.org/books", "E5": "#N/A",
		"A6": "For the makerspace",
		"A7": "Bots", "B7": "Linked", "C7": "",
	}}, func(f *excelize.File) {
		must(t, f.MergeCell("Sheet1", "A1", "E1"))
		must(t, f.MergeCell("Sheet1", "A4", "A5"))
		must(t, f.MergeCell("Sheet1", "A6", "E6"))
		must(t, f.SetCellHyperLink("Sheet1", "C4", "https://example.org/cite", "External"))
		must(t, f.SetCellHyperLink("Sheet1", "B7", "https://example.org/linked", "External"))
	})
	rows := read(t, source.XLSX, "x.xlsx", data)
	sameStates(t, rows, source.Ready, source.Ready, source.Ready)
	for i, want := range []struct {
		row           int
		title, bodies string
		tags          []string
	}{
		{4, "Cite it", "link |https://example.org/cite\ntext |- Seats: 12", []string{"Citing"}},
		{5, "Books", "link |https://example.org/books", []string{"Citing"}},
		{7, "Linked", "link |https://example.org/linked", []string{"Bots", "For the makerspace"}},
	} {
		item := rows[i].Item
		if rows[i].Place.Number != want.row || item.Document.About.Title != want.title || bodies(item.Document) != want.bodies || !slices.Equal(item.Words.Tags, want.tags) {
			t.Errorf("row %d: %q %q under %q, want %+v", rows[i].Place.Number, item.Document.About.Title, bodies(item.Document), item.Words.Tags, want)
		}
	}
	if got := warnings(rows[1]); !slices.Equal(got, []string{"formula_error"}) {
		t.Errorf("got %v", got)
	}
}

func TestNumbersKeepTheDigitsThatASheetDoesNotShow(t *testing.T) {
	data := workbook(t, map[string]map[string]any{"Sheet1": {
		"A1": "ISBN", "B1": "Title", "C1": "ID", "D1": "Grades",
		"A2": 9780306406157, "B2": "Atoms", "C2": 1234567,
		"A3": 306406152, "B3": "Bees", "C3": 2,
	}}, func(f *excelize.File) {
		style, err := f.NewStyle(&excelize.Style{NumFmt: 11}) // 0.00E+00
		must(t, err)
		must(t, f.SetCellStyle("Sheet1", "A2", "A3", style))
		thousands, err := f.NewStyle(&excelize.Style{NumFmt: 3}) // #,##0
		must(t, err)
		must(t, f.SetCellStyle("Sheet1", "C2", "C2", thousands))
	})
	rows := read(t, source.XLSX, "x.xlsx", data)
	sameStates(t, rows, source.Ready, source.Ready)
	for i, want := range []string{"id:1234567", "id:2"} {
		if book, ok := rows[i].Item.Document.Blocks[0].Body.(block.Book); !ok || book.ISBN != "9780306406157" || rows[i].Item.ExternalID != want {
			t.Errorf("got %+v called %q", rows[i].Item.Document.Blocks, rows[i].Item.ExternalID)
		}
	}
}

func TestSheets(t *testing.T) {
	data := workbook(t, map[string]map[string]any{
		"Sheet1": {"A1": "Title", "B1": "ID", "A2": "A", "B2": 1}, "Tools": {"A1": "Tool", "B1": "ID", "A2": "B", "B2": 1}, "Hidden": {"A1": "Title", "A2": "x"}, "Blank": {},
	}, func(f *excelize.File) { must(t, f.SetSheetVisible("Hidden", false)) })
	r, err := open(t, source.XLSX, "x.xlsx", data, source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rows := all(t, r)
	got := map[string]source.Place{}
	for _, row := range rows {
		got[row.Item.ExternalID] = row.Place
	}
	if len(rows) != 2 || got["id:Sheet1/1"].Table != "Sheet1" || got["id:Tools/1"] != (source.Place{Unit: source.UnitRow, Number: 2, Table: "Tools"}) {
		t.Errorf("got %v", got)
	}
	if len(r.Tables()) != 2 || len(r.Notes()) != 1 || r.Notes()[0].Key != "intake.note.sheet_empty" {
		t.Errorf("got %+v and %v", r.Tables(), r.Notes())
	}
	r, err = open(t, source.XLSX, "x.xlsx", data, source.Options{Mappings: map[string]columns.Mapping{"Tools": {"Tool": columns.Leave, "ID": columns.Leave}}})
	if err != nil {
		t.Fatal(err)
	}
	if rows := all(t, r); !slices.Contains(states(rows), source.Skipped) || len(rows) != 2 {
		t.Errorf("got %v", states(rows))
	}
}

func TestStudentsInAnySheetRefuseTheWorkbook(t *testing.T) {
	data := workbook(t, map[string]map[string]any{
		"Sheet1": {"A1": "Title", "A2": "A"}, "Class 4B": {"A1": "Teacher", "B1": "Student Name", "A2": "x", "B2": "Maria Lopez"},
	}, nil)
	_, err := open(t, source.XLSX, "x.xlsx", data, source.Options{})
	refused(t, err, "intake.refused.students_in.heading", "Student Name", "B", "Class 4B")

	hidden := workbook(t, map[string]map[string]any{"Sheet1": {"A1": "Title", "A2": "A"}, "Old": {"A1": "DOB", "B1": "x", "A2": "1"}},
		func(f *excelize.File) { must(t, f.SetSheetVisible("Old", false)) })
	_, err = open(t, source.XLSX, "x.xlsx", hidden, source.Options{})
	refused(t, err, "intake.refused.students_in.heading", "DOB", "A", "Old")
}

func TestAWorkbookThatIsABomb(t *testing.T) {
	data := zipped(t, "[Content_Types].xml", "<Types/>", "xl/workbook.xml", "<workbook/>", "xl/worksheets/sheet1.xml", strings.Repeat(" ", 1<<20))
	_, err := open(t, source.XLSX, "x.xlsx", data, source.Options{Limits: source.Limits{Archive: ziparchive.Limits{Bytes: 1 << 19}}})
	refused(t, err, "intake.refused.archive_file.too-large", "xl/worksheets/sheet1.xml")
	_, err = open(t, source.XLSX, "x.xlsx", data, source.Options{Limits: source.Limits{Whole: 10}})
	refused(t, err, "intake.refused.too_large")
}

// A workbook whose sheet breaks off is refused, and not read as one that ends there.
func TestADamagedWorkbookIsNotAShortOne(t *testing.T) {
	whole := workbook(t, map[string]map[string]any{"Sheet1": {"A1": "Title", "B1": "Link", "A2": "One", "B2": "https://one.example", "A3": "Two", "B3": "https://two.example"}}, nil)
	_, err := open(t, source.XLSX, "x.xlsx", whole, source.Options{})
	must(t, err)
	in, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	must(t, err)
	for _, part := range []string{"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"} {
		for name, spoil := range map[string]func(string) string{
			"cut in half":      func(text string) string { return text[:len(text)/2] },
			"without its end":  func(text string) string { return text[:strings.LastIndex(text, "</")] },
			"with a bad mark":  func(text string) string { return strings.Replace(text, "</row>", "<&</row>", 1) + "<" },
			"nothing but this": func(string) string { return "<" },
		} {
			var out bytes.Buffer
			w := zip.NewWriter(&out)
			for _, f := range in.File {
				r, err := f.Open()
				must(t, err)
				text, err := io.ReadAll(r)
				must(t, err)
				if f.Name == part {
					text = []byte(spoil(string(text)))
				}
				entry, err := w.Create(f.Name)
				must(t, err)
				_, err = entry.Write(text)
				must(t, err)
			}
			must(t, w.Close())
			_, err := open(t, source.XLSX, "x.xlsx", out.Bytes(), source.Options{})
			t.Log(part, name)
			refused(t, err, "intake.refused.damaged_workbook")
		}
	}
}
