package catalogweb

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/reading"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// few is the number of resources under which the catalog is a plain list, newest first, without anything to narrow down.
const few = 40

// catalogPage is the page at /catalog.
type catalogPage struct {
	ui.Chrome
	Words   string        // as typed
	Also    []string      // other words that were looked for too
	Taken   []index.Taken // words that nothing has, and what was looked for instead
	Unknown []string      // words that nothing has
	Grades  []string      // what the words say of grades
	Kinds   []string      // kinds of which the words are the name
	Nothing bool          // there is nothing in the words to look for
	Strange []strange     // chosen values that nobody knows here
	Whither string        // address of everything, with what is chosen
	Relaxed bool          // few or none have all the words
	Whole   int           // how many have
	AsTyped bool          // nothing was looked for but what was typed
	Other   string        // address of the same question, as typed or as it may be meant
	Total   int           // found
	All     int           // in the whole catalog, as far as the reader may see
	Cards   []ui.CardView // at most a page
	Facets  ui.FacetsView // no groups: nothing worth narrowing down
	Chips   []ui.Chip     // what is chosen
	Keep    []ui.Hidden   // what is chosen and the order, which a search for other words keeps
	Clear   string        // address without what is chosen
	Orders  []ui.Way
	Pager   ui.Pager
	Panels  []templ.Component // of other domains, under the search field
	Instead []templ.Component // of other domains, where nothing has all the words
	Share   bool              // the reader may share something
}

// valuesListed is how many values of a facet are listed beside the chosen ones: every school of a large district, and the
// topics that most of what was found has.
const valuesListed = 60

// catalog handles GET /catalog.
func (p *pages) catalog(w http.ResponseWriter, r *web.Request) error {
	in := r.Query()
	q := search.Query{Words: in.Text("q"), Filters: map[string][]string{}, Newest: in.Text("sort") == "newest",
		AsTyped: in.Text("as") == "typed", Values: valuesListed}
	q.Page, _ = in.Int("page")
	for _, facet := range search.Facets {
		if values := in.All(facet); len(values) > 0 {
			q.Filters[facet] = values
		}
	}
	q = q.Bounded()
	found, err := p.Search.Search(r.Context(), r.Actor, q)
	if err != nil {
		return err
	}
	if found.Page > found.Pages && found.Pages > 0 { // an address from when there was more
		q.Page = found.Pages
		if found, err = p.Search.Search(r.Context(), r.Actor, q); err != nil {
			return err
		}
	}
	page, err := p.catalogPage(r, q, found)
	if err != nil {
		return err
	}
	return render(w, r, showCatalog(page))
}

// strange is a chosen value that nobody knows here, and the address without it.
type strange struct{ Text, Value, URL string }

func (p *pages) catalogPage(r *web.Request, q search.Query, found search.Found) (catalogPage, error) {
	c := r.Chrome(r.P.T("base.nav.catalog"), ui.Catalog)
	c.NoSearch = true
	if q.Words != "" {
		c.Title = r.P.T("catalog.title_of", q.Words)
	}
	terms, err := p.terms(r.Context(), r.Actor)
	if err != nil {
		return catalogPage{}, err
	}
	schools, err := p.schoolNames(r, found)
	if err != nil {
		return catalogPage{}, err
	}
	all := p.Search.Total(r.Actor)
	namer := namer{c, terms, schools}
	unknown := namer.strangers(q, found)
	q = namer.withoutUnknown(q, found)
	page := catalogPage{Nothing: found.Asked.Nothing, Strange: unknown, Chrome: c, Words: q.Words, Relaxed: found.Relaxed, Whole: found.Whole, Total: found.Total,
		Taken: found.Taken, Unknown: found.Unknown, AsTyped: q.AsTyped, All: all, Share: r.Actor.Contributes(),
		Clear: catalogURL(q, clearFacets)}
	if page.Cards, err = p.cardViews(r.Context(), c, found.Cards); err != nil {
		return catalogPage{}, err
	}
	page.readAs(namer, q, found)
	page.Whither = catalogURL(q, func(v url.Values) { v.Del("q"); v.Del("as") })
	if page.Panels, err = web.Fill(r, c, q.Words, p.Slots.Search); err != nil {
		return catalogPage{}, err
	}
	if q.Words != "" && found.Whole == 0 && !found.Asked.Nothing {
		if page.Instead, err = web.Fill(r, c, q.Words, p.Slots.Nothing); err != nil {
			return catalogPage{}, err
		}
	}
	page.Facets = facets(namer, q, found, all)
	page.Chips = chips(namer, q, unknown)
	page.Keep = kept(q)
	page.Orders = orders(c, q)
	page.Pager = ui.Pager{Page: found.Page, Last: found.Pages, URL: func(n int) string {
		return catalogURL(q, func(v url.Values) {
			if n > 1 {
				v.Set("page", strconv.Itoa(n))
			}
		})
	}}
	return page, nil
}

