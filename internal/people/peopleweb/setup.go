package peopleweb

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
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

// schoolsStep is the step at which schools are pasted.
type schoolsStep struct {
	setUpFrame
	Schools []people.School
	Paste   pasted
}

func (p *pages) showSchoolsStep(w http.ResponseWriter, r *web.Request, f setUpFrame) error {
	paste, err := p.rest(r, people.ListOfSchools)
	if err != nil {
		return err
	}
	return p.schoolsAgain(w, r, f, paste)
}

func (p *pages) schoolsAgain(w http.ResponseWriter, r *web.Request, f setUpFrame, paste pasted) error {
	list, err := p.People.Schools(r.Context(), r.Actor.District)
	if err != nil {
		return err
	}
	return web.Render(w, r, paste.status(), showSchoolsStep(schoolsStep{setUpFrame: f, Schools: list, Paste: paste}))
}

// doSchools adds what was pasted and goes on when nothing of it is to be put right. An empty box goes on when schools are there.
func (p *pages) doSchools(w http.ResponseWriter, r *web.Request, f setUpFrame, form web.Form) error {
	there, err := p.People.Schools(r.Context(), r.Actor.District)
	if err != nil {
		return err
	}
	if form.Long("schools") == "" && len(there) > 0 {
		if err := p.People.DropRest(r.Context(), r.Actor, people.ListOfSchools); err != nil {
			return err
		}
		return p.goOn(w, r, f, "")
	}
	paste, err := p.pasteSchools(r, form.Long("schools"))
	if err != nil {
		return err
	}
	if paste.bad() {
		return p.schoolsAgain(w, r, f, paste)
	}
	return p.goOn(w, r, f, "people.schools.added", paste.Added)
}

// peopleStep is the step at which people are pasted.
type peopleStep struct {
	setUpFrame
	Roll  roll
	Paste pasted
}

func (p *pages) showPeopleStep(w http.ResponseWriter, r *web.Request, f setUpFrame) error {
	paste, err := p.rest(r, people.ListOfPeople)
	if err != nil {
		return err
	}
	return p.peopleAgain(w, r, f, paste)
}

func (p *pages) peopleAgain(w http.ResponseWriter, r *web.Request, f setUpFrame, paste pasted) error {
	list, err := p.roll(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, paste.status(), showPeopleStep(peopleStep{setUpFrame: f, Roll: list, Paste: paste}))
}

