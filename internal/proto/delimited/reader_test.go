package delimited_test

import (
	"bytes"
	"encoding/csv"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/proto/delimited"
	"github.com/commonshelf/commonshelf/internal/proto/textfile"
)

const limit = 4096

func read(t testing.TB, text string, comma byte) []delimited.Record {
	t.Helper()
	r := delimited.NewReader(textfile.NewLines(strings.NewReader(text), limit), comma, limit)
	var out []delimited.Record
	for r.Next() {
		out = append(out, r.Record())
	}
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
	return out
}

func TestRecords(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []delimited.Record
	}{
		{"plain", "a,b\nc,\n", []delimited.Record{{Row: 1, Cells: []string{"a", "b"}}, {Row: 2, Cells: []string{"c", ""}}}},
		{"quoted", `"a, b","say ""hi""",c`, []delimited.Record{{Row: 1, Cells: []string{"a, b", `say "hi"`, "c"}}}},
		{"a cell of two lines", "\"a\nb\",c\nd,e", []delimited.Record{{Row: 1, Cells: []string{"a\nb", "c"}}, {Row: 2, Cells: []string{"d", "e"}}}},
		{"blanks around quotation marks", `"a" , "b"`, []delimited.Record{{Row: 1, Cells: []string{"a", "b"}}}},
		{"blank rows count", "a\n\nb", []delimited.Record{{Row: 1, Cells: []string{"a"}}, {Row: 2, Cells: []string{""}}, {Row: 3, Cells: []string{"b"}}}},
		{"the separator line does not", "sep=,\na,b", []delimited.Record{{Row: 1, Cells: []string{"a", "b"}}}},
		{"a stray mark inside", `5" disk,b`, []delimited.Record{{Row: 1, Cells: []string{`5" disk`, "b"}, Stray: true}}},
		{"a stray mark in quotation marks", `"the "best" book",b`, []delimited.Record{{Row: 1, Cells: []string{`the "best" book`, "b"}, Stray: true}}},
		{"never closed", "a,\"b\nc,d\n", []delimited.Record{{Row: 1, Cells: []string{"a", `"b`}, Unclosed: true}, {Row: 2, Cells: []string{"c", "d"}}}},
	} {
		if got := read(t, c.text, ','); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestALongRowIsCutAndTheNextIsFine(t *testing.T) {
	got := read(t, strings.Repeat("x", limit+10)+"\na,b\n", ',')
	if len(got) != 2 || !got[0].TooLong || got[1].TooLong || len(got[1].Cells) != 2 {
		t.Errorf("got %d records, the first cut: %v", len(got), got[0].TooLong)
	}
}

func TestAnUnclosedMarkDoesNotSwallowALongTable(t *testing.T) {
	got := read(t, "a,\"b\n"+strings.Repeat("c,d\n", delimited.MaxLines+5), ',')
	if len(got) != delimited.MaxLines+6 || !got[0].Unclosed {
		t.Errorf("got %d records, the first unclosed: %v", len(got), got[0].Unclosed)
	}
}

// Every line opens a quotation mark that never closes: reading must stay linear.
func TestUnclosedMarksEverywhere(t *testing.T) {
	const rows = 100_000
	if got := read(t, strings.Repeat("x,\"y z\n", rows), ','); len(got) < rows/delimited.MaxLines || len(got) > rows {
		t.Errorf("got %d records", len(got))
	}
	if got := read(t, strings.Repeat("\"y\" z\n", rows), ','); len(got) != rows {
		t.Errorf("got %d records of %d", len(got), rows)
	}
}

func TestSeparator(t *testing.T) {
	for text, want := range map[string]byte{
		"title,url\na,b\n":                  ',',
		"título;precio\nUno;1,50\nDos;2,75": ';',
		"title\turl\nOne, two\tx\nThree\ty": '\t',
		"title|url\na|b\n":                  '|',
		"sep=;\na,b;c,d\n":                  ';',
		"only one column\nanother line\n":   ',',
		"":                                  ',',
		"\"a;b;c\",d\n\"e;f;g\",h\n":        ',',
		"My list\n\ntitle;url;why\na;b;c, d, e, f, g, h\ni;j;k\n": ';',
	} {
		if got := delimited.Separator([]byte(text)); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// What the standard library writes comes back as it was.
func TestWellFormedTablesComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		comma := rapid.SampledFrom(delimited.Separators).Draw(t, "comma")
		cell := rapid.StringMatching(`[a,;|"ñ \t\n]{0,8}[a-z]?`)
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, 2, 5), 1, 6).Draw(t, "rows")
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.Comma = rune(comma)
		if err := w.WriteAll(rows); err != nil {
			t.Fatal(err)
		}
		r := delimited.NewReader(textfile.NewLines(&b, limit), comma, limit)
		for i, want := range rows {
			if !r.Next() {
				t.Fatalf("row %d is missing", i+1)
			}
			if got := r.Record(); !reflect.DeepEqual(got.Cells, want) {
				t.Fatalf("row %d: got %q, want %q", i+1, got.Cells, want)
			}
		}
		if r.Next() {
			t.Fatalf("one more: %q", r.Record().Cells)
		}
	})
}

func FuzzReader(f *testing.F) {
	f.Add("a,\"b\"\"\n\",c\n\n\"d", byte(','))
	f.Add("sep=;\r\na;b", byte(';'))
	f.Fuzz(func(t *testing.T, text string, comma byte) {
		if !bytes.Contains(delimited.Separators, []byte{comma}) {
			comma = delimited.Separator([]byte(text))
		}
		last := 0
		for _, record := range read(t, text, comma) {
			if record.Row != last+1 || len(record.Cells) == 0 {
				t.Fatalf("row %d after %d with %d cells", record.Row, last, len(record.Cells))
			}
			last = record.Row
		}
	})
}
