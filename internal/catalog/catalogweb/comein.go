package catalogweb

import (
	"net/http"
	"net/url"

	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// comeInPage is what a visitor reads at the address of a resource that is not for everybody, and of one that is not there: the
// same, so that it tells nobody which.
type comeInPage struct {
	ui.Chrome
	SignIn string // address that leads back here
}

func (p *pages) comeIn(w http.ResponseWriter, r *web.Request) error {
	c := r.Chrome(r.P.T("catalog.come_in_first"), ui.Nowhere)
	return web.Render(w, r, http.StatusNotFound, showComeIn(comeInPage{c, "/sign-in?next=" + url.QueryEscape(r.URL.RequestURI())}))
}
