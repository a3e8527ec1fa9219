package peopleweb

import (
	"net/http"
	"slices"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// mailStep is the step at which a test letter is sent.
type mailStep struct {
	setUpFrame
	Mail  string // of whoever sets up
	Works bool   // letters leave this server
	Waits bool   // a test letter has not left it yet
}

func (p *pages) showMailStep(w http.ResponseWriter, r *web.Request, f setUpFrame) error {
	me, err := p.People.Me(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	waits, err := p.People.TestLetterWaits(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return show(w, r, nil, showMailStep(mailStep{setUpFrame: f, Mail: me.Mail, Works: p.MailWorks, Waits: waits}))
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
