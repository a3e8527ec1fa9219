package exchangeweb

import (
	"net/http"

	"github.com/commonshelf/commonshelf/internal/exchange"
	"github.com/commonshelf/commonshelf/internal/web"
)

// handOn handles POST /exchanges/{id}/hand-on: whoever's turn it is hosts.
func (p *pages) handOn(w http.ResponseWriter, r *web.Request) error {
	name, err := p.Exchanges.HandOn(r.Context(), r.Actor, of(r))
	if err != nil {
		return err
	}
	at := exchange.Path(of(r))
	return web.SeeOtherUndo(w, r, at, at+"/take-back", "exchange.handed", name)
}

// takeBack handles POST /exchanges/{id}/take-back, the way back from handing on.
func (p *pages) takeBack(w http.ResponseWriter, r *web.Request) error {
	name, err := p.Exchanges.TakeBack(r.Context(), r.Actor, of(r))
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, exchange.Path(of(r)), "exchange.taken_back", name)
}

// off handles POST /exchanges/{id}/off.
func (p *pages) off(w http.ResponseWriter, r *web.Request) error {
	return p.callOff(w, r, false)
}

// on handles POST /exchanges/{id}/on.
func (p *pages) on(w http.ResponseWriter, r *web.Request) error {
	return p.callOff(w, r, true)
}

// callOff calls an exchange off, or takes away what was written down of one; on is the way back.
func (p *pages) callOff(w http.ResponseWriter, r *web.Request, on bool) error {
	e, err := p.Exchanges.Find(r.Context(), r.Actor, of(r))
	if err != nil {
		return err
	}
	if err := p.Exchanges.CallOff(r.Context(), r.Actor, e.ID, on); err != nil {
		return err
	}
	at := exchange.Path(e.ID)
	switch {
	case on && e.Recorded:
		return web.SeeOther(w, r, at, "exchange.back")
	case on:
		return web.SeeOther(w, r, at, "exchange.on_again")
	case e.Recorded:
		return web.SeeOtherUndo(w, r, at, at+"/on", "exchange.taken")
	}
	return web.SeeOtherUndo(w, r, at, at+"/on", "exchange.called_off")
}
