package peopleweb

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// personPage is the page at /admin/people/{id}.
type personPage struct {
	ui.Chrome
	Person  people.Person // as they are
	Names   map[id.SchoolID]string
	Own     bool // it is the reader's own
	Account bool // they came in by a district account
	Name    string
	Mail    string
	Rows    []workRow   // every school of the district
	More    id.SchoolID // chosen under "one more school"; empty mostly
	Refused string      // why something could not be done; empty mostly
	Errors  fault.Fields
	Panels  []templ.Component // of other domains
}

// workRow is one school of the district and what the person does there, as a form holds it.
type workRow struct {
	School  people.School
	Role    actor.Role // empty: nothing
	Percent string
}

// person handles GET /admin/people/{id}.
func (p *pages) person(w http.ResponseWriter, r *web.Request) error {
	page, err := p.personPage(r)
	if err != nil {
		return err
	}
	return p.showPerson(w, r, page)
}

// personPage is the page of the person in the address, with the form filled in as they are.
func (p *pages) personPage(r *web.Request) (personPage, error) {
	who, err := p.People.Person(r.Context(), r.Actor, personIn(r))
	if err != nil {
		return personPage{}, err
	}
	schools, err := p.People.Schools(r.Context(), r.Actor.District)
	if err != nil {
		return personPage{}, err
	}
	page := personPage{Person: who, Names: shortNames(schools), Own: who.ID == r.Actor.Person, Name: who.Name, Mail: who.Mail}
	if page.Account, err = p.People.HasAccount(r.Context(), r.Actor, who.ID); err != nil {
		return personPage{}, err
	}
	held := map[id.SchoolID]people.Membership{}
	for _, m := range who.Memberships {
		held[m.School] = m
	}
	for _, school := range schools {
		row := workRow{School: school}
		if m, works := held[school.ID]; works {
			row.Role, row.Percent = m.Role, strconv.Itoa(m.Percent)
		}
		page.Rows = append(page.Rows, row)
	}
	return page, nil
}

func personIn(r *web.Request) id.PersonID { return id.PersonID(r.PathValue("id")) }

func personURL(person id.PersonID) string { return "/admin/people/" + string(person) }

func (p *pages) showPerson(w http.ResponseWriter, r *web.Request, page personPage) error {
	page.Chrome = r.Chrome(page.Person.Name, ui.Admin)
	var err error
	if page.Panels, err = web.Fill(r, page.Chrome, string(page.Person.ID), p.Options.Person); err != nil {
		return err
	}
	return show(w, r, page.Errors, showPerson(page))
}

// changePerson handles POST /admin/people/{id}.
func (p *pages) changePerson(w http.ResponseWriter, r *web.Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	page, err := p.personPage(r)
	if err != nil {
		return err
	}
	page.Mail = form.Text("mail")
	return p.savePerson(w, r, page, form)
}

// formerPerson handles POST /admin/people/{id}/former: a change is taken back. The address says how the person was.
func (p *pages) formerPerson(w http.ResponseWriter, r *web.Request) error {
	page, err := p.personPage(r)
	if err != nil {
		return err
	}
	return p.savePerson(w, r, page, r.Query())
}

// savePerson makes of a person what a form says. The way back is offered where the address is the same: a new one has ended sessions
// and links.
func (p *pages) savePerson(w http.ResponseWriter, r *web.Request, page personPage, form web.Form) error {
	page.Name = form.Text("name")
	page.read(form)
	changed, err := p.People.ChangePerson(r.Context(), r.Actor, people.ChangePersonInput{Person: page.Person.ID, Name: page.Name, Mail: page.Mail, Memberships: page.memberships()})
	if wrong, ok := fault.AsFields(err); ok {
		page.Errors = wrong
		return p.showPerson(w, r, page)
	}
	if err != nil {
		return err
	}
	if people.MailKey(changed.Mail) == people.MailKey(page.Person.Mail) {
		return web.SeeOtherUndo(w, r, "/admin/people", formerURL(page.Person), "people.person.saved", page.Name)
	}
	if changed.State == people.Invited {
		return web.SeeOther(w, r, "/admin/people", "people.person.invited_anew", changed.Name, changed.Mail)
	}
	return web.SeeOther(w, r, "/admin/people", "people.person.saved", page.Name)
}

// formerURL is the address that makes a person again what they are; empty where that is too much for one.
func formerURL(who people.Person) string {
	was := url.Values{"name": {who.Name}}
	for _, m := range who.Memberships {
		was.Set("role."+string(m.School), string(m.Role))
		was.Set("percent."+string(m.School), strconv.Itoa(m.Percent))
	}
	return web.Local(personURL(who.ID)+"/former?"+was.Encode(), "")
}

// read takes what was typed: the schools shown, and one more.
func (p *personPage) read(form web.Form) {
	p.More = id.SchoolID(form.Text("more"))
	for i, row := range p.Rows {
		field := string(row.School.ID)
		p.Rows[i].Role, p.Rows[i].Percent = actor.Role(form.Text("role."+field)), form.Text("percent."+field)
		if row.School.ID == p.More && p.Rows[i].Role == "" {
			p.Rows[i].Role, p.Rows[i].Percent = actor.Role(form.Text("more.role")), form.Text("more.percent")
		}
	}
}

// shown are the schools where the person works, or is said to.
func (p personPage) shown() []workRow {
	return slices.DeleteFunc(slices.Clone(p.Rows), func(row workRow) bool {
		return row.Role == "" && !slices.ContainsFunc(p.Person.Memberships, func(m people.Membership) bool { return m.School == row.School.ID })
	})
}

