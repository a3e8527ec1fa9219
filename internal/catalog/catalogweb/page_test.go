package catalogweb_test

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// page is what a visitor sees in the end, after being sent on.
type page struct {
	t      *testing.T
	v      *visitor
	status int
	path   string
	url    *url.URL
	header http.Header
	body   string
	root   *html.Node
}

func readPage(v *visitor, answer *http.Response) *page {
	v.t.Helper()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	root, err := html.Parse(strings.NewReader(string(body)))
	if err != nil {
		v.t.Fatal(err)
	}
	p := &page{v.t, v, answer.StatusCode, answer.Request.URL.Path, answer.Request.URL, answer.Header, string(body), root}
	if i := strings.IndexRune(p.body, '‹'); i >= 0 {
		v.t.Errorf("%s says a key: %.80s", p.path, p.body[i:])
	}
	return p
}

// is checks the status.
func (p *page) is(status int) *page {
	p.t.Helper()
	if p.status != status {
		p.t.Fatalf("%s answers %d, want %d:\n%s", p.path, p.status, status, p.words())
	}
	return p
}

// words are what one can read.
func (p *page) words() string { return textOf(p.root) }

func (p *page) says(words ...string) *page {
	p.t.Helper()
	for _, w := range words {
		if !strings.Contains(p.words(), w) {
			p.t.Errorf("%q is not at %s:\n%s", w, p.path, p.words())
		}
	}
	return p
}

func (p *page) saysNot(words ...string) *page {
	p.t.Helper()
	for _, w := range words {
		if strings.Contains(p.words(), w) {
			p.t.Errorf("%q stands at %s", w, p.path)
		}
	}
	return p
}

// node lists the elements of the tags given.
func (p *page) nodes(tags ...string) []*html.Node {
	var out []*html.Node
	for n := range p.root.Descendants() {
		if n.Type == html.ElementNode && slices.Contains(tags, n.Data) {
			out = append(out, n)
		}
	}
	return out
}

// has says whether something has a role and a name: a heading, a link, a button, a field.
func (p *page) has(role, name string) bool { return p.find(role, name) != nil }

// wants checks that things with the role and the names are there.
func (p *page) wants(role string, names ...string) *page {
	p.t.Helper()
	for _, name := range names {
		if !p.has(role, name) {
			p.t.Errorf("no %s %q at %s:\n%s", role, name, p.path, p.words())
		}
	}
	return p
}

// lacks checks that nothing has the role and the name.
func (p *page) lacks(role, name string) *page {
	p.t.Helper()
	if p.has(role, name) {
		p.t.Errorf("%s %q stands at %s", role, name, p.path)
	}
	return p
}

var tagsOf = map[string][]string{
	"heading": {"h1", "h2", "h3"}, "link": {"a"}, "button": {"button"}, "field": {"input", "textarea", "select"}, "group": {"fieldset"},
	"summary": {"summary"}, "image": {"img"},
}

func (p *page) find(role, name string) *html.Node {
	p.t.Helper()
	tags, known := tagsOf[role]
	if !known {
		p.t.Fatalf("no role %q", role)
	}
	for _, n := range p.nodes(tags...) {
		if p.nameOf(n) == name {
			return n
		}
	}
	return nil
}

// nameOf is what a screen reader calls an element.
func (p *page) nameOf(n *html.Node) string {
	if label := attr(n, "aria-label"); label != "" {
		return label
	}
	switch n.Data {
	case "input", "textarea", "select":
		for _, l := range p.nodes("label") {
			if of := attr(l, "for"); of != "" && of == attr(n, "id") || contains(l, n) {
				return labelOf(l)
			}
		}
		return ""
	case "fieldset":
		for c := range n.Descendants() {
			if c.Data == "legend" {
				return labelOf(c)
			}
		}
	case "img":
		return attr(n, "alt")
	}
	return textOf(n)
}

