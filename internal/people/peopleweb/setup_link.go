package peopleweb

import (
	"errors"
	"net/http"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// setUpFrame is what stands around every step of setting up.
type setUpFrame struct {
	ui.Chrome
	Step    people.Step
	Reached people.Step // the furthest step one may go to
	Token   string      // of the set-up link; empty once somebody is signed in
}

// url is the address of a step.
func (f setUpFrame) url(step people.Step) string {
	switch {
	case f.Token == "":
		return "/set-up/" + string(step)
	case step == people.StepDistrict:
		return "/set-up/link/" + f.Token
	}
	return "/set-up/link/" + f.Token + "/" + string(step)
}

// steps show how far one is; a step that was reached can be gone back to.
func (f setUpFrame) steps() []ui.Step {
	var out []ui.Step
	for _, step := range people.Steps {
		s := ui.Step{Text: f.T("setup.step." + string(step)), Here: step == f.Step, Done: step.Number() < f.Reached.Number()}
		if step.Number() <= f.Reached.Number() && !s.Here {
			s.URL = f.url(step)
		}
		out = append(out, s)
	}
	return out
}

// back is the address of the step before; empty for the first.
func (f setUpFrame) back() string {
	n := f.Step.Number()
	if n <= 1 {
		return ""
	}
	return f.url(people.Steps[n-2])
}

// frame stands around a step of someone who is signed in, or holds the link.
func (p *pages) frame(r *web.Request, step, reached people.Step, token string) setUpFrame {
	title := r.P.T("setup.title", r.P.T("setup.step."+string(step)))
	return setUpFrame{Chrome: r.Chrome(title, ui.Nowhere), Step: step, Reached: reached, Token: token}
}

// districtStep is the first step: what the district is called.
type districtStep struct {
	setUpFrame
	Form   people.DistrictInput
	Errors fault.Fields
}

// setUpDistrict handles GET /set-up/link/{token}. A link that signs somebody in is opened as one.
func (p *pages) setUpDistrict(w http.ResponseWriter, r *web.Request) error {
	opened, ok, err := p.openSetUp(w, r)
	if !ok || err != nil {
		return err
	}
	form := people.DistrictInput{Locale: r.P.Locale, Calling: lang.CallLibrarian}
	reached := people.StepDistrict
	if opened.District.ID != "" {
		form, reached = inputOf(opened.District), people.StepYou
	}
	return show(w, r, nil, showDistrictStep(districtStep{setUpFrame: p.frame(r, people.StepDistrict, reached, r.PathValue("token")), Form: form}))
}

// openSetUp opens the link in the address; when it is no open set-up link, it has answered and says false.
func (p *pages) openSetUp(w http.ResponseWriter, r *web.Request) (people.Opened, bool, error) {
	hideAddress(w)
	secret := people.SecretOf(r.PathValue("token"))
	opened, err := p.People.OpenLink(r.Context(), secret)
	if err == nil && opened.Person.ID != "" {
		return opened, false, web.SeeOther(w, r, people.LinkPath(secret), "")
	}
	if err != nil {
		return opened, false, p.setUpOver(w, r, err)
	}
	return opened, true, nil
}

// setUpOverPage says that a set-up link opens nothing, and where the new one is.
type setUpOverPage struct {
	ui.Chrome
	Problem string
}

func (p *pages) setUpOver(w http.ResponseWriter, r *web.Request, err error) error {
	var conflict fault.Conflict
	if !errors.As(err, &conflict) {
		return err
	}
	if r.Actor.Coordinator { // whoever used the link already, or coordinates with them
		return web.SeeOther(w, r, "/set-up", "")
	}
	page := setUpOverPage{Chrome: r.Chrome(r.P.T("setup.over.title"), ui.Nowhere), Problem: r.P.T(conflict.Reason.Key, conflict.Reason.Args...)}
	return web.Render(w, r, http.StatusConflict, showSetUpOver(page))
}

// setUpNameDistrict handles POST /set-up/link/{token}.
func (p *pages) setUpNameDistrict(w http.ResponseWriter, r *web.Request) error {
	opened, ok, err := p.openSetUp(w, r)
	if !ok || err != nil {
		return err
	}
	in, err := readDistrict(r)
	if err != nil {
		return err
	}
	_, err = p.People.NameDistrict(r.Context(), people.SecretOf(r.PathValue("token")), in)
	if wrong, ok := fault.AsFields(err); ok {
		reached := people.StepDistrict
		if opened.District.ID != "" {
			reached = people.StepYou
		}
		return show(w, r, wrong, showDistrictStep(districtStep{setUpFrame: p.frame(r, people.StepDistrict, reached, r.PathValue("token")), Form: in, Errors: wrong}))
	}
	if err != nil {
		return p.setUpOver(w, r, err)
	}
	return web.SeeOther(w, r, "/set-up/link/"+r.PathValue("token")+"/you", "")
}

// youStep is the second step: who sets up.
type youStep struct {
	setUpFrame
	Name   string
	Mail   string
	Errors fault.Fields
}

// setUpYou handles GET /set-up/link/{token}/you.
func (p *pages) setUpYou(w http.ResponseWriter, r *web.Request) error {
	opened, ok, err := p.openSetUp(w, r)
	if !ok || err != nil {
		return err
	}
	if opened.District.ID == "" {
		return web.SeeOther(w, r, "/set-up/link/"+r.PathValue("token"), "setup.district_first")
	}
	return show(w, r, nil, showYouStep(youStep{setUpFrame: p.frame(r, people.StepYou, people.StepYou, r.PathValue("token"))}))
}

// setUpNameYou handles POST /set-up/link/{token}/you: whoever holds the link becomes coordinator and is signed in.
func (p *pages) setUpNameYou(w http.ResponseWriter, r *web.Request) error {
	hideAddress(w)
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	in := people.NameYourselfInput{Name: form.Text("name"), Mail: form.Text("mail"), Locale: r.P.Locale}
	signedIn, err := p.People.NameYourself(r.Context(), people.SecretOf(r.PathValue("token")), people.SecretOf(r.Token()), in)
	if wrong, ok := fault.AsFields(err); ok {
		return show(w, r, wrong, showYouStep(youStep{setUpFrame: p.frame(r, people.StepYou, people.StepYou, r.PathValue("token")), Name: in.Name, Mail: in.Mail, Errors: wrong}))
	}
	if err != nil {
		return p.setUpOver(w, r, err)
	}
	r.StartSession(w, signedIn.Secret.Reveal(), signedIn.Expires)
	return web.SeeOther(w, r, "/set-up", "")
}
