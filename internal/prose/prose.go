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

// beforeTables is a priority just before that of the tables.
const beforeTables = 199

// New returns a renderer.
func New() *Renderer {
	return &Renderer{markdown: markdown(), whole: markdown(html.WithUnsafe()), policy: policy()}
}

func markdown(more ...renderer.Option) goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Linkify, extension.TaskList),
		goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(lowerHeadings{}, 100)),
			parser.WithParagraphTransformers(util.Prioritized(smallTables{}, beforeTables))),
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

// HTML renders Markdown. Markup, scripts and pictures in it are left out; headings begin below those of a page. A text that
// asks for more than a text may is shown as it was typed.
func (r *Renderer) HTML(markdown string) string {
	out, ok := convert(r.markdown, markdown)
	if !ok {
		return asTyped(markdown)
	}
	if safe := r.policy.SanitizeBytes(out); len(safe) <= most(markdown) {
		return string(safe)
	}
	return asTyped(markdown)
}

// convert renders a text; false for one that asks for more than a text may.
func convert(with goldmark.Markdown, markdown string) ([]byte, bool) {
	doc, source, ok := parse(with, markdown)
	if !ok {
		return nil, false
	}
	var out bytes.Buffer
	// The only error is the writer's, and a buffer has none.
	_ = with.Renderer().Render(&out, source, doc)
	return out.Bytes(), out.Len() <= most(markdown)
}

// parse reads a text; false for one that asks for more than a text may.
func parse(with goldmark.Markdown, markdown string) (doc ast.Node, source []byte, ok bool) {
	if !affordable(markdown) {
		return nil, nil, false
	}
	source, pc := []byte(markdown), parser.NewContext()
	doc = with.Parser().Parse(text.NewReader(source), parser.WithContext(pc))
	return doc, source, pc.Get(tooLarge) == nil && !deep(doc)
}

// most is how many bytes a text may become.
func most(markdown string) int { return growth*len(markdown) + room }

// Alike says whether two texts read the same, whatever they are written like. What HTML leaves out, such as markup and pictures,
// counts: an editor that lost it would change the text. Texts that ask for more than a text may are alike only when they are the same.
func (r *Renderer) Alike(one, other string) bool {
	a, oneFits := convert(r.whole, one)
	b, otherFits := convert(r.whole, other)
	if !oneFits || !otherFits {
		return one == other
	}
	return bytes.Equal(a, b)
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
