package source_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
)

const benchRows = 5000

func benchCells(i int) []any {
	return []any{
		fmt.Sprintf("Resource %d for the library", i), fmt.Sprintf("https://example.org/resources/%d", i), "Shows students how to find and weigh a source, step by step.", "3-5",
		"ELA; Science", "citing, sources, grade 6", "45 min", "English", "free", "Room 12", fmt.Sprint(i), "Bring the cart; ask the office for the key.",
	}
}

var benchHeadings = []any{"Title", "Link", "Description", "Grades", "Subjects", "Tags", "Time", "Language", "Cost", "Room", "ID", "Notes"}

func preview(b *testing.B, kind source.Kind, data []byte) {
	b.Helper()
	for b.Loop() {
		r, err := source.Open(kind, "bench", bytes.NewReader(data), int64(len(data)), source.Options{})
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for row, err := range r.Rows() {
			if err != nil || row.State != source.Ready {
				b.Fatal(row.State, row.Reason, err)
			}
			n++
		}
		if err := r.Close(); err != nil || n != benchRows {
			b.Fatal(n, err)
		}
	}
	b.ReportMetric(float64(benchRows*b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkPreviewCSV(b *testing.B) {
	var out strings.Builder
	for i := range benchRows + 1 {
		cells := benchHeadings
		if i > 0 {
			cells = benchCells(i)
		}
		for j, c := range cells {
			if j > 0 {
				out.WriteByte(',')
			}
			fmt.Fprintf(&out, "%q", c)
		}
		out.WriteByte('\n')
	}
	preview(b, source.CSV, []byte(out.String()))
}

func BenchmarkPreviewXLSX(b *testing.B) {
	f := excelize.NewFile()
	defer f.Close()
	for i := range benchRows + 1 {
		cells := benchHeadings
		if i > 0 {
			cells = benchCells(i)
		}
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &cells); err != nil {
			b.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		b.Fatal(err)
	}
	preview(b, source.XLSX, out.Bytes())
}

func BenchmarkPreviewJSONL(b *testing.B) {
	var out strings.Builder
	for i := range benchRows {
		fmt.Fprintf(&out, `{"id": %d, "title": "Resource %d", "description": "Shows students how to find a source.", "grades": ["3", "4"], "points": ["one", "two", "three"], "units": [{"id": 1, "title": "Numbers"}]}`+"\n", i, i)
	}
	preview(b, source.JSONL, []byte(out.String()))
}

func BenchmarkPreviewBookmarks(b *testing.B) {
	out := strings.Builder{}
	out.WriteString("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p><DT><H3>Citing</H3><DL><p>\n")
	for i := range benchRows {
		fmt.Fprintf(&out, `<DT><A HREF="https://example.org/%d" TAGS="sources,citing">Resource %d</A><DD>Shows students how to find a source.`+"\n", i, i)
	}
	preview(b, source.Bookmarks, []byte(out.String()))
}

func BenchmarkPreviewNotion(b *testing.B) {
	var files []string
	for i := range benchRows {
		files = append(files, fmt.Sprintf("Home/Page %d %032x.md", i, i), fmt.Sprintf("# Page %d\n\nShows students how to find a source.\n\n## Steps\n\n- one\n- two [again](Page%%20%d%%20%032x.md)\n", i, i/2, i/2))
	}
	preview(b, source.Notion, zipped(b, files...))
}
