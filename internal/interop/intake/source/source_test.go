package source_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/interop/intake/columns"
	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
	"github.com/commonshelf/commonshelf/internal/lang"
)

func open(t testing.TB, kind source.Kind, name string, data []byte, o source.Options) (*source.Reader, error) {
	t.Helper()
	r, err := source.Open(kind, name, bytes.NewReader(data), int64(len(data)), o)
	if err == nil {
		t.Cleanup(func() {
			if err := r.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	return r, err
}

// read opens a file that is fine and gives all its rows.
func read(t testing.TB, kind source.Kind, name string, data []byte) []source.Row {
	t.Helper()
	r, err := open(t, kind, name, data, source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return all(t, r)
}

func all(t testing.TB, r *source.Reader) []source.Row {
	t.Helper()
	var out []source.Row
	for row, err := range r.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, row)
	}
	return out
}

// refused checks that a file is refused with a message, and that both languages can say it.
func refused(t *testing.T, err error, key string, args ...any) {
	t.Helper()
	fields, ok := fault.AsFields(err)
	if !ok {
		t.Errorf("got %v, want it refused with %s", err, key)
		return
	}
	got := fields["file"]
	if got.Key != key || len(args) > 0 && !reflect.DeepEqual(got.Args, args) {
		t.Errorf("refused with %v, want %s %v", got, key, args)
	}
	sayable(t, got)
}

var messages = sync.OnceValues(lang.Load)

// sayable checks that a message has its words, with a value for each gap.
func sayable(t *testing.T, m fault.Message) {
	t.Helper()
	c, err := messages()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lang.Locales {
		if text := c.Printer(l, "").T(m.Key, m.Args...); strings.Contains(text, "‹") || strings.Contains(text, "{") {
			t.Errorf("%v is said as %q", m, text)
		}
	}
}

// bodies shows the blocks of a document, one a line.
func bodies(d block.Document) string {
	var out []string
	for _, b := range d.Blocks {
		switch body := b.Body.(type) {
		case block.Text:
			out = append(out, "text "+body.Heading+"|"+body.Markdown)
		case block.Link:
			out = append(out, "link "+body.Title+"|"+body.URL)
		default:
			data, _ := json.Marshal(body) // bodies are plain structs
			out = append(out, string(body.Kind())+" "+string(data))
		}
	}
	return strings.Join(out, "\n")
}

// warnings lists the keys of a row's warnings without their area.
func warnings(row source.Row) []string {
	var out []string
	for _, w := range row.Warnings {
		out = append(out, strings.TrimPrefix(w.Key, "intake.warn."))
	}
	return out
}

func zipped(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, err := w.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, files[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestGuess(t *testing.T) {
	for _, c := range []struct {
		name, head string
		want       source.Kind
	}{
		{"tools.csv", "Title,URL\nA,https://example.org\n", source.CSV},
		{"tools.txt", "Title\tURL\nA\thttps://example.org\n", source.CSV},
		{"tools.csv", "Title\nA\nB\n", source.CSV},
		{"tools.xlsx", "PK\x03\x04", source.XLSX},
		{"upload", "PK\x03\x04\x14\x00[Content_Types].xml", source.XLSX},
		{"Export.zip", "PK\x03\x04", source.Notion},
		{"b.html", "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL>", source.Bookmarks},
		{"page.html", "<html><body><a href='https://example.org'>x</a>", source.Links},
		{"list.md", "# Links\n* [a](https://example.org)", source.Links},
		{"mail.txt", "Padlet\nhttps://example.org/padlet\n\nFlip\nhttps://example.org/flip\n", source.Links},
		{"lessons.jsonl", `{"title": "A"}`, source.JSONL},
		{"a.pdf", "%PDF-1.7", ""}, {"old.xls", "\xd0\xcf\x11\xe0", ""}, {"empty.csv", "", ""}, {"x.bin", "\x00\x01\x02\x03\x00\x05", ""},
		{"notzip.xlsx", "hello", ""}, {"fake.xlsx", "see https://example.org and https://example.net", ""}, {"saved.csv", "<html><body><a href='https://example.org'>x</a>", ""},
		{"records.xml", "<?xml version=\"1.0\"?>\n<record xmlns=\"http://www.loc.gov/MARC21/slim\"/>", ""},
	} {
		if got := source.Guess(c.name, []byte(c.head)); got != c.want {
			t.Errorf("%s with %.30q is %q, want %q", c.name, c.head, got, c.want)
		}
	}
}

func TestAFileThatIsNotWhatItClaims(t *testing.T) {
	pdf, old, gz, picture, binary := "%PDF-1.7\n1 0 obj", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "\x1f\x8b\x08\x00", "\x89PNG\r\n\x1a\n", "\x7fELF\x02\x01\x01\x00\x00\x00\x00\x03\x00\x3e"
	page := "<!DOCTYPE html><html><body><table><tr><td>x</td></tr></table></body></html>"
	for _, c := range []struct {
		kind source.Kind
		data string
		key  string
	}{
		{source.CSV, pdf, "intake.refused.is.pdf"}, {source.CSV, string(zipped(t, "a", "b")), "intake.refused.is.zip"}, {source.CSV, old, "intake.refused.is.ole"},
		{source.CSV, gz, "intake.refused.is.gzip"}, {source.CSV, picture, "intake.refused.is.picture"}, {source.CSV, binary, "intake.refused.is.binary"},
		{source.CSV, `{\rtf1\ansi`, "intake.refused.is.rtf"}, {source.CSV, page, "intake.refused.is.html"},
		{source.XLSX, page, "intake.refused.text_not_xlsx"}, {source.XLSX, pdf, "intake.refused.is.pdf"}, {source.XLSX, old, "intake.refused.is.ole"},
		{source.XLSX, string(zipped(t, "word/document.xml", "<x/>")), "intake.refused.not_xlsx"}, {source.XLSX, "PK\x03\x04 cut short", "intake.refused.archive.broken"},
		{source.XLSX, string(zipped(t, "xl/workbook.xml", "no xml")), "intake.refused.not_xlsx"}, {source.XLSX, "", "intake.refused.empty"},
		{source.JSONL, "title,url\n", "intake.refused.not_jsonl"}, {source.JSONL, `[{"a":1}]`, "intake.refused.not_jsonl"}, {source.JSONL, "{\n\"a\": 1\n}\n", "intake.refused.not_jsonl"},
		{source.Notion, pdf, "intake.refused.not_archive"}, {source.Notion, string(zipped(t, "notes.md", "# x")), "intake.refused.not_notion"}, {source.Notion, "", "intake.refused.empty"},
		{source.Bookmarks, page, "intake.refused.not_bookmarks"}, {source.Bookmarks, pdf, "intake.refused.is.pdf"}, {source.Links, binary, "intake.refused.is.binary"},
	} {
		_, err := open(t, c.kind, "file", []byte(c.data), source.Options{})
		t.Run(fmt.Sprintf("%s %.12q", c.kind, c.data), func(t *testing.T) { refused(t, err, c.key) })
	}
}

func TestAnEmptyFileIsSaidToBe(t *testing.T) {
	for _, c := range []struct {
		kind source.Kind
		data string
		key  string
	}{
		{source.CSV, "", "intake.note.empty"}, {source.CSV, "\xef\xbb\xbf\r\n", "intake.note.empty"}, {source.CSV, ",,\n,,\n", "intake.note.empty"}, {source.CSV, "Title,URL\n", "intake.note.only_headings"},
		{source.JSONL, "", "intake.note.empty"}, {source.Bookmarks, "", "intake.note.empty"}, {source.Bookmarks, "<!DOCTYPE NETSCAPE-Bookmark-file-1>", "intake.note.no_bookmarks"},
		{source.Links, " ", "intake.note.empty"}, {source.Links, "no link here", "intake.note.no_links"},
	} {
		r, err := open(t, c.kind, "file", []byte(c.data), source.Options{})
		if err != nil {
			t.Errorf("%s %q: %v", c.kind, c.data, err)
			continue
		}
		if rows := all(t, r); len(rows) != 0 || len(r.Notes()) != 1 || r.Notes()[0].Key != c.key {
			t.Errorf("%s %q: %d rows, notes %v, want %s", c.kind, c.data, len(rows), r.Notes(), c.key)
		}
		for _, n := range r.Notes() {
			sayable(t, n)
		}
	}
}

// Every name that a page shows for kinds, fields and places has its words.
func TestNamesAreSayable(t *testing.T) {
	for _, k := range source.Kinds {
		sayable(t, fault.Say(k.Label()))
		sayable(t, fault.Say(k.Hint()))
		if !k.Known() {
			t.Errorf("%s is not known", k)
		}
	}
	for _, f := range columns.Fields {
		sayable(t, fault.Say(f.Label()))
	}
	for _, p := range []source.Place{
		{Unit: source.UnitRow, Number: 12}, {Unit: source.UnitRow, Number: 12, Table: "Tools"}, {Unit: source.UnitLine, Number: 3}, {Unit: source.UnitBookmark, Number: 1},
		{Unit: source.UnitLink, Number: 2}, {Unit: source.UnitPage, Page: "Guides/Citing"},
	} {
		sayable(t, p.Say())
	}
	for _, reason := range []string{"broken", "climbs", "link", "twice", "encrypted", "too-many", "too-large", "too-deep"} {
		sayable(t, fault.Say("intake.refused.archive."+reason))
		sayable(t, fault.Say("intake.refused.archive_file."+reason, "a.md"))
	}
	for _, reason := range []string{"heading", "values", "roster"} {
		sayable(t, fault.Say("intake.refused.students."+reason, "Student ID", "C"))
		sayable(t, fault.Say("intake.refused.students_in."+reason, "Student ID", "C", "Class"))
	}
	for _, unit := range []string{"row", "line", "bookmark", "link", "page"} {
		sayable(t, fault.Say("intake.skipped.twice."+unit, 3))
	}
	for _, reason := range []string{"rounded", "wrong", "disagree"} {
		sayable(t, fault.Say("intake.warn.isbn_"+reason, "9.78E+12"))
	}
}

func TestRelink(t *testing.T) {
	d := block.Document{Blocks: []block.Block{
		{Body: block.Text{Markdown: "See [Citing](notion:abc), [gone](notion:def) and [far](https://example.org)."}}, {Body: block.Link{URL: "https://example.org"}},
	}}
	got := source.Relink(d, func(id string) string {
		return map[string]string{"notion:abc": "/resources/1"}[id]
	})
	if want := "See [Citing](/resources/1), gone and [far](https://example.org)."; got.Blocks[0].Body.(block.Text).Markdown != want {
		t.Errorf("got %q", got.Blocks[0].Body)
	}
	if text := d.Blocks[0].Body.(block.Text).Markdown; !strings.Contains(text, "notion:abc") {
		t.Errorf("the document given was changed: %q", text)
	}
}

// Reading again gives the same, also a second time from one reader.
func TestReadingIsRepeatable(t *testing.T) {
	data := []byte("Title,URL\nA,https://example.org/a\nB,https://example.org/b\nA,https://example.org/a\n")
	r, err := open(t, source.CSV, "x.csv", data, source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	first, second, other := all(t, r), all(t, r), read(t, source.CSV, "x.csv", data)
	if !reflect.DeepEqual(first, second) || !reflect.DeepEqual(first, other) {
		t.Errorf("got %+v, then %+v, then %+v", first, second, other)
	}
	for row := range r.Rows() {
		if row.Place.Number != 2 {
			t.Errorf("the first row is %d", row.Place.Number)
		}
		break
	}
}

func states(rows []source.Row) []source.State {
	var out []source.State
	for _, r := range rows {
		out = append(out, r.State)
	}
	return out
}

func sameStates(t *testing.T, rows []source.Row, want ...source.State) {
	t.Helper()
	if got := states(rows); !slices.Equal(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for _, r := range rows {
		sayable(t, r.Place.Say())
		if r.State != source.Ready {
			sayable(t, r.Reason)
		}
		for _, w := range r.Warnings {
			sayable(t, w)
		}
	}
}
