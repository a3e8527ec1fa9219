package notionexport

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Content is what is on a page.
type Content struct {
	Title      string
	Properties []Property
	Parts      []Part
	Dead       int // links to what is not in the export; their words stay
}

// Property is one field of a row of a database.
type Property struct{ Name, Value string }

// Part is one piece of a page, in order: exactly one of Text, URL and File is set.
type Part struct {
	Heading string      // above a text, where the page has one
	Text    string      // Markdown
	URL     string      // a link that stands alone
	Title   string      // of the link; empty where the page gives only the address
	Note    string      // what the page says of the file
	File    *Attachment // a file of the export
	Alt     string      // what an image shows, where the page says so
}

// body is a page before its links are followed.
type body struct {
	title      string
	properties []Property
	markdown   string
}

// maxSections is how many headings may cut a page into parts; a page with more stays whole.
const maxSections = 40

// content cuts a page into parts and follows its links.
func (e *Export) content(p Page, b body) Content {
	c := Content{Title: b.title}
	dir := path.Dir(p.file.Name)
	var files []Part
	for _, property := range b.properties {
		value, attached := e.property(dir, property.Value)
		files = append(files, attached...)
		if value != "" {
			c.Properties = append(c.Properties, Property{property.Name, value})
		}
	}
	cutter := &cutter{export: e, dir: dir}
	cutter.cut(b.markdown)
	c.Parts, c.Dead = append(cutter.parts, files...), cutter.dead
	return c
}

// relation is a link to another page as a property writes it: its title, then its file in brackets.
var relation = regexp.MustCompile(` ?\((?:[^()\n]*/)?[^()/\n]*[0-9a-f]{32}\.(?:md|html|csv)\)`)

// property reads the value of a property: relations lose their file names, attached files become parts.
func (e *Export) property(dir, value string) (string, []Part) {
	value = strings.TrimSpace(relation.ReplaceAllString(value, ""))
	var files []Part
	var rest []string
	for piece := range strings.SplitSeq(value, ", ") {
		if found, ok := e.find(dir, piece); ok && found.file != nil {
			files = append(files, Part{File: found.file})
			continue
		}
		rest = append(rest, piece)
	}
	return strings.Join(rest, ", "), files
}

// target is where a link of a page leads inside the export.
type target struct {
	page string // id
	file *Attachment
}

// find follows a relative address from a folder of the export.
func (e *Export) find(dir, address string) (target, bool) {
	address, _, _ = strings.Cut(address, "#")
	if address == "" || strings.Contains(address, "://") {
		return target{}, false
	}
	for _, candidate := range []string{address, unescape(address)} {
		name := path.Join(dir, candidate)
		if i, ok := e.pages[name]; ok {
			return target{page: e.Pages[i].ID}, true
		}
		if f, ok := e.files[name]; ok && !strings.HasSuffix(name, ".csv") {
			e.used[name] = true
			a := attachment(f)
			return target{file: &a}, true
		}
	}
	return target{}, false
}

func unescape(address string) string {
	if plain, err := url.PathUnescape(address); err == nil {
		return plain
	}
	return address
}

var hosted = regexp.MustCompile(`^https?://(?:www\.)?notion\.(?:so|site)/(?:[^?#]*[-/])?([0-9a-f]{32})(?:[?#].*)?$`)

// follow gives what stands for an address of a page: an address to keep, or a file; neither where the link is dead.
func (e *Export) follow(dir, address string) (keep string, file *Attachment) {
	if m := hosted.FindStringSubmatch(address); m != nil {
		if _, ok := e.byID[m[1]]; ok {
			return PagePrefix + m[1], nil
		}
		return address, nil
	}
	if scheme, _, ok := strings.Cut(address, ":"); ok && slices.Contains([]string{"http", "https", "mailto"}, strings.ToLower(scheme)) {
		return address, nil
	}
	found, _ := e.find(dir, address)
	if found.page != "" {
		return PagePrefix + url.PathEscape(found.page), nil
	}
	return "", found.file
}

func sortAttachments(list []Attachment) {
	slices.SortFunc(list, func(a, b Attachment) int { return strings.Compare(a.Path, b.Path) })
}
