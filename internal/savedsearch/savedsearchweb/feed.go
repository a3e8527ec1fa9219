package savedsearchweb

import (
	"bytes"
	"net/http"

	"github.com/commonshelf/commonshelf/internal/feed"
	"github.com/commonshelf/commonshelf/internal/proto/atom"
	"github.com/commonshelf/commonshelf/internal/web"
)

// makeFeed handles POST /saved/{id}/feed. The page that answers is the only one that ever shows the address.
func (p *pages) makeFeed(w http.ResponseWriter, r *web.Request) error {
	secret, err := p.Saved.MakeFeed(r.Context(), r.Actor, of(r))
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return p.page(w, r, listPage{Made: of(r), Address: p.BaseURL + "/feeds/" + secret + "/saved.atom"})
}

// stopFeed handles POST /saved/{id}/feed/stop.
func (p *pages) stopFeed(w http.ResponseWriter, r *web.Request) error {
	if err := p.Saved.StopFeed(r.Context(), r.Actor, of(r)); err != nil {
		return err
	}
	return web.SeeOther(w, r, "/saved", "feed.stopped")
}

// feed handles GET /feeds/{token}/saved.atom, which feed readers ask for again and again.
func (p *pages) feed(w http.ResponseWriter, r *web.Request) error {
	news, err := p.Saved.ReadFeed(r.Context(), r.PathValue("token"))
	if err != nil {
		return err
	}
	words := p.Words.Printer(news.Locale, news.District.Calling)
	head := feed.Head{ID: Path(news.Saved.ID), Title: words.T("saved.feed_of", news.Saved.Name, news.District.Name), Page: Path(news.Saved.ID)}
	var out bytes.Buffer
	if err := atom.Write(&out, news.Atom(words, p.BaseURL, head)); err != nil {
		return err
	}
	return web.Repeated(w, r, atom.MediaType, out.Bytes())
}
