package peopleweb

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// deskPage is the coordinator's page at /admin.
type deskPage struct {
	ui.Chrome
	Waiting []ui.Todo // for the coordinator, the most pressing first
	Links   []DeskLink
}

// desk handles GET /admin.
func (p *pages) desk(w http.ResponseWriter, r *web.Request) error {
	page := deskPage{Chrome: r.Chrome(r.P.T("people.desk.title"), ui.Admin)}
	var err error
	sources := append([]web.Todos{SetUpWaits(p.People), aloneWaits(p.People)}, p.Waits...)
	if page.Waiting, err = web.Gather(r, page.Chrome, append(sources, p.restWaits, absentWait(p.People))); err != nil {
		return err
	}
	page.Links = append([]DeskLink{
		{URL: "/admin/people", Icon: "people", Key: "people.desk.people"},
		{URL: "/admin/schools", Icon: "school", Key: "people.desk.schools"},
	}, p.Desk...)
	page.Links = append(page.Links,
		DeskLink{URL: "/admin/sign-in", Icon: "lock", Key: "people.desk.ways"},
		DeskLink{URL: "/admin/settings", Icon: "pencil", Key: "people.desk.settings"})
	return web.Render(w, r, http.StatusOK, showDesk(page))
}

// aloneWaits says that there is only one coordinator.
func aloneWaits(s *people.Service) web.Todos {
	return func(r *web.Request, c ui.Chrome) ([]ui.Todo, error) {
		list, err := s.Everyone(r.Context(), r.Actor)
		if err != nil {
			return nil, err
		}
		coordinators := 0
		for _, who := range list {
			if who.Coordinator && who.State != people.Left {
				coordinators++
			}
		}
		if coordinators > 1 {
			return nil, nil
		}
		return []ui.Todo{{Icon: "people", Title: c.T("people.desk.alone"), URL: "/admin/people", Text: c.T("people.desk.alone_text"),
			Action: c.T("people.desk.alone_go"), To: "/admin/people"}}, nil
	}
}

// restWaits says that lines of a pasted list are still to be put right.
func (p *pages) restWaits(r *web.Request, c ui.Chrome) ([]ui.Todo, error) {
	var out []ui.Todo
	for _, list := range []people.List{people.ListOfSchools, people.ListOfPeople} {
		rest, err := p.People.Rest(r.Context(), r.Actor, list)
		if err != nil {
			return nil, err
		}
		text := rest.Text
		if text == "" {
			continue
		}
		lines := strings.Count(text, "\n") + 1
		at := "/admin/" + string(list)
		out = append(out, ui.Todo{Icon: "pencil", Title: c.T("people.desk.rest."+string(list), lines), URL: at + "#" + string(list), Text: shorten(text),
			Action: c.T("people.desk.rest_go"), To: at + "#" + string(list)})
	}
	return out, nil
}

// absentWait names who is on the list and was not invited, and who was and has not come: names while they are few.
func absentWait(s *people.Service) web.Todos {
	return func(r *web.Request, c ui.Chrome) ([]ui.Todo, error) {
		list, err := s.Everyone(r.Context(), r.Actor)
		if err != nil {
			return nil, err
		}
		var out []ui.Todo
		for _, part := range []struct {
			state     people.State
			key, text string
		}{{people.Listed, "people.desk.waiting", "people.desk.waiting_text"}, {people.Invited, "people.desk.invited", "people.desk.invited_text"}} {
			whom := roll{People: list}.in(part.state)
			if len(whom) == 0 {
				continue
			}
			text := c.T(part.text)
			if len(whom) < fewPeople {
				text = c.T("people.desk.these", c.List(namesOf(whom)))
			}
			out = append(out, ui.Todo{Icon: "mail", Title: c.T(part.key, len(whom)), URL: "/admin/people?show=" + showWaiting, Text: text,
				Action: c.T("people.desk.waiting_go"), To: "/admin/people?show=" + showWaiting})
		}
		return out, nil
	}
}

// fewPeople is under how many they are named instead of counted.
const fewPeople = 5

// settingsPage is the form at /admin/settings.
type settingsPage struct {
	ui.Chrome
	Form   people.DistrictInput
	Errors fault.Fields
}

// settings handles GET /admin/settings.
func (p *pages) settings(w http.ResponseWriter, r *web.Request) error {
	d, err := p.People.District(r.Context(), r.Actor.District)
	if err != nil {
		return err
	}
	return p.showSettings(w, r, settingsPage{Form: inputOf(d)})
}

// inputOf is what a district says of itself, as a form holds it.
func inputOf(d people.District) people.DistrictInput {
	return people.DistrictInput{Name: d.Name, Zone: d.Zone, Calling: d.Calling, Locale: d.Locale, Public: d.PublicOn}
}

func (p *pages) showSettings(w http.ResponseWriter, r *web.Request, page settingsPage) error {
	page.Chrome = r.Chrome(r.P.T("people.settings.title"), ui.Admin)
	return show(w, r, page.Errors, showSettings(page))
}

// changeSettings handles POST /admin/settings.
func (p *pages) changeSettings(w http.ResponseWriter, r *web.Request) error {
	in, err := readDistrict(r)
	if err != nil {
		return err
	}
	undone := false
	if former := r.Query(); in == (people.DistrictInput{}) && former.Has("name") { // by the address of an Undo
		in, undone = districtIn(former), true
	}
	before, err := p.People.District(r.Context(), r.Actor.District)
	if err != nil {
		return err
	}
	err = p.People.ChangeDistrict(r.Context(), r.Actor, in)
	if wrong, ok := fault.AsFields(err); ok {
		return p.showSettings(w, r, settingsPage{Form: in, Errors: wrong})
	}
	if err != nil {
		return err
	}
	undo := "/admin/settings?" + fieldsOf(inputOf(before)).Encode()
	if undone || inputOf(before) == in {
		undo = ""
	}
	return web.SeeOtherUndo(w, r, "/admin/settings", undo, "people.settings.saved")
}

// fieldsOf are the fields of a form that says of a district what is given.
func fieldsOf(in people.DistrictInput) url.Values {
	out := url.Values{"name": {in.Name}, "zone": {in.Zone}, "calling": {string(in.Calling)}, "locale": {string(in.Locale)}}
	if in.Public {
		out.Set("public", "on")
	}
	return out
}

// readDistrict reads what a form says of a district.
func readDistrict(r *web.Request) (people.DistrictInput, error) {
	form, err := r.ReadForm()
	return districtIn(form), err
}

func districtIn(form web.Form) people.DistrictInput {
	return people.DistrictInput{
		Name:    form.Text("name"),
		Zone:    form.Text("zone"),
		Calling: lang.Calling(form.Text("calling")),
		Locale:  lang.Locale(form.Text("locale")),
		Public:  form.Has("public"),
	}
}
