package source

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/commonshelf/commonshelf/internal/block"
)

var reference = regexp.MustCompile(`\[((?:[^\[\]\\\n]|\\.)*)\]\(` + PagePrefix + `([^()\s]+)\)`)

// Relink replaces the addresses of other items in a document's texts. Address gives the page of an item by its external id,
// and empty where it has none: the words of the link stay then.
func Relink(d block.Document, address func(externalID string) string) block.Document {
	out := d
	out.Blocks = make([]block.Block, len(d.Blocks))
	for i, b := range d.Blocks {
		if text, ok := b.Body.(block.Text); ok && strings.Contains(text.Markdown, PagePrefix) {
			text.Markdown = reference.ReplaceAllStringFunc(text.Markdown, func(link string) string {
				m := reference.FindStringSubmatch(link)
				if to := address(referred(m[2])); to != "" {
					return "[" + m[1] + "](" + to + ")"
				}
				return m[1]
			})
			b.Body = text
		}
		out.Blocks[i] = b
	}
	return out
}

// refers lists the external ids that the texts of a document link to, each once.
func refers(d block.Document) []string {
	var out []string
	seen := map[string]bool{}
	for _, b := range d.Blocks {
		text, ok := b.Body.(block.Text)
		if !ok {
			continue
		}
		for _, m := range reference.FindAllStringSubmatch(text.Markdown, -1) {
			if id := referred(m[2]); !seen[id] {
				seen[id] = true
				out = append(out, id)
			}
		}
	}
	return out
}

func referred(escaped string) string {
	if plain, err := url.PathUnescape(escaped); err == nil {
		escaped = plain
	}
	return PagePrefix + escaped
}
