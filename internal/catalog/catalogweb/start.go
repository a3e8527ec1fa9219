package catalogweb

import (
	"net/http"
	"time"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// startPage is the page at /.
type startPage struct {
	ui.Chrome
	Today    string // "Monday, November 23 · Elm"
	Greeting string
	News     string // what colleagues shared lately, in a sentence; empty: nothing
	Waiting  []ui.Todo
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
	cards, err := p.recent(r, newest)
	if err != nil {
		return err
	}
	page.News = news(c, cards, r.Actor.SchoolIDs())
	for _, card := range cards[:min(shelfSize, len(cards))] {
		a := card.About
		page.Shelf = append(page.Shelf, ui.BookView{URL: resourceURL(card.ID, a.Title), Title: a.Title, Lang: a.Language, Kind: string(a.Type),
			KindWord: c.T("vocab.kind." + string(a.Type)), Line: card.SchoolName + " · " + c.T("catalog.grades", a.Grades.String())})
	}
	if page.Waiting, err = web.Gather(r, c, p.Slots.Waiting); err != nil {
		return err
	}
	if page.Panels, err = web.Fill(r, c, "", p.Slots.Start); err != nil {
		return err
	}
	if r.Actor.Contributes() {
		drafts, err := p.draftTodos(r, c)
		if err != nil {
			return err
		}
		page.Waiting = append(page.Waiting, drafts...)
		if page.Moves, err = web.Gather(r, c, p.Slots.Moves); err != nil {
			return err
		}
		page.Moves = append(page.Moves, moves(c)...)
		page.Moves = page.Moves[:min(movesShown, len(page.Moves))]
	}
	return render(w, r, showStart(page))
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

// news says how much colleagues at other schools shared lately: names while they are few.
func news[S ~string](c ui.Chrome, cards []catalog.Card, own []S) string {
	mine := map[string]bool{}
	for _, s := range own {
		mine[string(s)] = true
	}
	var schools []string
	seen := map[string]bool{}
	n := 0
	for _, card := range cards {
		if c.Now.Sub(card.SharedAt) > newDays || mine[string(card.School)] {
			continue
		}
		n++
		if !seen[card.SchoolName] {
			seen[card.SchoolName] = true
			schools = append(schools, card.SchoolName)
		}
	}
	switch {
	case n == 0:
		return ""
	case len(schools) < 5:
		return c.T("catalog.news", n, c.List(schools))
	}
	return c.T("catalog.news_many", n, len(schools))
}

// moves are the small things that a newcomer may begin with.
func moves(c ui.Chrome) []ui.Move {
	return []ui.Move{
		{Icon: "tip", Title: c.T("catalog.move.tip"), Text: c.T("catalog.move.tip_text"), Action: c.T("catalog.move.tip_act"), URL: "/share"},
		{Icon: "list", Title: c.T("catalog.move.list"), Text: c.T("catalog.move.list_text"), Action: c.T("catalog.move.list_act"), URL: "/share?kind=list"},
		{Icon: "upload", Title: c.T("catalog.move.bring"), Text: c.T("catalog.move.bring_text"), Action: c.T("catalog.move.bring_act"), URL: "/bring"},
	}
}