// labelOf is the text of a label without its hint and its count.
func labelOf(n *html.Node) string {
	for c := range n.ChildNodes() {
		if c.Type == html.ElementNode && c.Data == "span" && attr(c, "class") == "" {
			return textOf(c)
		}
	}
	var out []string
	for c := range n.ChildNodes() {
		if c.Type == html.TextNode {
			out = append(out, c.Data)
		}
	}
	return strings.Join(strings.Fields(strings.Join(out, " ")), " ")
}

func contains(n, inner *html.Node) bool {
	for c := inner; c != nil; c = c.Parent {
		if c == n {
			return true
		}
	}
	return false
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

// textOf is what can be read in an element: scripts, styles and what is hidden are left out.
func textOf(n *html.Node) string {
	var out []string
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode && (n.Data == "script" || n.Data == "style" || n.Data == "head" || n.Data == "datalist" || hasAttr(n, "hidden") || attr(n, "aria-hidden") == "true") {
			return
		}
		if n.Type == html.TextNode {
			out = append(out, n.Data)
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
	}
	walk(n)
	return strings.Join(strings.Fields(strings.Join(out, " ")), " ")
}

// value is what stands in the field with the label.
func (p *page) value(label string) string {
	p.t.Helper()
	n := p.find("field", label)
	if n == nil {
		p.t.Fatalf("no field %q at %s:\n%s", label, p.path, p.words())
	}
	if n.Data == "textarea" {
		return strings.TrimSpace(rawText(n))
	}
	if n.Data == "select" {
		for c := range n.Descendants() {
			if c.Data == "option" && hasAttr(c, "selected") {
				return textOf(c)
			}
		}
		return ""
	}
	return attr(n, "value")
}

func rawText(n *html.Node) string {
	var out strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			out.WriteString(c.Data)
		}
	}
	return out.String()
}

// focused is the label of the field that takes the focus when the page opens.
func (p *page) focused() string {
	for n := range p.root.Descendants() {
		if n.Type == html.ElementNode && hasAttr(n, "autofocus") {
			return p.nameOf(n)
		}
	}
	return ""
}

// checked says whether the box with the label is ticked.
func (p *page) checked(label string) bool {
	p.t.Helper()
	n := p.find("field", label)
	if n == nil {
		p.t.Fatalf("no box %q at %s:\n%s", label, p.path, p.words())
	}
	return hasAttr(n, "checked")
}

// form is what a browser would post of the form that goes to the address: every field as it stands.
func (p *page) form(action string) url.Values {
	p.t.Helper()
	for _, f := range p.nodes("form") {
		if attr(f, "action") != action || attr(f, "method") != "post" {
			continue
		}
		v := url.Values{}
		for n := range f.Descendants() {
			if n.Type != html.ElementNode || attr(n, "name") == "" {
				continue
			}
			switch n.Data {
			case "input":
				if kind := attr(n, "type"); kind == "file" || (kind == "checkbox" || kind == "radio") && !hasAttr(n, "checked") {
					continue
				}
				v.Add(attr(n, "name"), attr(n, "value"))
			case "textarea":
				v.Add(attr(n, "name"), strings.ReplaceAll(rawText(n), "\n", "\r\n"))
			case "select":
				for o := range n.Descendants() {
					if o.Data == "option" && hasAttr(o, "selected") {
						v.Add(attr(n, "name"), attr(o, "value"))
					}
				}
			}
		}
		return v
	}
	p.t.Fatalf("no form to %s at %s", action, p.path)
	return nil
}

// press posts the form that goes to the page's own address, with a button and whatever is changed.
func (p *page) press(name, value string, changes ...string) *page {
	p.t.Helper()
	form := p.form(p.path)
	form.Set(name, value)
	for i := 0; i+1 < len(changes); i += 2 {
		form.Set(changes[i], changes[i+1])
	}
	return p.v.post(p.path, form)
}

// keys are the keys of the parts on a share form, in order.
func (p *page) keys() []string {
	var out []string
	for _, n := range p.nodes("input") {
		if attr(n, "name") == "block" {
			out = append(out, attr(n, "value"))
		}
	}
	return out
}

// hiddenBefore says whether an element stands in one that is hidden.
func hiddenBefore(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if hasAttr(n, "hidden") {
			return true
		}
	}
	return false
}
