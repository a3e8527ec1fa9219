package catalogweb

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web/reading"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// strange is a chosen value that nobody knows here, and the address without it.
type strange struct{ Text, Value, URL string }

// namer says facet values in words.
type namer struct {
	ui.Chrome
	terms   *vocab.Terms
	schools map[id.SchoolID]string
	own     []string // of these the reader's
}

func (n namer) say(facet, value string) string {
	switch facet {
	case search.Kind:
		return n.known("vocab.kind.", value)
	case search.Grade:
		if span, ok := search.GradeSpan(value); ok && !search.IsBand(value) {
			return span.Said()
		}
		return n.known("vocab.band.", value)
	case search.Subject:
		return n.known("vocab.subject.", value)
	case search.Format:
		return n.known("vocab.format.", value)
	case search.Access:
		return n.known("vocab.access.", value)
	case search.Language:
		if name := n.LanguageName(value); name != value {
			return capital(name)
		}
	case search.Tag:
		return reading.TermLabel(n.terms, value, n.Locale)
	case search.School:
		if name, ok := n.schools[id.SchoolID(value)]; ok {
			return name
		}
		return n.T("catalog.a_school")
	case search.Purchase:
		return n.one(facet, value, search.NoPurchase)
	case search.Captions:
		return n.one(facet, value, search.Captioned)
	case search.Use, search.Tried:
		return n.one(facet, value, choicesOf(facet)...)
	case search.Shared:
		if slices.Contains(search.Periods, value) {
			return n.T("catalog.chip." + value)
		}
	}
	return value
}

// one says the answer of a question that has one: as the question is called.
func (n namer) one(facet, value string, answers ...string) string {
	if slices.Contains(answers, value) {
		return n.T("catalog.facet." + facet)
	}
	return value
}

// dayWord says a day.
func (n namer) dayWord(day string) string {
	at, err := clock.ParseDay(day)
	if err != nil {
		return day
	}
	return n.Date(at.Time(time.UTC))
}

// capital begins a word that stands alone: Spanish writes the names of languages small.
func capital(word string) string {
	first, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(first)) + word[size:]
}

// known says a code of a fixed list; a value that an address made up is shown as it is.
func (n namer) known(prefix, code string) string {
	if words := n.T(prefix + code); !strings.HasPrefix(words, "‹") {
		return words
	}
	return code
}

// strangers are the chosen values that have no name and find nothing.
func (n namer) strangers(q search.Query, found search.Found) []strange {
	finds := map[[2]string]bool{}
	for _, f := range found.Facets {
		for _, v := range f.Values {
			finds[[2]string{f.Name, v.Value}] = v.Count > 0
		}
	}
	var out []strange
	for _, facet := range search.Narrowing {
		for _, value := range q.Filters[facet] {
			if finds[[2]string{facet, value}] || !n.unnamed(facet, value) {
				continue
			}
			text := n.T("catalog.strange", n.T("catalog.facet."+facet), value)
			if facet == search.School { // an id says nothing to anyone
				text = n.T("catalog.strange_school")
			}
			out = append(out, strange{text, value, catalogURL(q, func(v url.Values) {
				v[facet] = slices.DeleteFunc(v[facet], func(s string) bool { return s == value })
			})})
		}
	}
	return out
}

// unnamed says whether a value has no name here.
func (n namer) unnamed(facet, value string) bool {
	switch facet {
	case search.School:
		_, known := n.schools[id.SchoolID(value)]
		return !known
	case search.Tag:
		_, known := n.terms.Get(vocab.TermID(value))
		return !known
	case search.Grade:
		if _, ok := search.GradeSpan(value); ok {
			return false
		}
	}
	return n.say(facet, value) == value
}

// withoutUnknown leaves out values that have no name and find nothing, where another value of their facet does either: what
// is found stays the same.
func (n namer) withoutUnknown(q search.Query, found search.Found) search.Query {
	filters := map[string][]string{}
	if len(found.Facets) == 0 { // nobody has looked
		return q
	}
	for _, name := range []string{search.Use, search.Tried, search.Shared} {
		if values := q.Filters[name]; len(values) > 0 {
			filters[name] = values
		}
	}
	for _, f := range found.Facets {
		finds := map[string]bool{}
		for _, v := range f.Values {
			finds[v.Value] = v.Count > 0
		}
		known := slices.DeleteFunc(slices.Clone(q.Filters[f.Name]), func(value string) bool {
			return !finds[value] && n.unnamed(f.Name, value)
		})
		if len(known) == 0 {
			known = q.Filters[f.Name]
		}
		if len(known) > 0 {
			filters[f.Name] = known
		}
	}
	q.Filters = filters
	return q
}

