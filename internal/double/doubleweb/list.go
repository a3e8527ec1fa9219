package doubleweb

import (
	"net/http"
	"strconv"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/double"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// listPage is the page at /admin/doubles.
type listPage struct {
	ui.Chrome
	Total   int // pairs
	Pairs   []pairView
	Pager   ui.Pager
	Decided []decidedView
}

// pairView is two resources that resemble each other.
type pairView struct {
	ID          string // of its heading
	First, Then sideView
	Shared      []string // what they have in common: "the same link"
	At          string   // where one looks at both, and where a choice is posted to
	Many        string   // that the pairs from here on are about the same; empty: it stands alone, or another said so
}

// sideView is one of them.
type sideView struct {
	URL, Title, Lang  string
	Kind, KindWord    string
	School, Who, When string // who began it: empty, where nobody is known
}

// decidedView is what was decided about a pair, as a sentence.
type decidedView struct {
	First, Then sideView
	What, When  string
	URL, Back   string
}

// pageLength is how many pairs stand on a page.
const pageLength = 10

// list handles GET /admin/doubles.
func (p *pages) list(w http.ResponseWriter, r *web.Request) error {
	pairs, err := p.Double.Pairs(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	decided, err := p.Double.Decided(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	at, _ := strconv.Atoi(r.Query().Text("page"))
	last := max((len(pairs)+pageLength-1)/pageLength, 1)
	at = min(max(at, 1), last)
	shown := pairs[min((at-1)*pageLength, len(pairs)):min(at*pageLength, len(pairs))]
	c := r.Chrome(r.P.T("double.title"), ui.Admin)
	page := listPage{Chrome: c, Total: len(pairs), Pager: pagerOf(at, last)}
	var cards []catalog.Card
	for _, pair := range shown {
		cards = append(cards, pair.First, pair.Then)
	}
	credits, err := p.Catalog.CreditsOf(r.Context(), r.Actor, cards)
	if err != nil {
		return err
	}
	for _, pair := range shown {
		page.Pairs = append(page.Pairs, pairOf(c, pair, credits))
	}
	for _, d := range decided {
		page.Decided = append(page.Decided, decidedOf(c, d))
	}
	return web.Render(w, r, http.StatusOK, showList(page))
}

func pagerOf(at, last int) ui.Pager {
	return ui.Pager{Page: at, Last: last, URL: func(n int) string { return listPath + "?page=" + strconv.Itoa(n) }}
}

type credits = map[catalog.ResourceID][]catalog.Contribution

func pairOf(c ui.Chrome, pair double.Pair, known credits) pairView {
	v := pairView{ID: "pair-" + string(pair.First.ID) + "-" + string(pair.Then.ID), First: sideOf(c, pair.First, known), Then: sideOf(c, pair.Then, known),
		Shared: shared(c, pair.Like), At: pairPath(pair.First.ID, pair.Then.ID)}
	if pair.Of > 1 {
		v.Many = c.T("double.many", pair.Of+1)
	}
	return v
}

func sideOf(c ui.Chrome, card catalog.Card, known credits) sideView {
	a := card.About
	v := sideView{URL: card.ID.Path(a.Title), Title: a.Title, Kind: string(a.Type), KindWord: c.T("vocab.kind." + string(a.Type)), School: card.SchoolName,
		When: c.Date(card.SharedAt.In(c.Zone))}
	if a.Language != string(c.Locale) {
		v.Lang = a.Language
	}
	for _, k := range known[card.ID] {
		if k.Began && k.VersionOf == "" && k.Apart == "" {
			v.Who = k.PersonName
		}
	}
	return v
}

// shared says what two resources have in common.
func shared(c ui.Chrome, like catalog.Resemblance) []string {
	var out []string
	of := func(key string, s catalog.Share) {
		switch {
		case s.Both == 0:
		case s.Both == s.Of:
			out = append(out, c.T("double.shared."+key+".all", s.Of))
		default:
			out = append(out, c.T("double.shared."+key+".some", s.Both, s.Of))
		}
	}
	of("links", like.Links)
	of("books", like.Books)
	of("files", like.Files)
	if like.Editions > 0 {
		out = append(out, c.T("double.shared.editions", like.Editions))
	}
	if like.NearlySame() {
		out = append(out, c.T("double.shared.text"))
	}
	if like.Title {
		out = append(out, c.T("double.shared.title"))
	}
	return out
}

func decidedOf(c ui.Chrome, d double.Decision) decidedView {
	return decidedView{First: sideOf(c, d.First, nil), Then: sideOf(c, d.Then, nil), What: c.T("double.decided."+string(d.State), d.Person),
		When: c.Date(d.At.In(c.Zone)), URL: pairPath(d.First.ID, d.Then.ID), Back: pairPath(d.First.ID, d.Then.ID) + "/back"}
}
