package peopleweb

import (
	"net/http"

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
}

// rest is a box with the lines of a list that are still to be put right.
func (p *pages) rest(r *web.Request, list people.List) (pasted, error) {
	text, err := p.People.Rest(r.Context(), r.Actor, list)
	return pasted{Text: text}, err
}

// bad says whether something is to be put right.
func (p pasted) bad() bool { return len(p.Wrong) > 0 || len(p.Errors) > 0 }

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
}

// school handles GET /admin/schools/{id}.
func (p *pages) school(w http.ResponseWriter, r *web.Request) error {
	school, err := p.People.School(r.Context(), r.Actor.District, id.SchoolID(r.PathValue("id")))
	if err != nil {
		return err
	}
	return p.showSchool(w, r, schoolPage{School: school, Name: school.Name, Short: school.Short, Grades: school.Grades.String()})
}

func (p *pages) showSchool(w http.ResponseWriter, r *web.Request, page schoolPage) error {
	page.Chrome = r.Chrome(page.School.Name, ui.Admin)
	return show(w, r, page.Errors, showSchool(page))
}

// changeSchool handles POST /admin/schools/{id}.
func (p *pages) changeSchool(w http.ResponseWriter, r *web.Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
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
	return web.SeeOther(w, r, "/admin/schools", "people.schools.saved", page.Name)
}