// doPeople lists who was pasted and goes on when nothing of it is to be put right. An empty box goes on when somebody else is
// listed.
func (p *pages) doPeople(w http.ResponseWriter, r *web.Request, f setUpFrame, form web.Form) error {
	list, err := p.People.Everyone(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	if form.Long("people") == "" && len(list) > 1 {
		if err := p.People.DropRest(r.Context(), r.Actor, people.ListOfPeople); err != nil {
			return err
		}
		return p.goOn(w, r, f, "")
	}
	paste, err := p.pastePeople(r, form.Long("people"))
	if err != nil {
		return err
	}
	if paste.bad() {
		return p.peopleAgain(w, r, f, paste)
	}
	return p.goOn(w, r, f, "people.people.added", paste.Added)
}

// secondStep is the step at which a second coordinator is named.
type secondStep struct {
	setUpFrame
	Roll   roll
	Chosen id.PersonID
	Name   string // typed for someone who is not listed
	Mail   string
	Errors fault.Fields
}

// coordinators are those there are, others whom one may choose.
func (s secondStep) coordinators() []people.Person { return s.having(true) }
func (s secondStep) others() []people.Person       { return s.having(false) }

func (s secondStep) having(coordinator bool) []people.Person {
	return slices.DeleteFunc(s.Roll.in(people.Listed, people.Invited, people.Active), func(who people.Person) bool { return who.Coordinator != coordinator })
}

func (p *pages) showSecondStep(w http.ResponseWriter, r *web.Request, f setUpFrame) error {
	return p.secondAgain(w, r, secondStep{setUpFrame: f})
}

func (p *pages) secondAgain(w http.ResponseWriter, r *web.Request, page secondStep) error {
	var err error
	if page.Roll, err = p.roll(r); err != nil {
		return err
	}
	return show(w, r, page.Errors, showSecondStep(page))
}

// doSecond makes who was chosen, or who was typed, coordinator. With "enough" it goes on as it is, once two are there.
func (p *pages) doSecond(w http.ResponseWriter, r *web.Request, f setUpFrame, form web.Form) error {
	page := secondStep{setUpFrame: f, Chosen: id.PersonID(form.Text("person")), Name: form.Text("name"), Mail: form.Text("mail")}
	roll, err := p.roll(r)
	if err != nil {
		return err
	}
	page.Roll = roll
	if form.Text("do") == "enough" && len(page.coordinators()) > 1 {
		return p.goOn(w, r, f, "")
	}
	switch {
	case page.Chosen != "":
		_, err = p.People.MakeCoordinator(r.Context(), r.Actor, page.Chosen)
	case page.Name != "" || page.Mail != "":
		_, err = p.People.AddPerson(r.Context(), r.Actor, people.AddPersonInput{Name: page.Name, Mail: page.Mail, Coordinator: true})
	default:
		err = fault.Fields{"person": fault.Say("setup.second.none")}
	}
	if wrong, ok := fault.AsFields(err); ok {
		page.Errors = wrong
		return p.secondAgain(w, r, page)
	}
	if err != nil {
		return err
	}
	return p.goOn(w, r, f, "setup.second.made")
}

// mailStep is the step at which a test letter is sent.
type mailStep struct {
	setUpFrame
	Mail  string // of whoever sets up
	Works bool   // letters leave this server
}

func (p *pages) showMailStep(w http.ResponseWriter, r *web.Request, f setUpFrame) error {
	me, err := p.People.Me(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return show(w, r, nil, showMailStep(mailStep{setUpFrame: f, Mail: me.Mail, Works: p.MailWorks}))
}

// doMail sends a test letter, or goes on.
func (p *pages) doMail(w http.ResponseWriter, r *web.Request, f setUpFrame, form web.Form) error {
	if form.Text("do") != "send" {
		return p.goOn(w, r, f, "")
	}
	if err := r.Limit(testLetters, string(r.Actor.Person)); err != nil {
		return err
	}
	if err := p.People.SendTestLetter(r.Context(), r.Actor); err != nil {
		return err
	}
	return web.SeeOther(w, r, f.url(people.StepMail), "setup.mail.sent")
}

// shelfStep is the step at which the shelf is filled a little.
type shelfStep struct {
	setUpFrame
	Starter bool        // a starter shelf is offered
	OnShelf int         // things of it that are there
	Schools []ui.Option // in whose name it may stand
	Errors  fault.Fields
}

func (p *pages) showShelfStep(w http.ResponseWriter, r *web.Request, f setUpFrame) error {
	return p.shelfAgain(w, r, shelfStep{setUpFrame: f, Starter: p.Starter != nil})
}

func (p *pages) shelfAgain(w http.ResponseWriter, r *web.Request, page shelfStep) error {
	if p.Starter != nil {
		schools, err := p.People.Schools(r.Context(), r.Actor.District)
		if err != nil {
			return err
		}
		schools = part(schools, false)
		for _, s := range schools {
			mine := slices.Contains(r.Actor.SchoolIDs(), s.ID)
			page.Schools = append(page.Schools, ui.Option{Value: string(s.ID), Label: s.Name, Chosen: mine || len(schools) == 1})
		}
		if !slices.ContainsFunc(page.Schools, func(o ui.Option) bool { return o.Chosen }) {
			page.Schools = slices.Insert(page.Schools, 0, ui.Option{Label: page.T("setup.shelf.school_pick"), Chosen: true})
		}
		if page.OnShelf, err = p.Starter.OnShelf(r.Context(), r.Actor); err != nil {
			return err
		}
	}
	return show(w, r, page.Errors, showShelfStep(page))
}

// doShelf puts the starter shelf up or takes it down, or goes on.
func (p *pages) doShelf(w http.ResponseWriter, r *web.Request, f setUpFrame, form web.Form) error {
	switch do := form.Text("do"); {
	case do == "starter" && p.Starter != nil:
		school := id.SchoolID(form.Text("school"))
		if _, err := p.People.School(r.Context(), r.Actor.District, school); fault.IsNotFound(err) {
			page := shelfStep{setUpFrame: f, Starter: true}
			page.Errors.Add("school", "setup.shelf.school_none")
			return p.shelfAgain(w, r, page)
		}
		if err := p.Starter.Put(r.Context(), r.Actor, school, r.P.Locale); err != nil {
			return err
		}
		return web.SeeOther(w, r, f.url(people.StepShelf), "setup.shelf.put")
	case do == "remove" && p.Starter != nil:
		if err := p.Starter.Remove(r.Context(), r.Actor); err != nil {
			return err
		}
		return web.SeeOther(w, r, f.url(people.StepShelf), "setup.shelf.removed")
	}
	return p.goOn(w, r, f, "")
}

// inviteStep is the last step: whom to write to.
type inviteStep struct {
	setUpFrame
	Roll   roll
	Chosen []id.PersonID
	Errors fault.Fields

	Letters []people.InvitationPreview // one for each language
	Look    []templ.Component          // the first page, as the first of them sees it
}

// firstOnes is how many are invited to begin with.
const firstOnes = 3

func (p *pages) showInviteStep(w http.ResponseWriter, r *web.Request, f setUpFrame) error {
	return p.inviteAgain(w, r, inviteStep{setUpFrame: f})
}

func (p *pages) inviteAgain(w http.ResponseWriter, r *web.Request, page inviteStep) error {
	var err error
	if page.Roll, err = p.roll(r); err != nil {
		return err
	}
	if list := page.Roll.in(people.Listed); len(list) <= firstOnes && len(page.Errors) == 0 { // there is nothing to choose
		for _, who := range list {
			page.Chosen = append(page.Chosen, who.ID)
		}
	}
	if page.Letters, err = p.People.PreviewInvitations(r.Context(), r.Actor); err != nil {
		return err
	}
	if len(page.Letters) > 0 {
		if page.Look, err = web.Fill(r, page.Chrome, string(page.Letters[0].Person), p.FirstLook); err != nil {
			return err
		}
	}
	return show(w, r, page.Errors, showInviteStep(page))
}

// doInvite writes to the three who were chosen, to everyone, or to nobody yet, and ends setting up.
func (p *pages) doInvite(w http.ResponseWriter, r *web.Request, f setUpFrame, form web.Form) error {
	page := inviteStep{setUpFrame: f}
	for _, person := range form.All("person") {
		page.Chosen = append(page.Chosen, id.PersonID(person))
	}
	var n int
	var err error
	switch form.Text("do") {
	case "everyone":
		n, err = p.People.InviteEveryone(r.Context(), r.Actor)
	case "later":
	default:
		list, everyoneErr := p.roll(r)
		if everyoneErr != nil {
			return everyoneErr
		}
		if most := min(firstOnes, len(list.in(people.Listed))); len(page.Chosen) == 0 || len(page.Chosen) > most {
			page.Errors.Add("person", "setup.invite.three", most)
			return p.inviteAgain(w, r, page)
		}
		n, err = p.People.Invite(r.Context(), r.Actor, page.Chosen)
	}
	if err != nil {
		return err
	}
	if _, err := p.People.Reached(r.Context(), r.Actor, people.StepInvite); err != nil {
		return err
	}
	if n == 0 {
		return web.SeeOther(w, r, "/", "setup.done")
	}
	return web.SeeOther(w, r, "/", "setup.done_invited", n)
}
