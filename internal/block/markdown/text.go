package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// special are the characters that Markdown reads as more than themselves within a line.
const special = "\\`*_[]<>|~#&!"

// Inline makes plain text safe to stand in a line of Markdown: it will be read as it was written, in one line.
func Inline(plain string) string {
	plain = strings.Join(strings.Fields(plain), " ")
	var b strings.Builder
	for i, c := range plain {
		first := i == 0
		switch {
		case strings.ContainsRune(special, c),
			first && strings.ContainsRune("-+=", c),
			(c == '.' || c == ')') && i > 0 && i <= 9 && digits(plain[:i]): // "1984. A novel" is no list
			b.WriteByte('\\')
		}
		b.WriteRune(c)
	}
	return b.String()
}

func digits(text string) bool { return strings.Trim(text, "0123456789") == "" }

// link is [text](address); an address with spaces or brackets stands between < and >.
func link(plain, address string) string {
	address = strings.NewReplacer(" ", "%20", "\n", "", "\r", "", "\t", "%09", "<", "%3C", ">", "%3E", "\\", "%5C").Replace(address)
	if strings.ContainsAny(address, "()") {
		address = "<" + address + ">"
	}
	return "[" + Inline(plain) + "](" + address + ")"
}

// row is a line of a table.
func row(cells ...string) string {
	var b strings.Builder
	b.WriteString("|")
	for _, cell := range cells {
		b.WriteString(" " + Inline(cell) + " |")
	}
	return b.String()
}

// indent moves every line but empty ones to the right, so that they belong to the list entry above.
func indent(markdown string, by int) string {
	lines := strings.Split(strings.Trim(markdown, "\n"), "\n")
	for i, line := range lines {
		if strings.TrimSpace(line) != "" {
			lines[i] = strings.Repeat(" ", by) + line
		}
	}
	return strings.Join(lines, "\n")
}

// prose is Markdown that somebody wrote. If it would swallow what follows, as an unclosed fence does, it stands in a
// fence of its own, where everything is seen as it was typed.
func (w *writer) prose(markdown string) string {
	markdown = strings.ReplaceAll(strings.ReplaceAll(markdown, "\r\n", "\n"), "\r", "\n")
	markdown = strings.Trim(markdown, "\n")
	if endsWhereItEnds(markdown) {
		return markdown
	}
	fence := strings.Repeat("`", max(3, longestRun(markdown, '`')+1))
	return fence + "\n" + markdown + "\n" + fence
}

// endsWhereItEnds says whether a paragraph after the text would be a paragraph.
func endsWhereItEnds(markdown string) bool {
	const after = "xyzzy"
	source := []byte(markdown + "\n\n" + after)
	last := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source)).LastChild()
	p, ok := last.(*ast.Paragraph)
	return ok && string(p.Lines().Value(source)) == after
}

func longestRun(text string, of rune) int {
	longest, run := 0, 0
	for _, c := range text {
		if c != of {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}

func capital(word string) string {
	first, size := utf8.DecodeRuneInString(word)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + word[size:]
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func join(between string, parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, between)
}
