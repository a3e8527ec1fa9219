package prose

import (
	"html"
	"regexp"
	"strings"
)

// Mark is what became of words in a comparison of two texts.
type Mark int

// The marks.
const (
	Inserted Mark = iota
	Deleted
)

// The signs around marked words are private characters that no text may hold.
var markSigns = [...]struct{ open, shut, element string }{
	Inserted: {"\uE0F0", "\uE0F1", "ins"},
	Deleted:  {"\uE0F2", "\uE0F3", "del"},
}

// Open is the sign before marked words in Markdown for Marked.
func (m Mark) Open() string { return markSigns[m].open }

// Close is the sign after marked words.
func (m Mark) Close() string { return markSigns[m].shut }

var noSigns = strings.NewReplacer("\uE0F0", "", "\uE0F1", "", "\uE0F2", "", "\uE0F3", "")

// Unmarked is a text without the signs of marks.
func Unmarked(text string) string { return noSigns.Replace(text) }

// escapedSigns are the signs as an address holds them.
var escapedSigns = regexp.MustCompile(`(?i)%EE%83%B[0-3]`)

// Said is what a screen reader says before marked words; the eye has colour, line and sign.
type Said [len(markSigns)]string

// Marked renders Markdown whose changed words stand between marks: they come out as ins and del elements. What a writer struck
// out comes as s, so that nobody takes it for a change.
func (r *Renderer) Marked(markdown string, said Said) string { return marked(r.HTML(markdown), said) }

// MarkedLine is the same for text without markup.
func (r *Renderer) MarkedLine(text string, said Said) string {
	return "<p>" + marked(html.EscapeString(text), said) + "</p>"
}

func marked(rest string, said Said) string {
	var out strings.Builder
	open := ""
	for rest != "" {
		at := strings.IndexAny(rest, "<\uE0F0\uE0F1\uE0F2\uE0F3")
		if at < 0 {
			break
		}
		out.WriteString(rest[:at])
		rest = rest[at:]
		if rest[0] == '<' {
			end := strings.IndexByte(rest, '>') + 1 // the sanitiser escapes every other bracket
			writeTag(&out, open, escapedSigns.ReplaceAllString(noSigns.Replace(rest[:end]), ""))
			rest = rest[end:]
			continue
		}
		for i, sign := range markSigns {
			switch {
			case strings.HasPrefix(rest, sign.open):
				open = sign.element
				out.WriteString("<" + open + `><span class="hide">` + html.EscapeString(said[i]) + " </span>")
			case strings.HasPrefix(rest, sign.shut) && open == sign.element:
				out.WriteString("</" + open + ">")
				open = ""
			}
		}
		rest = rest[len(markSigns[Inserted].open):]
	}
	out.WriteString(rest)
	if open != "" {
		out.WriteString("</" + open + ">")
	}
	return emptyMark.ReplaceAllString(out.String(), "$1$2")
}

// writeTag writes a tag within marked words: the mark ends before and goes on after it, so that no two elements cross.
func writeTag(out *strings.Builder, open, tag string) {
	switch tag {
	case "<del>":
		tag = "<s>"
	case "</del>":
		tag = "</s>"
	}
	if open == "" {
		out.WriteString(tag)
		return
	}
	out.WriteString("</" + open + ">" + tag + "<" + open + ">")
}

var emptyMark = regexp.MustCompile(`<ins>(\s*)</ins>|<del>(\s*)</del>`)
