package catalogweb

import (
	"net/url"
	"slices"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// teacherView is what a teacher begins with: what the library of her school shared, and what fits its grades.
type teacherView struct {
	School    string // names of hers
	Mine      []ui.CardView
	AllMine   string // address of all that her schools shared; empty: it stands here
	Grades    string // bands of her schools
	Fits      []ui.CardView
	AllFits   string // address of all that fits; empty: it stands here
	mentioned []catalog.ResourceID
}

const (
	mineShown = 3
	fitsShown = 3
)

// teacher gathers what a teacher's start page shows before what is new.
func (p *pages) teacher(r *web.Request, c ui.Chrome) (*teacherView, error) {
	schools, err := p.Schools(r.Context(), r.Actor.District)
	if err != nil {
		return nil, err
	}
	var names, ids, bands []string
	for _, s := range schools {
		if r.Actor.At(s.ID) {
			names, ids, bands = append(names, s.Name), append(ids, string(s.ID)), append(bands, s.Bands...)
		}
	}
	v := &teacherView{School: c.List(names), Grades: grade.FromBands(bands).String()}
	if len(ids) > 0 {
		if v.Mine, v.AllMine, err = p.some(r, c, v, search.School, ids, mineShown, nil); err != nil {
			return nil, err
		}
	}
	if len(bands) > 0 {
		elsewhere := func(card catalog.Card) bool { return !slices.Contains(ids, string(card.School)) }
		if v.Fits, v.AllFits, err = p.some(r, c, v, search.Grade, bands, fitsShown, elsewhere); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// some finds the newest of what has one of the values of a facet, as far as keep lets them, and where all of it stands.
func (p *pages) some(r *web.Request, c ui.Chrome, v *teacherView, facet string, values []string, most int, keep func(catalog.Card) bool) (cards []ui.CardView, all string, err error) {
	q := search.Query{Filters: map[string][]string{facet: values}, Newest: true, Page: 1}.Bounded()
	found, err := p.Search.Search(r.Context(), r.Actor, q)
	if err != nil {
		return nil, "", err
	}
	kept := found.Cards
	if keep != nil {
		kept = slices.DeleteFunc(slices.Clone(kept), func(card catalog.Card) bool { return !keep(card) })
	}
	if found.Total > len(kept) || len(kept) > most {
		all = catalogURL(q, func(url.Values) {})
	}
	kept = kept[:min(len(kept), most)]
	for _, card := range kept {
		v.mentioned = append(v.mentioned, card.ID)
	}
	cards, err = p.cardViews(r.Context(), c, kept)
	return cards, all, err
}

// others leaves out of a list what the page mentions already.
func (v *teacherView) others(cards []catalog.Card) []catalog.Card {
	if v == nil {
		return cards
	}
	return slices.DeleteFunc(slices.Clone(cards), func(card catalog.Card) bool { return slices.Contains(v.mentioned, card.ID) })
}

// hasShelf says whether the page shows what is new: always, but where a teacher reads all of it above.
func (p startPage) hasShelf() bool {
	return len(p.Shelf) > 0 || p.Teacher == nil || len(p.Teacher.mentioned) == 0
}
