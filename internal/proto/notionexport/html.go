package notionexport

import (
	"errors"
	"fmt"
	"strings"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/base"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/commonmark"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/strikethrough"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/table"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// ErrMarkup says that the markup of a page cannot be read: it nests too deep, or holds a table too large.
var ErrMarkup = errors.New("page markup cannot be read")

// Marks that no page holds stand for checkboxes until the page is Markdown, which would escape their brackets.
const (
	unchecked = "\ue000"
	checked   = "\ue001"
)

// htmlPage reads a page exported as HTML.
func htmlPage(text string) (body, error) {
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return body{}, ErrMarkup
	}
	var b body
	content := root
	for n := range root.Descendants() {
		switch {
		case n.DataAtom == atom.H1 && has(n, "page-title"):
			b.title = words(n)
		case n.DataAtom == atom.Table && has(n, "properties"):
			b.properties = propertyRows(n)
		case n.DataAtom == atom.Div && has(n, "page-body"):
			content = n
		}
	}
	if content == root {
		drop(root, func(n *html.Node) bool { return n.DataAtom == atom.Header && b.title != "" })
	}
	simplify(content)
	if !modest(content) {
		return body{}, ErrMarkup
	}
	b.markdown, err = toMarkdown(content)
	return b, err
}

func toMarkdown(n *html.Node) (string, error) {
	convert := converter.NewConverter(converter.WithPlugins(
		base.NewBasePlugin(), commonmark.NewCommonmarkPlugin(commonmark.WithListEndComment(false)), strikethrough.NewStrikethroughPlugin(), table.NewTablePlugin(),
	))
	out, err := convert.ConvertNode(n)
	if err != nil {
		return "", fmt.Errorf("page to Markdown: %w", err)
	}
	return strings.NewReplacer(unchecked, "[ ] ", checked, "[x] ").Replace(string(out)), nil
}

// propertyRows reads the table of properties at the top of a database's page.
func propertyRows(table *html.Node) []Property {
	var out []Property
	for row := range table.Descendants() {
		if row.DataAtom != atom.Tr {
			continue
		}
		var p Property
		for cell := row.FirstChild; cell != nil; cell = cell.NextSibling {
			switch cell.DataAtom {
			case atom.Th:
				p.Name = words(cell)
			case atom.Td:
				p.Value = cellValue(cell)
			}
		}
		if p.Name != "" && p.Value != "" {
			out = append(out, p)
		}
	}
	return out
}

// cellValue is the value of a property: chosen options one by one, addresses as such, files by their place in the archive.
func cellValue(cell *html.Node) string {
	var values []string
	for n := range cell.Descendants() {
		switch {
		case has(n, "selected-value"):
			values = append(values, words(n))
		case has(n, "checkbox-on"):
			values = append(values, "Yes")
		case has(n, "checkbox-off"):
			values = append(values, "No")
		case n.DataAtom == atom.A:
			if href := attr(n, "href"); strings.HasPrefix(href, "http") || !strings.HasSuffix(href, ".html") {
				values = append(values, href)
			} else {
				values = append(values, words(n))
			}
		}
	}
	if len(values) == 0 {
		return words(cell)
	}
	return strings.Join(values, ", ")
}

// simplify turns what Notion builds from divisions and classes into the plain elements they stand for.
func simplify(root *html.Node) {
	drop(root, func(n *html.Node) bool {
		return n.DataAtom == atom.Script || n.DataAtom == atom.Style || n.DataAtom == atom.Link || n.DataAtom == atom.Nav || has(n, "icon") && n.DataAtom == atom.Img
	})
	var all []*html.Node
	for n := range root.Descendants() {
		all = append(all, n)
	}
	for _, n := range all {
		switch {
		case has(n, "checkbox-on"):
			become(n, text(checked))
		case has(n, "checkbox-off"):
			become(n, text(unchecked))
		case n.DataAtom == atom.A && has(n, "bookmark"):
			bookmark(n)
		case n.DataAtom == atom.Figure && has(n, "equation"):
			formula(n, "$$")
		case has(n, "katex"):
			formula(n, "$")
		case n.DataAtom == atom.Ul || n.DataAtom == atom.Ol:
			joinList(n)
		case n.DataAtom == atom.Figure && has(n, "image"):
			picture(n)
		case n.DataAtom == atom.Summary:
			n.Data, n.DataAtom = "p", atom.P
		}
	}
}

// maxCells is how many cells one table may have once its short rows are filled up.
const maxCells = 100_000