// moreOptions are the schools where the person may work too, none first.
func (p personPage) moreOptions() []ui.Option {
	out := []ui.Option{{Label: p.T("people.more.none"), Chosen: true}}
	shown := p.shown()
	for _, row := range p.Rows {
		if !row.School.Closed && !slices.ContainsFunc(shown, func(s workRow) bool { return s.School.ID == row.School.ID }) {
			out = append(out, ui.Option{Value: string(row.School.ID), Label: row.School.Name})
		}
	}
	return out
}

// mailHint says what a new address does to whom.
func (p personPage) mailHint() string {
	if p.Person.State == people.Listed {
		return ""
	}
	return p.T("people.mail_hint." + string(p.Person.State))
}

// memberships are what the form says, in the person's own order, schools that are new to them last. An empty part time is a full
// post; one that is no number is 0, which no post is.
func (p personPage) memberships() []people.Membership {
	typed := map[id.SchoolID]people.Membership{}
	for _, row := range p.Rows {
		if row.Role == "" {
			continue
		}
		percent, err := strconv.Atoi(row.Percent)
		if row.Percent == "" {
			percent, err = 100, nil
		}
		if err != nil {
			percent = 0
		}
		typed[row.School.ID] = people.Membership{School: row.School.ID, Role: row.Role, Percent: percent}
	}
	var out []people.Membership
	for _, held := range p.Person.Memberships {
		if m, still := typed[held.School]; still {
			out = append(out, m)
			delete(typed, held.School)
		}
	}
	for _, row := range p.Rows {
		if m, fresh := typed[row.School.ID]; fresh {
			out = append(out, m)
		}
	}
	return out
}

// fieldOrder lists the form's fields as they stand on the page.
func (p personPage) fieldOrder() []string {
	out := []string{"name", "mail", "schools"}
	for _, row := range p.Rows {
		out = append(out, "role."+string(row.School.ID), "percent."+string(row.School.ID))
	}
	return out
}

// roleOptions are what one may do at a school, nothing first.
func (p personPage) roleOptions(chosen actor.Role) []ui.Option {
	out := []ui.Option{{Label: p.T("people.role.none"), Chosen: chosen == ""}}
	for _, role := range []actor.Role{actor.MediaSpecialist, actor.Teacher} {
		out = append(out, ui.Option{Value: string(role), Label: roleWord(p.Chrome, role), Chosen: role == chosen})
	}
	return out
}

// inviteOne handles POST /admin/people/{id}/invite.
func (p *pages) inviteOne(w http.ResponseWriter, r *web.Request) error {
	n, err := p.People.Invite(r.Context(), r.Actor, []id.PersonID{personIn(r)})
	if err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, personURL(personIn(r)), personURL(personIn(r))+"/uninvite", "people.invited", n)
}

// makeCoordinator handles POST /admin/people/{id}/coordinator.
func (p *pages) makeCoordinator(w http.ResponseWriter, r *web.Request) error {
	return p.toPerson(w, r, p.People.MakeCoordinator, "people.coordinator.made", "/step-down")
}

// stepDown handles POST /admin/people/{id}/step-down.
func (p *pages) stepDown(w http.ResponseWriter, r *web.Request) error {
	return p.toPerson(w, r, p.People.StepDown, "people.coordinator.ended", "/coordinator")
}

// left handles POST /admin/people/{id}/left.
func (p *pages) left(w http.ResponseWriter, r *web.Request) error {
	return p.toPerson(w, r, p.People.Leave, "people.left", "/return")
}

// takeBack handles POST /admin/people/{id}/return.
func (p *pages) takeBack(w http.ResponseWriter, r *web.Request) error {
	return p.toPerson(w, r, p.People.Reopen, "people.returned", "/left")
}

// toPerson does something to the person in the address and says so, with the way back. Whoever did it to herself and may come
// here no more is sent to the start page.
func (p *pages) toPerson(w http.ResponseWriter, r *web.Request, do func(context.Context, actor.Actor, id.PersonID) (people.Person, error), key, undo string) error {
	who, err := do(r.Context(), r.Actor, personIn(r))
	var refused fault.Conflict
	if errors.As(err, &refused) {
		return p.refuse(w, r, r.P.T(refused.Reason.Key, refused.Reason.Args...))
	}
	if err != nil {
		return err
	}
	if who.ID == r.Actor.Person && (!who.Coordinator || who.State == people.Left) {
		return web.SeeOther(w, r, "/", key, who.Name)
	}
	return web.SeeOtherUndo(w, r, personURL(who.ID), personURL(who.ID)+undo, key, who.Name)
}

// refuse shows the person's page with why something cannot be done.
func (p *pages) refuse(w http.ResponseWriter, r *web.Request, reason string) error {
	page, err := p.personPage(r)
	if err != nil {
		return err
	}
	page.Refused = reason
	page.Chrome = r.Chrome(page.Person.Name, ui.Admin)
	return web.Render(w, r, http.StatusConflict, showPerson(page))
}

// endSessions handles POST /admin/people/{id}/end-sessions.
func (p *pages) endSessions(w http.ResponseWriter, r *web.Request) error {
	if err := p.People.EndAll(r.Context(), r.Actor, personIn(r)); err != nil {
		return err
	}
	if personIn(r) == r.Actor.Person {
		r.EndSession(w)
		return web.SeeOther(w, r, "/sign-in", "signin.out_everywhere")
	}
	return web.SeeOther(w, r, personURL(personIn(r)), "people.sessions_ended")
}
