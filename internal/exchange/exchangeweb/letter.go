package exchangeweb

import (
	"net/http"

	"github.com/commonshelf/commonshelf/internal/exchange"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/letterbox"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// item names an exchange in weekly emails.
func item(which exchange.ExchangeID) string { return "exchange." + string(which) }

// letterAt is the local address of an exchange by a letter: the one an invitation invites to, or one that a weekly email names.
func letterAt(r *web.Request) string {
	if which := r.PathValue("id"); which != "" {
		return "/letters/" + r.PathValue("token") + exchange.Path(exchange.ExchangeID(which))
	}
	return "/letters/" + r.PathValue("token") + "/exchange"
}

// held is the letter of the address and the exchange it invites to, or names.
func (p *pages) held(r *web.Request) (letterbox.Held, exchange.Exchange, error) {
	h, err := p.Letters.Open(r.Context(), r.PathValue("token"))
	if err != nil {
		return h, exchange.Exchange{}, err
	}
	which := h.About(exchange.Invitation)
	if named := r.PathValue("id"); named != "" {
		holds, err := p.InLetter(r.Context(), h, item(exchange.ExchangeID(named)))
		if err != nil {
			return h, exchange.Exchange{}, err
		}
		if which = ""; holds {
			which = named
		}
	}
	if which == "" || h.Old {
		return h, exchange.Exchange{}, fault.NotFound{What: "invitation"}
	}
	if lang.Known(h.Person.Locale) {
		r.P = p.Words.Printer(h.Person.Locale, h.District.Calling)
	}
	e, err := p.Exchanges.Find(r.Context(), h.Actor, exchange.ExchangeID(which))
	return h, e, err
}

// byLetter handles GET /letters/{token}/exchange: it asks, and answers nothing.
func (p *pages) byLetter(w http.ResponseWriter, r *web.Request) error {
	return p.letterPage(w, r, nil)
}

func (p *pages) letterPage(w http.ResponseWriter, r *web.Request, wrong fault.Fields) error {
	h, e, err := p.held(r)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Robots-Tag", "noindex")
	c := r.Chrome(e.Topic, ui.Nowhere)
	c.Zone = h.District.Location()
	c.Now = c.Now.In(c.Zone)
	status := http.StatusOK
	if len(wrong) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return web.Render(w, r, status, showByLetter(exchangePage{Chrome: c, Exchange: e, At: letterAt(r),
		By: c.T("letter.whose", h.Person.Name, h.Person.Mail), Said: e.Said(h.Person.ID), Errors: wrong}))
}

// answerByLetter handles POST /letters/{token}/exchange.
func (p *pages) answerByLetter(w http.ResponseWriter, r *web.Request) error {
	h, e, err := p.held(r)
	if err != nil {
		return err
	}
	says, err := said(r)
	if err != nil {
		return err
	}
	before, err := p.Exchanges.Answer(r.Context(), h.Actor, e.ID, says)
	if wrong, ok := fault.AsFields(err); ok {
		return p.letterPage(w, r, wrong)
	}
	if err != nil {
		return err
	}
	at := letterAt(r)
	return web.SeeOtherUndo(w, r, at, at+"?says="+orNone(before), "exchange.answered")
}
