package notionexport_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/proto/notionexport"
	"github.com/commonshelf/commonshelf/internal/proto/ziparchive"
)

const (
	guides = "0123456789abcdef0123456789abcdef"
	citing = "11111111111111111111111111111111"
	tools  = "22222222222222222222222222222222"
	padlet = "33333333333333333333333333333333"
)

// files are names and contents, in turn.
func pack(t testing.TB, files ...string) []byte {
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

func open(t testing.TB, data []byte) (*notionexport.Export, error) {
	t.Helper()
	a, err := ziparchive.Open(bytes.NewReader(data), int64(len(data)), ziparchive.Limits{})
	if err != nil {
		return nil, err
	}
	t.Cleanup(func() { _ = a.Close() })
	return notionexport.Open(a, t.TempDir())
}

// show writes parts down for comparison; a file is shown with what it holds.
func show(t *testing.T, parts []notionexport.Part) []string {
	t.Helper()
	var out []string
	for _, p := range parts {
		switch {
		case p.File != nil:
			r, err := p.File.Open()
			if err != nil {
				t.Fatal(err)
			}
			data, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, "file|"+p.File.Name+"|"+string(data)+"|"+p.Alt+"|"+p.Note)
		case p.URL != "":
			out = append(out, "link|"+p.URL+"|"+p.Title)
		default:
			out = append(out, "text|"+p.Heading+"|"+p.Text)
		}
	}
	return out
}

func markdownExport(t testing.TB) []byte {
	inner := pack(t,
		"Export-1/Guides "+guides+".md", "# Guides for `new` colleagues\n\nSee [Citing](Guides%20"+guides+"/Citing%20"+citing+".md), the [tools](Guides%20"+guides+"/Tools%20"+tools+".csv), [a plan](Guides%20"+guides+"/plan%20(1).pdf) and [nothing](gone.md).\n\n"+
			"https://example.org/bare\n\n[NoodleTools](https://example.org/noodle)\n\n![Untitled](Guides%20"+guides+"/map.png)\n\n![Where the maps are](Guides%20"+guides+"/map2.png)\n\n"+
			"- one\n\n    beneath it\n\n- two\n\n<aside>\n💡 A note\n</aside>\n\n## First\n\nText\n\n---\n\n### Deeper\n\n```\n# no heading\n\n[x](Guides)\n```\n\n## Second\n\n## Third\n\n![far](https://example.org/far.png)\n",
		"Export-1/Guides "+guides+"/Citing "+citing+".md", "# Citing\n\nBack to [Guides](../Guides%20"+guides+".md) or [here](https://www.notion.so/Guides-"+guides+"?pvs=4)\n",
		"Export-1/Guides "+guides+"/plan (1).pdf", "%PDF",
		"Export-1/Guides "+guides+"/map.png", "png",
		"Export-1/Guides "+guides+"/map2.png", "png2",
		"Export-1/Guides "+guides+"/unused.png", "png3",
		"Export-1/Guides "+guides+"/Tools "+tools+".csv", "Name,Level\nPadlet,6-8\n",
		"Export-1/Guides "+guides+"/Tools "+tools+"_all.csv", "Name,Level,What: for\nPadlet,6-8,Notes\nFlip,9-12,Video\n",
		"Export-1/Guides "+guides+"/Tools "+tools+"/Padlet "+padlet+".md", "# Padlet\n\nLevel: 6-8\nWhat: for: Notes\nand more\nOf: x\nFiles: Padlet%20"+padlet+"/a.txt, Citing (../../Citing%20"+citing+".md)\n\nLevel: of text\n",
		"Export-1/Guides "+guides+"/Tools "+tools+"/Padlet "+padlet+"/a.txt", "attached",
		"Export-1/index.html", "<html>", "__MACOSX/x", "noise",
	)
	return pack(t, "Export-1-Part-1.zip", string(inner))
}

