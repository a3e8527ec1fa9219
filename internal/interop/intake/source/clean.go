package source

import (
	"strings"
	"unicode"
)

// Clean drops what no text holds and a database refuses: control characters, and bytes that are no characters. Those that
// part words leave a space.
func Clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case !unicode.IsControl(r) || r == '\n' || r == '\r' || r == '\t':
			return r
		case unicode.IsSpace(r):
			return ' '
		}
		return -1
	}, text)
}

func cleanAll(list []string) []string {
	out := make([]string, len(list))
	for i, text := range list {
		out[i] = Clean(text)
	}
	return out
}

func (v value) clean() value {
	if v.list != nil {
		v.list = cleanAll(v.list)
	}
	v.text, v.link = Clean(v.text), Clean(v.link)
	return v
}

func (e entry) clean() entry {
	e.url, e.title, e.note, e.tags = Clean(e.url), Clean(e.title), Clean(e.note), cleanAll(e.tags)
	for i, m := range e.more {
		e.more[i].URL, e.more[i].Title = Clean(m.URL), Clean(m.Title)
	}
	return e
}
