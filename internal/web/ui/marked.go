package ui

import (
	"context"
	"html"
	"io"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/index"
)

// CardMarks is why a card was found: where the words stand that were looked for.
type CardMarks struct {
	Title, Summary []index.Span
	Excerpt        string // a piece of the text, where title and summary have none of the words
	Words          []index.Span
	Tags           []string // those that were looked for, beside others
	Reasons        []Reason // what else speaks for it
	School         bool     // the school that shared it was looked for
	Versions       Way      // to its other versions; without text: there are none
}

// Reason says what speaks for a card, with pieces of it marked.
type Reason struct {
	Text  string
	Marks []index.Span
}

// Marked shows a text with pieces of it marked. The pieces come in order, without overlap.
func Marked(text string, marks []index.Span) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var out []byte
		at := 0
		for _, m := range marks {
			out = append(out, html.EscapeString(text[at:m.From])...)
			out = append(append(append(out, "<mark>"...), html.EscapeString(text[m.From:m.To])...), "</mark>"...)
			at = m.To
		}
		_, err := w.Write(append(out, html.EscapeString(text[at:])...))
		return err
	})
}
