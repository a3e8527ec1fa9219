package linklist_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/proto/linklist"
)

func TestRead(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []linklist.Link
	}{
		{"Markdown", `# Our links

* [Contents](#citing)
* [Elsewhere](other.md)

## Citing &amp; sources

* [Cite it](https://example.org/cite) - by the **library** *(PDF)*
* [Book \| Store](https://example.org/store) ([mirror](https://example.org/mirror))
* Grade 6
    * [Nested](https://example.org/nested)
* https://example.org/bare
* Catalog: [example.org/cat](https://example.org/cat) and <https://example.org/help>

### [A heading](https://example.org/heading)

- [Under it](https://example.org/under)
`, []linklist.Link{
			{URL: "other.md", Title: "Elsewhere", Headings: []string{"Our links"}},
			{URL: "https://example.org/cite", Title: "Cite it", Note: "by the library (PDF)", Headings: []string{"Our links", "Citing & sources"}},
			{URL: "https://example.org/store", Title: "Book | Store", Headings: []string{"Our links", "Citing & sources"}, More: []linklist.Link{{URL: "https://example.org/mirror", Title: "mirror"}}},
			{URL: "https://example.org/nested", Title: "Nested", Headings: []string{"Our links", "Citing & sources", "Grade 6"}},
			{URL: "https://example.org/bare", Headings: []string{"Our links", "Citing & sources"}},
			{URL: "https://example.org/cat", Title: "Catalog", Note: "and", Headings: []string{"Our links", "Citing & sources"}, More: []linklist.Link{{URL: "https://example.org/help"}}},
			{URL: "https://example.org/heading", Title: "A heading", Headings: []string{"Our links", "Citing & sources"}},
			{URL: "https://example.org/under", Title: "Under it", Headings: []string{"Our links", "Citing & sources", "A heading"}},
		}},
		{"a Markdown table and running text", `## Tools

| Tool | What for |
|------|----------|
| [Padlet](https://example.org/padlet) | a wall of notes |

Try [one](https://example.org/1) or [two](https://example.org/2).

[Three](https://example.org/3): good for grade 3
`, []linklist.Link{
			{URL: "https://example.org/padlet", Title: "Padlet", Note: "a wall of notes", Headings: []string{"Tools"}},
			{URL: "https://example.org/1", Title: "one", Headings: []string{"Tools"}},
			{URL: "https://example.org/2", Title: "two", Headings: []string{"Tools"}},
			{URL: "https://example.org/3", Title: "Three", Note: "good for grade 3", Headings: []string{"Tools"}},
		}},
		{"HTML", `<!doctype html><html><head><title>No entry</title><style>a{}</style></head><body><nav><a href="https://example.org/nav">Home</a></nav>
<h1>Links</h1><h2>Databases</h2>
<ul><li><a href="https://example.org/a">A &amp; B</a> &ndash; for grade 6<ul><li><a href="https://example.org/nested">Nested</a></li></ul></li>
<li>Spanish<ul><li><a href="https://example.org/es">Enlace</a></ul></li><li>Plain https://example.org/plain</ul>
<h2>Tables</h2><table><tr><td><a href="https://example.org/t">T</a></td><td><p>what for</p></td></tr></table>
<p>First <a href="https://example.org/p1">one</a>, then <a href="https://example.org/p2">two</a></p><p><a href="#top">Top</a></p>
<h3><a href="https://example.org/h">H</a></h3><div><a href="https://example.org/d">D</a></div></body></html>`, []linklist.Link{
			{URL: "https://example.org/a", Title: "A & B", Note: "for grade 6", Headings: []string{"Links", "Databases"}},
			{URL: "https://example.org/nested", Title: "Nested", Headings: []string{"Links", "Databases"}},
			{URL: "https://example.org/es", Title: "Enlace", Headings: []string{"Links", "Databases", "Spanish"}},
			{URL: "https://example.org/plain", Title: "Plain", Headings: []string{"Links", "Databases"}},
			{URL: "https://example.org/t", Title: "T", Note: "what for", Headings: []string{"Links", "Tables"}},
			{URL: "https://example.org/p1", Title: "one", Headings: []string{"Links", "Tables"}},
			{URL: "https://example.org/p2", Title: "two", Headings: []string{"Links", "Tables"}},
			{URL: "https://example.org/h", Title: "H", Headings: []string{"Links", "Tables"}},
			{URL: "https://example.org/d", Title: "D", Headings: []string{"Links", "Tables", "H"}},
		}},
		{"pasted from a mail", `Hi all, here is my list.
Hope it helps!

Databases

• Cite it - https://example.org/cite
1. https://example.org/two good for grade 3
Three (www.example.org/three(x)).

Padlet
https://example.org/padlet
A wall of notes,
with pictures

Videos:
Four: https://example.org/4
Five	https://example.org/5
`, []linklist.Link{
			{URL: "https://example.org/cite", Title: "Cite it", Headings: []string{"Databases"}},
			{URL: "https://example.org/two", Note: "good for grade 3", Headings: []string{"Databases"}},
			{URL: "https://www.example.org/three(x)", Title: "Three", Headings: []string{"Databases"}},
			{URL: "https://example.org/padlet", Title: "Padlet", Note: "A wall of notes,\nwith pictures", Headings: []string{"Databases"}},
			{URL: "https://example.org/4", Title: "Four", Headings: []string{"Videos"}},
			{URL: "https://example.org/5", Title: "Five", Headings: []string{"Videos"}},
		}},
		{"remarks behind addresses", `https://example.org/a (same as bookmark)
https://example.org/b Library of Congress
https://example.org/c - Great for warmups. Use it in fall.
https://example.org/d
Great for grade 1
`, []linklist.Link{
			{URL: "https://example.org/a", Note: "(same as bookmark)"},
			{URL: "https://example.org/b", Title: "Library of Congress"},
			{URL: "https://example.org/c", Note: "Great for warmups. Use it in fall."},
			{URL: "https://example.org/d", Note: "Great for grade 1"},
		}},
		{"nothing", "", nil},
		{"prose", "There is no link here.\nNot one.", nil},
	} {
		got := linklist.Read(c.text)
		if len(got) != len(c.want) {
			t.Errorf("%s: got %d entries, want %d: %+v", c.name, len(got), len(c.want), got)
			continue
		}
		for i := range got {
			if !reflect.DeepEqual(got[i], c.want[i]) {
				t.Errorf("%s, entry %d:\ngot  %+v\nwant %+v", c.name, i+1, got[i], c.want[i])
			}
		}
	}
}

