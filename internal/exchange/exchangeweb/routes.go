// Package exchangeweb is the pages of exchanges, the answer that an invitation leads to, and the calendar.
package exchangeweb

import (
	"context"
	"net/http"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/exchange"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/letterbox"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/web"
)

// Options are what the pages are made of.
type Options struct {
	Exchanges *exchange.Service
	People    *people.Service
	Catalog   *catalog.Service
	Letters   *letterbox.Service
	Words     *lang.Catalog
	// InLetter says whether a letter names an exchange to its reader; nil: none does but the invitation.
	InLetter func(ctx context.Context, held letterbox.Held, item string) (bool, error)
}

type pages struct{ Options }

// Routes lists the routes of exchanges.
func Routes(o Options) []web.Route {
	p := &pages{o}
	return []web.Route{
		{Pattern: "GET /exchanges", Who: web.Contributor, Handler: p.list},
		{Pattern: "POST /exchanges", Who: web.Contributor, Handler: p.invite},
		{Pattern: "GET /exchanges/new", Who: web.Contributor, Handler: p.begin},
		{Pattern: "GET /exchanges/{id}", Who: web.Contributor, Handler: p.show},
		{Pattern: "POST /exchanges/{id}/answer", Who: web.Contributor, Handler: p.answer},
		{Pattern: "POST /exchanges/{id}/hand-on", Who: web.Contributor, Handler: p.handOn},
		{Pattern: "POST /exchanges/{id}/take-back", Who: web.Contributor, Handler: p.takeBack},
		{Pattern: "POST /exchanges/{id}/off", Who: web.Contributor, Handler: p.off},
		{Pattern: "POST /exchanges/{id}/on", Who: web.Contributor, Handler: p.on},
		{Pattern: "POST /exchanges/{id}/summary", Who: web.Contributor, Handler: p.sumUp},
		{Pattern: "POST /exchanges/{id}/summary/undo", Who: web.Contributor, Handler: p.undoSummary},
		{Pattern: "POST /exchanges/{id}/notes", Who: web.Contributor, Handler: p.addNote},
		{Pattern: "POST /exchanges/{id}/notes/{note}/remove", Who: web.Contributor, Handler: p.removeNote},
		{Pattern: "POST /exchanges/{id}/notes/{note}/back", Who: web.Contributor, Handler: p.putNoteBack},
		{Pattern: "GET /letters/{token}/exchange", Who: web.Open, Handler: p.byLetter},
		{Pattern: "POST /letters/{token}/exchange", Who: web.Open, Handler: p.answerByLetter},
		{Pattern: "GET /letters/{token}/exchanges/{id}", Who: web.Open, Handler: p.byLetter},
		{Pattern: "POST /letters/{token}/exchanges/{id}", Who: web.Open, Handler: p.answerByLetter},
		{Pattern: "GET /calendar/{token}/exchanges.ics", Who: web.Machine, Handler: p.calendar},
	}
}

// calendar handles GET /calendar/{token}/exchanges.ics, which calendar programs ask for again and again.
func (p *pages) calendar(w http.ResponseWriter, r *web.Request) error {
	data, err := p.Exchanges.Calendar(r.Context(), r.PathValue("token"))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", exchange.MediaType)
	w.Header().Set("Cache-Control", "private, no-cache")
	w.Header().Set("X-Robots-Tag", "noindex")
	_, _ = w.Write(data) // whoever went away needs no answer
	return nil
}
