package catalogweb

import (
	"net/http"
	"net/url"
	"time"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/reading"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// newPage is the page at /new.
type newPage struct {
	ui.Chrome
	Spans   []newSpan
	More    bool // there is more than the page shows
	Retired bool // the reader may see what was taken out of the catalog
}

// newSpan is what was shared in a week or a month.
type newSpan struct {
	Name    string
	Brought []ui.Way // imports, each to what its school has
	Cards   []ui.CardView
}

const (
	newest      = 40                  // resources that /new shows
	broughtDays = 60 * 24 * time.Hour // how long an import is news
)

// news handles GET /new. What was shared one at a time stands there as cards; an import is one line, however much it brought.
func (p *pages) news(w http.ResponseWriter, r *web.Request) error {
	c := r.Chrome(r.P.T("base.nav.new"), ui.New)
	cards, err := p.Catalog.SharedByHand(r.Context(), r.Actor, newest)
	if err != nil {
		return err
	}
	views, err := p.cardViews(r.Context(), c, cards)
	if err != nil {
		return err
	}
	brought, err := p.Catalog.BroughtSince(r.Context(), r.Actor, c.Now.Add(-broughtDays))
	if err != nil {
		return err
	}
	page := newPage{Chrome: c, More: len(cards) == newest || len(brought) > 0, Retired: r.Actor.Contributes()}
	for i, view := range views {
		at := cards[i].SharedAt.In(c.Zone)
		for len(brought) > 0 && brought[0].At.After(cards[i].SharedAt) {
			page.bring(brought[0])
			brought = brought[1:]
		}
		view.Ends = append(view.Ends, ui.Fact{Icon: "calendar", Text: c.Date(at)})
		last := page.spanOf(at)
		last.Cards = append(last.Cards, view)
	}
	for _, b := range brought {
		page.bring(b)
	}
	return render(w, r, showNews(page))
}

// spanOf is the span to which a moment belongs that is not after any before.
func (p *newPage) spanOf(at time.Time) *newSpan {
	name := span(p.Chrome, at)
	if n := len(p.Spans); n == 0 || p.Spans[n-1].Name != name {
		p.Spans = append(p.Spans, newSpan{Name: name})
	}
	return &p.Spans[len(p.Spans)-1]
}

// fewBrought is how many things are "a few".
const fewBrought = 5

func (p *newPage) bring(b catalog.Brought) {
	at := b.At.In(p.Zone)
	words := p.T("catalog.brought", b.SchoolName, b.Count, p.Date(at))
	if b.Count < fewBrought {
		words = p.T("catalog.brought_few", b.SchoolName, p.Date(at))
	}
	last := p.spanOf(at)
	last.Brought = append(last.Brought, ui.Way{Text: words, URL: "/catalog?" + url.Values{search.School: {string(b.School)}, "sort": {"newest"}}.Encode()})
}

// span names the time to which a moment belongs: the last seven days, or a month.
func span(c ui.Chrome, at time.Time) string {
	switch {
	case c.Now.Sub(at) < 7*24*time.Hour:
		return c.T("catalog.this_week")
	case at.Year() == c.Now.Year():
		return reading.MonthName(c, int(at.Month()))
	}
	return c.T("catalog.month_of", reading.MonthName(c, int(at.Month())), itoa(at.Year()))
}
