package catalogweb

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// Names of the groups of boxes that ask more than one thing.
const (
	forSchool = "for-school"
	toUse     = "to-use"
)

// tidied puts the plain address in the place of one that a form made: with from and to in two fields, or with empty ones. One that is
// too long to come back to stays as it is.
func tidied(w http.ResponseWriter, r *web.Request, q search.Query) (done bool, err error) {
	asked := r.URL.Query()
	made := asked.Has("from_grade") || asked.Has("to_grade")
	for _, field := range []string{"shared", "since", "until"} {
		made = made || asked.Has(field) && asked.Get(field) == ""
	}
	if !made {
		return false, nil
	}
	plain := catalogURL(q, func(url.Values) {})
	if r.Header.Get("HX-Request") != "" { // a script that put a part into the page would not see where it was sent on
		w.Header().Set("HX-Push-Url", plain)
		return false, nil
	}
	if !web.IsLocal(plain) {
		return false, nil
	}
	return true, web.SeeOther(w, r, plain, "")
}

// narrowGroups are all questions that split what was found, in the order in which they are asked.
func narrowGroups(n namer, q search.Query, found search.Found) (groups []ui.FacetGroup) {
	counted := map[string]ui.FacetGroup{}
	for _, f := range found.Facets {
		if group, ok := facetGroup(n, f, found.Total, narrowed(q, found)); ok {
			counted[f.Name] = group
		}
	}
	if group, ok := gradeGroup(n, unticked(counted[search.Grade], q, found), q, found); ok {
		counted[search.Grade] = group
	}
	counted[forSchool] = schoolGroup(n, q, found)
	counted[toUse] = ui.FacetGroup{Name: toUse, Legend: n.T("catalog.group.to_use"), Options: slices.Concat(under(counted, search.Purchase), under(counted, search.Captions))}
	counted[search.Shared] = sharedGroup(n, q)
	for _, name := range []string{search.Kind, search.Grade, forSchool, toUse, search.Subject, search.Language, search.Format, search.School, search.Shared, search.Tag, search.Access} {
		if g := counted[name]; len(g.Options) > 0 || g.Span != nil {
			chosen := len(q.Filters[name]) > 0 || name == search.Grade && len(typedGrades(found)) > 0
			if chosen && name != search.Shared && len(g.Options) > 0 && (len(g.Options) > 1 || g.Span != nil) {
				g.Either = n.T("catalog.either")
			}
			groups = append(groups, g)
		}
	}
	return groups
}

// under are the boxes of a facet under the legend of another group.
func under(counted map[string]ui.FacetGroup, facet string) []ui.FacetOption {
	options := counted[facet].Options
	for i := range options {
		options[i].Name = facet
	}
	return options
}

// formWords are the words that the form goes on with: without those that name grades or a kind, which stand among its choices, so that
// they can be changed there. Of a text that was cut, and where it is looked for as typed, all stays.
func formWords(q search.Query, found search.Found) string {
	switch {
	case q.Typed != "":
		return q.Typed
	case q.AsTyped:
		return q.Words
	case len(found.Asked.Kinds) > 0 && found.Asked.Without == "":
		return ""
	case len(found.Asked.Grades) > 0:
		return found.Asked.Rest
	}
	return q.Words
}

// unticked is a group without the grades of a text that was cut: a box for them could not be emptied.
func unticked(g ui.FacetGroup, q search.Query, found search.Found) ui.FacetGroup {
	if q.Typed == "" {
		return g
	}
	named := func(value string) bool {
		return slices.Contains(typedGrades(found), value) && !slices.Contains(q.Filters[search.Grade], value)
	}
	g.Options = slices.DeleteFunc(g.Options, func(o ui.FacetOption) bool { return named(o.Value) && !search.IsBand(o.Value) })
	for i, o := range g.Options {
		g.Options[i].Chosen = o.Chosen && !named(o.Value)
	}
	return g
}

// gradeGroup asks for bands by boxes and for a span by its ends. The span that is chosen stands in the fields; others have boxes.
func gradeGroup(n namer, bands ui.FacetGroup, q search.Query, found search.Found) (ui.FacetGroup, bool) {
	values := q.Filters[search.Grade]
	if q.Typed == "" {
		values = slices.Concat(values, typedGrades(found))
	}
	chosen := slices.IndexFunc(values, func(value string) bool {
		_, ok := search.GradeSpan(value)
		return ok && !search.IsBand(value)
	})
	if len(bands.Options) == 0 && chosen < 0 && found.Total > 0 && !narrowed(q, found) {
		return bands, false
	}
	var span grade.Set
	count := 0
	if chosen >= 0 {
		value := values[chosen]
		span, _ = search.GradeSpan(value)
		for _, o := range bands.Options {
			if o.Value == value {
				count = o.Count
			}
		}
		bands.Options = slices.DeleteFunc(bands.Options, func(o ui.FacetOption) bool { return o.Value == value })
	}
	bands.Name, bands.Legend = search.Grade, n.T("catalog.facet.grade")
	codes := span.Codes()
	first, last := "", ""
	if len(codes) > 0 {
		first, last = codes[0], codes[len(codes)-1]
	}
	bands.Span = &ui.FacetSpan{From: ui.Select(n.Chrome, gradeField(n, "from_grade", first)), To: ui.Select(n.Chrome, gradeField(n, "to_grade", last)), Count: count}
	return bands, true
}

