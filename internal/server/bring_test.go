package server_test

import (
	"archive/zip"
	"errors"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/commonshelf/commonshelf/internal/config"
	"github.com/commonshelf/commonshelf/internal/server"
	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

// serveDemo serves the demonstration in a folder of the test's own and gives its address.
func serveDemo(t *testing.T, o server.Options) string {
	t.Helper()
	_, at := runDemo(t, o)
	return at
}

// runDemo is serveDemo, with the program that serves.
func runDemo(t *testing.T, o server.Options) (*server.Server, string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := "http://" + listener.Addr().String()
	settings := config.Settings{Listen: listener.Addr().String(), BaseURL: at, Demo: true}
	settings.Data = t.TempDir()
	s, err := server.New(t.Context(), settings, o)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(t.Context(), server.Listen(listener, nil)) }()
	t.Cleanup(func() {
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, at
}

// comeIn signs in as somebody of the demonstration, by the button on its page.
func comeIn(p *browsertest.Page, at, name string) {
	p.Go(at + "/demo")
	p.Press("button", "Come in as "+name)
	p.Until(`location.pathname === "/"`)
}

// Somebody brings in a file of each kind: sees what would come of it, brings it in, watches it come, and undoes one.
func TestBringInAFileOfEachKind(t *testing.T) {
	at := serveDemo(t, server.Options{})
	p := browsertest.Start(t).Open(t, at+"/demo")
	comeIn(p, at, "Rosa Delgado")
	folder := t.TempDir()
	for _, f := range []struct{ name, text string }{
		{"tools.csv", "Title;Link;Why\nKiwix;https://kiwix.org;An encyclopedia without a network\nBad row;;\n"},
		{"reading.md", "# Reading\n- [Standard Ebooks](https://standardebooks.org)\n- https://www.gutenberg.org/ebooks/11\n"},
		{"bookmarks.html", "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p><DT><A HREF=\"https://www.openstreetmap.org/\">Open maps</A></DL>"},
		{"items.jsonl", "{\"title\":\"Tide tables\",\"url\":\"https://tidesandcurrents.noaa.gov\",\"why\":\"When to walk to the island\"}\n"},
	} {
		path := filepath.Join(folder, f.name)
		if err := os.WriteFile(path, []byte(f.text), 0o600); err != nil {
			t.Fatal(err)
		}
		bringIn(p, at, path)
	}
	notionIn(p, at, notion(t, folder, "notion.zip", "Quiet corner 0123456789abcdef0123456789abcdef.md", "# Quiet corner\n\nA rug and two lamps.\n",
		"Tools 22222222222222222222222222222222.csv", "\ufeffName,URL,Notes\nMap maker,https://example.org/maps,It draws rivers\n"),
		"Quiet corner", "Map maker")
	notionIn(p, at, notion(t, folder, "notion-html.zip", "Loud corner 11111111111111111111111111111111.html",
		`<html><head><title>Loud corner</title></head><body><article class="page sans"><header><h1 class="page-title">Loud corner</h1></header>
			<div class="page-body"><p>Drums, on Fridays.</p></div></article></body></html>`), "Loud corner")
	bringIn(p, at, workbook(t, folder))
	p.Press("link", "Undo this import")
	p.Inspect()
	p.Press("button", "Undo it")
	p.Sees("This import was undone.")
	p.Press("button", "Bring it all back")
	p.Sees("Done: 1 new thing on the shelf.")
}

// bringIn takes a file from choosing it to having it on the shelf.
func bringIn(p *browsertest.Page, at, path string) {
	p.Go(at + "/bring")
	p.Inspect()
	p.Upload("Or choose a file", path)
	p.Press("button", "See what would come of it")
	p.Sees(filepath.Base(path), "Row by row")
	p.Inspect()
	browsertest.Eval[bool](p, `(document.querySelector('button[formaction$="/go"]').click(), true)`)
	p.Sees("Download the report")
	p.Sees("Done:")
	p.Inspect()
}

// notionIn brings an archive in and finds its pages, without the ids that Notion puts behind their names, on the shelf.
func notionIn(p *browsertest.Page, at, path string, titles ...string) {
	bringIn(p, at, path)
	p.SeesNot("0123456789abcdef", "11111111111111111111111111111111")
	for _, title := range titles {
		p.Go(at + "/catalog?q=" + url.QueryEscape(title))
		p.Press("link", title)
		p.Sees(title)
		p.Inspect()
	}
}

// notion writes an archive of files, names and contents in turn, as Notion exports them.
func notion(t *testing.T, folder, name string, files ...string) string {
	t.Helper()
	path := filepath.Join(folder, name)
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	archive := zip.NewWriter(out)
	for i := 0; i < len(files); i += 2 {
		f, err := archive.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, files[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(archive.Close(), out.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func workbook(t *testing.T, folder string) string {
	t.Helper()
	book := excelize.NewFile()
	for cell, text := range map[string]string{"A1": "Title", "B1": "Link", "A2": "Star charts", "B2": "https://stellarium-web.org"} {
		if err := book.SetCellStr("Sheet1", cell, text); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(folder, "sheet.xlsx")
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	if err := book.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// A file with a column of students is refused in words beside the field, and the page keeps its place.
func TestAStudentFileIsRefusedInWords(t *testing.T) {
	at := serveDemo(t, server.Options{})
	p := browsertest.Start(t).Open(t, at+"/demo", browsertest.Width(320), browsertest.NoScripts())
	comeIn(p, at, "Mai Tran")
	path := filepath.Join(t.TempDir(), "class.csv")
	if err := os.WriteFile(path, []byte("Student ID,Title\n4711,Whales\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p.Go(at + "/bring")
	p.Upload("Or choose a file", path)
	p.Press("button", "See what would come of it")
	p.Sees("Student ID")
	p.Inspect()
}

const tipsSheet = "Title,What is it?,Link,Grade level(s),Notes\n" +
	"Spot the dateline,Lesson,https://example.org/dateline,3-5,Look where the story begins\n" +
	"Ask who paid,Guide,loc.gov/paid,6-8,Money tells\n" +
	"Who paid for this,Guide,https://loc.gov/paid,6-8,The same page by another name\n" +
	",,,,\n" +
	",Video,https://www.example.org/film/rivers,K-2,\n" +
	"Ask who paid,Guide,https://loc.gov/paid,6-8,Twice\n" +
	"Nobody knows what this row with a remarkably long title that goes on and on is for,Rubric,ask the office,soon,\n"

// On a phone all of a preview is read without scrolling sideways. A tick counts at once, and what is not ticked stays out.
func TestRowsAreTickedOnAPhone(t *testing.T) {
	at := serveDemo(t, server.Options{})
	path := filepath.Join(t.TempDir(), "tips.csv")
	if err := os.WriteFile(path, []byte(tipsSheet), 0o600); err != nil {
		t.Fatal(err)
	}
	p := browsertest.Start(t).Open(t, at+"/demo", browsertest.Width(320))
	comeIn(p, at, "Mai Tran")
	p.Go(at + "/bring")
	p.Upload("Or choose a file", path)
	p.Press("button", "See what would come of it")
	p.Sees("5 things would be new on the shelf.", "Row 3 has the same link.")
	p.Inspect()
	browsertest.Eval[bool](p, `(document.querySelector("details").open = true)`)
	p.Inspect()
	if wide := browsertest.Eval[int](p, `[...document.querySelectorAll("main *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1).length`); wide > 0 {
		t.Errorf("%d things reach beyond the screen", wide)
	}
	p.Choose("Who paid for this")
	p.Sees("4 things would be new on the shelf.", "1 row is left out, as you chose.")
	p.Choose("Rivers (example.org)")
	p.Sees("3 things would be new on the shelf.", "2 rows are left out, as you chose.")
	p.Choose("Rivers (example.org)")
	p.Sees("4 things would be new on the shelf.")
	p.Press("button", "Share 4 things")
	p.Sees("Done: 4 new things on the shelf.", "Left out, as you chose.")
	p.Inspect()
}
