package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// facetBoxes are the boxes of a question. A page has a hundred of them, which is why they alone are written by hand: that takes a
// fifth of a template's time.
func facetBoxes(c Chrome, name string, options []FacetOption) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		out := make([]byte, 0, 400*len(options))
		group := templ.EscapeString(name)
		for _, o := range options {
			name := group
			if o.Name != "" {
				name = templ.EscapeString(o.Name)
			}
			value, count := templ.EscapeString(o.Value), number(o.Count)
			out = write(out, `<label><input type="checkbox" id="f-`, name, `-`, value, `" name="`, name, `" value="`, value, `"`)
			if o.Chosen {
				out = write(out, ` checked`)
			}
			out = write(out, ` autocomplete="off"> <span`)
			if c.foreign(o.Lang) {
				out = write(out, ` lang="`, templ.EscapeString(o.Lang), `"`)
			}
			out = write(out, `>`, templ.EscapeString(o.Label), `</span>`)
			if o.Count > 0 { // a chosen one that nothing has needs no number
				out = write(out, `<span><span aria-hidden="true">`, count, `</span><span class="hide"> `, templ.EscapeString(c.T("ui.facets.count", o.Count)), `</span></span>`)
			}
			out = write(out, `</label>`)
		}
		_, err := w.Write(out)
		return err
	})
}

func write(to []byte, parts ...string) []byte {
	for _, p := range parts {
		to = append(to, p...)
	}
	return to
}
