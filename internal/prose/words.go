package prose

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// Words are the words of Markdown as one reads them, without its signs, its markup and its addresses; paragraphs, headings, points and
// cells stand on lines of their own. A text that asks for more than a text may is given as it was typed.
func (r *Renderer) Words(markdown string) string {
	doc, source, ok := parse(r.markdown, markdown)
	if !ok {
		return markdown
	}
	var out strings.Builder
	// The walk stops for errors alone, and there are none.
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			writeWords(&out, n, source)
		} else if n.Type() == ast.TypeBlock && !strings.HasSuffix(out.String(), "\n") {
			out.WriteByte('\n')
		}
		return ast.WalkContinue, nil
	})
	return strings.TrimSpace(out.String())
}

// writeWords writes the words of a node itself.
func writeWords(out *strings.Builder, n ast.Node, source []byte) {
	switch n := n.(type) {
	case *ast.Text:
		words := n.Segment.Value(source)
		if !n.IsRaw() {
			words = util.UnescapePunctuations(util.ResolveNumericReferences(util.ResolveEntityNames(words)))
		}
		out.Write(words)
		if n.SoftLineBreak() || n.HardLineBreak() {
			out.WriteByte(' ')
		}
	case *ast.String:
		out.Write(n.Value)
	case *ast.AutoLink:
		out.Write(n.Label(source))
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		for i := range n.Lines().Len() {
			line := n.Lines().At(i)
			out.Write(line.Value(source))
		}
	}
}