func TestMarkdownExport(t *testing.T) {
	e, err := open(t, markdownExport(t))
	if err != nil {
		t.Fatal(err)
	}
	var pages []string
	for _, p := range e.Pages {
		pages = append(pages, p.ID+" "+p.Path)
	}
	if want := []string{guides + " Guides", citing + " Guides/Citing", padlet + " Guides/Tools/Padlet"}; !reflect.DeepEqual(pages, want) {
		t.Fatalf("got pages %q", pages)
	}
	if len(e.Databases) != 1 || e.Databases[0].Name != "Tools" || !strings.HasSuffix(e.Databases[0].File.Name, "_all.csv") || e.Pages[2].Database != 0 || e.Pages[0].Database != -1 {
		t.Fatalf("got databases %+v", e.Databases)
	}

	c, err := e.Read(e.Pages[0], nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"text||See [Citing](notion:" + citing + "), the tools, a plan and nothing.",
		"file|plan (1).pdf|%PDF||a plan", "link|https://example.org/bare|", "link|https://example.org/noodle|NoodleTools",
		"file|map.png|png||", "file|map2.png|png2|Where the maps are|",
		"text||- one\n\n    beneath it\n\n- two\n\n💡 A note", "text|First|Text\n\n---\n\n### Deeper\n\n```\n# no heading\n\n[x](Guides)\n```",
		"text||## Second", "text||## Third", "link|https://example.org/far.png|far",
	}
	if got := show(t, c.Parts); c.Title != "Guides for new colleagues" || c.Dead != 2 || !reflect.DeepEqual(got, want) {
		t.Errorf("%q, %d dead\ngot  %q\nwant %q", c.Title, c.Dead, got, want)
	}

	c, err = e.Read(e.Pages[1], nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"text||Back to [Guides](notion:" + guides + ") or [here](notion:" + guides + ")"}; !reflect.DeepEqual(show(t, c.Parts), want) {
		t.Errorf("got %q", show(t, c.Parts))
	}

	c, err = e.Read(e.Pages[2], []string{"Name", "Level", "What: for", "Files"})
	if err != nil {
		t.Fatal(err)
	}
	if want := []notionexport.Property{{"Level", "6-8"}, {"What: for", "Notes\nand more\nOf: x"}, {"Files", "Citing"}}; !reflect.DeepEqual(c.Properties, want) {
		t.Errorf("got properties %q", c.Properties)
	}
	if want := []string{"text||Level: of text", "file|a.txt|attached||"}; !reflect.DeepEqual(show(t, c.Parts), want) {
		t.Errorf("got %q", show(t, c.Parts))
	}
	if unused := e.Unused(); len(unused) != 1 || unused[0].Name != "unused.png" {
		t.Errorf("got unused %+v", unused)
	}
}

