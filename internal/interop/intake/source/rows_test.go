package source_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
)

// A file holds no more rows than one import takes, of whatever kind it is; rows that hold nothing do not count.
func TestAFileHasNoMoreRowsThanItMay(t *testing.T) {
	for kind, write := range map[source.Kind]func(rows int) []byte{
		source.CSV: func(rows int) []byte {
			return []byte("Title\n" + strings.Repeat("\n , \n", 50) + strings.Repeat("A thing\n", rows-1))
		},
		source.JSONL: func(rows int) []byte { return []byte(strings.Repeat(`{"title": "A thing"}`+"\n\n", rows)) },
		source.Links: func(rows int) []byte { return []byte(links(rows, "https://example.org/%d\n")) },
		source.Bookmarks: func(rows int) []byte {
			return []byte("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n" + links(rows, "<DT><A HREF=\"https://example.org/%d\">A thing</A>\n") + "</DL><p>\n")
		},
		source.XLSX: func(rows int) []byte { return sheets(t, rows) },
	} {
		t.Run(string(kind), func(t *testing.T) {
			o := source.Options{Limits: source.Limits{Rows: 30}}
			if _, err := open(t, kind, "a", write(30), o); err != nil {
				t.Errorf("30 rows: %v", err)
			}
			_, err := open(t, kind, "a", write(31), o)
			refused(t, err, "intake.refused.rows", 30)
		})
	}
}

func links(rows int, format string) string {
	var out strings.Builder
	for n := range rows {
		fmt.Fprintf(&out, format, n)
	}
	return out.String()
}

// sheets is a workbook of two sheets with so many rows together.
func sheets(t *testing.T, rows int) []byte {
	f := excelize.NewFile()
	defer f.Close()
	if _, err := f.NewSheet("Sheet2"); err != nil {
		t.Fatal(err)
	}
	for n := range rows {
		if err := f.SetCellValue([]string{"Sheet1", "Sheet2"}[n%2], fmt.Sprint("A", n/2+1), "Title"); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