// An address on a line of its own below an item is another thing; words and links that an item goes on with are its own.
func TestAnAddressBelowAnItemIsAnother(t *testing.T) {
	got := linklist.Read("- [DocsTeach](https://www.docsteach.org) documents with tasks\nhttps://www.loc.gov/free-to-use/\n- [Maps](https://example.org/maps)\n  with [a key](https://example.org/key)\n")
	if len(got) != 3 || got[0].Note != "documents with tasks" || len(got[0].More) != 0 || got[1].URL != "https://www.loc.gov/free-to-use/" || len(got[2].More) != 1 {
		t.Errorf("read %+v", got)
	}
}

func TestALongTableGoesOn(t *testing.T) {
	const rows = 400
	text := "| Tool | Why |\n|---|---|\n" + strings.Repeat("| [A](https://example.org/a) | good for something |\n", rows)
	got := linklist.Read(text)
	if len(got) != rows || got[rows-1].Note != "good for something" {
		t.Errorf("got %d entries, the last %+v", len(got), got[len(got)-1])
	}
}

func TestFormOf(t *testing.T) {
	for text, want := range map[string]linklist.Form{
		"<ul><li><a href=x>y</a></ul>":     linklist.HTML,
		"  <!DOCTYPE html><p>":             linklist.HTML,
		"# Title\n":                        linklist.Markdown,
		"* [a](b)":                         linklist.Markdown,
		"see [a](https://example.org)":     linklist.Markdown,
		"# Title <a id='x'></a>\n[a](b)":   linklist.Markdown,
		"https://example.org <3":           linklist.Plain,
		"My links: <a href='x'>y</a><br/>": linklist.HTML,
		"":                                 linklist.Plain,
	} {
		if got := linklist.FormOf(text); got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}

// Each of these took quadratic time or a deep stack in some reader of lists.
func TestHostileTexts(t *testing.T) {
	const n = 20_000
	for name, text := range map[string]string{
		"deep lists":      "<ul>" + strings.Repeat("<li><div>", n) + `<a href="https://example.org/">x</a>`,
		"deep quotes":     "# x\n" + strings.Repeat("> ", n) + "[x](https://example.org/)",
		"open brackets":   "# x\n" + strings.Repeat("[", n) + "](https://example.org/)",
		"open links":      strings.Repeat(`<a href="https://example.org/">x`, n),
		"closed brackets": "https://example.org/" + strings.Repeat(")", n),
		"lines below":     "https://example.org/\n" + strings.Repeat("x\n", n),
		"one long line":   "https://example.org/" + strings.Repeat("x", 1<<20),
		"emphasis":        "# x\n" + strings.Repeat("*a_ ", 5*n),
		"emphasis, many":  "# x\n" + strings.Repeat("*a_\n", 5*n),
	} {
		t.Run(name, func(t *testing.T) { linklist.Read(text) })
	}
}

func FuzzRead(f *testing.F) {
	f.Add("# h\n* [a](https://example.org/a) b\n\n| x |\n|--|\n| <https://example.org/> |")
	f.Add("<h1>x</h1><ul><li>y<ul><li><a href='https://example.org/'>z</a></ul></ul>")
	f.Add("Title\nhttps://example.org/a\n\nwords:\nmore www.example.org")
	f.Fuzz(func(t *testing.T, text string) {
		for _, l := range linklist.Read(text) {
			if l.URL == "" || strings.HasPrefix(l.URL, "#") {
				t.Fatalf("an entry without a link: %+v", l)
			}
		}
	})
}
