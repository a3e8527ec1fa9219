package peopleweb

import (
	"net/http"
	"slices"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/web"
)

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
