package markdown_test

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/block/markdown"
	"github.com/commonshelf/commonshelf/internal/lang"
)

func options(t testing.TB, l lang.Locale) markdown.Options {
	t.Helper()
	c, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	return markdown.Options{Words: c.Printer(l, lang.CallLibrarian), File: func(hash string) string { return "../files/" + hash }}
}

func document() block.Document {
	return block.Document{
		About: block.About{Title: "Spot a fake *photo*", Why: "Students stop\nand look twice."},
		Blocks: []block.Block{
			{Key: "a", Body: block.Text{Heading: "Before class", Markdown: "Print **one** sheet.\n\n- scissors\n- glue\n"}},
			{Key: "b", Body: block.Link{URL: "https://example.org/a (1)", Title: "The [original]", Note: "With its date."}},
			{Key: "c", Body: block.Link{URL: "https://example.org/b"}},
			{Key: "d", Body: block.Book{ISBN: "9780000000002", Title: "Seeing", Creators: []string{"A. Reyes", "B. Tran"}, Publisher: "North", Year: 2019, Format: "audio", Language: "es", Note: "Chapter 2."}},
			{Key: "e", Body: block.File{Hash: "h1", Name: "sheet.pdf", MediaType: "application/pdf", Size: 345_678}},
			{Key: "f", Body: block.File{Hash: "h2", Name: "p.png", MediaType: "image/png", Alt: "Two photos | side by side"}},
			{Key: "g", Body: block.Video{Hash: "h3", Title: "Two minutes", Captions: []block.Caption{{Language: "es", Hash: "h4"}, {Language: "en"}}}},
			{Key: "h", Body: block.Steps{Heading: "In class", Steps: []string{"Look.", "Ask:\n\n- who?\n- when?"}}},
			{Key: "i", Body: block.Steps{Steps: []string{"Again."}}},
			{Key: "j", Body: block.Materials{Students: 24, Items: []block.Material{{Name: "Tape | thin", Amount: "2 rolls", CostCents: 600}, {Name: "Sun"}}}},
		},
	}
}

func TestDocument(t *testing.T) {
	want := `# Spot a fake \*photo\*

Students stop and look twice.

## Before class

Print **one** sheet.

- scissors
- glue

- [The \[original\]](<https://example.org/a%20(1)>)

  With its date.
- [https://example.org/b](https://example.org/b)

- *Seeing*, by A. Reyes and B. Tran. North, 2019. ISBN 9780000000002. Audiobook, Spanish

  Chapter 2.

[sheet.pdf](../files/h1) (346 KB)

![Two photos \| side by side](../files/h2)

[Two minutes](../files/h3) (captions: [Spanish](../files/h4) and English)

## In class

1. Look.
2. Ask:

   - who?
   - when?

1) Again.

## Materials for 24 students

| Material | Amount | Cost |
| --- | --- | ---: |
| Tape \| thin | 2 rolls | $6 |
| Sun |  |  |

$0.25 per student
`
	if got := markdown.Document(document(), options(t, lang.English)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestDocumentInSpanishWithToolAndPlan(t *testing.T) {
	d := block.Document{About: block.About{
		Title: "Plan", Why: "Un año.",
		Tool: &block.Tool{For: "dibujar", SignIn: "none", Approved: "yes", Accessibility: "con teclado"},
		Plan: []block.Month{{Month: 9, Text: "Abrir."}},
	}}
	want := `# Plan

Un año.

* **Para qué sirve:** dibujar
* **Acceso:** no hace falta cuenta
* **Aprobado aquí:** sí
* **Accesibilidad:** con teclado

## Septiembre

Abrir.
`
	if got := markdown.Document(d, options(t, lang.Spanish)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestStoredFilesWithoutAddress(t *testing.T) {
	o := options(t, lang.English)
	o.File = nil
	got := blocks([]block.Block{
		{Key: "a", Body: block.File{Hash: "h", Name: "p.png", MediaType: "image/png", Alt: "A map"}},
		{Key: "b", Body: block.Video{Hash: "h", Title: "Film"}},
	}, o)
	if got != "p.png: A map\n\nFilm\n" {
		t.Errorf("got %q", got)
	}
}

// What somebody typed into one block must not change how another is read.
func TestUnclosedMarkdownSwallowsNothing(t *testing.T) {
	for _, open := range []string{"```\ncode", "~~~~\ncode", "<!-- note", "<script>\nx", "<pre>\n\nx", "a\n\n> quote\n```", "````\n```\nx"} {
		got := blocks([]block.Block{
			{Key: "a", Body: block.Text{Markdown: open}},
			{Key: "b", Body: block.Steps{Steps: []string{open, "second step"}}},
			{Key: "c", Body: block.Book{Title: "Seeing", Note: open}},
			{Key: "d", Body: block.Text{Heading: "After", Markdown: "*read me*"}},
		}, options(t, lang.English))
		page := render(t, got)
		for _, want := range []string{"<h2>After</h2>", "<em>read me</em>", "<em>Seeing</em>", "second step"} {
			if !strings.Contains(page, want) {
				t.Errorf("after %q: no %s in\n%s", open, want, page)
			}
		}
	}
}

// blocks are parts without what they are about.
func blocks(list []block.Block, o markdown.Options) string {
	about := markdown.Document(block.Document{}, o)
	return strings.TrimLeft(strings.TrimPrefix(markdown.Document(block.Document{Blocks: list}, o), about), "\n")
}

func render(t interface{ Fatal(...any) }, text string) string {
	var out bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert([]byte(text), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

var tags = regexp.MustCompile(`<[^>]*>`)

// Plain text is read as it was written, whatever characters it is made of.
func TestPlainTextIsReadAsItWasWritten(t *testing.T) {
	o := options(t, lang.English)
	rapid.Check(t, func(t *rapid.T) {
		title := rapid.StringMatching("[-a-c1-9 .)(#*_+=<>&|~!`\\[\\]\\\\:/;'\"]{1,25}").Draw(t, "title")
		want := strings.Join(strings.Fields(title), " ")
		if want == "" {
			return
		}
		got := render(t, blocks([]block.Block{{Key: "a", Body: block.Link{URL: "https://example.org", Title: title}}}, o))
		if text := strings.TrimSpace(html.UnescapeString(tags.ReplaceAllString(got, ""))); text != want {
			t.Fatalf("as a link %q is read as %q: %s", want, text, got)
		}
		got = render(t, markdown.Document(block.Document{About: block.About{Title: "T", Why: title}}, o))
		if text := strings.TrimSpace(strings.TrimPrefix(html.UnescapeString(tags.ReplaceAllString(got, "")), "T\n")); text != want {
			t.Fatalf("as a paragraph %q is read as %q: %s", want, text, got)
		}
	})
}
