package linklist

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// readHTML reads headings, list entries, table rows and paragraphs from the marks of a page, in their order. A page is not
// taken as a tree: what people paste is not always one.
func readHTML(b *builder, text string) {
	p := page{b: b, lines: []line{nil}}
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		switch z.Next() {
		case html.ErrorToken:
			p.flush()
			return
		case html.TextToken:
			p.text(string(z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			raw, more := z.TagName()
			name := atom.Lookup(raw)
			href := ""
			for more {
				var key, value []byte
				if key, value, more = z.TagAttr(); string(key) == "href" {
					href = strings.TrimSpace(string(value))
				}
			}
			p.start(name, href)
		case html.EndTagToken:
			raw, _ := z.TagName()
			p.end(atom.Lookup(raw))
		}
	}
}

// page is a page as read so far.
type page struct {
	b      *builder
	lines  []line // of the present paragraph, entry or row
	href   string // of the open link
	words  strings.Builder
	inLink bool
	level  int   // of the open heading; 0 when none is open
	rows   int   // open table rows
	items  int   // open list entries
	lists  []int // the open list entries around each open list
	hidden int   // open elements whose words nobody sees
}

func (p *page) text(text string) {
	switch {
	case p.hidden > 0:
	case p.inLink:
		p.words.WriteString(text)
	default:
		p.add(part{text: text})
	}
}

func (p *page) add(next part) { p.lines[len(p.lines)-1] = append(p.lines[len(p.lines)-1], next) }

func (p *page) start(name atom.Atom, href string) {
	switch name {
	case atom.Script, atom.Style, atom.Title, atom.Noscript, atom.Template, atom.Nav:
		p.hidden++
	case atom.A:
		p.closeLink()
		if href != "" && p.hidden == 0 {
			p.href, p.inLink = href, true
		}
	case atom.Br:
		p.closeLink()
		p.lines = append(p.lines, nil)
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		p.flush()
		p.level = int(name.String()[1] - '0')
	case atom.Ul, atom.Ol:
		p.between()
		p.lists = append(p.lists, p.items)
	case atom.Li:
		p.flush()
		p.items = 1
		if len(p.lists) > 0 {
			p.items += p.lists[len(p.lists)-1]
		}
	case atom.Tr:
		p.flush()
		p.rows++
	case atom.Td, atom.Th:
		p.add(part{text: " "})
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Dl, atom.Dt, atom.Dd, atom.Table, atom.Blockquote, atom.Hr:
		p.between()
	}
}

func (p *page) end(name atom.Atom) {
	switch name {
	case atom.Script, atom.Style, atom.Title, atom.Noscript, atom.Template, atom.Nav:
		p.hidden = max(p.hidden-1, 0)
	case atom.A:
		p.closeLink()
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		p.closeLink()
		if p.level > 0 {
			p.b.titled(p.level, join(p.lines))
			p.lines, p.level = []line{nil}, 0
		}
	case atom.Li:
		p.flush()
		p.items = max(p.items-1, 0)
		p.b.heading(itemLevel+p.items, "")
	case atom.Ul, atom.Ol:
		p.between()
		if last := len(p.lists) - 1; last >= 0 {
			p.items, p.lists = p.lists[last], p.lists[:last]
		}
	case atom.Tr:
		p.flush()
		p.rows = max(p.rows-1, 0)
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Dl, atom.Dt, atom.Dd, atom.Table, atom.Blockquote:
		p.between()
	}
}

// between ends a paragraph; inside a table row it is only a gap between words.
func (p *page) between() {
	if p.rows > 0 {
		p.add(part{text: " "})
		return
	}
	p.flush()
}

func (p *page) closeLink() {
	if p.inLink {
		p.add(part{text: p.words.String(), url: p.href})
	}
	p.words.Reset()
	p.inLink = false
}

// flush reads what was gathered, by where it stands.
func (p *page) flush() {
	p.closeLink()
	lines := p.lines
	p.lines = []line{nil}
	for i, l := range lines {
		lines[i] = withAddresses(l)
	}
	whole := join(lines)
	words := tidy(whole.words())
	switch {
	case whole.links() == 0 && p.items > 0 && p.rows == 0 && words != "" && len(words) <= 100:
		p.b.heading(itemLevel+p.items-1, words)
	case whole.links() == 0:
	case p.items > 0 || p.rows > 0:
		p.b.entry(whole, "")
	default:
		proseLinks(p.b, lines)
	}
}

// withAddresses finds the addresses that stand as plain words in a line.
func withAddresses(l line) line {
	var out line
	for _, p := range l {
		if p.url != "" {
			out = append(out, p)
			continue
		}
		out = append(out, addresses(p.text)...)
	}
	return out
}
