// Package feedweb is the page on which one makes the address of a feed, and the feed itself.
package feedweb

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/feed"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/proto/atom"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/reading"
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
	var out bytes.Buffer
	if err := atom.Write(&out, p.atom(news)); err != nil {
		return err
	}
	sum := sha256.Sum256(out.Bytes())
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	header := w.Header()
	header.Set("Content-Type", atom.MediaType)
	header.Set("Cache-Control", "private, no-cache")
	header.Set("X-Robots-Tag", "noindex")
	header.Set("Etag", tag)
	if slices.ContainsFunc(strings.Split(r.Header.Get("If-None-Match"), ","), func(held string) bool {
		return strings.TrimPrefix(strings.TrimSpace(held), "W/") == tag
	}) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	_, _ = w.Write(out.Bytes()) // whoever went away needs no answer
	return nil
}

// atom says the news as a feed. It does not name its own address, which is secret: a reader may hand on what it read.
func (p *pages) atom(news feed.News) atom.Feed {
	words := p.Words.Printer(news.Locale, news.District.Calling)
	out := atom.Feed{
		Language: string(news.Locale), ID: p.BaseURL + "/new#" + string(news.District.ID), Title: words.T("feed.of", news.District.Name),
		Updated: atom.Time{Time: news.Made}, Links: []atom.Link{{Rel: "alternate", Type: "text/html", Href: p.BaseURL + "/new"}}, Generator: "Commonshelf",
	}
	for _, c := range news.Cards {
		if c.SharedAt.After(out.Updated.Time) {
			out.Updated.Time = c.SharedAt
		}
		out.Entries = append(out.Entries, p.entry(c, words, news))
	}
	return out
}

// entry says a resource, with its credit as its page has it. It is new when it is shared: a later edit makes it no newer.
func (p *pages) entry(c catalog.Card, words lang.Printer, news feed.News) atom.Entry {
	a := c.About
	at, page := p.BaseURL+c.ID.Path(""), p.BaseURL+c.ID.Path(a.Title)
	out := atom.Entry{
		ID: at, Title: a.Title, Authors: []atom.Person{{Name: c.SchoolName}}, Published: atom.Time{Time: c.SharedAt}, Updated: atom.Time{Time: c.SharedAt},
		Links: []atom.Link{{Rel: "alternate", Type: "text/html", Href: page}}, Summary: a.Why, Language: a.Language,
		Categories: []atom.Category{{Term: string(a.Type), Label: words.T("vocab.kind." + string(a.Type))}},
		Rights:     catalog.Foot(words, a),
	}
	if a.Source.URL != "" {
		out.Links = append(out.Links, atom.Link{Rel: "via", Href: a.Source.URL})
	}
	var lines []string
	for _, k := range news.Credits[c.ID] {
		out.Others = append(out.Others, atom.Person{Name: k.Who(words)})
		lines = append(lines, k.Line(words, news.District.Location()))
	}
	out.Content = strings.Join(reading.Filled(a.Why, strings.Join(lines, " "), out.Rights), "\n\n")
	for _, code := range news.Terms.Resolve(a.Tags) {
		if term, ok := news.Terms.Get(vocab.TermID(code)); ok {
			out.Categories = append(out.Categories, atom.Category{Term: code, Label: term.Label(words.Locale)})
		}
	}
	return out
}
