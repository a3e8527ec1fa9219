package web

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/lang"
)

// wrote is what a person wrote into a form that failed, and not what they chose. The page of the failure holds it, so that whatever went
// wrong, nothing has to be written again. What another site made a browser send is nobody's.
func (r *Request) wrote(err error) []string {
	var refused refusal
	if !r.writes() || errors.As(err, &refused) && refused.key == "web.origin" {
		return nil
	}
	form, err := r.ReadForm()
	if err != nil {
		return nil
	}
	var out []string
	for _, name := range slices.Sorted(maps.Keys(form.values)) {
		for _, value := range form.values[name] {
			f := keptField{name, strings.TrimSpace(cleanText(value))}
			if f.written() && !slices.Contains(out, f.Value) {
				out = append(out, f.Value)
			}
		}
	}
	return out
}

// typedHead is what stands over one of the texts that somebody wrote.
func typedHead(p lang.Printer, list []string, i int) string {
	if len(list) == 1 {
		return p.T("web.typed")
	}
	return p.T("web.typed.nth", i+1)
}
