package sitetest

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Page is what a visitor sees in the end.
type Page struct {
	Visitor *Visitor
	Status  int
	Path    string
	Header  http.Header
	Body    string
	root    *html.Node
}

func (v *Visitor) ask(method, path string, form url.Values) *Page {
	v.T.Helper()
	r, err := http.NewRequestWithContext(v.T.Context(), method, v.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		v.T.Fatal(err)
	}
	r.Header.Set("Accept-Language", "en")
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer, err := v.client.Do(r)
	if err != nil {
		v.T.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		v.T.Fatal(err)
	}
	root, err := html.Parse(strings.NewReader(string(body)))
	if err != nil {
		v.T.Fatal(err)
	}
	return &Page{v, answer.StatusCode, answer.Request.URL.Path, answer.Header, string(body), root}
}

// Is checks the status.
func (p *Page) Is(status int) *Page {
	p.Visitor.T.Helper()
	if p.Status != status {
		p.Visitor.T.Fatalf("%s answers %d, want %d:\n%s", p.Path, p.Status, status, p.Text())
	}
	return p
}

// To is where it would be sent on, without the host; empty: nowhere.
func (p *Page) To() string { return strings.TrimPrefix(p.Header.Get("Location"), p.Visitor.URL) }

// Text is what can be read.
func (p *Page) Text() string { return textOf(p.root) }

// Says checks that all the words can be read.
func (p *Page) Says(words ...string) *Page {
	p.Visitor.T.Helper()
	for _, w := range words {
		if !strings.Contains(p.Text(), w) {
			p.Visitor.T.Errorf("%q is not at %s:\n%s", w, p.Path, p.Text())
		}
	}
	return p
}

// Holds checks that a text stands whole in an area, to be sent or taken along.
func (p *Page) Holds(text string) *Page {
	p.Visitor.T.Helper()
	for n := range p.root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "textarea" && valueOf(n) == text {
			return p
		}
	}
	p.Visitor.T.Errorf("%q is in no text area at %s:\n%s", text, p.Path, p.Text())
	return p
}

// SaysNot checks that none of the words can be read.
func (p *Page) SaysNot(words ...string) *Page {
	p.Visitor.T.Helper()
	for _, w := range words {
		if strings.Contains(p.Text(), w) {
			p.Visitor.T.Errorf("%q stands at %s", w, p.Path)
		}
	}
	return p
}

// Link is where the link with the words leads; empty: there is none.
func (p *Page) Link(words string) string {
	if n := p.find("a", words); n != nil {
		return attr(n, "href")
	}
	return ""
}

// Has says whether there is a button of a name.
func (p *Page) Has(button string) bool { return p.find("button", button) != nil }

// Value is what the field of a name in its form holds: of choices the one that is made.
func (p *Page) Value(field string) string {
	for n := range p.root.Descendants() {
		if attr(n, "name") == field && !leftOpen(n) {
			return valueOf(n)
		}
	}
	return ""
}

// Press sends the form of a button, with its fields as they stand but for those that are given: field, value, and so on.
func (p *Page) Press(button string, fields ...string) *Page {
	p.Visitor.T.Helper()
	n := p.find("button", button)
	for n != nil && n.Data != "form" {
		n = n.Parent
	}
	if n == nil {
		p.Visitor.T.Fatalf("no form with the button %q at %s:\n%s", button, p.Path, p.Text())
	}
	form := url.Values{}
	for f := range n.Descendants() {
		name := attr(f, "name")
		if name == "" || f.Data == "button" || leftOpen(f) {
			continue
		}
		form.Add(name, valueOf(f))
	}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	return p.Visitor.Post(attr(n, "action"), form)
}

func (p *Page) find(tag, name string) *html.Node {
	for n := range p.root.Descendants() {
		if n.Data == tag && (attr(n, "aria-label") == name || attr(n, "aria-label") == "" && textOf(n) == name) {
			return n
		}
	}
	return nil
}

// leftOpen says whether an element is a choice that is not made.
func leftOpen(n *html.Node) bool {
	kind := attr(n, "type")
	return (kind == "radio" || kind == "checkbox") && !hasAttr(n, "checked")
}

func valueOf(n *html.Node) string {
	if n.Data == "textarea" {
		if n.FirstChild == nil {
			return ""
		}
		return n.FirstChild.Data
	}
	return attr(n, "value")
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

// textOf is the text of an element on one line. What is hidden is left out.
func textOf(n *html.Node) string {
	var out []string
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode && (n.Data == "head" || n.Data == "script" || n.Data == "style" || hasAttr(n, "hidden")) {
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
