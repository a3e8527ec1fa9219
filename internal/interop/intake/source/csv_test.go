package source_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/interop/intake/columns"
	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
	"github.com/commonshelf/commonshelf/internal/rights"
)

func TestAListOfLinks(t *testing.T) {
	rows := read(t, source.CSV, "sheet.csv", []byte(`Title,Link,Why would a colleague want this?,Grade Level,Subject,Tags,Time,Cost,Language,School,Room,License,Author
Cite it,https://example.org/cite,Builds a works-cited page with students,6-8,"ELA, History","citing; sources",20 min,free,Spanish,Elm,12B,CC BY 4.0,Ana Ruiz
Padlet,see www.example.org/padlet,,banana,,,soon,$4.50 per student,,,,,Bo Li
`))
	sameStates(t, rows, source.Ready, source.Ready)
	item := rows[0].Item
	about := item.Document.About
	if about.Title != "Cite it" || about.Why != "Builds a works-cited page with students" || about.Grades.String() != "6–8" || about.Minutes != 20 || about.Language != "es" ||
		about.Type != block.QuickTip || about.Rights != string(rights.CCBY) || about.Source.Creator != "Ana Ruiz" || item.KindSaid {
		t.Errorf("got %+v", about)
	}
	if !slices.Equal(item.Words.Subjects, []string{"ELA", "History"}) || !slices.Equal(item.Words.Tags, []string{"citing", "sources"}) || item.Words.School != "Elm" || item.GradeText != "6-8" {
		t.Errorf("got %+v with %q", item.Words, item.GradeText)
	}
	if got, want := bodies(item.Document), "link |https://example.org/cite\ntext |- Room: 12B"; got != want {
		t.Errorf("got %s", got)
	}
	if item.ExternalID != "url:https://example.org/cite" {
		t.Errorf("got %q", item.ExternalID)
	}

	item = rows[1].Item
	if item.Document.About.Cost != (block.Cost{Cents: 450, Per: "student"}) || item.Document.About.Source != (block.Source{}) {
		t.Errorf("got %+v", item.Document.About)
	}
	if got, want := bodies(item.Document), "link |https://www.example.org/padlet\ntext |- Link: see www.example.org/padlet\n- Grade Level: banana\n- Time: soon\n- Author: Bo Li"; got != want {
		t.Errorf("got %s", got)
	}
	if got := warnings(rows[1]); !slices.Equal(got, []string{"not_understood", "not_understood"}) {
		t.Errorf("got %v", got)
	}
}

func TestAListOfBooks(t *testing.T) {
	rows := read(t, source.CSV, "order.csv", []byte(`ISBN-10,ISBN-13,Title,Author,Publisher,Year,Binding,Pages
306406152,9.78030640616E+12,Atoms,"Sato, Emi",Hill,1998.0,Paperback,120
,9.78030640616E+12,Bees,Ana Ruiz,,,,
306406153,,Cats,,,,scroll,
,,Dunes,Bo Li,,,,
`))
	sameStates(t, rows, source.Ready, source.Ready, source.Ready, source.Ready)
	book := rows[0].Item.Document.Blocks[0].Body.(block.Book)
	if book.ISBN != "9780306406157" || book.Title != "Atoms" || !slices.Equal(book.Creators, []string{"Sato, Emi"}) || book.Publisher != "Hill" || book.Year != 1998 || book.Format != "print" {
		t.Errorf("got %+v", book)
	}
	if rows[0].Item.ExternalID != "isbn:9780306406157" || rows[0].Item.Document.About.Type != block.BookList || !slices.Equal(warnings(rows[0]), []string{"isbn_repaired"}) {
		t.Errorf("got %+v", rows[0])
	}
	for i, want := range []string{"isbn_repaired", "isbn_rounded", "isbn_wrong", ""} {
		if got := strings.Join(warnings(rows[i]), " "); got != want {
			t.Errorf("row %d: warned %q, want %q", i+1, got, want)
		}
	}
	if got := bodies(rows[1].Item.Document); !strings.Contains(got, "ISBN-13: 9.78030640616E+12") {
		t.Errorf("the rounded number is lost: %s", got)
	}
	if got := bodies(rows[2].Item.Document); !strings.Contains(got, "ISBN-10: 306406153") || !strings.Contains(got, "Binding: scroll") {
		t.Errorf("got %s", got)
	}
	if book := rows[3].Item.Document.Blocks[0].Body.(block.Book); book.Title != "Dunes" || book.Creators[0] != "Bo Li" {
		t.Errorf("got %+v", book)
	}
}

