package peopleweb

import (
	"net/http"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// stepPage shows one step of setting up, and does what its form says: it goes on, or shows the step again with what is to be put
// right.
type stepPage struct {
	show  func(w http.ResponseWriter, r *web.Request, f setUpFrame) error
	doing func(w http.ResponseWriter, r *web.Request, f setUpFrame, form web.Form) error
}

func (p *pages) stepPages() map[people.Step]stepPage {
	return map[people.Step]stepPage{
		people.StepDistrict: {p.showDistrictAgain, p.doDistrict},
		people.StepYou:      {p.showYouAgain, p.doYou},
		people.StepSchools:  {p.showSchoolsStep, p.doSchools},
		people.StepPeople:   {p.showPeopleStep, p.doPeople},
		people.StepSecond:   {p.showSecondStep, p.doSecond},
		people.StepMail:     {p.showMailStep, p.doMail},
		people.StepShelf:    {p.showShelfStep, p.doShelf},
		people.StepInvite:   {p.showInviteStep, p.doInvite},
	}
}

// setUp handles GET /set-up: on with the step one had come to.
func (p *pages) setUp(w http.ResponseWriter, r *web.Request) error {
	d, err := p.People.District(r.Context(), r.Actor.District)
	if err != nil {
		return err
	}
	if d.SetUp == people.Done {
		return web.SeeOther(w, r, "/admin", "")
	}
	return web.SeeOther(w, r, "/set-up/"+string(d.SetUp), "")
}

// SetUpWaits says on the start page that setting up is not finished.
func SetUpWaits(s *people.Service) web.Todos {
	return func(r *web.Request, c ui.Chrome) ([]ui.Todo, error) {
		if !r.Actor.Coordinator {
			return nil, nil
		}
		d, err := s.District(r.Context(), r.Actor.District)
		if err != nil || d.SetUp == people.Done {
			return nil, err
		}
		return []ui.Todo{{Icon: "clock", Title: c.T("people.desk.set_up"), URL: "/set-up", Text: c.T("people.desk.set_up_text"),
			Action: c.T("people.desk.set_up_go"), To: "/set-up"}}, nil
	}
}

// setUpStep handles GET /set-up/{step}. A step one has not come to leads to the one to go on with.
func (p *pages) setUpStep(w http.ResponseWriter, r *web.Request) error {
	step, f, ok, err := p.stepIn(w, r)
	if !ok || err != nil {
		return err
	}
	return step.show(w, r, f)
}

// setUpDo handles POST /set-up/{step}.
func (p *pages) setUpDo(w http.ResponseWriter, r *web.Request) error {
	step, f, ok, err := p.stepIn(w, r)
	if !ok || err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	return step.doing(w, r, f, form)
}

// stepIn finds the step in the address; when one may not be there yet, it has answered and says false.
func (p *pages) stepIn(w http.ResponseWriter, r *web.Request) (stepPage, setUpFrame, bool, error) {
	name := people.Step(r.PathValue("step"))
	step, known := p.stepPages()[name]
	if !known {
		return stepPage{}, setUpFrame{}, false, fault.NotFound{What: "step"}
	}
	d, err := p.People.District(r.Context(), r.Actor.District)
	if err != nil {
		return stepPage{}, setUpFrame{}, false, err
	}
	if name.Number() > d.SetUp.Number() {
		return stepPage{}, setUpFrame{}, false, web.SeeOther(w, r, "/set-up", "")
	}
	return step, p.frame(r, name, d.SetUp, ""), true, nil
}

// goOn notes that a step is done and leads to the next one.
func (p *pages) goOn(w http.ResponseWriter, r *web.Request, f setUpFrame, key string, args ...any) error {
	if _, err := p.People.Reached(r.Context(), r.Actor, f.Step); err != nil {
		return err
	}
	return web.SeeOther(w, r, "/set-up/"+string(f.Step.Next()), key, args...)
}

func (p *pages) showDistrictAgain(w http.ResponseWriter, r *web.Request, f setUpFrame) error {
	d, err := p.People.District(r.Context(), r.Actor.District)
	if err != nil {
		return err
	}
	return show(w, r, nil, showDistrictStep(districtStep{setUpFrame: f, Form: inputOf(d)}))
}

func (p *pages) doDistrict(w http.ResponseWriter, r *web.Request, f setUpFrame, _ web.Form) error {
	in, err := readDistrict(r)
	if err != nil {
		return err
	}
	err = p.People.ChangeDistrict(r.Context(), r.Actor, in)
	if wrong, ok := fault.AsFields(err); ok {
		return show(w, r, wrong, showDistrictStep(districtStep{setUpFrame: f, Form: in, Errors: wrong}))
	}
	if err != nil {
		return err
	}
	return p.goOn(w, r, f, "")
}

func (p *pages) showYouAgain(w http.ResponseWriter, r *web.Request, f setUpFrame) error {
	me, err := p.People.Me(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return show(w, r, nil, showYouStep(youStep{setUpFrame: f, Name: me.Name, Mail: me.Mail}))
}

func (p *pages) doYou(w http.ResponseWriter, r *web.Request, f setUpFrame, form web.Form) error {
	me, err := p.People.Me(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	err = p.People.ChangeMe(r.Context(), r.Actor, people.ChangeMeInput{Name: form.Text("name"), Locale: me.Locale})
	if wrong, ok := fault.AsFields(err); ok {
		return show(w, r, wrong, showYouStep(youStep{setUpFrame: f, Name: form.Text("name"), Mail: me.Mail, Errors: wrong}))
	}
	if err != nil {
		return err
	}
	return p.goOn(w, r, f, "")
}
