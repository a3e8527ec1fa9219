package peopleweb

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// pasted is a box for pasted lines and what became of them.
type pasted struct {
	Text   string             // what is still to be put right, else what was typed
	Wrong  []people.WrongLine // lines that were not taken
	Added  int                // lines that were
	Errors fault.Fields
	Kept   bool // the lines are from another day, and nobody has just pasted them
}

// rest is a box with the lines of a list that are still to be put right.
func (p *pages) rest(r *web.Request, list people.List) (pasted, error) {
	rest, err := p.People.Rest(r.Context(), r.Actor, list)
	return pasted{Text: rest.Text, Wrong: rest.Wrong, Kept: true}, err
}

// bad says whether something that was just pasted is to be put right.
func (p pasted) bad() bool { return !p.Kept && (len(p.Wrong) > 0 || len(p.Errors) > 0) }

// status is 422 when something is to be put right.
func (p pasted) status() int {
	if p.bad() {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// faults are what is wrong with a pasted box, as the summary above the form says it.
func (p pasted) faults(c ui.Chrome, field string) []ui.FieldFault {
	out := c.Faults(p.Errors, field)
	if p.Kept {
		return out
	}
	for _, w := range p.Wrong {
		out = append(out, ui.FieldFault{Field: field, Text: lineFault(c, w)})
	}
	return out
}

// lineFault says what is wrong with a line and shows it.
func lineFault(c ui.Chrome, w people.WrongLine) string {
	return c.T("people.line.says", w.Number, shorten(w.Text), c.Say(w.Message))
}

// shorten cuts a pasted line to what a sentence can hold.
func shorten(text string) string {
	const most = 60
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most-1]) + "…"
	}
	return text
}

// pasteSchools adds the schools typed into a box.
func (p *pages) pasteSchools(r *web.Request, text string) (pasted, error) {
	added, err := p.People.AddSchools(r.Context(), r.Actor, text)
	if wrong, ok := fault.AsFields(err); ok {
		return pasted{Text: text, Errors: wrong}, nil
	}
	return pasted{Text: people.TextOf(added.Wrong), Wrong: added.Wrong, Added: len(added.Schools) + added.Known}, err
}

// schoolsPage is the page at /admin/schools.
type schoolsPage struct {
	ui.Chrome
	Schools []people.School
	Paste   pasted
}

// schools handles GET /admin/schools.
func (p *pages) schools(w http.ResponseWriter, r *web.Request) error {
	paste, err := p.rest(r, people.ListOfSchools)
	if err != nil {
		return err
	}
	return p.showSchools(w, r, paste)
}

func (p *pages) showSchools(w http.ResponseWriter, r *web.Request, paste pasted) error {
	list, err := p.People.Schools(r.Context(), r.Actor.District)
	if err != nil {
		return err
	}
	return web.Render(w, r, paste.status(), showSchools(schoolsPage{Chrome: r.Chrome(r.P.T("people.desk.schools"), ui.Admin), Schools: list, Paste: paste}))
}

// addSchools handles POST /admin/schools.
func (p *pages) addSchools(w http.ResponseWriter, r *web.Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	paste, err := p.pasteSchools(r, form.Long("schools"))
	if err != nil {
		return err
	}
	if paste.bad() {
		return p.showSchools(w, r, paste)
	}
	return web.SeeOther(w, r, "/admin/schools", "people.schools.added", paste.Added)
}

// schoolPage is the form at /admin/schools/{id}.
type schoolPage struct {
	ui.Chrome
	School people.School // as it is
	Name   string
	Short  string
	Grades string // as typed
	Errors fault.Fields

	Held    people.Held // what keeps it from being removed
	Refused string      // why something could not be done; empty mostly
}

// school handles GET /admin/schools/{id}.
func (p *pages) school(w http.ResponseWriter, r *web.Request) error {
	school, err := p.People.School(r.Context(), r.Actor.District, id.SchoolID(r.PathValue("id")))
	if err != nil {
		return err
	}
	return p.showSchool(w, r, schoolPageOf(school))
}

func (p *pages) showSchool(w http.ResponseWriter, r *web.Request, page schoolPage) error {
	page.Chrome = r.Chrome(page.School.Name, ui.Admin)
	var err error
	if page.Held, err = p.People.HeldBy(r.Context(), r.Actor, page.School.ID); err != nil {
		return err
	}
	if page.Refused != "" {
		return web.Render(w, r, http.StatusConflict, showSchool(page))
	}
	return show(w, r, page.Errors, showSchool(page))
}