func TestEncodingsAndSeparators(t *testing.T) {
	text := "Título;Enlace;Años\nEl niño;https://example.org/ñ;K-2\n"
	encoded := map[string]string{"UTF-8": text, "with a mark": "\xef\xbb\xbf" + text, "tabs": strings.ReplaceAll(text, ";", "\t"), "bars": strings.ReplaceAll(text, ";", "|"), "commas": strings.ReplaceAll(text, ";", ","),
		"sep line": "sep=;\r\n" + strings.ReplaceAll(text, "\n", "\r\n")}
	for name, e := range map[string]interface{ String(string) (string, error) }{
		"Windows-1252": charmap.Windows1252.NewEncoder(),
		"UTF-16 LE":    unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder(),
		"UTF-16 BE":    unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder(),
	} {
		data, err := e.String(text)
		if err != nil {
			t.Fatal(err)
		}
		encoded[name] = data
	}
	for name, data := range encoded {
		rows := read(t, source.CSV, "x.csv", []byte(data))
		if len(rows) != 1 || rows[0].Item.Document.About.Title != "El niño" || rows[0].Item.ExternalID != "url:https://example.org/%C3%B1" || rows[0].Place.Number != 2 {
			t.Errorf("%s: got %+v", name, rows)
		}
	}
}

func TestOneBadRowNeverSpoilsTheRest(t *testing.T) {
	rows := read(t, source.CSV, "x.csv", []byte("Our list,,\n\nTitle,Link,Why\nA,https://example.org/a\nB,https://example.org/b,x,more,\n\n"+
		"the 5\" one,https://example.org/c,y\n\"D,https://example.org/d,z\nE,https://example.org/e,w\n"))
	sameStates(t, rows, source.Ready, source.Ready, source.Ready, source.Failed, source.Ready)
	for i, want := range []struct {
		row   int
		warns string
	}{{4, "too_few_cells"}, {5, "too_many_cells"}, {7, "stray_quote"}, {8, ""}, {9, ""}} {
		if rows[i].Place.Number != want.row || strings.Join(warnings(rows[i]), " ") != want.warns {
			t.Errorf("got %+v with %v, want %+v", rows[i].Place, warnings(rows[i]), want)
		}
	}
	if got := bodies(rows[1].Item.Document); !strings.Contains(got, "D: more") {
		t.Errorf("the cell beyond the headings is lost: %s", got)
	}
	if rows[3].Reason.Key != "intake.failed.unclosed_quote" {
		t.Errorf("got %v", rows[3].Reason)
	}

	long := read(t, source.CSV, "x.csv", []byte("Title,Why\nA,"+strings.Repeat("x", 1<<20)+"\nB,y\n"))
	sameStates(t, long, source.Failed, source.Ready)
}

func TestFormulasAreText(t *testing.T) {
	rows := read(t, source.CSV, "x.csv", []byte("Title,Link,Room\n=SUM(A1:A9),\"=HYPERLINK(\"\"https://example.org/x\"\",\"\"X\"\")\",=\"0012\"\n"))
	sameStates(t, rows, source.Ready)
	if rows[0].Item.Document.About.Title != "=SUM(A1:A9)" {
		t.Errorf("got %q", rows[0].Item.Document.About.Title)
	}
	if got, want := bodies(rows[0].Item.Document), "link X|https://example.org/x\ntext |- Room: 0012"; got != want {
		t.Errorf("got %s", got)
	}
}

func TestDamagedGradesAreRepaired(t *testing.T) {
	rows := read(t, source.CSV, "x.csv", []byte("Title,Grades\nA,5-Mar\n"))
	if got := rows[0]; got.Item.Document.About.Grades.String() != "3–5" || !slices.Equal(warnings(got), []string{"grades_dated"}) {
		t.Errorf("got %+v", got)
	}
	sayable(t, rows[0].Warnings[0])
}

func TestATitleIsFoundOrTheRowFails(t *testing.T) {
	rows := read(t, source.CSV, "x.csv", []byte("Title,Link,Why,ISBN,Grades\n,https://www.example.org/guides/cite,,,\n,,Good for grade six. And more.,,\n,,,9780306406157,\n,,,,K-2\n"))
	sameStates(t, rows, source.Ready, source.Ready, source.Ready, source.Failed)
	for i, want := range []string{"Cite (example.org)", "Good for grade six", "ISBN 9780306406157"} {
		if got := rows[i].Item.Document.About.Title; got != want || !slices.Equal(warnings(rows[i]), []string{"title_made"}) {
			t.Errorf("row %d is called %q, want %q", i+1, got, want)
		}
	}
}