// schoolNames are the names of the schools of what was found: those of the reader's district, and others that share with them.
func (p *pages) schoolNames(r *web.Request, found search.Found) (map[id.SchoolID]string, error) {
	own, err := p.Schools(r.Context(), r.Actor.District)
	if err != nil {
		return nil, err
	}
	names := make(map[id.SchoolID]string, len(own))
	for _, s := range own {
		names[s.ID] = s.Name
	}
	var missing []id.SchoolID
	for _, f := range found.Facets {
		for _, v := range f.Values {
			if s := id.SchoolID(v.Value); f.Name == search.School && v.Count > 0 && names[s] == "" {
				missing = append(missing, s)
			}
		}
	}
	others, err := p.Catalog.SchoolNames(r.Context(), missing)
	maps.Copy(names, others)
	return names, err
}

// othersShown is how many other words are worth a line.
const othersShown = 4

// readAs says how the words were read, and how to have it otherwise. Other names of topics, in the reader's language, come before
// other words.
func (p *catalogPage) readAs(n namer, q search.Query, found search.Found) {
	if q.Words == "" {
		return
	}
	if !q.AsTyped {
		for _, t := range found.Topics {
			p.addOthers(q.Words, otherNames(n.Chrome, t, q.Words))
		}
		p.addOthers(q.Words, found.Asked.Others)
		for _, band := range found.Asked.Grades {
			p.Grades = append(p.Grades, n.say(search.Grade, band))
		}
		for _, kind := range found.Asked.Kinds {
			p.Kinds = append(p.Kinds, n.say(search.Kind, kind))
		}
	}
	p.Other = catalogURL(q, func(v url.Values) {
		if v.Del("as"); !q.AsTyped {
			v.Set("as", "typed")
		}
	})
}

// addOthers adds words that were not typed themselves.
func (p *catalogPage) addOthers(typed string, words []string) {
	for _, w := range words {
		if len(p.Also) < othersShown && !strings.Contains(fold.Key(typed), fold.Key(w)) && !slices.ContainsFunc(p.Also, func(have string) bool { return fold.Key(have) == fold.Key(w) }) {
			p.Also = append(p.Also, w)
		}
	}
}

// otherNames are the names of a topic, in the reader's language, under which the words were looked for too.
func otherNames(c ui.Chrome, t vocab.Term, words string) []string {
	var out []string
	for _, n := range t.Names {
		if (n.Language == "" || n.Language == string(c.Locale)) && fold.Key(n.Text) != fold.Key(words) {
			out = append(out, n.Text)
		}
	}
	return out
}

// catalogURL is the address of a query, changed as asked. It always leads to the first page of what it asks for.
func catalogURL(q search.Query, change func(url.Values)) string {
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
	for facet, values := range q.Filters {
		v[facet] = slices.Clone(values)
	}
	change(v)
	if query := v.Encode(); query != "" {
		return "/catalog?" + query
	}
	return "/catalog"
}

func clearFacets(v url.Values) {
	for _, facet := range search.Facets {
		v.Del(facet)
	}
}

// namer says facet values in words.
type namer struct {
	ui.Chrome
	terms   *vocab.Terms
	schools map[id.SchoolID]string
}

