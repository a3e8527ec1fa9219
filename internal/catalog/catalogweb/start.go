package catalogweb

import (
	"net/http"
	"slices"
	"time"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// startPage is the page at /.
type startPage struct {
	ui.Chrome
	Today    string // "Monday, November 23 · Elm"
	Greeting string
	News     string            // what colleagues shared lately, in a sentence; empty: nothing
	Teacher  *teacherView      // of somebody who reads and shares nothing; else nil
	First    []templ.Component // of other domains, before what waits
	Waiting  []ui.Todo
	Drafts   int // that wait beside those shown
	Shelf    []ui.BookView
	Panels   []templ.Component // of other domains
	Moves    []ui.Move
}

const (
	shelfSize  = 5
	movesShown = 3
	newDays    = 14 * 24 * time.Hour
)

// start handles GET /.
func (p *pages) start(w http.ResponseWriter, r *web.Request) error {
	if !r.Actor.SignedIn() {
		return web.SeeOther(w, r, "/sign-in", "")
	}
	c := r.Chrome(r.P.T("catalog.start", r.Session.DistrictName), ui.Nowhere)
	page := startPage{Chrome: c, Today: c.LongDate(c.Now), Greeting: c.T(greeting(c.Now.Hour()), firstName(r.Actor.Name))}
	if c.Reader.School != "" {
		page.Today += " · " + c.Reader.School
	}
	var err error
	if page.News, err = p.newsLine(r, c); err != nil {
		return err
	}
	if !r.Actor.Contributes() {
		page.Chrome.NoSearch = true
		if page.Teacher, err = p.teacher(r, c); err != nil {
			return err
		}
	}
	cards, err := p.shelf(r, page.Teacher)
	if err != nil {
		return err
	}
	page.Shelf = books(c, cards)
	if page.First, err = web.Fill(r, c, "", p.Slots.First); err != nil {
		return err
	}
	if page.Waiting, err = web.Gather(r, c, p.Slots.Waiting); err != nil {
		return err
	}
	if page.Panels, err = web.Fill(r, c, "", p.Slots.Start); err != nil {
		return err
	}
	if r.Actor.Contributes() {
		drafts, more, err := p.draftTodos(r, c)
		if err != nil {
			return err
		}
		page.Drafts = more
		page.Waiting = append(page.Waiting, drafts...)
		if page.Moves, err = web.Gather(r, c, p.Slots.Moves); err != nil {
			return err
		}
		page.Moves = append(page.Moves, moves(c)...)
		page.Moves = page.Moves[:min(movesShown, len(page.Moves))]
	}
	return render(w, r, showStart(page))
}

// books are cards as they stand on the start page's shelf.
func books(c ui.Chrome, cards []catalog.Card) []ui.BookView {
	var out []ui.BookView
	for _, card := range cards {
		a := card.About
		out = append(out, ui.BookView{URL: resourceURL(card.ID, a.Title), Title: a.Title, Lang: a.Language, Kind: string(a.Type),
			KindWord: c.T("vocab.kind." + string(a.Type)), Line: card.SchoolName + " · " + c.T("catalog.grades", a.Grades.Len(), a.Grades.Said())})
	}
	return out
}

func greeting(hour int) string {
	switch {
	case hour < 12:
		return "catalog.morning"
	case hour < 18:
		return "catalog.afternoon"
	}
	return "catalog.evening"
}

func firstName(name string) string {
	for i, r := range name {
		if r == ' ' {
			return name[:i]
		}
	}
	return name
}

// newsLine says how much colleagues at other schools shared lately: names while they are few.
func (p *pages) newsLine(r *web.Request, c ui.Chrome) (string, error) {
	schools, err := p.Catalog.SharedSince(r.Context(), r.Actor, c.Now.Add(-newDays))
	if err != nil {
		return "", err
	}
	n := 0
	var names []string
	for _, s := range schools {
		n += s.Count
		names = append(names, s.Name)
	}
	switch {
	case n == 0:
		return "", nil
	case len(names) < 5:
		return c.T("catalog.news", n, c.List(names)), nil
	}
	return c.T("catalog.news_many", n, len(names)), nil
}

// shelf is what was shared lately: something of each school before a second thing of any, and what was brought in as a whole only
// where there is not enough else.
func (p *pages) shelf(r *web.Request, beside *teacherView) ([]catalog.Card, error) {
	cards, err := p.Catalog.SharedByHand(r.Context(), r.Actor, newest)
	if err != nil {
		return nil, err
	}
	if len(cards) < shelfSize {
		more, err := p.Catalog.New(r.Context(), r.Actor, newest)
		if err != nil {
			return nil, err
		}
		for _, card := range more {
			if !slices.ContainsFunc(cards, func(c catalog.Card) bool { return c.ID == card.ID }) {
				cards = append(cards, card)
			}
		}
	}
	return mixed(beside.others(cards), shelfSize), nil
}

// mixed takes the first cards so that each school has its first before another has its second.
func mixed(cards []catalog.Card, size int) []catalog.Card {
	round := map[id.SchoolID]int{}
	rounds := make(map[catalog.ResourceID]int, len(cards))
	for _, c := range cards {
		rounds[c.ID] = round[c.School]
		round[c.School]++
	}
	out := slices.Clone(cards)
	slices.SortStableFunc(out, func(a, b catalog.Card) int { return rounds[a.ID] - rounds[b.ID] })
	return out[:min(size, len(out))]
}

// moves are the small things that a newcomer may begin with.
func moves(c ui.Chrome) []ui.Move {
	return []ui.Move{
		{Icon: "tip", Title: c.T("catalog.move.tip"), Text: c.T("catalog.move.tip_text"), Action: c.T("catalog.move.tip_act"), URL: "/share"},
		{Icon: "list", Title: c.T("catalog.move.list"), Text: c.T("catalog.move.list_text"), Action: c.T("catalog.move.list_act"), URL: "/share?kind=list"},
		{Icon: "upload", Title: c.T("catalog.move.bring"), Text: c.T("catalog.move.bring_text"), Action: c.T("catalog.move.bring_act"), URL: "/bring"},
	}
}
