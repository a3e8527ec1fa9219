package linklist

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// itemLevel is where the words of a list entry without a link stand among the headings: beneath all of the document's.
const itemLevel = 10

// readMarkdown reads headings, list entries, table rows and paragraphs of a Markdown document.
func readMarkdown(b *builder, source string) {
	src := []byte(tame(source))
	root := goldmark.New(goldmark.WithExtensions(extension.Linkify, extension.Table)).Parser().Parse(text.NewReader(src))
	nesting := 0
	// The visitor returns no error, so Walk returns none.
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.ListItem:
			if entering {
				nesting++
			} else {
				nesting--
				b.heading(itemLevel+nesting, "")
			}
		case *ast.Heading:
			if entering {
				b.titled(n.Level, join(inline(n, src)))
			}
			return ast.WalkSkipChildren, nil
		case *extast.TableRow:
			if entering {
				b.entry(cells(n, src), "")
			}
			return ast.WalkSkipChildren, nil
		case *ast.Paragraph, *ast.TextBlock:
			if entering {
				paragraph(b, inline(n, src), n.Parent(), nesting)
			}
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
}

// paragraph reads the lines of a paragraph, by where it stands.
func paragraph(b *builder, lines []line, parent ast.Node, nesting int) {
	if _, inItem := parent.(*ast.ListItem); inItem {
		lines, others := ownAddresses(lines)
		if whole := join(lines); whole.links() > 0 {
			b.entry(whole, "")
			for _, l := range others {
				b.entry(l, "")
			}
		} else if words := tidy(whole.words()); len(words) <= 100 {
			b.heading(itemLevel+nesting-1, words)
		}
		return
	}
	proseLinks(b, lines)
}

// ownAddresses parts the lines of a list item, after the first that holds a link, that are nothing but an address: whoever pastes one
// below an item means another.
func ownAddresses(lines []line) (item, others []line) {
	linked := false
	for _, l := range lines {
		if linked && l.links() == 1 && tidy(l.words()) == "" {
			others = append(others, l)
			continue
		}
		item = append(item, l)
		linked = linked || l.links() > 0
	}
	return item, others
}

// proseLinks reads the lines of running text. Where a line holds several links, each is an entry of its own.
func proseLinks(b *builder, lines []line) {
	var block []line
	for _, l := range lines {
		if l.links() < 2 {
			block = append(block, l)
			continue
		}
		b.block(block)
		block = nil
		for _, p := range l {
			if p.url != "" {
				b.entry(line{p}, "")
			}
		}
	}
	withLinks := 0
	for _, l := range block {
		withLinks += l.links()
	}
	if withLinks > 0 {
		b.block(block)
	}
}

// cells gives a table row as one line.
func cells(row ast.Node, src []byte) line {
	var out line
	for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
		out = append(append(out, join(inline(cell, src))...), part{text: " "})
	}
	return out
}

func join(lines []line) line {
	var out line
	for i, l := range lines {
		if i > 0 {
			out = append(out, part{text: " "})
		}
		out = append(out, l...)
	}
	return out
}

// inline gives the lines of a block: words and links.
func inline(block ast.Node, src []byte) []line {
	lines := []line{nil}
	add := func(p part) { lines[len(lines)-1] = append(lines[len(lines)-1], p) }
	_ = ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link:
			add(part{text: plainText(n, src), url: string(util.URLEscape(n.Destination, true))})
			return ast.WalkSkipChildren, nil
		case *ast.AutoLink:
			if n.AutoLinkType == ast.AutoLinkURL {
				add(part{text: string(n.Label(src)), url: string(n.URL(src))})
			}
		case *ast.Text:
			add(part{text: unescape(n.Value(src))})
			if n.SoftLineBreak() || n.HardLineBreak() {
				lines = append(lines, nil)
			}
		case *ast.String:
			add(part{text: unescape(n.Value)})
		}
		return ast.WalkContinue, nil
	})
	return lines
}

// plainText is what a reader sees of an inline node.
func plainText(n ast.Node, src []byte) string {
	var out strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && entering {
			out.WriteString(unescape(t.Value(src)))
			if t.SoftLineBreak() || t.HardLineBreak() {
				out.WriteByte(' ')
			}
		}
		return ast.WalkContinue, nil
	})
	return out.String()
}

func unescape(text []byte) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(text))))
}

// longest is how many bytes of running text are taken as one paragraph: the time that emphasis takes grows with its square.
const longest = 8 << 10

var (
	startsBlock = regexp.MustCompile(`^\s*(?:$|[-*+] |#{1,6} |\d{1,9}[.)] |> )`)
	tableRule   = regexp.MustCompile(`^\s*\|[-:| ]+\|\s*$`)
)

// tame breaks paragraphs that are too long to have been written by a person. A long table goes on under the same head.
func tame(source string) string {
	if len(source) < longest {
		return source
	}
	var out strings.Builder
	out.Grow(len(source))
	size, before, head := 0, "", ""
	for l := range strings.Lines(source) {
		switch {
		case startsBlock.MatchString(l):
			size, head = 0, ""
		case tableRule.MatchString(l) && len(before)+len(l) < 1<<10:
			head = before + l
		}
		before = l
		for size+len(l) > longest {
			cut := 0
			if size == 0 {
				cut = longest
				if space := strings.LastIndexByte(l[:cut], ' '); space > 0 {
					cut = space
				}
			}
			out.WriteString(l[:cut])
			out.WriteString("\n\n" + head)
			l, size = l[cut:], 0
		}
		out.WriteString(l)
		size += len(l)
	}
	return out.String()
}