func (n namer) say(facet, value string) string {
	switch facet {
	case search.Kind:
		return n.known("vocab.kind.", value)
	case search.Grade:
		return n.known("vocab.band.", value)
	case search.Subject:
		return n.known("vocab.subject.", value)
	case search.Format:
		return n.known("vocab.format.", value)
	case search.Access:
		return n.known("vocab.access.", value)
	case search.Language:
		return n.LanguageName(value)
	case search.Tag:
		return reading.TermLabel(n.terms, value, n.Locale)
	case search.School:
		if name, ok := n.schools[id.SchoolID(value)]; ok {
			return name
		}
		return n.T("catalog.a_school")
	}
	return value
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
	for _, facet := range search.Facets {
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
	if q.Words != "" {
		view.Keep = append(view.Keep, ui.Hidden{Name: "q", Value: q.Words})
	}
	if q.Newest {
		view.Keep = append(view.Keep, ui.Hidden{Name: "sort", Value: "newest"})
	}
	if q.AsTyped {
		view.Keep = append(view.Keep, ui.Hidden{Name: "as", Value: "typed"})
	}
	if all < few && len(q.Filters) == 0 {
		return view
	}
	for _, f := range found.Facets {
		if group, ok := facetGroup(n, f, found.Total); ok {
			view.Groups = append(view.Groups, group)
		}
	}
	return view
}

// facetGroup is one question; it is not asked when no answer would leave out anything.
func facetGroup(n namer, f index.Facet, total int) (ui.FacetGroup, bool) {
	group := ui.FacetGroup{Name: f.Name, Legend: n.T("catalog.facet." + f.Name)}
	splits := false
	for _, v := range f.Values {
		if v.Count == 0 && !v.Chosen {
			continue
		}
		if v.Count == 0 && n.unnamed(f.Name, v.Value) {
			continue // said above the list
		}
		splits = splits || v.Chosen || v.Count < total
		group.Options = append(group.Options, ui.FacetOption{Value: v.Value, Label: n.say(f.Name, v.Value), Count: v.Count, Chosen: v.Chosen})
	}
	if f.Name == search.Grade {
		inOrder(group.Options)
	}
	return group, splits && len(group.Options) > 0
}

// inOrder puts grade bands in the order of school, not of size.
func inOrder(options []ui.FacetOption) {
	order := []string{"pk", "k-2", "3-5", "6-8", "9-12"}
	slices.SortStableFunc(options, func(a, b ui.FacetOption) int { return slices.Index(order, a.Value) - slices.Index(order, b.Value) })
}

// strangerIn says whether a value is among those that nobody knows.
func strangerIn(unknown []strange, value string) bool {
	return slices.ContainsFunc(unknown, func(s strange) bool { return s.Value == value })
}

func chips(n namer, q search.Query, unknown []strange) []ui.Chip {
	var out []ui.Chip
	for _, facet := range search.Facets {
		for _, value := range q.Filters[facet] {
			label := n.say(facet, value)
			if facet == search.Tag && strangerIn(unknown, value) {
				label = value
			}
			if facet == search.Grade {
				label = n.T("catalog.grades", grade.FromBands([]string{value}).Len(), label)
			}
			out = append(out, ui.Chip{Label: label, URL: catalogURL(q, func(v url.Values) {
				v[facet] = slices.DeleteFunc(v[facet], func(s string) bool { return s == value })
			})})
		}
	}
	return out
}

// kept are the fields by which a form goes on with what is chosen.
func kept(q search.Query) []ui.Hidden {
	var out []ui.Hidden
	for _, facet := range search.Facets {
		for _, value := range q.Filters[facet] {
			out = append(out, ui.Hidden{Name: facet, Value: value})
		}
	}
	if q.Newest {
		out = append(out, ui.Hidden{Name: "sort", Value: "newest"})
	}
	if q.AsTyped {
		out = append(out, ui.Hidden{Name: "as", Value: "typed"})
	}
	return out
}

func orders(c ui.Chrome, q search.Query) []ui.Way {
	if q.Words == "" {
		return nil
	}
	return []ui.Way{
		{Text: c.T("catalog.by_fit"), URL: catalogURL(q, func(v url.Values) { v.Del("sort") }), Here: !q.Newest},
		{Text: c.T("catalog.by_newest"), URL: catalogURL(q, func(v url.Values) { v.Set("sort", "newest") }), Here: q.Newest},
	}
}
