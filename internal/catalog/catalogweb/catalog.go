package catalogweb

import (
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/reading"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// few is the number of resources under which the catalog is a plain list, newest first, without anything to narrow down.
const few = 40

// little is how much a search may find with all its words while it is shown what colleagues asked about the same.
const little = 5

// pastedLimit is how many bytes the address of a search may have: whoever pastes a page of text reads how much of it was looked for.
const pastedLimit = 64 << 10

// catalogPage is the page at /catalog.
type catalogPage struct {
	ui.Chrome
	Words    string        // as typed
	Over     string        // says what of it was not looked for; mostly empty
	Looked   string        // what was looked for, in words: on paper it stands in place of the field and of what can be taken away
	Also     []string      // other words that were looked for too
	Wide     bool          // more was looked for than the words, and found something
	Taken    []index.Taken // words that nothing has, and what was looked for instead
	Unknown  []string      // words that nothing has, as typed
	Spared   bool          // all that nothing has are numbers that may be grades: what was found has the rest
	Alone    string        // the only word, as typed, where it is one; empty: there are more, or marks
	Meant    []wayOut      // to likelier words
	Named    []namedView   // schools and colleagues whom the words name
	Aside    string        // says of which schools the names are no words to look for
	Grades   string        // what the words say of grades
	NoneOf   string        // says that nothing is for these grades, where that is so
	Kinds    []string      // kinds of which the words are the name
	Nothing  bool          // there is nothing in the words to look for
	Strange  []strange     // chosen values that nobody knows here
	Here     string        // address of the page
	Whither  string        // address of everything, with what is chosen
	Relaxed  bool          // few or none have all the words
	Whole    int           // how many have
	AsTyped  bool          // nothing was looked for but what was typed
	Other    string        // address of the same question, as typed or as it may be meant
	Total    int           // found
	All      int           // in the whole catalog, as far as the reader may see
	Cards    []ui.CardView // at most a page
	Facets   ui.FacetsView // no groups: nothing worth narrowing down
	Chips    []ui.Chip     // what is chosen
	Marks    []ui.Chip     // what quotes and a minus did
	Ask      []ui.Way      // where somebody who finds nothing and may not ask all colleagues gets on
	Every    ui.Way        // to every version of what is shown once, or back; without text: there is none
	Once     string        // what is to be known where versions are shown once
	Keep     []ui.Hidden   // what is chosen and the order, which a search for other words keeps
	Clear    string        // address without what is chosen
	Orders   []ui.Way
	Pager    ui.Pager
	Panels   []templ.Component // of other domains, under the search field
	Saving   []templ.Component // of other domains, by which the search is kept
	Instead  []templ.Component // of other domains, where nothing has all the words
	Asked    []templ.Component // of other domains, where little has: what was asked about the same
	Wider    []wayOut          // where nothing was found, or nothing with all the words: to what finds something
	Share    bool              // the reader may share something
	Graded   gradedView        // where nothing was found and the words may name grades; without text: that finds nothing either
	Chosen   bool              // something is chosen, beside what the words name
	Loosened bool              // with nothing chosen something is found
	AlsoMore ui.Way            // to the rest of what else was looked for and found something; without text: there is none
}

// valuesListed is how many values of a facet are listed beside the chosen ones: every school of a large district, and the
// topics that most of what was found has.
const valuesListed = 60

// catalog handles GET /catalog.
func (p *pages) catalog(w http.ResponseWriter, r *web.Request) error {
	q := search.ReadQuery(r.URL.Query())
	q.Values, q.Beside = valuesListed, true
	if done, err := tidied(w, r, q); done || err != nil {
		return err
	}
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
	namer := namer{Chrome: c, terms: terms, schools: schools}
	for _, at := range r.Actor.SchoolIDs() {
		namer.own = append(namer.own, schools[at])
	}
	unknown := append(namer.strangers(q, found), append(passedOver(namer, q, len(r.Actor.Schools)), append(mistyped(namer, q), beyond(namer, q, found)...)...)...)
	q = namer.withoutUnknown(q, found)
	page := catalogPage{Nothing: found.Asked.Nothing, Strange: unknown, Chrome: c, Words: q.Words, Relaxed: found.Relaxed, Whole: found.Whole, Total: found.Total,
		Taken: found.Taken, AsTyped: q.AsTyped, All: all, Share: r.Actor.Contributes(),
		Clear: catalogURL(q, func(v url.Values) { clearFacets(v); clearGrades(v, found); clearKinds(v, found); clearMarks(v) })}
	if page.Cards, err = p.cardViews(r.Context(), c, found.Cards); err != nil {
		return catalogPage{}, err
	}
	for i, m := range found.Matches {
		page.Cards[i].Marks = ui.CardMarks{Title: m.Title, Summary: m.Why, Excerpt: m.Excerpt, Words: m.Words, Tags: topicsSaid(namer, m), Reasons: reasons(namer, found, i, page.Cards[i].Tags), School: schoolNamed(found, i)}
	}
	for i := range page.Cards {
		page.Cards[i].Marks.Versions = otherVersions(c, q, found, i)
	}
	page.readAs(namer, q, found)
	page.sayUnknown(q, found)
	if page.Named, err = p.named(r, c, q, found); err != nil {
		return catalogPage{}, err
	}
	page.sayOver(q, found)
	page.Graded, found.Wider = gradedWay(namer, q, found)
	page.Wider, page.Loosened = waysOut(namer, q, found), loosened(found.Wider)
	page.Chosen = len(q.Filters) > 0 || q.Since != "" || q.Until != ""
	page.Here = catalogURL(q, func(url.Values) {})
	page.Whither = catalogURL(q, func(v url.Values) { v.Del("q"); v.Del("as") })
	if q.Words != "" && found.Whole == 0 && !found.Asked.Nothing && (page.Graded.Text == "" || found.Asked.Spared != "") {
		if page.Instead, err = web.Fill(r, c, q.Words, p.Slots.Nothing); err != nil {
			return catalogPage{}, err
		}
	}
	if q.Words != "" && found.Whole <= little && found.Page <= 1 && !found.Asked.Nothing {
		if page.Asked, err = web.Fill(r, c, q.Words, p.Slots.Asked); err != nil {
			return catalogPage{}, err
		}
	}
	if len(page.Instead) == 0 || found.Total > 0 { // what was found comes first, and the larger way to ask after it
		if page.Panels, err = web.Fill(r, c, q.Words, p.Slots.Search); err != nil {
			return catalogPage{}, err
		}
	}
	page.Facets = facets(namer, q, found, all)
	page.Chips = chips(namer, q, found, unknown)
	page.Looked = lookedFor(q.Words, page.Chips)
	if !page.Nothing {
		if page.Saving, err = web.Fill(r, c, page.Looked, p.Slots.Saving); err != nil {
			return catalogPage{}, err
		}
	}
	page.Chips = append(page.Chips, typedChips(namer, q, found)...)
	page.Marks, page.Ask = markChips(namer, q, found), askThere(r, found, page.empty().URL)
	page.sayVersions(q, found)
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

// lookedFor says in a line what is looked for: the words, and what is chosen.
func lookedFor(words string, chips []ui.Chip) string {
	parts := reading.Filled(words)
	for _, chip := range chips {
		parts = append(parts, chip.Label)
	}
	return strings.Join(parts, ", ")
}

// topicsSaid are the topics by which something was found, as cards show them.
func topicsSaid(n namer, m search.Match) (labels []string) {
	for _, t := range m.Topics {
		labels = append(labels, n.say(search.Tag, string(t)))
	}
	return labels
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

// catalogURL is the address of a query, changed as asked. It always leads to the first page of what it asks for.
func catalogURL(q search.Query, change func(url.Values)) string {
	v := q.Fields()
	if q.Typed != "" { // all of it stays typed
		v.Set("q", q.Typed)
	}
	change(v)
	if query := v.Encode(); query != "" {
		return "/catalog?" + query
	}
	return "/catalog"
}

func clearFacets(v url.Values) {
	for _, name := range search.Narrowing {
		v.Del(name)
	}
	clearDays(v)
}

func clearDays(v url.Values) {
	v.Del("since")
	v.Del("until")
}

// kept are the fields by which a form goes on with what is chosen.
func kept(q search.Query) []ui.Hidden {
	var out []ui.Hidden
	for _, facet := range search.Narrowing {
		for _, value := range q.Filters[facet] {
			out = append(out, ui.Hidden{Name: facet, Value: value})
		}
	}
	for _, name := range []string{"since", "until"} {
		if day := q.Fields().Get(name); day != "" {
			out = append(out, ui.Hidden{Name: name, Value: day})
		}
	}
	if q.Newest {
		out = append(out, ui.Hidden{Name: "sort", Value: "newest"})
	}
	if q.Every {
		out = append(out, ui.Hidden{Name: "versions", Value: "all"})
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
