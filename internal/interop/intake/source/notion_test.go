package source_test

import (
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/interop/intake/columns"
	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
	"github.com/commonshelf/commonshelf/internal/proto/ziparchive"
)

const (
	home   = "0123456789abcdef0123456789abcdef"
	citing = "11111111111111111111111111111111"
	tools  = "22222222222222222222222222222222"
	padlet = "33333333333333333333333333333333"
)

func export(t testing.TB) []byte {
	return zipped(t, "ExportBlock-1-Part-1.zip", string(zipped(t,
		"Home "+home+".md", "# Home\n\nEverything our library keeps in one place. See [Citing](Home%20"+home+"/Citing%20"+citing+".md) and [gone](gone.md).\n\n![](Home%20"+home+"/map.png)\n",
		"Home "+home+"/Citing "+citing+".md", "# Citing\n\nShort and plain words about citing.\n",
		"Home "+home+"/map.png", "png", "Home "+home+"/spare.png", "png2",
		"Home "+home+"/Empty 44444444444444444444444444444444.md", "# Empty\n",
		"Home "+home+"/Tools "+tools+".csv", "Name,Level,URL,Topic,Cost to us\nPadlet,6-8,https://example.org/padlet,\"walls, notes\",free of charge\nFlip,9-12,https://example.org/flip,video,\n",
		"Home "+home+"/Tools "+tools+"/Padlet "+padlet+".md", "# Padlet\n\nLevel: 6-8\nURL: https://example.org/padlet\nTopic: walls, notes\nCost to us: free of charge\n\nStudents pin what they found on one wall.\n\n## Steps\n\n- Open it\n",
	)))
}

