// Package feedweb is the page on which one makes the address of a feed, and the feed itself.
package feedweb

import (
	"bytes"
	"net/http"
	"strings"

	"github.com/commonshelf/commonshelf/internal/feed"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/proto/atom"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// Options are what the pages are made of.
type Options struct {
	Feed    *feed.Service
	Words   *lang.Catalog
	BaseURL string // address people type, without a slash at the end
}

type pages struct{ Options }

// Routes lists the routes of feeds.
func Routes(o Options) []web.Route {
	p := &pages{o}
	return []web.Route{
		{Pattern: "GET /feeds", Who: web.SignedIn, Handler: p.show},
		{Pattern: "POST /feeds", Who: web.SignedIn, Handler: p.make},
		{Pattern: "POST /feeds/stop", Who: web.SignedIn, Handler: p.stop},
		{Pattern: "GET /feeds/{token}/new.atom", Who: web.Machine, Handler: p.feed},
	}
}

// feedPage is the page at /feeds.
type feedPage struct {
	ui.Chrome
	Since    string // the day on which the address was made; empty: there is none
	Used     string // the day on which a reader asked there last; empty: never
	Address  string // just made, shown this once; empty mostly
	Calendar string // the same for calendars of exchanges
}

// show handles GET /feeds.
func (p *pages) show(w http.ResponseWriter, r *web.Request) error { return p.page(w, r, "") }

func (p *pages) page(w http.ResponseWriter, r *web.Request, address string) error {
	held, err := p.Feed.Held(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	page := feedPage{Chrome: r.Chrome(r.P.T("feed.title"), ui.New), Address: address}
	if secret, made := strings.CutSuffix(strings.TrimPrefix(address, p.BaseURL+"/feeds/"), "/new.atom"); made && r.Actor.Contributes() {
		page.Calendar = p.BaseURL + "/calendar/" + secret + "/exchanges.ics"
	}
	if !held.Made.IsZero() {
		page.Since, page.Used = page.Date(held.Made.In(page.Zone)), page.Day(held.UsedOn)
	}
	return web.Render(w, r, http.StatusOK, showFeed(page))
}

// make handles POST /feeds. The page that answers is the only one that ever shows the address.
func (p *pages) make(w http.ResponseWriter, r *web.Request) error {
	secret, err := p.Feed.Make(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return p.page(w, r, p.BaseURL+"/feeds/"+secret+"/new.atom")
}

// stop handles POST /feeds/stop.
func (p *pages) stop(w http.ResponseWriter, r *web.Request) error {
	if err := p.Feed.Stop(r.Context(), r.Actor); err != nil {
		return err
	}
	return web.SeeOther(w, r, "/feeds", "feed.stopped")
}

// feed handles GET /feeds/{token}/new.atom, which feed readers ask for again and again.
func (p *pages) feed(w http.ResponseWriter, r *web.Request) error {
	news, err := p.Feed.Read(r.Context(), r.PathValue("token"))
	if err != nil {
		return err
	}
	words := p.Words.Printer(news.Locale, news.District.Calling)
	var out bytes.Buffer
	if err := atom.Write(&out, news.Atom(words, p.BaseURL, feed.Head{ID: "/new#" + string(news.District.ID), Title: words.T("feed.of", news.District.Name), Page: "/new"})); err != nil {
		return err
	}
	return web.Repeated(w, r, atom.MediaType, out.Bytes())
}
