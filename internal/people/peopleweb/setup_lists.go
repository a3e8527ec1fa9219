package peopleweb

import (
	"net/http"

	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/web"
)

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
