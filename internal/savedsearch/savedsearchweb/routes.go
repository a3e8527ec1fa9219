// Package savedsearchweb is the page of one's saved searches, what stands of them on the catalog's page, and their feeds.
package savedsearchweb

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/savedsearch"
	"github.com/commonshelf/commonshelf/internal/web"
)

// Options are what the pages are made of.
type Options struct {
	Saved   *savedsearch.Service
	Words   *lang.Catalog
	BaseURL string // address people type, without a slash at the end
	// Weekly says whether the actor gets the weekly email.
	Weekly func(ctx context.Context, by actor.Actor) (bool, error)
}

type pages struct{ Options }

// Routes lists the routes of saved searches.
func Routes(o Options) []web.Route {
	p := &pages{o}
	return []web.Route{
		{Pattern: "GET /saved", Who: web.SignedIn, Handler: p.show},
		{Pattern: "POST /saved", Who: web.SignedIn, Handler: p.save},
		{Pattern: "GET /saved/{id}", Who: web.SignedIn, Handler: p.open},
		{Pattern: "POST /saved/{id}/name", Who: web.SignedIn, Handler: p.rename},
		{Pattern: "POST /saved/{id}/letter", Who: web.SignedIn, Handler: p.tell},
		{Pattern: "POST /saved/{id}/off", Who: web.SignedIn, Handler: p.takeAway},
		{Pattern: "POST /saved/{id}/back", Who: web.SignedIn, Handler: p.putBack},
		{Pattern: "POST /saved/{id}/feed", Who: web.SignedIn, Handler: p.makeFeed},
		{Pattern: "POST /saved/{id}/feed/stop", Who: web.SignedIn, Handler: p.stopFeed},
		{Pattern: "GET /feeds/{token}/saved.atom", Who: web.Machine, Handler: p.feed},
	}
}

// Path is the local address that opens a saved search.
func Path(which savedsearch.ID) string { return "/saved/" + string(which) }

func of(r *web.Request) savedsearch.ID { return savedsearch.ID(r.PathValue("id")) }

// open handles GET /saved/{id}: the catalog, asked as it was.
func (p *pages) open(w http.ResponseWriter, r *web.Request) error {
	v, err := p.Saved.Get(r.Context(), r.Actor, of(r))
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, catalogURL(v), "")
}

func catalogURL(v savedsearch.Saved) string { return "/catalog?" + v.Query }

// save handles POST /saved.
func (p *pages) save(w http.ResponseWriter, r *web.Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	address := form.Text("query")
	v, already, err := p.Saved.Save(r.Context(), r.Actor, savedsearch.SaveInput{Query: savedsearch.Query(address), Name: form.Text("name")})
	if wrong, ok := fault.AsFields(err); ok {
		return p.page(w, r, listPage{Adding: &addView{Query: address, Name: form.Text("name"), Wrong: wrong}})
	}
	if err != nil {
		return err
	}
	to := catalogURL(v)
	if already {
		return web.SeeOther(w, r, to, "saved.flash.already", v.Name)
	}
	return web.SeeOtherUndo(w, r, to, Path(v.ID)+"/off", "saved.flash.saved", v.Name)
}

// rename handles POST /saved/{id}/name: the name comes with the form, or with the address of an Undo.
func (p *pages) rename(w http.ResponseWriter, r *web.Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	field := nameField(of(r))
	name, undone := form.Text(field), false
	if former := r.Query(); !form.Has(field) && former.Has("name") {
		name, undone = former.Text("name"), true
	}
	before, err := p.Saved.Rename(r.Context(), r.Actor, of(r), name)
	if wrong, ok := fault.AsFields(err); ok {
		return p.page(w, r, listPage{Renaming: of(r), Name: name, Wrong: wrong})
	}
	if err != nil {
		return err
	}
	undo := Path(of(r)) + "/name?" + query("name", before)
	if undone || before == name {
		undo = ""
	}
	return web.SeeOtherUndo(w, r, "/saved", undo, "saved.flash.renamed")
}

// tell handles POST /saved/{id}/letter.
func (p *pages) tell(w http.ResponseWriter, r *web.Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	value, undone := form.Text("on"), false
	if former := r.Query().Text("on"); value == "" {
		value, undone = former, true
	}
	on, err := strconv.ParseBool(value)
	if err != nil { // no button was pressed
		return fault.Conflict{Reason: fault.Say("saved.wrong.on")}
	}
	if err := p.Saved.Tell(r.Context(), r.Actor, of(r), on); err != nil {
		return err
	}
	undo, key := Path(of(r))+"/letter?"+query("on", strconv.FormatBool(!on)), "saved.flash.silent"
	if on {
		key = "saved.flash.told"
	}
	if undone {
		undo = ""
	}
	return web.SeeOtherUndo(w, r, "/saved", undo, key)
}

// takeAway handles POST /saved/{id}/off.
func (p *pages) takeAway(w http.ResponseWriter, r *web.Request) error {
	if err := p.Saved.TakeAway(r.Context(), r.Actor, of(r)); err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, here(r), Path(of(r))+"/back", "saved.flash.off")
}

// putBack handles POST /saved/{id}/back.
func (p *pages) putBack(w http.ResponseWriter, r *web.Request) error {
	if err := p.Saved.PutBack(r.Context(), r.Actor, of(r)); err != nil {
		return err
	}
	return web.SeeOther(w, r, here(r), "saved.flash.back")
}

// here is the page on which a button was pressed; where a browser does not say, and on the page of an answer to a form of this search, the list.
func here(r *web.Request) string {
	if at := r.Here(); at != "/" && !strings.HasPrefix(at, Path("")) {
		return at
	}
	return "/saved"
}