// schoolPageOf is the page of a school as it is.
func schoolPageOf(school people.School) schoolPage {
	return schoolPage{School: school, Name: school.Name, Short: school.Short, Grades: school.Grades.String()}
}

func schoolURL(school id.SchoolID) string { return "/admin/schools/" + string(school) }

// removeSchool handles POST /admin/schools/{id}/remove.
func (p *pages) removeSchool(w http.ResponseWriter, r *web.Request) error {
	return p.endSchool(w, r, p.People.RemoveSchool, "people.school.removed", "/admin/schools", "/return")
}

// returnSchool handles POST /admin/schools/{id}/return.
func (p *pages) returnSchool(w http.ResponseWriter, r *web.Request) error {
	return p.endSchool(w, r, p.People.ReturnSchool, "people.school.returned", "/admin/schools", "/remove")
}

// closeSchool handles POST /admin/schools/{id}/close.
func (p *pages) closeSchool(w http.ResponseWriter, r *web.Request) error {
	return p.endSchool(w, r, p.People.CloseSchool, "people.school.closed", "/admin/schools", "/open")
}

// openSchool handles POST /admin/schools/{id}/open.
func (p *pages) openSchool(w http.ResponseWriter, r *web.Request) error {
	return p.endSchool(w, r, p.People.OpenSchool, "people.school.opened", "/admin/schools", "/close")
}

// endSchool does something to the school in the address and says so, with the way back; or shows its page with why it cannot be.
func (p *pages) endSchool(w http.ResponseWriter, r *web.Request, do func(context.Context, actor.Actor, id.SchoolID) (people.School, error), key, to, undo string) error {
	school, err := do(r.Context(), r.Actor, id.SchoolID(r.PathValue("id")))
	var refused fault.Conflict
	if errors.As(err, &refused) {
		there, err := p.People.School(r.Context(), r.Actor.District, id.SchoolID(r.PathValue("id")))
		if fault.IsNotFound(err) {
			return refused
		}
		if err != nil {
			return err
		}
		page := schoolPageOf(there)
		page.Refused = r.P.T(refused.Reason.Key, refused.Reason.Args...)
		return p.showSchool(w, r, page)
	}
	if err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, to, schoolURL(school.ID)+undo, key, school.Name)
}

// part are the schools of a list that are closed, or those that are not.
func part(list []people.School, closed bool) []people.School {
	return slices.DeleteFunc(slices.Clone(list), func(s people.School) bool { return s.Closed != closed })
}

// changeSchool handles POST /admin/schools/{id}.
func (p *pages) changeSchool(w http.ResponseWriter, r *web.Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	return p.saveSchool(w, r, form)
}

// formerSchool handles POST /admin/schools/{id}/former: a change is taken back. The address says how the school was.
func (p *pages) formerSchool(w http.ResponseWriter, r *web.Request) error {
	return p.saveSchool(w, r, r.Query())
}

// saveSchool makes of a school what a form says, and offers the way back.
func (p *pages) saveSchool(w http.ResponseWriter, r *web.Request, form web.Form) error {
	school, err := p.People.School(r.Context(), r.Actor.District, id.SchoolID(r.PathValue("id")))
	if err != nil {
		return err
	}
	page := schoolPage{School: school, Name: form.Text("name"), Short: form.Text("short"), Grades: form.Text("grades")}
	set, err := grade.Parse(page.Grades)
	if err != nil {
		page.Errors.Add("grades", "people.line.grades", page.Grades)
		return p.showSchool(w, r, page)
	}
	_, err = p.People.ChangeSchool(r.Context(), r.Actor, people.ChangeSchoolInput{School: school.ID, Name: page.Name, Short: page.Short, Grades: set})
	if wrong, ok := fault.AsFields(err); ok {
		page.Errors = wrong
		return p.showSchool(w, r, page)
	}
	if err != nil {
		return err
	}
	was := url.Values{"name": {school.Name}, "short": {school.Short}, "grades": {school.Grades.String()}}
	return web.SeeOtherUndo(w, r, "/admin/schools", web.Local(schoolURL(school.ID)+"/former?"+was.Encode(), ""), "people.schools.saved", page.Name)
}
