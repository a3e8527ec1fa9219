package catalogweb

import (
	"context"
	"net/http"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/reading"
)

// ByLetter gives in whose name a resource is read that stands in a letter, by the token of the letter's links; fault.NotFound for a
// resource that does not stand in it.
type ByLetter func(ctx context.Context, token string, resource catalog.ResourceID) (actor.Actor, error)

// readByLetter handles GET /letters/{token}/resources/{id}: a resource for the reader of a letter, for reading alone. Whoever is
// signed in reads it where they can do more.
func (p *pages) readByLetter(w http.ResponseWriter, r *web.Request) error {
	resource := catalog.ResourceID(r.PathValue("id"))
	if r.Actor.SignedIn() {
		return web.SeeOther(w, r, bareURL(resource), "")
	}
	by, err := p.ByLetter(r.Context(), r.PathValue("token"), resource)
	if err != nil {
		return err
	}
	shown, err := p.Catalog.Show(r.Context(), by, resource)
	if err != nil {
		return err
	}
	shown.MayEdit, shown.MayRetire, shown.MayPutBack, shown.MayGive, shown.MayNote, shown.MayShare, shown.MayLook = false, false, false, false, false, false, false
	page, err := p.resourcePage(r, shown, reading.FileAt("/letters/"+r.PathValue("token")+bareURL(resource)))
	if err != nil {
		return err
	}
	page.ByLink, page.Chrome.Reader = true, nil
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Robots-Tag", "noindex")
	return render(w, r, showResource(page))
}

// letterFile handles GET /letters/{token}/resources/{id}/files/{hash}/{name}.
func (p *pages) letterFile(w http.ResponseWriter, r *web.Request) error {
	resource := catalog.ResourceID(r.PathValue("id"))
	by, err := p.ByLetter(r.Context(), r.PathValue("token"), resource)
	if err != nil {
		return err
	}
	there, f, err := p.Catalog.FileOf(r.Context(), by, resource, r.PathValue("hash"))
	if err != nil {
		return err
	}
	return p.serve(w, r, asked, there.District, f.Hash, r.PathValue("name"), f.MediaType)
}
