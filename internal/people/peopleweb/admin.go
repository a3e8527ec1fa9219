package peopleweb

import (
	"net/http"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// deskPage is the coordinator's page at /admin.
type deskPage struct {
	ui.Chrome
	SetUp   people.Step // with which setting up goes on; Done afterwards
	Alone   bool        // there is only one coordinator
	Waiting int         // people listed and not invited yet
	Links   []DeskLink
}

// desk handles GET /admin.
func (p *pages) desk(w http.ResponseWriter, r *web.Request) error {
	list, err := p.People.Everyone(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	d, err := p.People.District(r.Context(), r.Actor.District)
	if err != nil {
		return err
	}
	page := deskPage{Chrome: r.Chrome(r.P.T("people.desk.title"), ui.Admin), SetUp: d.SetUp}
	coordinators := 0
	for _, who := range list {
		if who.Coordinator && who.State != people.Left {
			coordinators++
		}
		if who.State == people.Listed {
			page.Waiting++
		}
	}
	page.Alone = coordinators < 2
	page.Links = append([]DeskLink{
		{URL: "/admin/people", Icon: "people", Key: "people.desk.people"},
		{URL: "/admin/schools", Icon: "school", Key: "people.desk.schools"},
		{URL: "/admin/sign-in", Icon: "lock", Key: "people.desk.ways"},
		{URL: "/admin/settings", Icon: "pencil", Key: "people.desk.settings"},
	}, p.Desk...)
	return web.Render(w, r, http.StatusOK, showDesk(page))
}

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
	err = p.People.ChangeDistrict(r.Context(), r.Actor, in)
	if wrong, ok := fault.AsFields(err); ok {
		return p.showSettings(w, r, settingsPage{Form: in, Errors: wrong})
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, "/admin/settings", "people.settings.saved")
}

// readDistrict reads what a form says of a district.
func readDistrict(r *web.Request) (people.DistrictInput, error) {
	form, err := r.ReadForm()
	if err != nil {
		return people.DistrictInput{}, err
	}
	return people.DistrictInput{
		Name:    form.Text("name"),
		Zone:    form.Text("zone"),
		Calling: lang.Calling(form.Text("calling")),
		Locale:  lang.Locale(form.Text("locale")),
		Public:  form.Has("public"),
	}, nil
}
