package feedbackweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/feedback"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

func itoa(n int) string { return strconv.Itoa(n) }

// formPage is the form at /resources/{id}/uses/new and at /uses/{id}.
type formPage struct {
	ui.Chrome
	Name    string // of the resource
	Back    string
	Action  string
	Said    feedback.Said
	Visits  string // as typed
	Classes string
	Schools []School // among which to choose; of one there is nothing to choose
	Errors  fault.Fields
	Old     bool // stands already
}

// begin handles GET /resources/{id}/uses/new.
func (p *pages) begin(w http.ResponseWriter, r *web.Request) error {
	outcome := feedback.Outcome(r.Query().Text("outcome"))
	if !outcome.Known() {
		outcome = feedback.Worked
	}
	return p.form(w, r, catalog.ResourceID(r.PathValue("id")), formPage{Said: feedback.Said{Outcome: outcome}})
}

// form shows the form around what is typed.
func (p *pages) form(w http.ResponseWriter, r *web.Request, resource catalog.ResourceID, page formPage) error {
	shown, err := p.Catalog.Show(r.Context(), r.Actor, resource)
	if err != nil {
		return err
	}
	if err := p.where(r.Context(), r.Actor, &page); err != nil {
		return err
	}
	page.Chrome = r.Chrome(r.P.T("use.form"), ui.Catalog)
	page.Name, page.Back = shown.Document.About.Title, resource.Path(shown.Document.About.Title)
	if page.Action == "" {
		page.Action = resource.Path("") + "/uses"
	}
	status := http.StatusOK
	if len(page.Errors) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return web.Render(w, r, status, showForm(page))
}

// where fills in the schools for which somebody may report.
func (p *pages) where(ctx context.Context, by actor.Actor, page *formPage) error {
	all, err := p.Schools(ctx, by.District)
	if err != nil {
		return err
	}
	for _, s := range all {
		if by.At(s.ID) || s.ID == page.Said.School {
			page.Schools = append(page.Schools, s)
		}
	}
	if len(page.Schools) == 0 && by.Coordinator {
		page.Schools = slices.DeleteFunc(all, func(s School) bool { return s.Closed })
	}
	if page.Said.School == "" && len(page.Schools) > 0 {
		page.Said.School = page.Schools[0].ID
	}
	return nil
}

// typed is what the form holds.
func typed(r *web.Request) (formPage, error) {
	in, err := r.ReadForm()
	if err != nil {
		return formPage{}, err
	}
	page := formPage{Visits: in.Text("visits"), Classes: in.Text("classes"), Said: feedback.Said{School: id.SchoolID(in.Text("school")),
		Outcome: feedback.Outcome(in.Text("outcome")), Words: in.Long("words"), Quotable: in.Has("quotable")}}
	for _, code := range in.All("grades") {
		if set, err := grade.Parse(code); err == nil {
			page.Said.Grades |= set
		}
	}
	page.Said.Visits, page.Said.Classes = whole(page.Visits), whole(page.Classes)
	return page, nil
}

// whole is a number as typed: 0 for nothing, and -1, which no report takes, for what is no number.
func whole(text string) int {
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return -1
	}
	return n
}

// report handles POST /resources/{id}/uses.
func (p *pages) report(w http.ResponseWriter, r *web.Request) error {
	page, err := typed(r)
	if err != nil {
		return err
	}
	resource := catalog.ResourceID(r.PathValue("id"))
	if page.Said.School == "" && len(r.Actor.Schools) > 0 {
		page.Said.School = r.Actor.Schools[0].School
	}
	made, err := p.Feedback.Report(r.Context(), r.Actor, resource, page.Said)
	if wrong, ok := fault.AsFields(err); ok {
		page.Errors = wrong
		return p.form(w, r, resource, page)
	}
	if err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, resource.Path("")+"#uses", "/uses/"+string(made)+"/remove", "use.flash.reported")
}

// edit handles GET /uses/{id}.
func (p *pages) edit(w http.ResponseWriter, r *web.Request) error {
	u, err := p.Feedback.Find(r.Context(), r.Actor, feedback.ReportID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if !u.MayChange {
		return fault.Denied{Reason: fault.Say("use.denied.own")}
	}
	page := formPage{Said: u.Said, Action: "/uses/" + string(u.ID), Old: true}
	if u.Visits > 0 {
		page.Visits = itoa(u.Visits)
	}
	if u.Classes > 0 {
		page.Classes = itoa(u.Classes)
	}
	return p.form(w, r, u.Resource, page)
}

// change handles POST /uses/{id}.
func (p *pages) change(w http.ResponseWriter, r *web.Request) error {
	page, err := typed(r)
	if err != nil {
		return err
	}
	report := feedback.ReportID(r.PathValue("id"))
	u, err := p.Feedback.Find(r.Context(), r.Actor, report)
	if err != nil {
		return err
	}
	err = p.Feedback.Change(r.Context(), r.Actor, report, page.Said)
	if wrong, ok := fault.AsFields(err); ok {
		page.Errors, page.Action, page.Old = wrong, "/uses/"+string(report), true
		return p.form(w, r, u.Resource, page)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, u.Resource.Path("")+"#uses", "use.flash.changed")
}

// remove handles POST /uses/{id}/remove.
func (p *pages) remove(w http.ResponseWriter, r *web.Request) error {
	report := feedback.ReportID(r.PathValue("id"))
	if err := p.Feedback.Remove(r.Context(), r.Actor, report, false); err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, r.Here(), "/uses/"+string(report)+"/back", "use.flash.removed")
}

// back handles POST /uses/{id}/back.
func (p *pages) back(w http.ResponseWriter, r *web.Request) error {
	if err := p.Feedback.Remove(r.Context(), r.Actor, feedback.ReportID(r.PathValue("id")), true); err != nil {
		return err
	}
	return web.SeeOther(w, r, r.Here(), "use.flash.back")
}

func (p formPage) outcomes() []ui.Option {
	return []ui.Option{{Value: string(feedback.Worked), Label: p.T("use.worked"), Chosen: p.Said.Outcome == feedback.Worked},
		{Value: string(feedback.Improve), Label: p.T("use.improve"), Chosen: p.Said.Outcome == feedback.Improve}}
}

func (p formPage) schoolOptions() []ui.Option {
	var out []ui.Option
	for _, s := range p.Schools {
		out = append(out, ui.Option{Value: string(s.ID), Label: s.Name, Chosen: s.ID == p.Said.School})
	}
	return out
}

// gradeOptions are the grades of the schools to choose among, and those that are chosen.
func (p formPage) gradeOptions() []ui.Option {
	offered := p.Said.Grades
	for _, s := range p.Schools {
		offered |= s.Grades
	}
	if offered.Empty() {
		offered = grade.All
	}
	var out []ui.Option
	for g := range grade.Grade(grade.Count) {
		if offered.Has(g) {
			out = append(out, ui.Option{Value: g.String(), Label: grade.Range(g, g).Said(), Chosen: p.Said.Grades.Has(g)})
		}
	}
	return out
}

func (p formPage) label(name, text, hint string) ui.Label {
	return ui.Label{Name: name, Text: p.T(text), Hint: hint, Wrong: p.Wrong(p.Errors, name), Focus: p.first() == name}
}

// optional is a field that may stay empty.
func (p formPage) optional(name, text string) ui.Label {
	out := p.label(name, text, "")
	out.Optional = true
	return out
}

// first is the first field that is wrong.
func (p formPage) first() string {
	for _, name := range []string{"outcome", "school", "grades", "visits", "classes", "words"} {
		if _, wrong := p.Errors[name]; wrong {
			return name
		}
	}
	return ""
}
