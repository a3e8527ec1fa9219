package notionexport

import (
	"regexp"
	"strings"
)

var (
	callout = regexp.MustCompile(`(?m)^[ \t]*</?(?:aside|details|summary)>[ \t]*$\n?`)
	icon    = regexp.MustCompile(`<img src="https://www\.notion\.so/icons/[^"]*"[^>]*>\s*`)
)

// markdownPage reads a page exported as Markdown: a title, the properties of a row, then the text.
func markdownPage(text string, known []string) body {
	text = icon.ReplaceAllString(callout.ReplaceAllString(strings.ReplaceAll(text, "\r\n", "\n"), ""), "")
	var b body
	if rest, ok := strings.CutPrefix(strings.TrimLeft(text, "\n "), "# "); ok {
		b.title, text, _ = strings.Cut(rest, "\n")
		b.title = plain(b.title)
	}
	b.properties, b.markdown = properties(text, known)
	return b
}

// properties takes "Name: value" lines off the top. A line that begins with no known name goes on with the value above it;
// an empty line ends them.
func properties(text string, known []string) ([]Property, string) {
	names := map[string]bool{}
	for _, name := range known {
		names[name] = true
	}
	rest := strings.TrimLeft(text, "\n")
	var out []Property
	for rest != "" {
		line, more, _ := strings.Cut(rest, "\n")
		name, value, ok := propertyLine(line, names)
		switch {
		case ok:
			out = append(out, Property{name, value})
		case len(out) == 0:
			return nil, text
		case strings.TrimSpace(line) == "":
			return out, rest
		default:
			out[len(out)-1].Value += "\n" + line
		}
		rest = more
	}
	return out, rest
}

// propertyLine splits a line at the known name it begins with; names may hold colons.
func propertyLine(line string, names map[string]bool) (name, value string, ok bool) {
	for at := 0; ; {
		next := strings.Index(line[at:], ":")
		if next < 0 || at > 200 {
			return "", "", false
		}
		at += next
		if names[line[:at]] {
			return line[:at], strings.TrimSpace(line[at+1:]), true
		}
		at++
	}
}
