package source

import (
	"strings"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/interop/intake/cell"
)

// bodies puts the blocks in their order: the rest of the summary, links, the book, texts, what was short.
func (d *draft) bodies(overflow string) []block.Body {
	var out []block.Body
	text := func(heading, markdown string) {
		for _, piece := range pieces(markdown) {
			out = append(out, block.Text{Heading: cut(heading, maxTitle), Markdown: piece})
			heading = ""
		}
	}
	if overflow != "" {
		text("", cell.Markdown(overflow))
	}
	seen := map[string]bool{}
	for _, l := range d.links {
		if !seen[l.URL] {
			seen[l.URL] = true
			out = append(out, l)
		}
	}
	if d.isBook {
		out = append(out, d.book)
	}
	for _, p := range d.parts {
		if t, ok := p.(block.Text); ok {
			text(t.Heading, t.Markdown)
			continue
		}
		out = append(out, p)
	}
	for _, t := range d.texts {
		text(t.Heading, t.Markdown)
	}
	if len(d.lines) > 0 {
		text("", strings.Join(d.lines, "\n"))
	}
	return bounded(out)
}

// pieces cuts a text that is too long for one block, between lines where it can.
func pieces(markdown string) []string {
	var out []string
	for len(markdown) > maxText {
		at := strings.LastIndex(markdown[:maxText], "\n\n")
		if at <= 0 {
			at = strings.LastIndexAny(markdown[:maxText], "\n ")
		}
		if at <= 0 {
			for at = maxText; !utf8.RuneStart(markdown[at]); at-- {
			}
		}
		out = append(out, strings.TrimSpace(markdown[:at]))
		markdown = strings.TrimSpace(markdown[at:])
	}
	if strings.TrimSpace(markdown) != "" {
		out = append(out, markdown)
	}
	return out
}

// bounded writes the links of a document with too many blocks as lists.
func bounded(bodies []block.Body) []block.Body {
	if len(bodies) <= maxBlocks {
		return bodies
	}
	var rest strings.Builder
	short := bodies[: maxBlocks/2 : maxBlocks/2]
	for _, body := range bodies[maxBlocks/2:] {
		switch b := body.(type) {
		case block.Link:
			rest.WriteString("- [" + cell.Markdown(firstOf(b.Title, b.URL)) + "](" + b.URL + ")\n")
		case block.Text:
			if b.Heading != "" {
				rest.WriteString("\n### " + cell.Markdown(b.Heading) + "\n")
			}
			rest.WriteString("\n" + b.Markdown + "\n\n")
		default:
			short = append(short, body)
		}
	}
	for _, piece := range pieces(rest.String()) {
		short = append(short, block.Text{Markdown: piece})
	}
	return short
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
