// Package schoolpageweb is the page of a school's library, the list of databases, and the forms behind them.
package schoolpageweb

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/prose"
	"github.com/commonshelf/commonshelf/internal/schoolpage"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// Options are what the pages are made of.
type Options struct {
	Pages   *schoolpage.Service
	People  *people.Service
	BaseURL string      // address people type, without a slash at the end
	Under   []web.Panel // what other domains show under a school's page; about is the school's id
}

type pages struct {
	Options
	prose *prose.Renderer
}

// Routes lists the routes of school pages.
func Routes(o Options) []web.Route {
	p := &pages{o, prose.New()}
	return []web.Route{
		{Pattern: "GET /schools/{id}", Who: web.Open, Handler: p.show},
		{Pattern: "GET /schools/{id}/edit", Who: web.Contributor, Handler: p.edit},
		{Pattern: "POST /schools/{id}/edit", Who: web.Contributor, Handler: p.write},
		{Pattern: "POST /schools/{id}/undo", Who: web.Contributor, Handler: p.undo},
		{Pattern: "GET /databases", Who: web.SignedIn, Handler: p.list},
		{Pattern: "GET /databases/new", Who: web.Contributor, Handler: p.begin},
		{Pattern: "POST /databases/new", Who: web.Contributor, Handler: p.add},
		{Pattern: "GET /databases/{id}", Who: web.Contributor, Handler: p.form},
		{Pattern: "POST /databases/{id}", Who: web.Contributor, Handler: p.change},
		{Pattern: "POST /databases/{id}/back", Who: web.Contributor, Handler: p.back},
		{Pattern: "POST /databases/{id}/remove", Who: web.Contributor, Handler: p.remove},
		{Pattern: "POST /databases/{id}/return", Who: web.Contributor, Handler: p.bringBack},
	}
}

// Address is where the page of a school stands.
func Address(school id.SchoolID) string { return "/schools/" + string(school) }

func databaseURL(which schoolpage.SubscriptionID) string { return "/databases/" + string(which) }

// YourPages leads from the start page to the library pages of the reader's schools. It is nothing while those say nothing.
func YourPages(s *schoolpage.Service) web.Panel {
	return func(r *web.Request, c ui.Chrome, _ string) (templ.Component, error) {
		var own []schoolpage.Page
		for _, school := range r.Actor.SchoolIDs() {
			page, err := s.Show(r.Context(), r.Actor, school)
			if err != nil {
				return nil, err
			}
			if !page.Empty() {
				own = append(own, page)
			}
		}
		if len(own) == 0 {
			return nil, nil
		}
		return yourPages(c, own), nil
	}
}

// schoolPage is the page at /schools/{id}.
type schoolPage struct {
	ui.Chrome
	schoolpage.Page
	AskingHTML string
	Address    string // in full, for print
	Under      []templ.Component
}

// show handles GET /schools/{id}.
func (p *pages) show(w http.ResponseWriter, r *web.Request) error {
	found, err := p.Pages.Show(r.Context(), r.Actor, id.SchoolID(r.PathValue("id")))
	if err != nil {
		return err
	}
	page := schoolPage{Chrome: r.Chrome(r.P.T("schoolpage.title", found.School.Name), ui.People), Page: found,
		AskingHTML: p.prose.HTML(found.Asking), Address: p.BaseURL + Address(found.School.ID)}
	if page.Under, err = web.Fill(r, page.Chrome, string(found.School.ID), p.Under); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, showSchool(page))
}

// editPage is the form at /schools/{id}/edit.
type editPage struct {
	ui.Chrome
	School   people.School
	Asking   string // as typed
	Standing string // as it stands now, when somebody changed it meanwhile
	Revision int
	Errors   fault.Fields
}

// edit handles GET /schools/{id}/edit.
func (p *pages) edit(w http.ResponseWriter, r *web.Request) error {
	found, err := p.mine(r)
	if err != nil {
		return err
	}
	return p.showEdit(w, r, editPage{School: found.School, Asking: found.Asking, Revision: found.Revision})
}

// mine is the page that the address names, if the reader keeps it.
func (p *pages) mine(r *web.Request) (schoolpage.Page, error) {
	found, err := p.Pages.Show(r.Context(), r.Actor, id.SchoolID(r.PathValue("id")))
	switch {
	case err != nil:
		return found, err
	case !found.Inside:
		return found, fault.NotFound{What: "school"}
	case !found.MayWrite && found.School.Closed:
		return found, fault.Conflict{Reason: fault.Say("schoolpage.closed", found.School.Name)}
	case !found.MayWrite:
		return found, fault.Denied{Reason: fault.Say("schoolpage.denied.school")}
	}
	return found, nil
}

func (p *pages) showEdit(w http.ResponseWriter, r *web.Request, page editPage) error {
	page.Chrome = r.Chrome(r.P.T("schoolpage.edit", page.School.Short), ui.People)
	return web.Render(w, r, status(page.Errors), showEdit(page))
}

func status(wrong fault.Fields) int {
	if len(wrong) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// write handles POST /schools/{id}/edit.
func (p *pages) write(w http.ResponseWriter, r *web.Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	found, err := p.mine(r)
	if err != nil {
		return err
	}
	revision, _ := form.Int("revision")
	asking := form.Long("asking")
	err = p.Pages.Write(r.Context(), r.Actor, found.School.ID, asking, revision)
	if wrong, ok := fault.AsFields(err); ok {
		page := editPage{School: found.School, Asking: asking, Revision: found.Revision, Errors: wrong}
		if found.Revision != revision {
			page.Standing = found.Asking
		}
		return p.showEdit(w, r, page)
	}
	if err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, Address(found.School.ID), Address(found.School.ID)+"/undo", "schoolpage.saved")
}

// undo handles POST /schools/{id}/undo.
func (p *pages) undo(w http.ResponseWriter, r *web.Request) error {
	school := id.SchoolID(r.PathValue("id"))
	if err := p.Pages.Undo(r.Context(), r.Actor, school); err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, Address(school), Address(school)+"/undo", "schoolpage.undone")
}

// act does something to the database in the address, and says so with the way back.
func (p *pages) act(w http.ResponseWriter, r *web.Request, do func(context.Context, actor.Actor, schoolpage.SubscriptionID) (schoolpage.Subscription, error), key, undo string) error {
	which, err := do(r.Context(), r.Actor, schoolpage.SubscriptionID(r.PathValue("id")))
	if err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, listURL(which.School), databaseURL(which.ID)+undo, key, which.Name)
}

// back handles POST /databases/{id}/back.
func (p *pages) back(w http.ResponseWriter, r *web.Request) error {
	return p.act(w, r, p.Pages.Back, "schoolpage.database.undone", "/back")
}

// remove handles POST /databases/{id}/remove.
func (p *pages) remove(w http.ResponseWriter, r *web.Request) error {
	return p.act(w, r, p.Pages.Remove, "schoolpage.database.removed", "/return")
}

// bringBack handles POST /databases/{id}/return.
func (p *pages) bringBack(w http.ResponseWriter, r *web.Request) error {
	return p.act(w, r, p.Pages.Return, "schoolpage.database.returned", "/remove")
}

// listURL is the page on which a database of the school stands.
func listURL(school id.SchoolID) string {
	if school == "" {
		return "/databases"
	}
	return Address(school)
}
