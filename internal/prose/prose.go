// Package prose turns Markdown that anybody may have written into HTML that is safe to show.
package prose

import (
	"bytes"
	"regexp"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Renderer renders Markdown. It is safe for use by many at once.
type Renderer struct {
	markdown goldmark.Markdown
	whole    goldmark.Markdown // with the markup and the pictures that nobody is shown
	policy   *bluemonday.Policy
}

// topHeading is the level of a first-level heading inside a part of a page, which has an h1 and h2 of its own.
const topHeading = 3

// New returns a renderer.
func New() *Renderer {
	return &Renderer{markdown: markdown(), whole: markdown(html.WithUnsafe()), policy: policy()}
}

func markdown(more ...renderer.Option) goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Linkify, extension.TaskList),
		goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(lowerHeadings{}, 100))),
		goldmark.WithRendererOptions(append(more, html.WithHardWraps())...),
	)
}

func policy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol", "li", "h3", "h4", "h5", "h6", "hr",
		"table", "thead", "tbody", "tr", "th", "td")
	p.AllowAttrs("start").Matching(regexp.MustCompile(`^[0-9]{1,5}$`)).OnElements("ol")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto")
	p.AllowRelativeURLs(true)
	p.RequireNoFollowOnLinks(false)
	p.RequireNoFollowOnFullyQualifiedLinks(true)
	p.RequireNoReferrerOnFullyQualifiedLinks(true)
	return p
}

// HTML renders Markdown. Markup, scripts and pictures in it are left out; headings begin below those of a page.
func (r *Renderer) HTML(markdown string) string {
	var out bytes.Buffer
	// The only error is the writer's, and a buffer has none.
	_ = r.markdown.Convert([]byte(markdown), &out)
	return string(r.policy.SanitizeBytes(out.Bytes()))
}

// Alike says whether two texts read the same, whatever they are written like. What HTML leaves out, such as markup and pictures,
// counts: an editor that lost it would change the text.
func (r *Renderer) Alike(one, other string) bool {
	var a, b bytes.Buffer
	_ = r.whole.Convert([]byte(one), &a)
	_ = r.whole.Convert([]byte(other), &b)
	return bytes.Equal(a.Bytes(), b.Bytes())
}

// lowerHeadings moves headings below those of the page around them.
type lowerHeadings struct{}

// Transform implements parser.ASTTransformer.
func (lowerHeadings) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering {
			h.Level = min(6, h.Level+topHeading-1)
		}
		return ast.WalkContinue, nil
	})
}
