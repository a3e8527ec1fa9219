// Package mylistweb is the page of one's list, the main button of a resource, and the question how it went.
package mylistweb

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"time"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/mylist"
	"github.com/commonshelf/commonshelf/internal/proto/delimited"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

type pages struct {
	list    *mylist.Service
	baseURL string
}

// Routes lists the routes of one's list. baseURL is the address people type, without a slash at the end.
func Routes(list *mylist.Service, baseURL string) []web.Route {
	p := &pages{list, baseURL}
	return []web.Route{
		{Pattern: "GET /my-list", Who: web.SignedIn, Handler: p.show},
		{Pattern: "GET /my-list/list.csv", Who: web.SignedIn, Handler: p.download},
		{Pattern: "POST /my-list/{id}", Who: web.SignedIn, Handler: p.keep},
		{Pattern: "POST /my-list/{id}/not-yet", Who: web.SignedIn, Handler: p.putOff},
		{Pattern: "POST /my-list/{id}/ask-again", Who: web.SignedIn, Handler: p.askAgain},
		{Pattern: "POST /my-list/{id}/off", Who: web.SignedIn, Handler: p.takeOff},
		{Pattern: "POST /my-list/{id}/back", Who: web.SignedIn, Handler: p.putBack},
	}
}

// entryView is one thing on a list.
type entryView struct {
	Title string
	Lang  string // of the title
	URL   string // empty: it is there for the reader no more
	Line  string // school, and until when
	At    string // address to which answers are posted
	Uses  string // address at which one says how it went; empty: one cannot
	Open  bool   // not tried yet
}

func view(c ui.Chrome, e mylist.Entry) entryView {
	v := entryView{Title: c.T("mylist.gone"), At: "/my-list/" + string(e.Resource), Open: e.TriedAt.IsZero()}
	when := c.T("mylist.chosen." + string(e.Chosen))
	switch {
	case !v.Open:
		when = c.T("mylist.tried_on", c.Date(e.TriedAt.In(c.Zone)))
	case e.Due != "":
		when = c.T("mylist.asked_on", c.Day(e.Due))
	case e.Chosen != mylist.JustKeep:
		when = c.T("mylist.put_off")
	}
	v.Line = when
	if e.Card != nil {
		a := e.Card.About
		v.Title, v.Lang, v.URL, v.Line = a.Title, a.Language, e.Resource.Path(a.Title), e.Card.SchoolName+" · "+when
		v.Uses = e.Resource.Path("") + "/uses/new"
	}
	return v
}

// listPage is the page at /my-list.
type listPage struct {
	ui.Chrome
	Asked []entryView // how did it go?
	Open  []entryView // to try
	Tried []entryView
}

