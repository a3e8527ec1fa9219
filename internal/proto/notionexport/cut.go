package notionexport

import (
	"path"
	"regexp"
	"strings"
)

var (
	headingLine = regexp.MustCompile(`^(#{1,6}) +(.*?)(?: +#+)?$`)
	link        = regexp.MustCompile(`(!?)\[((?:[^\[\]\\\n]|\\.)*)\]\(<?((?:[^()\s<>]|\([^()\s]*\))+)>?(?: +"[^"\n]*")?\)`)
	onlyLink    = regexp.MustCompile(`^(!?)\[((?:[^\[\]\\\n]|\\.)*)\]\(<?((?:[^()\s<>]|\([^()\s]*\))+)>?(?: +"[^"\n]*")?\)$`)
	onlyAddress = regexp.MustCompile(`^<?(https?://[^\s<>]+)>?$`)
	rule        = regexp.MustCompile(`^(?:-{3,}|\* \* \*|\*{3,}|_{3,})$`)
	escaped     = regexp.MustCompile("\\\\([\\\\`*_{}\\[\\]()#+.!|<>~-])")
)

// cutter cuts Markdown into parts at its highest headings, and takes out links and files that stand alone.
type cutter struct {
	export  *Export
	dir     string
	parts   []Part
	heading string
	text    []string // paragraphs of the part being gathered
	files   []Part   // that its paragraphs refer to
	dead    int
}

func (c *cutter) cut(markdown string) {
	paragraphs := paragraphs(markdown)
	level := topLevel(paragraphs)
	for _, p := range paragraphs {
		if m := headingLine.FindStringSubmatch(p); m != nil && len(m[1]) == level {
			c.flush()
			c.heading = plain(m[2])
			continue
		}
		if m := onlyLink.FindStringSubmatch(p); m != nil && c.alone(m[1] == "!", plain(m[2]), m[3]) {
			continue
		}
		if m := onlyAddress.FindStringSubmatch(p); m != nil && c.alone(false, "", m[1]) {
			continue
		}
		if !strings.HasPrefix(p, "```") {
			p = c.links(p)
		}
		c.text = append(c.text, p)
	}
	c.flush()
}

// alone makes a part of a link that is a paragraph of its own; false where it leads to another page or nowhere.
func (c *cutter) alone(image bool, label, address string) bool {
	keep, file := c.export.follow(c.dir, address)
	if file != nil {
		c.flush()
		c.parts = append(c.parts, filePart(file, image, label))
		return true
	}
	if !strings.HasPrefix(keep, "http") {
		return false
	}
	c.flush()
	if label == address {
		label = ""
	}
	c.parts = append(c.parts, Part{URL: keep, Title: label})
	return true
}

// links follows the links inside a paragraph. A link to a file leaves its words, and the file comes after the text; a
// picture kept elsewhere becomes a link to it.
func (c *cutter) links(paragraph string) string {
	return link.ReplaceAllStringFunc(paragraph, func(text string) string {
		m := link.FindStringSubmatch(text)
		keep, file := c.export.follow(c.dir, m[3])
		switch {
		case file != nil:
			c.files = append(c.files, filePart(file, m[1] == "!", plain(m[2])))
			return m[2]
		case keep == "":
			c.dead++
			return m[2]
		case keep != m[3] || m[1] == "!":
			return "[" + m[2] + "](" + keep + ")"
		}
		return text
	})
}

// filePart describes a file by what the page calls it. A file name says nothing, but it is the owner's own.
func filePart(file *Attachment, image bool, label string) Part {
	p := Part{File: file}
	switch {
	case label == "" || strings.EqualFold(label, "untitled") || strings.EqualFold(label, "image"):
	case strings.EqualFold(path.Ext(label), path.Ext(file.Name)):
		file.Name = path.Base(label)
	case image:
		p.Alt = label
	default:
		p.Note = label
	}
	return p
}

// flush closes the part being gathered.
func (c *cutter) flush() {
	for len(c.text) > 0 && rule.MatchString(c.text[0]) {
		c.text = c.text[1:]
	}
	for len(c.text) > 0 && rule.MatchString(c.text[len(c.text)-1]) {
		c.text = c.text[:len(c.text)-1]
	}
	if text := strings.TrimSpace(strings.Join(c.text, "\n\n")); text != "" {
		c.parts = append(c.parts, Part{Heading: c.heading, Text: text})
	} else if c.heading != "" {
		c.parts = append(c.parts, Part{Text: "## " + c.heading})
	}
	c.parts = append(c.parts, c.files...)
	c.text, c.files, c.heading = nil, nil, ""
}

// paragraphs takes Markdown apart at empty lines and headings. Code stays whole, and so does what is indented beneath a
// list.
func paragraphs(markdown string) []string {
	var out, open []string
	inCode := false
	flush := func() {
		if text := strings.Trim(strings.Join(open, "\n"), "\n"); strings.TrimSpace(text) != "" {
			out = append(out, text)
		}
		open = nil
	}
	for line := range strings.Lines(markdown) {
		line = strings.TrimRight(line, "\r\n \t")
		fence := strings.HasPrefix(line, "```")
		switch {
		case inCode:
			open = append(open, line)
			if fence {
				inCode = false
				flush()
			}
		case fence:
			flush()
			inCode = true
			open = append(open, line)
		case headingLine.MatchString(line):
			flush()
			out = append(out, line)
		case line == "":
			open = append(open, line)
		default:
			if n := len(open); n > 0 && open[n-1] == "" && line[0] != ' ' && line[0] != '\t' {
				flush()
			}
			open = append(open, line)
		}
	}
	flush()
	return out
}

// topLevel is the highest level of heading on the page; 0 where the page should stay whole.
func topLevel(paragraphs []string) int {
	var count [7]int
	for _, p := range paragraphs {
		if m := headingLine.FindStringSubmatch(p); m != nil {
			count[len(m[1])]++
		}
	}
	for level := 1; level < len(count); level++ {
		if count[level] > maxSections {
			return 0
		}
		if count[level] > 0 {
			return level
		}
	}
	return 0
}

// plain takes the marks of emphasis and the backslashes off a line.
func plain(text string) string {
	text = strings.NewReplacer("**", "", "__", "", "`", "").Replace(text)
	return strings.TrimSpace(escaped.ReplaceAllString(text, "$1"))
}