func gradeField(n namer, name, chosen string) ui.Choices {
	f := ui.Choices{Label: ui.Label{Name: name, Text: n.T("catalog." + name)}, Options: []ui.Option{{Label: "–"}}}
	for _, code := range grade.All.Codes() {
		f.Options = append(f.Options, ui.Option{Value: strings.ToLower(code), Label: gradeWord(code), Chosen: code == chosen})
	}
	return f
}

func gradeWord(code string) string { return strings.Replace(code, "PK", "PreK", 1) }

// schoolGroup asks what is for the reader's school, where they are at one. What is chosen is asked of whoever comes by its address.
func schoolGroup(n namer, q search.Query, found search.Found) ui.FacetGroup {
	g := ui.FacetGroup{Name: forSchool, Legend: n.T("catalog.group.school")}
	for _, name := range []string{search.Use, search.Tried} {
		for _, value := range choicesOf(name) {
			count, known := found.Beside[name]
			chosen := slices.Contains(q.Filters[name], value)
			if !chosen && (!known || count == found.Total && !narrowed(q, found) || count == 0) {
				continue
			}
			g.Options = append(g.Options, ui.FacetOption{Name: name, Value: value, Label: n.say(name, value), Count: count, Chosen: chosen})
		}
	}
	return g
}

// choicesOf are the values of a question that is no facet.
func choicesOf(name string) []string {
	switch name {
	case search.Use:
		return []string{search.OfMySchool}
	case search.Tried:
		return []string{search.NotYet}
	case search.Shared:
		return search.Periods
	}
	return nil
}

// sharedGroup asks when something was shared: by a period, or by days.
func sharedGroup(n namer, q search.Query) ui.FacetGroup {
	period := ui.Choices{Label: ui.Label{Name: search.Shared, Text: n.T("catalog.period")}, Options: []ui.Option{{Label: n.T("catalog.period.any")}}}
	taken := false // of several, one stands in the list and the others have boxes
	g := ui.FacetGroup{Name: search.Shared, Legend: n.T("catalog.facet.shared")}
	for _, p := range search.Periods {
		chosen := slices.Contains(q.Filters[search.Shared], p)
		if chosen && taken {
			g.Options = append(g.Options, ui.FacetOption{Value: p, Label: n.T("catalog.period." + p), Chosen: true})
			continue
		}
		period.Options = append(period.Options, ui.Option{Value: p, Label: n.T("catalog.period." + p), Chosen: chosen})
		taken = taken || chosen
	}
	g.Fields = []ui.Choices{period}
	g.Span = &ui.FacetSpan{Fold: n.T("catalog.days"), Open: q.Since != "" || q.Until != "", From: ui.TextInput(n.Chrome, dayField(n, "since", q.Since)), To: ui.TextInput(n.Chrome, dayField(n, "until", q.Until))}
	return g
}

// dayField asks for a day. What is none stays as it was typed, with a word on how a day is written.
func dayField(n namer, name, typed string) ui.Input {
	f := ui.Input{Label: ui.Label{Name: name, Text: n.T("catalog.day." + name)}, Type: "date", Value: typed, Autocomplete: "off"}
	if wrongDay(typed) {
		f.Type, f.Wrong = "", n.T("catalog.wrong.day")
	}
	return f
}

func wrongDay(typed string) bool {
	_, ok := search.ReadDay(typed)
	return typed != "" && !ok
}

// dayChips are the days that are chosen, each to be taken away.
func dayChips(n namer, q search.Query) (out []ui.Chip) {
	for _, name := range []string{"since", "until"} {
		typed := q.Fields().Get(name)
		if typed == "" || wrongDay(typed) {
			continue
		}
		out = append(out, ui.Chip{Label: n.T("catalog.chip."+name, n.dayWord(typed)), URL: catalogURL(q, func(v url.Values) { v.Del(name) })})
	}
	return out
}

// passedOver says of what is chosen and leaves nothing out why that is: a day that is none, the school of somebody who is at none.
func passedOver(n namer, q search.Query, schools int) (out []strange) {
	for _, name := range []string{"since", "until"} {
		if typed := q.Fields().Get(name); wrongDay(typed) {
			out = append(out, strange{n.T("catalog.strange_day", typed), typed, catalogURL(q, func(v url.Values) { v.Del(name) })})
		}
	}
	if schools == 0 && slices.Contains(q.Filters[search.Tried], search.NotYet) {
		out = append(out, strange{n.T("catalog.no_school"), search.NotYet, catalogURL(q, func(v url.Values) { v.Del(search.Tried) })})
	}
	return out
}
