package schoolpageweb

import (
	"net/http"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/schoolpage"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// listPage is the page at /databases: those of the whole district, then those of single schools.
type listPage struct {
	ui.Chrome
	Shared   []schoolpage.Subscription
	Schools  []schoolList // with databases of their own
	Pages    []people.School
	MayShare bool // list one for the whole district
}

// schoolList are the databases of one school.
type schoolList struct {
	School    people.School
	Databases []schoolpage.Subscription
	MayKeep   bool
}

// list handles GET /databases.
func (p *pages) list(w http.ResponseWriter, r *web.Request) error {
	list, err := p.Pages.Subscriptions(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	schools, err := p.People.Schools(r.Context(), r.Actor.District)
	if err != nil {
		return err
	}
	page := listPage{Chrome: r.Chrome(r.P.T("schoolpage.databases"), ui.People), Pages: schools, MayShare: r.Actor.Coordinator}
	bySchool := map[id.SchoolID][]schoolpage.Subscription{}
	for _, one := range list {
		bySchool[one.School] = append(bySchool[one.School], one)
	}
	page.Shared = bySchool[""]
	for _, school := range schools {
		if own := bySchool[school.ID]; len(own) > 0 {
			page.Schools = append(page.Schools, schoolList{school, own, r.Actor.MayContributeAt(school.ID)})
		}
	}
	return web.Render(w, r, http.StatusOK, showList(page))
}

// formPage is the form of a database: a new one, or one that is there.
type formPage struct {
	ui.Chrome
	schoolpage.Subscription
	SchoolName string // short; empty: the whole district's
	Errors     fault.Fields
}

// action is where the form goes.
func (f formPage) action() string {
	if f.ID == "" {
		return "/databases/new"
	}
	return databaseURL(f.ID)
}

// begin handles GET /databases/new.
func (p *pages) begin(w http.ResponseWriter, r *web.Request) error {
	return p.showForm(w, r, formPage{Subscription: schoolpage.Subscription{School: id.SchoolID(r.Query().Text("school"))}})
}

// form handles GET /databases/{id}.
func (p *pages) form(w http.ResponseWriter, r *web.Request) error {
	found, err := p.Pages.Subscription(r.Context(), r.Actor, schoolpage.SubscriptionID(r.PathValue("id")))
	if err != nil {
		return err
	}
	return p.showForm(w, r, formPage{Subscription: found})
}

func (p *pages) showForm(w http.ResponseWriter, r *web.Request, page formPage) error {
	switch {
	case page.School != "":
		school, err := p.People.School(r.Context(), r.Actor.District, page.School)
		if err != nil {
			return err
		}
		if !r.Actor.MayContributeAt(school.ID) {
			return fault.Denied{Reason: fault.Say("schoolpage.denied.school")}
		}
		page.SchoolName = school.Short
	case !r.Actor.Coordinator:
		return fault.Denied{Reason: fault.Say("schoolpage.denied.coordinator")}
	}
	title := r.P.T("schoolpage.database.add")
	if page.ID != "" {
		title = r.P.T("schoolpage.database.change", page.Name)
	}
	page.Chrome = r.Chrome(title, ui.People)
	return web.Render(w, r, status(page.Errors), showForm(page))
}

func typed(form web.Form) schoolpage.Subscription {
	return schoolpage.Subscription{School: id.SchoolID(form.Text("school")), Name: form.Text("name"), URL: form.Text("url"), Good: form.Long("good"),
		WayIn: form.Long("way_in"), Inside: form.Long("inside")}
}

// add handles POST /databases/new.
func (p *pages) add(w http.ResponseWriter, r *web.Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	in := typed(form)
	added, err := p.Pages.Add(r.Context(), r.Actor, in)
	if wrong, ok := fault.AsFields(err); ok {
		return p.showForm(w, r, formPage{Subscription: in, Errors: wrong})
	}
	if err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, listURL(added.School), databaseURL(added.ID)+"/remove", "schoolpage.database.added", added.Name)
}

// change handles POST /databases/{id}.
func (p *pages) change(w http.ResponseWriter, r *web.Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	found, err := p.Pages.Subscription(r.Context(), r.Actor, schoolpage.SubscriptionID(r.PathValue("id")))
	if err != nil {
		return err
	}
	in := typed(form)
	in.ID, in.School = found.ID, found.School
	changed, err := p.Pages.Change(r.Context(), r.Actor, in)
	if wrong, ok := fault.AsFields(err); ok {
		return p.showForm(w, r, formPage{Subscription: in, Errors: wrong})
	}
	if err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, listURL(changed.School), databaseURL(changed.ID)+"/back", "schoolpage.database.saved", changed.Name)
}