// facets are the questions that split what is shown. Few things need no narrowing down.
func facets(n namer, q search.Query, found search.Found, all int) ui.FacetsView {
	view := ui.FacetsView{Action: "/catalog", Found: found.Total}
	if words := formWords(q, found); words != "" {
		view.Keep = append(view.Keep, ui.Hidden{Name: "q", Value: words})
	}
	if q.Newest {
		view.Keep = append(view.Keep, ui.Hidden{Name: "sort", Value: "newest"})
	}
	if q.AsTyped {
		view.Keep = append(view.Keep, ui.Hidden{Name: "as", Value: "typed"})
	}
	if q.Every {
		view.Keep = append(view.Keep, ui.Hidden{Name: "versions", Value: "all"})
	}
	if all < few && !narrowed(q, found) {
		return view
	}
	view.Groups = narrowGroups(n, q, found)
	return view
}

// narrowed says whether something is chosen, or named by the words as if it were.
func narrowed(q search.Query, found search.Found) bool {
	return len(q.Filters) > 0 || q.Since != "" || q.Until != "" || len(found.Asked.Grades)+len(found.Asked.Kinds) > 0
}

// facetGroup is one question, its answers by size and then by name; where nothing is chosen it is not asked when no answer would leave out
// anything. Once something is, a question that was there stays.
func facetGroup(n namer, f index.Facet, total int, narrowed bool) (ui.FacetGroup, bool) {
	group := ui.FacetGroup{Name: f.Name, Legend: n.T("catalog.facet." + f.Name)}
	splits := false
	for _, v := range f.Values {
		if v.Count == 0 && !v.Chosen {
			continue
		}
		if v.Count == 0 && n.unnamed(f.Name, v.Value) {
			continue // said above the list
		}
		splits = splits || v.Chosen || v.Count < total || narrowed
		group.Options = append(group.Options, ui.FacetOption{Value: v.Value, Label: n.say(f.Name, v.Value), Count: v.Count, Chosen: v.Chosen})
	}
	slices.SortStableFunc(group.Options, func(a, b ui.FacetOption) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), fold.Natural(a.Label, b.Label))
	})
	if f.Name == search.Grade {
		inOrder(group.Options)
	}
	return group, splits && len(group.Options) > 0
}

// inOrder puts grade bands in the order of school, not of size.
func inOrder(options []ui.FacetOption) {
	order := []string{"pk", "k-2", "3-5", "6-8", "9-12"}
	slices.SortStableFunc(options, func(a, b ui.FacetOption) int { return slices.Index(order, a.Value) - slices.Index(order, b.Value) }) // spans come first
}

// strangerIn says whether a value is among those that nobody knows.
func strangerIn(unknown []strange, value string) bool {
	return slices.ContainsFunc(unknown, func(s strange) bool { return s.Value == value })
}

func chips(n namer, q search.Query, found search.Found, unknown []strange) []ui.Chip {
	var out []ui.Chip
	for _, facet := range search.Narrowing {
		for _, value := range q.Filters[facet] {
			label := n.say(facet, value)
			if facet == search.Tag && strangerIn(unknown, value) {
				label = value
			}
			if facet == search.Grade {
				label = n.gradeLabel(value)
			}
			out = append(out, ui.Chip{Label: label, URL: catalogURL(q, func(v url.Values) {
				v[facet] = slices.DeleteFunc(v[facet], func(s string) bool { return s == value })
				if facet == search.Grade && slices.Contains(typedGrades(found), value) {
					clearGrades(v, found)
				}
			})})
		}
	}
	return append(out, dayChips(n, q)...)
}

// gradeLabel says a value of the facet of grades where no legend says that it is one.
func (n namer) gradeLabel(value string) string {
	label := n.say(search.Grade, value)
	if span, ok := search.GradeSpan(value); ok {
		return n.T("catalog.grades", span.Len(), label)
	}
	return label
}

// typedGrades are the grades by which the words narrow down: those they name, beside what is chosen.
func typedGrades(found search.Found) []string { return found.Asked.Grades }

// typedChips are those grades, and the kind that the words name, as they are chosen otherwise: to take them away takes their words away.
func typedChips(n namer, q search.Query, found search.Found) (out []ui.Chip) {
	for _, kind := range found.Asked.Kinds {
		if !slices.Contains(q.Filters[search.Kind], kind) {
			out = append(out, ui.Chip{Label: n.say(search.Kind, kind), URL: catalogURL(q, func(v url.Values) { v.Del("q") })})
		}
	}
	for _, value := range typedGrades(found) {
		if slices.Contains(q.Filters[search.Grade], value) {
			continue
		}
		out = append(out, ui.Chip{Label: n.gradeLabel(value), URL: catalogURL(q, func(v url.Values) { clearGrades(v, found) })})
	}
	return out
}

// clearGrades takes the words away that name grades.
func clearGrades(v url.Values, found search.Found) {
	if len(typedGrades(found)) == 0 {
		return
	}
	if v.Set("q", found.Asked.Rest); found.Asked.Rest == "" {
		v.Del("q")
	}
}

// clearKinds takes the words away, where they are the name of a kind.
func clearKinds(v url.Values, found search.Found) {
	if len(found.Asked.Kinds) > 0 {
		v.Del("q")
	}
}
