// Package markdown writes a document of blocks as Markdown that reads well anywhere: headings, lists, links, tables.
//
// It is for people and for other programs that show Markdown. It does not promise a way back: whoever wants every field
// takes the document itself beside it. The package is pure; the words it adds come from the catalog of messages.
package markdown

import (
	"strconv"
	"strings"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/lang"
)

// Options say in whose words a document is written.
type Options struct {
	Words lang.Printer
	File  func(hash string) string // address of a stored file; nil, or empty text: there is none, and its name stands alone
}

// Document writes the whole document under its title. What it is about is written as far as people read it in running
// text: why, what a tool is for, the months of a plan.
func Document(d block.Document, o Options) string {
	w := writer{Options: o}
	w.paragraph("# " + Inline(d.About.Title))
	w.paragraph(Inline(d.About.Why))
	if d.About.Tool != nil {
		w.tool(*d.About.Tool)
	}
	for _, m := range d.About.Plan {
		w.paragraph("## " + capital(o.Words.Month(m.Month)))
		w.paragraph(w.prose(m.Text))
	}
	w.blocks(d.Blocks)
	return w.String()
}

// writer collects paragraphs, with an empty line between each two.
type writer struct {
	Options
	strings.Builder
	inList bool // the last paragraph is an entry of a list that the next may go on with
}

func (w *writer) paragraph(text string) {
	text = strings.Trim(text, "\n")
	if strings.TrimSpace(text) == "" {
		return
	}
	if w.Len() > 0 {
		w.WriteString("\n")
	}
	w.WriteString(text)
	w.WriteString("\n")
	w.inList = false
}

// entry writes a line of a list, with notes in Markdown below it. Entries that follow each other make one list.
func (w *writer) entry(marker, text string, notes ...string) {
	var b strings.Builder
	b.WriteString(marker + text + "\n")
	for _, note := range notes {
		if strings.TrimSpace(note) != "" {
			b.WriteString("\n" + indent(w.prose(note), len(marker)) + "\n")
		}
	}
	if w.Len() > 0 && !w.inList {
		w.WriteString("\n")
	}
	w.WriteString(b.String())
	w.inList = true
}

func (w *writer) blocks(list []block.Block) {
	delimiter := "."
	for i, b := range list {
		if i > 0 && list[i-1].Body.Kind() != b.Body.Kind() {
			w.inList = false
		}
		steps, ok := b.Body.(block.Steps)
		if !ok {
			w.block(b.Body)
			continue
		}
		if i > 0 && list[i-1].Body.Kind() == block.KindSteps && delimiter == "." {
			delimiter = ")" // another list, not the same one going on
		} else {
			delimiter = "."
		}
		w.steps(steps, delimiter)
	}
}

func (w *writer) steps(b block.Steps, delimiter string) {
	w.heading(b.Heading)
	w.inList = false
	for i, step := range b.Steps {
		marker := strconv.Itoa(i+1) + delimiter + " "
		w.entry(marker, strings.TrimLeft(indent(w.prose(step), len(marker)), " "))
	}
}

func (w *writer) block(body block.Body) {
	switch b := body.(type) {
	case block.Text:
		w.heading(b.Heading)
		w.paragraph(w.prose(b.Markdown))
	case block.Link:
		w.entry("- ", link(or(b.Title, b.URL), b.URL), b.Note)
	case block.Book:
		w.entry("- ", w.book(b), b.Note)
	case block.File:
		w.file(b)
	case block.Video:
		w.video(b)
	case block.Materials:
		w.materials(b)
	case block.About:
		w.paragraph(Inline(b.Why))
	}
}

func (w *writer) heading(text string) {
	if text != "" {
		w.paragraph("## " + Inline(text))
	}
}

// book is "*Title*, by A and B. Publisher, 2019. ISBN 978... (Audiobook, Spanish)".
func (w *writer) book(b block.Book) string {
	var s strings.Builder
	s.WriteString("*" + Inline(b.Title) + "*")
	if len(b.Creators) > 0 {
		s.WriteString(Inline(w.Words.T("markdown.by", w.Words.List(b.Creators))))
	}
	imprint := Inline(b.Publisher)
	if b.Year != 0 {
		imprint = join(", ", imprint, strconv.Itoa(b.Year))
	}
	format, language := "", ""
	if b.Format != "" {
		format = w.Words.T("vocab.bookformat." + b.Format)
	}
	if b.Language != "" {
		language = w.Words.LanguageName(b.Language)
	}
	isbn := ""
	if b.ISBN != "" {
		isbn = "ISBN " + Inline(b.ISBN)
	}
	for _, part := range []string{imprint, isbn, Inline(join(", ", format, language))} {
		if part != "" {
			s.WriteString(". " + part)
		}
	}
	return s.String()
}

func (w *writer) file(b block.File) {
	address := w.address(b.Hash)
	switch {
	case address == "":
		w.paragraph(Inline(join(": ", b.Name, b.Alt)))
	case b.IsImage():
		w.paragraph("!" + link(b.Alt, address))
	default:
		w.paragraph(link(b.Name, address) + " (" + lang.Size(b.Size) + ")")
	}
	w.paragraph(w.prose(b.Note))
}

func (w *writer) video(b block.Video) {
	text := Inline(b.Title)
	if address := or(b.URL, w.address(b.Hash)); address != "" {
		text = link(b.Title, address)
	}
	var captions []string
	for _, c := range b.Captions {
		name := w.Words.LanguageName(c.Language)
		if address := w.address(c.Hash); address != "" {
			captions = append(captions, link(name, address))
		} else {
			captions = append(captions, Inline(name))
		}
	}
	if len(captions) > 0 {
		text += " (" + w.Words.T("markdown.captions", w.Words.List(captions)) + ")"
	}
	w.paragraph(text)
	w.paragraph(w.prose(b.Note))
}

func (w *writer) address(hash string) string {
	if w.File == nil || hash == "" {
		return ""
	}
	return w.File(hash)
}

func (w *writer) materials(b block.Materials) {
	if b.Students > 0 {
		w.heading(w.Words.T("markdown.materials_for", b.Students))
	} else {
		w.heading(w.Words.T("markdown.materials"))
	}
	if len(b.Items) == 0 {
		return
	}
	rows := []string{
		row(w.Words.T("markdown.material"), w.Words.T("markdown.amount"), w.Words.T("markdown.cost")),
		"| --- | --- | ---: |",
	}
	for _, item := range b.Items {
		cost := ""
		if item.CostCents > 0 {
			cost = lang.Dollars(item.CostCents)
		}
		rows = append(rows, row(item.Name, item.Amount, cost))
	}
	w.paragraph(strings.Join(rows, "\n"))
	if each := b.CostPerStudentCents(); each > 0 {
		w.paragraph(w.Words.T("markdown.cost_per_student", lang.Dollars(each)))
	}
}

func (w *writer) tool(t block.Tool) {
	for _, line := range []struct{ key, text string }{
		{"markdown.tool.for", t.For},
		{"markdown.tool.sign_in", w.choice("markdown.tool.sign_in.", t.SignIn)},
		{"markdown.tool.approved", w.choice("markdown.tool.approved.", t.Approved)},
		{"markdown.tool.accessibility", t.Accessibility},
	} {
		if line.text != "" {
			w.entry("* ", "**"+Inline(w.Words.T(line.key))+"** "+Inline(line.text))
		}
	}
}

func (w *writer) choice(prefix, code string) string {
	if code == "" {
		return ""
	}
	return w.Words.T(prefix + code)
}