func TestLongTextsFitAndLoseNothing(t *testing.T) {
	title, why := strings.Repeat("word ", 60)+"end", strings.Repeat("A sentence of some length. ", 60)+"The end."
	rows := read(t, source.CSV, "x.csv", []byte("Title,Why\n"+title+",\""+why+"\"\n"))
	d := rows[0].Item.Document
	if len(d.About.Title) > 200 || len(d.About.Why) > 1000 || !strings.HasSuffix(d.About.Why, ".") {
		t.Errorf("got %q and %q", d.About.Title, d.About.Why)
	}
	if got := bodies(d); !strings.Contains(got, title) || !strings.Contains(got, why) {
		t.Errorf("something is lost: %s", got)
	}
	if got := read(t, source.CSV, "x.csv", []byte("Title\n"+title+"\n"))[0].Item.Document.About; got.Why != title || !strings.HasSuffix(got.Title, "…") {
		t.Errorf("a long title without a summary became %q with %q", got.Title, got.Why)
	}
}

func TestIdentities(t *testing.T) {
	rows := read(t, source.CSV, "x.csv", []byte("ID,Title,Link,Why\n7,A,https://example.org/a,x\n7,A,https://example.org/a,x\n7,A,https://example.org/a,other\n7,B,https://example.org/a,x\n,C,https://example.org/a,x\n,D,,x\n,D,,x\n"))
	sameStates(t, rows, source.Ready, source.Skipped, source.Skipped, source.Ready, source.Ready, source.Ready, source.Skipped)
	if rows[0].Item.ExternalID != "id:7" || !strings.HasPrefix(rows[3].Item.ExternalID, "id:7~") || rows[4].Item.ExternalID != "url:https://example.org/a" || !strings.HasPrefix(rows[5].Item.ExternalID, "hash:") {
		t.Errorf("got %q, %q, %q, %q", rows[0].Item.ExternalID, rows[3].Item.ExternalID, rows[4].Item.ExternalID, rows[5].Item.ExternalID)
	}
	if rows[1].Reason.Key != "intake.skipped.twice.row" || rows[1].Reason.Args[0] != 2 || rows[2].Reason.Key != "intake.skipped.again.row" {
		t.Errorf("got %v and %v", rows[1].Reason, rows[2].Reason)
	}
}