func TestHTMLExport(t *testing.T) {
	e, err := open(t, pack(t,
		"Home "+guides+".html", `<html><head><title>x</title><style>a{}</style></head><body><article><header><h1 class="page-title">Home &amp; more</h1>
<table class="properties"><tbody><tr class="property-row"><th><span class="icon"><svg></svg></span>Topics</th><td><span class="selected-value">a, b</span><span class="selected-value">c</span></td></tr>
<tr><th>Link</th><td><a href="https://example.org/x">exa…</a></td></tr><tr><th>Done</th><td><div class="checkbox checkbox-on"></div></td></tr><tr><th>Empty</th><td></td></tr></tbody></table></header>
<div class="page-body"><script>alert(1)</script><nav class="table_of_contents"><a href="#x">T</a></nav><p>One <strong>two</strong></p>
<ul class="bulleted-list"><li>a</li></ul><ul class="bulleted-list"><li>b<ul><li>c</li></ul></li></ul><ul class="to-do-list"><li><div class="checkbox checkbox-off"></div> <span>do</span></li></ul>
<figure><a href="https://example.org/card" class="bookmark source"><div class="bookmark-title">Card</div><div class="bookmark-description">Why</div></a></figure>
<figure class="link-to-page"><a href="Home%20`+guides+`/Sub%20`+citing+`.html">Sub</a></figure>
<figure class="image"><a href="Home%20`+guides+`/a.png"><img src="Home%20`+guides+`/a.png"/></a><figcaption>A map</figcaption></figure>
<figure><div class="source"><a href="Home%20`+guides+`/%25C3%25B1.pdf">ñ.pdf</a></div></figure>
<figure class="equation"><span class="katex"><math><annotation>a\b_c</annotation></math>abc</span></figure>
<table><tr><th>T</th></tr><tr><td>x</td></tr></table></div></article></body></html>`,
		"Home "+guides+"/Sub "+citing+".html", "<p>Only words</p>",
		"Home "+guides+"/a.png", "png", "Home "+guides+"/%C3%B1.pdf", "pdf", "index.html", "<ul>",
	))
	if err != nil {
		t.Fatal(err)
	}
	if len(e.Pages) != 2 {
		t.Fatalf("got pages %+v", e.Pages)
	}
	c, err := e.Read(e.Pages[0], nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := []notionexport.Property{{"Topics", "a, b, c"}, {"Link", "https://example.org/x"}, {"Done", "Yes"}}; c.Title != "Home & more" || !reflect.DeepEqual(c.Properties, want) {
		t.Errorf("got %q with %q", c.Title, c.Properties)
	}
	want := []string{
		"text||One **two**\n\n- a\n- b\n\n  - c\n- [ ]  do", "link|https://example.org/card|Card", "text||Why\n\n[Sub](notion:" + citing + ")",
		"file|a.png|png|A map|", "file|ñ.pdf|pdf||", "text||`$$a\\b_c$$`\n\n| T |\n|---|\n| x |",
	}
	if got := show(t, c.Parts); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	c, err = e.Read(e.Pages[1], nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.Title != "Sub" || len(c.Parts) != 1 || c.Parts[0].Text != "Only words" {
		t.Errorf("got %+v", c)
	}
}

func TestWhatIsNotNotion(t *testing.T) {
	if _, err := open(t, pack(t, "notes.md", "# Notes", "page.html", "<p>")); !errors.Is(err, notionexport.ErrNotion) {
		t.Errorf("got %v", err)
	}
	if _, err := open(t, pack(t, "Export-1.zip", "no archive")); !errors.Is(err, ziparchive.Refusal{Reason: ziparchive.Broken}) {
		t.Errorf("got %v", err)
	}
}

func TestPagesThatCannotBeRead(t *testing.T) {
	e, err := open(t, pack(t,
		"Deep "+guides+".html", strings.Repeat("<div>", 5000), "Long "+citing+".md", strings.Repeat("x", notionexport.MaxPage+1), "Fine "+tools+".md", "fine",
		"Table "+padlet+".html", "<table><tr>"+strings.Repeat("<td>x", 3000)+strings.Repeat("<tr><td>", 3000),
		"Span "+padlet+"/Span "+padlet[:31]+"4.html", `<table><tr><td colspan="1000000000" rowspan="1000000000">x</table>`,
	))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []error{notionexport.ErrMarkup, notionexport.ErrLong, nil, notionexport.ErrMarkup, nil} {
		if _, err := e.Read(e.Pages[i], nil); !errors.Is(err, want) {
			t.Errorf("%s: got %v", e.Pages[i].Name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("# T\n\nName: x\n\n[a](b.md)\n\n![](c.png)\n\n```\n#\n", true)
	f.Add(`<h1 class="page-title">x</h1><div class="page-body"><ul><li><a class="bookmark" href="x"></a><figure class="image"><img><figure class="equation">`, false)
	f.Fuzz(func(t *testing.T, text string, markdown bool) {
		ext := ".html"
		if markdown {
			ext = ".md"
		}
		e, err := open(t, pack(t, "P "+guides+ext, text, "c.png", "png"))
		if err != nil {
			t.Fatal(err)
		}
		c, err := e.Read(e.Pages[0], []string{"Name"})
		if err != nil {
			return
		}
		for _, p := range c.Parts {
			if p.Text == "" && p.URL == "" && p.File == nil {
				t.Fatalf("an empty part: %+v", p)
			}
		}
	})
}
