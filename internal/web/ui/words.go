package ui

import (
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/privacy"
)

// Say says a message in the reader's language.
func (c Chrome) Say(m fault.Message) string { return c.T(m.Key, m.Args...) }

// LeaveOut asks to leave out what looks like a student in a text; empty where nothing does.
func (c Chrome) LeaveOut(text string) string {
	excerpt, found := privacy.InText(text)
	if !found {
		return ""
	}
	return c.T("ui.leave_out", excerpt)
}

// Wrong says what is wrong with a field; empty while nothing is.
func (c Chrome) Wrong(faults fault.Fields, name string) string {
	m, ok := faults[name]
	if !ok {
		return ""
	}
	return c.Say(m)
}

// Faults lists what is wrong with a form in the order of its fields; faults of fields not named come last.
func (c Chrome) Faults(faults fault.Fields, order ...string) []FieldFault {
	var out []FieldFault
	for _, name := range order {
		if m, ok := faults[name]; ok {
			out = append(out, FieldFault{Field: name, Text: c.Say(m)})
		}
	}
	var rest []FieldFault
	for name, m := range faults {
		if !slices.Contains(order, name) {
			rest = append(rest, FieldFault{Field: name, Text: c.Say(m)})
		}
	}
	slices.SortFunc(rest, func(a, b FieldFault) int { return strings.Compare(a.Field, b.Field) })
	return append(out, rest...)
}

// foreign says whether text in the language stands out from the page's and must be marked.
func (c Chrome) foreign(tag string) bool { return tag != "" && tag != string(c.Locale) }

func number(n int) string { return lang.Number(int64(n)) }