// show handles GET /my-list.
func (p *pages) show(w http.ResponseWriter, r *web.Request) error {
	all, err := p.list.List(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	due, err := p.list.Due(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	page := listPage{Chrome: r.Chrome(r.P.T("mylist.title"), ui.Nowhere)}
	asked := map[catalog.ResourceID]bool{}
	for _, e := range due {
		asked[e.Resource] = true
		page.Asked = append(page.Asked, view(page.Chrome, e))
	}
	for _, e := range all {
		switch {
		case asked[e.Resource]:
		case e.TriedAt.IsZero():
			page.Open = append(page.Open, view(page.Chrome, e))
		default:
			page.Tried = append(page.Tried, view(page.Chrome, e))
		}
	}
	return web.Render(w, r, http.StatusOK, showList(page))
}

// download handles GET /my-list/list.csv: one's own list, for oneself.
func (p *pages) download(w http.ResponseWriter, r *web.Request) error {
	all, err := p.list.List(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="my-list.csv"`)
	w.Header().Set("Cache-Control", "no-store")
	out := csv.NewWriter(w)
	rows := [][]string{{"title", "address", "chosen", "asked on", "added", "tried"}}
	for _, e := range all {
		title, tried := "", ""
		if e.Card != nil {
			title = e.Card.About.Title
		}
		if !e.TriedAt.IsZero() {
			tried = e.TriedAt.Format(time.RFC3339)
		}
		rows = append(rows, []string{delimited.Harmless(title), p.baseURL + e.Resource.Path(""), string(e.Chosen), string(e.Due), e.AddedAt.Format(time.RFC3339), tried})
	}
	_ = out.WriteAll(rows) // whoever went away needs no answer
	return nil
}

// keep handles POST /my-list/{id}: the time comes with the form, or with the address of an Undo.
func (p *pages) keep(w http.ResponseWriter, r *web.Request) error {
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	resource := catalog.ResourceID(r.PathValue("id"))
	when := mylist.When(in.Text("when"))
	if former := r.Query().Text("when"); when == "" {
		when = mylist.When(former)
	}
	former, there, err := p.list.Of(r.Context(), r.Actor, resource)
	if err != nil {
		return err
	}
	err = p.list.Keep(r.Context(), r.Actor, resource, when)
	if wrong, ok := fault.AsFields(err); ok { // no button was pressed
		return fault.Conflict{Reason: wrong["when"]}
	}
	if err != nil {
		return err
	}
	at := "/my-list/" + string(resource)
	undo := at + "/off"
	if there {
		undo = at + "?when=" + url.QueryEscape(string(former.Chosen))
	}
	return web.SeeOtherUndo(w, r, r.Here(), undo, "mylist.flash."+string(when))
}

// putOff handles POST /my-list/{id}/not-yet.
func (p *pages) putOff(w http.ResponseWriter, r *web.Request) error {
	resource := catalog.ResourceID(r.PathValue("id"))
	if err := p.list.PutOff(r.Context(), r.Actor, resource); err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, r.Here(), "/my-list/"+string(resource)+"/ask-again", "mylist.flash.put_off")
}

// askAgain handles POST /my-list/{id}/ask-again.
func (p *pages) askAgain(w http.ResponseWriter, r *web.Request) error {
	if err := p.list.AskAgain(r.Context(), r.Actor, catalog.ResourceID(r.PathValue("id"))); err != nil {
		return err
	}
	return web.SeeOther(w, r, r.Here(), "mylist.flash.back")
}

// takeOff handles POST /my-list/{id}/off.
func (p *pages) takeOff(w http.ResponseWriter, r *web.Request) error {
	resource := catalog.ResourceID(r.PathValue("id"))
	if err := p.list.TakeOff(r.Context(), r.Actor, resource); err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, r.Here(), "/my-list/"+string(resource)+"/back", "mylist.flash.off")
}

// putBack handles POST /my-list/{id}/back.
func (p *pages) putBack(w http.ResponseWriter, r *web.Request) error {
	if err := p.list.PutBack(r.Context(), r.Actor, catalog.ResourceID(r.PathValue("id"))); err != nil {
		return err
	}
	return web.SeeOther(w, r, r.Here(), "mylist.flash.back")
}

// askedAtOnce is how many things the start page asks about.
const askedAtOnce = 3

// HowDidItGo asks on the start page about what is due.
func HowDidItGo(list *mylist.Service) web.Panel {
	return func(r *web.Request, c ui.Chrome, _ string) (templ.Component, error) {
		due, err := list.Due(r.Context(), r.Actor)
		if err != nil {
			return nil, err
		}
		if len(due) == 0 {
			all, err := list.List(r.Context(), r.Actor)
			if err != nil || len(all) == 0 {
				return nil, err
			}
			return way(c), nil
		}
		var views []entryView
		for _, e := range due[:min(askedAtOnce, len(due))] {
			views = append(views, view(c, e))
		}
		return howDidItGo(c, views, "/my-list"), nil
	}
}

// tryView is what the main button of a resource says.
type tryView struct {
	At    string
	There string // that it is on the list, and until when; empty: it is not
	Uses  string
	Tried bool
}

// Try is the main button of a resource.
func Try(list *mylist.Service) web.Panel {
	return func(r *web.Request, c ui.Chrome, about string) (templ.Component, error) {
		if !r.Actor.SignedIn() {
			return nil, nil
		}
		resource := catalog.ResourceID(about)
		v := tryView{At: "/my-list/" + about, Uses: resource.Path("") + "/uses/new"}
		entry, there, err := list.Of(r.Context(), r.Actor, resource)
		if err != nil {
			return nil, err
		}
		if there && entry.Card == nil {
			return nil, nil
		}
		if there {
			v.Tried = !entry.TriedAt.IsZero()
			v.There = c.T("mylist.on_it", c.T("mylist.chosen."+string(entry.Chosen)))
		}
		return try(c, v), nil
	}
}