func TestAMappingIsGivenBack(t *testing.T) {
	data := []byte("Thing,What,Room\nPadlet,A wall of notes,12\n")
	r, err := open(t, source.CSV, "x.csv", data, source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Tables()[0].Mapping; got["Thing"] != columns.Title || got["What"] != columns.Text {
		t.Errorf("guessed %v", got)
	}
	r, err = open(t, source.CSV, "x.csv", data, source.Options{Mappings: map[string]columns.Mapping{"": {"Thing": columns.Tags, "What": columns.Title, "Room": columns.Leave}}})
	if err != nil {
		t.Fatal(err)
	}
	rows := all(t, r)
	if got := rows[0].Item; got.Document.About.Title != "A wall of notes" || !slices.Equal(got.Words.Tags, []string{"Padlet"}) || len(got.Document.Blocks) != 0 {
		t.Errorf("got %+v", got)
	}
	r, err = open(t, source.CSV, "x.csv", data, source.Options{Mappings: map[string]columns.Mapping{"": {"Thing": columns.Leave, "What": columns.Leave, "Room": columns.Leave}}})
	if err != nil {
		t.Fatal(err)
	}
	sameStates(t, all(t, r), source.Skipped)
}

func TestATableWithoutHeadings(t *testing.T) {
	r, err := open(t, source.CSV, "x.csv", []byte("Cite it,https://example.org/a\nPadlet,https://example.org/b\n"), source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rows := all(t, r)
	sameStates(t, rows, source.Ready, source.Ready)
	if rows[0].Place.Number != 1 || rows[0].Item.Document.About.Title != "Cite it" || rows[0].Item.ExternalID != "url:https://example.org/a" {
		t.Errorf("got %+v", rows[0])
	}
	if len(r.Notes()) != 1 || r.Notes()[0].Key != "intake.note.no_headings" || r.Tables()[0].Columns[1].Name != "B" {
		t.Errorf("got %v and %+v", r.Notes(), r.Tables())
	}
}

func TestStudentRecordsAreRefusedWhole(t *testing.T) {
	for name, c := range map[string]struct {
		data, key string
		args      []any
	}{
		"a heading":           {"Title,Student ID\nA,1\n", "intake.refused.students.heading", []any{"Student ID", "B"}},
		"below a title line":  {"Room 12\n\nTitle,Grade,Fecha de nacimiento\nA,3,x\n", "intake.refused.students.heading", []any{"Fecha de nacimiento", "C"}},
		"values":              {"Title,Student\nA,Maria Lopez\nB,James Carter\n", "intake.refused.students.values", []any{"Student", "B"}},
		"above our headings":  {"Name,Student Name\nTitle,URL\nA,https://example.org\n", "intake.refused.students.heading", []any{"Student Name", "B"}},
		"among no headings":   {"x,1\ny,2\nStudent Name,3\nz,4\n", "intake.refused.students.heading", []any{"Student Name", "A"}},
		"a single column":     {"Student Name\nMaria Lopez\n", "intake.refused.students.heading", []any{"Student Name", "A"}},
		"a class":             {"First Name,Last Name,Grade\nMaria,Lopez,4\n", "intake.refused.students.roster", []any{"Last Name", "B"}},
		"with semicolons":     {"Título;Nombre del alumno\nA;Ana\n", "intake.refused.students.heading", []any{"Nombre del alumno", "B"}},
		"in another encoding": {"T\xedtulo;A\xf1o;DOB\nA;;\n", "intake.refused.students.heading", []any{"DOB", "C"}},
	} {
		_, err := open(t, source.CSV, "x.csv", []byte(c.data), source.Options{})
		t.Run(name, func(t *testing.T) { refused(t, err, c.key, c.args...) })
	}
	for name, data := range map[string]string{
		"levels":               "Title,Student level\nA,K-2\nB,Beginner\n",
		"a resource about ids": "Title,Link\nStudent ID,https://example.org/a\nStudent Name,https://example.org/b\n",
		"a column far below":   "Name,ID\nMaria Lopez,1\n",
	} {
		if _, err := open(t, source.CSV, "x.csv", []byte(data), source.Options{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMoreTopicsThanOneItemHas(t *testing.T) {
	words := make([]string, 60)
	for i := range words {
		words[i] = "word" + string(rune('a'+i%26)) + string(rune('a'+i/26))
	}
	item := read(t, source.CSV, "x.csv", []byte("Title,Tags\nA,\""+strings.Join(words, ",")+"\"\n"))[0].Item
	if len(item.Words.Tags) != 40 || !strings.Contains(bodies(item.Document), "- "+words[59]) {
		t.Errorf("got %d topics and %s", len(item.Words.Tags), bodies(item.Document))
	}
}

func TestTooManyColumns(t *testing.T) {
	_, err := open(t, source.CSV, "x.csv", []byte(strings.Repeat("x,", 600)+"\n"+strings.Repeat("1,", 600)+"\n"), source.Options{})
	refused(t, err, "intake.refused.columns", 500)
}

func TestKindsOfResource(t *testing.T) {
	for data, want := range map[string]block.ResourceKind{
		"Title,Type\nA,Lesson plan\n": block.Lesson, "Title,Link\nA,https://www.youtube.com/watch?v=1\n": block.Reel, "Title\nMakerspace bots\n": block.Makerspace,
		"Title,Type\nA,Website\n": block.QuickTip, "Title,Link\nA,https://example.org\n": block.QuickTip,
	} {
		if got := read(t, source.CSV, "x.csv", []byte(data))[0].Item.Document.About.Type; got != want {
			t.Errorf("%q is a %s, want %s", data, got, want)
		}
	}
	if got := read(t, source.CSV, "our-tools.csv", []byte("Title,Link\nA,https://example.org\n"))[0].Item.Document.About.Type; got != block.DigitalTool {
		t.Errorf("a row of our-tools.csv is a %s", got)
	}
}

// Addresses are taken as they are typed, and words in their column are kept as words.
func TestLinksWithoutTheirScheme(t *testing.T) {
	rows := read(t, source.CSV, "sites.csv", []byte("Title,Link\nItem,www.loc.gov/item/1\nMaps,loc.gov/maps\nShelf,by the door\n"))
	sameStates(t, rows, source.Ready, source.Ready, source.Ready)
	for i, want := range []string{"link |https://www.loc.gov/item/1", "link |https://loc.gov/maps", "text |- Link: by the door"} {
		if got := bodies(rows[i].Item.Document); got != want {
			t.Errorf("row %d holds %q, want %q", i, got, want)
		}
	}
}
