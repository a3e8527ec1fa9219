package catalogweb

import (
	"net/url"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/proto/isbn"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// markChips say what quotes and a minus did, each to be taken away: words in quotes stay as words.
func markChips(n namer, q search.Query, found search.Found) (out []ui.Chip) {
	to := func(words string) string {
		return catalogURL(q, func(v url.Values) {
			if v.Set("q", words); words == "" {
				v.Del("q")
			}
		})
	}
	for _, p := range found.Asked.Phrases {
		label, mark, kept := n.T("catalog.exactly", p.Words), "", p.Words
		if p.Not {
			label, mark, kept = n.T("catalog.without_phrase", p.Words), "-", ""
		}
		out = append(out, ui.Chip{Label: label, URL: to(unquote(q.Words, mark, p.Words, kept))})
	}
	for word := range strings.FieldsSeq(found.Asked.Without) {
		rest := slices.DeleteFunc(strings.Fields(q.Words), func(token string) bool {
			return strings.HasPrefix(token, "-") && strings.Trim(token[1:], quoteMarks) == word
		})
		out = append(out, ui.Chip{Label: n.T("catalog.without", word), URL: to(strings.Join(rest, " "))})
	}
	return out
}

// quoteMarks are the quotes that people type.
const quoteMarks = "\"“”„«»"

// unquote puts other words in the place of some in quotes, with the mark before them.
func unquote(typed, mark, words, kept string) string {
	for _, open := range quoteMarks {
		for _, end := range quoteMarks {
			if in := mark + string(open) + words + string(end); strings.Contains(typed, in) {
				return strings.Join(strings.Fields(strings.Replace(typed, in, " "+kept+" ", 1)), " ")
			}
		}
	}
	return search.Unmarked(typed)
}

// clearMarks takes quotes away, and what a minus leaves out.
func clearMarks(v url.Values) {
	if words := v.Get("q"); words != "" {
		if v.Set("q", search.Unmarked(words)); v.Get("q") == "" {
			v.Del("q")
		}
	}
}

// mistyped says of an ISBN whose last digit does not fit that one of its digits is wrong, and leads on without it.
func mistyped(n namer, q search.Query) (out []strange) {
	tokens := strings.Fields(q.Words)
	for i, token := range tokens {
		if isbn.Mistyped(token) {
			rest := strings.Join(slices.Concat(tokens[:i], tokens[i+1:]), " ")
			out = append(out, strange{n.T("catalog.isbn_wrong", token), token, catalogURL(q, func(v url.Values) {
				if v.Set("q", rest); rest == "" {
					v.Del("q")
				}
			})})
		}
	}
	if len(out) == 0 && len(tokens) > 1 && isbn.Mistyped(q.Words) {
		out = append(out, strange{n.T("catalog.isbn_wrong", q.Words), q.Words, catalogURL(q, func(v url.Values) { v.Del("q") })})
	}
	return out
}

// askThere leads somebody who may not ask all colleagues, and finds nothing, to the library of their school, and to everything, unless
// something else leads there.
func askThere(r *web.Request, found search.Found, elsewhere string) (out []ui.Way) {
	if found.Total > 0 || !r.Actor.SignedIn() || r.Actor.Contributes() {
		return nil
	}
	if schools := r.Actor.SchoolIDs(); len(schools) > 0 {
		out = append(out, ui.Way{Text: r.P.T("catalog.ask_there"), URL: "/schools/" + string(schools[0])})
	}
	if elsewhere == "/catalog" {
		return out
	}
	return append(out, ui.Way{Text: r.P.T("catalog.see_all"), URL: "/catalog"})
}
