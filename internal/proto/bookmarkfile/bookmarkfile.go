// Package bookmarkfile reads the Netscape Bookmark File Format, the HTML that every browser and bookmark service exports.
//
// The format was never a tree: elements stay open, lists are missing, descriptions hold markup. It is read as a
// stream of marks instead: a heading names the list that follows, DT begins an entry, DD describes it.
package bookmarkfile

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Bookmark is one entry of the file.
type Bookmark struct {
	URL         string // as written: may be relative, a script or a query of the browser's own
	Title       string
	Description string   // plain text, its line breaks kept
	Tags        []string // as the service wrote them
	Folders     []string // from the outermost in; folders that every browser has are left out
	Private     bool     // marked so by the service it comes from
}

// ErrNone says that the text is no bookmark file.
var ErrNone = errors.New("not a bookmark file")

// Is says whether a file with these first bytes is one: it says so in its first line, or it has entries of that form.
func Is(head []byte) bool {
	head = bytes.ToLower(head)
	if bytes.Contains(head, []byte("<!doctype netscape-bookmark-file-1>")) {
		return true
	}
	return bytes.Contains(head, []byte("<dt><a ")) || bytes.Contains(head, []byte("<dt><h3"))
}

// MaxDepth is how deep folders may lie; deeper ones count as the one at that depth.
const MaxDepth = 20

// Read lists the bookmarks of a file in order.
func Read(text string) ([]Bookmark, error) {
	if !Is([]byte(text)) {
		return nil, ErrNone
	}
	p := parser{}
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			if err := z.Err(); !errors.Is(err, io.EOF) {
				return nil, err
			}
			p.finish()
			return p.out, nil
		case html.TextToken:
			p.text(string(z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			p.start(z)
		case html.EndTagToken:
			name, _ := z.TagName()
			p.end(atom.Lookup(name))
		}
	}
}

// reading is what the text that comes next belongs to.
type reading int

const (
	nothing reading = iota
	title
	description
	folder
)

type parser struct {
	out      []Bookmark
	folders  []string // of the open lists; empty for one that is not worth a tag
	deeper   int      // open lists beyond MaxDepth
	next     string   // the folder whose list is about to open
	entry    bool     // DT was seen, its link or heading not yet
	current  *Bookmark
	what     reading
	words    strings.Builder // of the title, description or heading being read
	standard bool            // the heading being read is a folder that every browser has
}

func (p *parser) start(z *html.Tokenizer) {
	raw, hasAttr := z.TagName()
	switch name := atom.Lookup(raw); name {
	case atom.Dt:
		p.finish()
		p.entry = true
	case atom.A:
		attrs := attributes(z, hasAttr)
		switch {
		case p.entry:
			p.begin(attrs)
		case p.what == description && strings.HasPrefix(attrs["href"], "http"):
			p.text(attrs["href"] + " ")
		}
	case atom.H3:
		p.finish()
		attrs := attributes(z, hasAttr)
		_, toolbar := attrs["personal_toolbar_folder"]
		_, unfiled := attrs["unfiled_bookmarks_folder"]
		p.entry, p.what, p.standard = false, folder, toolbar || unfiled
		p.words.Reset()
	case atom.Dd:
		p.settle()
		if p.current != nil {
			p.what = description
			p.words.Reset()
			if p.current.Description != "" {
				p.words.WriteString(p.current.Description + "\n")
			}
		}
	case atom.Dl:
		p.finish()
		if len(p.folders) < MaxDepth {
			p.folders = append(p.folders, p.next)
		} else {
			p.deeper++
		}
		p.next = ""
	case atom.Hr:
		p.finish()
	case atom.Br, atom.P, atom.Li:
		if p.what == description {
			p.text("\n")
		}
	}
}

func (p *parser) end(name atom.Atom) {
	switch {
	case name == atom.A && p.what == title:
		p.settle()
	case name == atom.H3 && p.what == folder:
		p.what = nothing
		p.next = strings.Join(strings.Fields(p.words.String()), " ")
		if p.standard || everywhere(p.next) {
			p.next = ""
		}
	case name == atom.Dl:
		p.finish()
		switch {
		case p.deeper > 0:
			p.deeper--
		case len(p.folders) > 0:
			p.folders = p.folders[:len(p.folders)-1]
		}
	}
}

func (p *parser) text(text string) {
	if p.what != nothing {
		p.words.WriteString(text)
	}
}

// settle keeps the words of the title or description that was being read.
func (p *parser) settle() {
	switch p.what {
	case title:
		p.current.Title = strings.Join(strings.Fields(p.words.String()), " ")
	case description:
		p.current.Description = strings.TrimSpace(p.words.String())
	}
	p.what = nothing
}

// begin opens the bookmark that a link stands for.
func (p *parser) begin(attrs map[string]string) {
	p.entry, p.what = false, title
	p.words.Reset()
	p.current = &Bookmark{
		URL: strings.TrimSpace(attrs["href"]), Description: strings.TrimSpace(attrs["description"]), Tags: tags(attrs["tags"]),
		Private: attrs["private"] == "1" || attrs["private"] == "true",
	}
	for _, f := range p.folders {
		if f != "" {
			p.current.Folders = append(p.current.Folders, f)
		}
	}
}

// finish closes the bookmark being read.
func (p *parser) finish() {
	p.settle()
	if p.current != nil {
		p.out = append(p.out, *p.current)
	}
	p.current = nil
}

// attributes gives the attributes of the present mark by lower-case name.
func attributes(z *html.Tokenizer, more bool) map[string]string {
	out := map[string]string{}
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		if len(value) < 1<<16 || string(key) == "href" { // pictures kept inside attributes are not wanted
			out[string(key)] = string(value)
		}
	}
	return out
}

// tags takes a list of tags apart: at commas, or at blanks where there is no comma.
func tags(text string) []string {
	parts := strings.Split(text, ",")
	if len(parts) == 1 {
		parts = strings.Fields(text)
	}
	var out []string
	for _, part := range parts {
		if part = strings.Join(strings.Fields(part), " "); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// everywhere says whether a folder is one that browsers make themselves.
func everywhere(name string) bool {
	switch strings.ToLower(name) {
	case "bookmarks", "bookmarks bar", "bookmarks toolbar", "bookmarks menu", "bookmark menu", "other bookmarks", "mobile bookmarks",
		"favorites", "favorites bar", "other favorites", "unlabeled", "unsorted bookmarks", "imported", "personal toolbar",
		"marcadores", "barra de marcadores", "otros marcadores", "marcadores del móvil", "barra de favoritos", "favoritos", "otros favoritos",
		"menú de marcadores", "barra de herramientas de marcadores":
		return true
	}
	return false
}
