package exchangeweb

import (
	"net/http"

	"github.com/commonshelf/commonshelf/internal/exchange"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// listPage is the page at /exchanges.
type listPage struct {
	ui.Chrome
	Coming, Past []exchange.Exchange
}

// list handles GET /exchanges.
func (p *pages) list(w http.ResponseWriter, r *web.Request) error {
	page := listPage{}
	var err error
	if page.Coming, page.Past, err = p.Exchanges.List(r.Context(), r.Actor); err != nil {
		return err
	}
	page.Chrome = r.Chrome(r.P.T("exchange.title"), ui.Meet)
	return web.Render(w, r, http.StatusOK, showList(page))
}

// hosts says who hosts an exchange, or hosted it.
func hosts(c ui.Chrome, e exchange.Exchange) string {
	if e.State != exchange.Off && e.Over(c.Now) {
		return c.T("exchange.hosted", e.HostName)
	}
	return c.T("exchange.hosts", e.HostName)
}