// modest says whether the tables of a page are of a size that a person made. Cells over several rows or columns become
// single ones: a number in an attribute would else multiply them.
func modest(root *html.Node) bool {
	for n := range root.Descendants() {
		if n.DataAtom != atom.Table {
			continue
		}
		rows, cells, widest := 0, 0, 0
		for part := range n.Descendants() {
			switch part.DataAtom {
			case atom.Tr:
				rows, cells = rows+1, 0
			case atom.Td, atom.Th:
				part.Attr = nil
				cells++
				widest = max(widest, cells)
			}
		}
		if rows*widest > maxCells {
			return false
		}
	}
	return true
}

// formula keeps the source of a formula, as code, which nothing escapes.
func formula(n *html.Node, marks string) {
	source := find(n, func(n *html.Node) bool { return n.Data == "annotation" })
	if source == nil {
		return
	}
	code := &html.Node{Type: html.ElementNode, Data: "code", DataAtom: atom.Code}
	code.AppendChild(text(marks + words(source) + marks))
	become(n, code)
}

// joinList puts the entries of a list with those before it: Notion makes a list of each entry.
func joinList(n *html.Node) {
	before := n.PrevSibling
	for before != nil && before.Type == html.TextNode && strings.TrimSpace(before.Data) == "" {
		before = before.PrevSibling
	}
	if before == nil || before.DataAtom != n.DataAtom || n.Parent == nil {
		return
	}
	for n.FirstChild != nil {
		entry := n.FirstChild
		n.RemoveChild(entry)
		before.AppendChild(entry)
	}
	n.Parent.RemoveChild(n)
}

// bookmark keeps the title and the description of a page that Notion shows as a card.
func bookmark(a *html.Node) {
	title, description := "", ""
	for n := range a.Descendants() {
		switch {
		case has(n, "bookmark-title"):
			title = words(n)
		case has(n, "bookmark-description"):
			description = words(n)
		}
	}
	if title == "" {
		title = attr(a, "href")
	}
	if description != "" && a.Parent != nil {
		a.Parent.InsertBefore(paragraph(text(description)), a.NextSibling)
	}
	link := &html.Node{Type: html.ElementNode, Data: "a", DataAtom: atom.A, Attr: []html.Attribute{{Key: "href", Val: attr(a, "href")}}}
	link.AppendChild(text(title))
	become(a, paragraph(link))
}

// picture lets the words below an image say what it shows.
func picture(figure *html.Node) {
	img := find(figure, func(n *html.Node) bool { return n.DataAtom == atom.Img })
	if img == nil {
		return
	}
	alt := attr(img, "alt")
	if caption := find(figure, func(n *html.Node) bool { return n.DataAtom == atom.Figcaption }); caption != nil && alt == "" {
		alt = words(caption)
	}
	plain := &html.Node{Type: html.ElementNode, Data: "img", DataAtom: atom.Img, Attr: []html.Attribute{{Key: "src", Val: attr(img, "src")}, {Key: "alt", Val: alt}}}
	become(figure, paragraph(plain))
}

// become replaces a node by another.
func become(n, by *html.Node) {
	if n.Parent == nil {
		return
	}
	n.Parent.InsertBefore(by, n)
	n.Parent.RemoveChild(n)
}

func paragraph(inside *html.Node) *html.Node {
	p := &html.Node{Type: html.ElementNode, Data: "p", DataAtom: atom.P}
	p.AppendChild(inside)
	return p
}

func text(words string) *html.Node { return &html.Node{Type: html.TextNode, Data: words} }

// drop removes the nodes that match.
func drop(root *html.Node, match func(*html.Node) bool) {
	var gone []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && match(n) {
			gone = append(gone, n)
		}
	}
	for _, n := range gone {
		n.Parent.RemoveChild(n)
	}
}

func find(root *html.Node, match func(*html.Node) bool) *html.Node {
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && match(n) {
			return n
		}
	}
	return nil
}

// words is the text of a node on one line.
func words(n *html.Node) string {
	var out strings.Builder
	for n := range n.Descendants() {
		switch {
		case n.Type == html.TextNode:
			out.WriteString(n.Data)
		case n.DataAtom == atom.Br || n.DataAtom == atom.P || n.DataAtom == atom.Div:
			out.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// has says whether an element is of a class.
func has(n *html.Node, class string) bool {
	if n.Type != html.ElementNode {
		return false
	}
	for name := range strings.FieldsSeq(attr(n, "class")) {
		if name == class {
			return true
		}
	}
	return false
}
