package source_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/interop/intake/cell"
	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
)

// everything is all that an item says, in small letters, without the marks of Markdown.
func everything(t *rapid.T, row source.Row) string {
	data, err := json.Marshal(struct {
		Item     any
		Warnings any
	}{row.Item.Document, []any{row.Item.Words, row.Item.GradeText, row.Item.ExternalID}})
	if err != nil {
		t.Fatal(err)
	}
	return strings.ToLower(strings.ReplaceAll(string(data), `\\`, ""))
}

// Whatever the columns mean, no word of a row is lost.
func TestNoWordOfATableIsLost(t *testing.T) {
	heading := rapid.SampledFrom([]string{"Title", "Link", "Why", "Grades", "Subject", "Tags", "Type", "Language", "ISBN", "Author", "Publisher", "Year", "Format",
		"Audience", "Time", "Cost", "License", "Source", "Notes", "Review by", "School", "Visibility", "ID", "Room", "", "Website"})
	word := rapid.StringMatching(`[a-z]{3,8}( [a-z]{2,8}){0,3}`)
	rapid.Check(t, func(t *rapid.T) {
		headings := rapid.SliceOfN(heading, 2, 8).Draw(t, "headings")
		cells := make([]string, len(headings))
		for i := range cells {
			cells[i] = word.Draw(t, "cell")
		}
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		if err := w.WriteAll([][]string{append([]string{"Title of it"}, headings...), append([]string{"a certain thing"}, cells...)}); err != nil {
			t.Fatal(err)
		}
		r, err := source.Open(source.CSV, "x.csv", bytes.NewReader(b.Bytes()), int64(b.Len()), source.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for row, err := range r.Rows() {
			if err != nil || row.State != source.Ready {
				t.Fatalf("%s %v: %v", row.State, row.Reason, err)
			}
			said := everything(t, row)
			for i, c := range cells {
				if tag, ok := cell.Language(c); ok && headings[i] == "Language" && tag == row.Item.Document.About.Language {
					continue // a code says what it means by another word: "bel" is "be"
				}
				for one := range strings.FieldsSeq(c) {
					if !strings.Contains(said, one) {
						t.Fatalf("%q under %q is lost in %s", one, headings[i], said)
					}
				}
			}
		}
	})
}

// check opens a file of any kind with any content, and checks what every item promises.
func check(t *testing.T, kind source.Kind, name string, data []byte) {
	r, err := source.Open(kind, name, bytes.NewReader(data), int64(len(data)), source.Options{Scratch: t.TempDir()})
	if err != nil {
		return
	}
	defer r.Close()
	met := map[string]bool{}
	for row, err := range r.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		if row.State != source.Ready {
			if row.Reason.Key == "" {
				t.Fatalf("%+v without a reason", row)
			}
			continue
		}
		item := row.Item
		if met[item.ExternalID] || item.ExternalID == "" {
			t.Fatalf("%q comes twice or is empty", item.ExternalID)
		}
		met[item.ExternalID] = true
		about := item.Document.About
		if strings.TrimSpace(about.Title) == "" || len([]rune(about.Title)) > 200 || len([]rune(about.Why)) > 1000 || !about.Type.Known() || len(item.Document.Blocks) > 500 {
			t.Fatalf("got %+v with %d blocks", about, len(item.Document.Blocks))
		}
		for _, b := range item.Document.Blocks {
			switch body := b.Body.(type) {
			case block.Text:
				if strings.TrimSpace(body.Markdown) == "" || len(body.Markdown) > 60_000 {
					t.Fatalf("a text of %d bytes", len(body.Markdown))
				}
			case block.Link:
				if !strings.HasPrefix(strings.ToLower(body.URL), "http") || len(body.URL) > 2000 {
					t.Fatalf("a link to %q", body.URL)
				}
			}
			if _, _, err := block.Encode(b.Body); err != nil {
				t.Fatal(err)
			}
		}
		for _, f := range item.Files {
			if _, ok := item.Document.Blocks[f.Block].Body.(block.File); !ok {
				t.Fatalf("%+v is no file of its document", f)
			}
		}
	}
}

func FuzzCSV(f *testing.F) {
	f.Add([]byte("Title,Link,Grades\nA,https://example.org,5-Mar\n\"B\n,,\n"))
	f.Add([]byte("sep=;\nTítulo;ISBN;Autor\nA;306406152;B, C\n"))
	f.Fuzz(func(t *testing.T, data []byte) { check(t, source.CSV, "x.csv", data) })
}

func FuzzJSONL(f *testing.F) {
	f.Add([]byte(`{"title": "A", "x": [{"a": [1, {"b": null}]}], "url": "https://example.org"}`))
	f.Fuzz(func(t *testing.T, data []byte) { check(t, source.JSONL, "x.jsonl", data) })
}

func FuzzBookmarks(f *testing.F) {
	f.Add([]byte(`<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><H3>F</H3><DL><DT><A HREF="https://example.org" TAGS="a,b">A</A><DD>x</DL></DL>`))
	f.Fuzz(func(t *testing.T, data []byte) { check(t, source.Bookmarks, "b.html", data) })
}

func FuzzLinks(f *testing.F) {
	f.Add([]byte("# H\n* [a](https://example.org/a) b [c](https://example.org/c)\n"))
	f.Add([]byte("Words:\nhttps://example.org/a good"))
	f.Fuzz(func(t *testing.T, data []byte) { check(t, source.Links, "l.md", data) })
}

func FuzzXLSX(f *testing.F) {
	f.Add(workbook(f, map[string]map[string]any{"Sheet1": {"A1": "Title", "B1": "ISBN", "A2": "A", "B2": 9780306406157}}, nil))
	f.Fuzz(func(t *testing.T, data []byte) { check(t, source.XLSX, "x.xlsx", data) })
}

// The markup of a sheet, inside a workbook that is otherwise fine.
func FuzzSheet(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="inlineStr"><is><t>Title</t></is></c></row><row r="2"><c r="B2"><v>1</v></c></row>`, `<mergeCells><mergeCell ref="A1:B2"/></mergeCells>`)
	f.Fuzz(func(t *testing.T, rows, tail string) {
		check(t, source.XLSX, "x.xlsx", zipped(t,
			"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
			"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
			"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
			"xl/worksheets/sheet1.xml", `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`+rows+`</sheetData>`+tail+`</worksheet>`,
		))
	})
}

func FuzzNotion(f *testing.F) {
	f.Add("# T\n\nName: x\n\n[a](Home.md)\n", "Name,Grades\nT,3-5\nU,x\n", true)
	f.Add(`<h1 class="page-title">x</h1><table class="properties"><tr><th>Tags</th><td>a</td></tr></table>`, "", false)
	f.Fuzz(func(t *testing.T, page, table string, markdown bool) {
		ext := ".html"
		if markdown {
			ext = ".md"
		}
		check(t, source.Notion, "e.zip", zipped(t, "T "+tools+".csv", table, "T "+tools+"/P "+padlet+ext, page, "Home "+home+ext, page))
	})
}
