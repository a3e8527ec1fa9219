package catalogweb

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/reading"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// peopleSuggested is how many colleagues are suggested.
const peopleSuggested = 3

// suggest handles GET /catalog/suggest: topics, schools, colleagues, standards and titles that begin as what is being typed does, what
// fits best first. What was typed is kept nowhere.
func (p *pages) suggest(w http.ResponseWriter, r *web.Request) error {
	typed := r.Query().Text("q")
	found, err := p.Search.Suggest(r.Context(), r.Actor, typed)
	if err != nil {
		return err
	}
	c := r.Chrome("", ui.Catalog)
	terms, err := p.terms(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	words := found.Words
	if words == nil {
		words = fold.Words(typed)
	}
	groups := []fitting{topicGroup(c, terms, found.Topics, words), schoolGroupOf(c, found.Schools, words)}
	if r.Actor.SignedIn() && len(words) > 0 && p.Colleagues != nil {
		colleagues, err := p.Colleagues(r.Context(), r.Actor, words, peopleSuggested)
		if err != nil {
			return err
		}
		people := fitting{SuggestedGroup: ui.SuggestedGroup{Name: c.T("catalog.suggest.people")}}
		for _, one := range colleagues {
			people.add(one, search.Fit(one.Text, words))
		}
		groups = append(groups, people)
	}
	standards := fitting{SuggestedGroup: ui.SuggestedGroup{Name: c.T("catalog.suggest.standards")}}
	for _, standard := range found.Standards {
		standards.add(suggestedStandard(c, standard), 0)
	}
	titles := fitting{SuggestedGroup: ui.SuggestedGroup{Name: c.T("catalog.suggest.titles")}}
	for _, card := range found.Titles {
		titles.add(ui.Suggested{URL: resourceURL(card.ID, card.About.Title), Icon: string(card.About.Type), Text: card.About.Title, Lang: card.About.Language,
			Hint: c.T("vocab.kind." + string(card.About.Type))}, search.Fit(card.About.Title, words))
	}
	groups = append(groups, standards, titles, bookGroup(c, found.Books), gradeGroupOf(c, found.Grades))
	return render(w, r, ui.Suggestions(c, inFit(groups)))
}

// fitting is a group of suggestions, and how well each begins as what is being typed.
type fitting struct {
	ui.SuggestedGroup
	fits []int
}

func (f *fitting) add(s ui.Suggested, fit int) {
	at := len(f.fits)
	for at > 0 && f.fits[at-1] > fit {
		at--
	}
	f.List, f.fits = slices.Insert(f.List, at, s), slices.Insert(f.fits, at, fit)
}

// inFit puts the groups first of which something fits best.
func inFit(groups []fitting) (out []ui.SuggestedGroup) {
	groups = slices.DeleteFunc(groups, func(f fitting) bool { return len(f.List) == 0 })
	slices.SortStableFunc(groups, func(a, b fitting) int { return a.fits[0] - b.fits[0] })
	for _, f := range groups {
		out = append(out, f.SuggestedGroup)
	}
	return out
}

// topicGroup are topics by their labels, and by the name that begins so where the label does not.
func topicGroup(c ui.Chrome, terms *vocab.Terms, topics []vocab.Begun, words []string) fitting {
	group := fitting{SuggestedGroup: ui.SuggestedGroup{Name: c.T("catalog.suggest.topics")}}
	for _, t := range topics {
		one := ui.Suggested{URL: "/catalog?" + url.Values{search.Tag: {string(t.ID)}}.Encode(), Icon: "tag",
			Text: reading.TermLabel(terms, string(t.ID), c.Locale), Hint: c.T("catalog.suggest.topic")}
		fit := search.Fit(one.Text, words)
		if fit > 1 {
			one.Also = c.T("catalog.suggest.also", t.By)
		}
		group.add(one, fit)
	}
	return group
}

// schoolGroupOf are pages of schools, and what they shared.
func schoolGroupOf(c ui.Chrome, schools []search.SchoolShares, words []string) fitting {
	group := fitting{SuggestedGroup: ui.SuggestedGroup{Name: c.T("catalog.suggest.schools")}}
	for _, s := range schools {
		fit := min(search.Fit(s.Name, words), search.Fit(s.Short, words), 1)
		group.add(ui.Suggested{URL: schoolURL(s.SchoolName), Icon: "school", Text: s.Name, Hint: c.T("catalog.suggest.library")}, fit)
		if s.Shares {
			group.add(ui.Suggested{URL: "/catalog?" + url.Values{search.School: {string(s.ID)}}.Encode(), Icon: "search", Text: c.T("catalog.suggest.shared", s.Short),
				Hint: c.T("catalog.suggest.school")}, fit)
		}
	}
	return group
}

// bookGroup leads to what lists a book, by its ISBN.
func bookGroup(c ui.Chrome, books []search.Numbered) fitting {
	group := fitting{SuggestedGroup: ui.SuggestedGroup{Name: c.T("catalog.suggest.books")}}
	for _, book := range books {
		one := ui.Suggested{URL: "/catalog?" + url.Values{"q": {string(book.Number)}}.Encode(), Icon: "book", Text: book.Title, Hint: string(book.Number)}
		if len(book.Creators) > 0 {
			one.Also = c.List(book.Creators)
		}
		group.add(one, 0)
	}
	return group
}

// gradeGroupOf leads to what is for some grades and has the other words.
func gradeGroupOf(c ui.Chrome, grades []search.Graded) fitting {
	group := fitting{SuggestedGroup: ui.SuggestedGroup{Name: c.T("catalog.facet.grade")}}
	for _, g := range grades {
		fields := url.Values{search.Grade: g.Values}
		one := ui.Suggested{Icon: "filter", Text: c.T("catalog.suggest.for_grades", g.Grades.Len(), g.Grades.Said()), Hint: c.T("catalog.facet.grade")}
		if g.Rest != "" {
			fields.Set("q", g.Rest)
			one.Text = c.T("catalog.suggest.graded", g.Grades.Len(), g.Grades.Said(), g.Rest)
		}
		one.URL = "/catalog?" + fields.Encode()
		group.add(one, 1)
	}
	return group
}

// suggestedStandard leads to what carries a standard, by its whole code, with the name of its standards or without.
func suggestedStandard(c ui.Chrome, standard search.Standard) ui.Suggested {
	out := ui.Suggested{URL: "/catalog?" + url.Values{"q": {`"` + standard.Short + `"`}}.Encode(), Icon: "check", Text: standard.Code, Hint: c.T("catalog.suggest.standard")}
	if standard.Text != "" {
		out.Text, out.Lang = standard.Code+": "+standard.Text, standard.Language
	}
	return out
}