func TestANotionExport(t *testing.T) {
	r, err := open(t, source.Notion, "Export.zip", export(t), source.Options{Scratch: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	rows := all(t, r)
	sameStates(t, rows, source.Ready, source.Ready, source.Skipped, source.Ready, source.Ready, source.Skipped)

	front := rows[0].Item
	if front.ExternalID != "notion:"+home || front.Document.About.Type != block.Guide || !slices.Equal(front.Refers, []string{"notion:" + citing}) || rows[0].Place.Page != "Home" {
		t.Errorf("got %+v at %+v", front, rows[0].Place)
	}
	if !slices.Equal(warnings(rows[0]), []string{"no_alt", "dead_links"}) || len(front.Files) != 1 || front.Files[0].Name != "map.png" || front.Files[0].Size != 3 {
		t.Fatalf("got %v and %+v", warnings(rows[0]), front.Files)
	}
	if file, ok := front.Document.Blocks[front.Files[0].Block].Body.(block.File); !ok || file.Name != "map.png" || file.Hash != "" {
		t.Errorf("got %+v", front.Document.Blocks)
	}
	stream, err := front.Files[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	if data, err := io.ReadAll(stream); err != nil || string(data) != "png" {
		t.Errorf("the file holds %q, %v", data, err)
	}

	if got := rows[1].Item; got.Document.About.Why != "Short and plain words about citing." || len(got.Document.Blocks) != 0 {
		t.Errorf("got %+v", got)
	}
	tool := rows[3].Item
	if tool.ExternalID != "notion:"+padlet || tool.Document.About.Grades.String() != "6–8" || !slices.Equal(tool.Words.Tags, []string{"walls", "notes"}) || tool.Document.About.Type != block.DigitalTool {
		t.Errorf("got %+v", tool)
	}
	if got, want := bodies(tool.Document), "link |https://example.org/padlet\ntext Steps|- Open it\ntext |- Cost to us: free of charge"; got != want {
		t.Errorf("got %s", got)
	}
	if flip := rows[4]; flip.Item.Document.About.Title != "Flip" || flip.Item.ExternalID != "url:https://example.org/flip" || flip.Place.Table != "Home/Tools" || flip.Place.Number != 3 {
		t.Errorf("got %+v", flip)
	}
	if rows[2].Reason.Key != "intake.skipped.page_empty" || rows[5].Reason.Key != "intake.skipped.file_unused" {
		t.Errorf("got %v and %v", rows[2].Reason, rows[5].Reason)
	}
	if tables := r.Tables(); len(tables) != 1 || tables[0].Name != "Home/Tools" || tables[0].Mapping["Name"] != columns.Title || tables[0].Mapping["Cost to us"] != columns.Text {
		t.Errorf("got %+v", tables)
	}
}

// Two rows of one name, one of them with a page: the other is not lost.
func TestRowsAreMatchedWithPagesOneByOne(t *testing.T) {
	rows := read(t, source.Notion, "e.zip", zipped(t, "Tools "+tools+".csv", "Name,Room\nPadlet,12\nPadlet,14\n", "Tools "+tools+"/Padlet "+padlet+".md", "# Padlet\n\nRoom: 12\n"))
	sameStates(t, rows, source.Ready, source.Ready)
	if got := bodies(rows[1].Item.Document); got != "text |- Room: 14" {
		t.Errorf("got %s", got)
	}
}

func TestADatabaseMayBeMappedAndLeftOut(t *testing.T) {
	r, err := open(t, source.Notion, "Export.zip", export(t), source.Options{Mappings: map[string]columns.Mapping{"Home/Tools": {"Cost to us": columns.Cost, "Topic": columns.Leave}}})
	if err != nil {
		t.Fatal(err)
	}
	if row := all(t, r)[3]; len(row.Item.Words.Tags) != 0 || !slices.Equal(warnings(row), []string{"not_understood"}) {
		t.Errorf("got %+v", row)
	}
	leave := columns.Mapping{"Name": columns.Leave, "Level": columns.Leave, "URL": columns.Leave, "Topic": columns.Leave, "Cost to us": columns.Leave}
	r, err = open(t, source.Notion, "Export.zip", export(t), source.Options{Mappings: map[string]columns.Mapping{"Home/Tools": leave}})
	if err != nil {
		t.Fatal(err)
	}
	if got := states(all(t, r)); !slices.Equal(got, []source.State{source.Ready, source.Ready, source.Skipped, source.Skipped, source.Skipped, source.Skipped}) {
		t.Errorf("got %v", got)
	}
}

func TestPropertiesOfAnHTMLExport(t *testing.T) {
	page := func(rows string) string {
		return `<h1 class="page-title">Padlet</h1><table class="properties"><tbody>` + rows + `</tbody></table><div class="page-body"><p>A wall of notes for every class.</p></div>`
	}
	rows := read(t, source.Notion, "e.zip", zipped(t, "Tools/Padlet "+padlet+".html", page(`<tr><th>Grade</th><td>6-8</td></tr><tr><th>Seats</th><td>30</td></tr>`)))
	sameStates(t, rows, source.Ready)
	if d := rows[0].Item.Document; d.About.Grades.String() != "6–8" || bodies(d) != "text |- Seats: 30" || d.About.Why != "A wall of notes for every class." {
		t.Errorf("got %+v\n%s", d.About, bodies(d))
	}
	_, err := open(t, source.Notion, "e.zip", zipped(t, "Class/Padlet "+padlet+".html", page(`<tr><th>Student name</th><td>Maria</td></tr>`)), source.Options{})
	refused(t, err, "intake.refused.students_in.heading", "Student name", "A", "Class")
}

func TestStudentsInADatabaseRefuseTheArchive(t *testing.T) {
	_, err := open(t, source.Notion, "e.zip", zipped(t, "Home "+home+".md", "# Home\n\nfine", "Class "+tools+".csv", "Name,Student ID\nx,1\n"), source.Options{})
	refused(t, err, "intake.refused.students_in.heading", "Student ID", "B", "Class")
}

func TestHostileArchives(t *testing.T) {
	page := "Home " + home + ".md"
	for name, c := range map[string]struct {
		data   []byte
		limits ziparchive.Limits
		key    string
	}{
		"climbs":    {zipped(t, page, "x", "../evil.md", "x"), ziparchive.Limits{}, "intake.refused.archive_file.climbs"},
		"twice":     {zipped(t, page, "x", page, "y"), ziparchive.Limits{}, "intake.refused.archive_file.twice"},
		"a bomb":    {zipped(t, page, strings.Repeat("x", 1<<20)), ziparchive.Limits{Bytes: 1 << 18}, "intake.refused.archive_file.too-large"},
		"too many":  {zipped(t, page, "x", "a", "", "b", ""), ziparchive.Limits{Entries: 2}, "intake.refused.archive.too-many"},
		"too deep":  {zipped(t, "Export-1.zip", string(zipped(t, "Export-2.zip", string(zipped(t, page, "x"))))), ziparchive.Limits{}, "intake.refused.archive_file.too-deep"},
		"cut short": {export(t)[:400], ziparchive.Limits{}, "intake.refused.archive.broken"},
	} {
		_, err := open(t, source.Notion, "e.zip", c.data, source.Options{Scratch: t.TempDir(), Limits: source.Limits{Archive: c.limits}})
		t.Run(name, func(t *testing.T) { refused(t, err, c.key) })
	}
}

func TestABadPageNeverSpoilsTheRest(t *testing.T) {
	rows := read(t, source.Notion, "e.zip", zipped(t, "Deep "+home+".html", strings.Repeat("<div>", 5000), "Fine "+citing+".md", "# Fine\n\nwords"))
	sameStates(t, rows, source.Failed, source.Ready)
}
