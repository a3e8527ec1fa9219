package search

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/commonshelf/commonshelf/internal/fold"
)

// ReadQuery reads a query from the fields of an address, within its bounds. What it does not know it leaves out. With Fields it is
// the one place that knows how a query is written in an address, so that pages and what is stored of a query mean the same.
func ReadQuery(fields url.Values) Query {
	q := Query{Words: clean(fields.Get("q")), Newest: clean(fields.Get("sort")) == "newest", AsTyped: clean(fields.Get("as")) == "typed", Every: clean(fields.Get("versions")) == "all",
		Filters: map[string][]string{}}
	q.Page, _ = strconv.Atoi(clean(fields.Get("page")))
	for _, facet := range Narrowing {
		for _, value := range fields[facet] {
			if value = clean(value); value != "" {
				q.Filters[facet] = append(q.Filters[facet], value)
			}
		}
	}
	if from, to := clean(fields.Get("from_grade")), clean(fields.Get("to_grade")); from != "" || to != "" {
		q.Filters[Grade] = append(q.Filters[Grade], cmp.Or(from, "pk")+"-"+cmp.Or(to, "12"))
	}
	q.Since, q.Until = clean(fields.Get("since")), clean(fields.Get("until"))
	typed := q.Words
	q = q.Bounded()
	if q.Words = clean(q.Words); q.Words != typed { // what was cut may end in space
		q.Typed = typed
	}
	return q
}

// Fields are the fields of the address that asks for the query, on its first page.
func (q Query) Fields() url.Values {
	v := url.Values{}
	if q.Words != "" {
		v.Set("q", q.Words)
	}
	if q.Newest {
		v.Set("sort", "newest")
	}
	if q.AsTyped {
		v.Set("as", "typed")
	}
	if q.Every {
		v.Set("versions", "all")
	}
	if q.Since != "" {
		v.Set("since", q.Since)
	}
	if q.Until != "" {
		v.Set("until", q.Until)
	}
	for facet, values := range q.Filters {
		v[facet] = slices.Clone(values)
	}
	return v
}

// clean is a field on one line, without space around it and characters that nobody sees.
func clean(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, fold.Visible(strings.ToValidUTF8(text, "\uFFFD"))))
}
