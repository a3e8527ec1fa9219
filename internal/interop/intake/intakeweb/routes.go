// Package intakeweb is the pages on which people bring in what they have: choose a file, see what would come of it, watch
// it come, and undo it.
package intakeweb

import (
	"encoding/csv"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/interop/intake"
	"github.com/commonshelf/commonshelf/internal/interop/intake/columns"
	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/proto/delimited"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// Options are what the pages are made of.
type Options struct {
	Intake *intake.Service
	People *people.Service
}

type pages struct{ Options }

// uploadLimit is the largest file and what stands beside it.
const uploadLimit = intake.MaxUpload + 1<<20

// Routes lists the routes.
func Routes(o Options) []web.Route {
	p := &pages{o}
	return []web.Route{
		{Pattern: "GET /bring", Who: web.Contributor, Handler: p.begin},
		{Pattern: "POST /bring", Who: web.Contributor, Handler: p.bring, Body: uploadLimit},
		{Pattern: "GET /bring/{id}", Who: web.Contributor, Handler: p.show},
		{Pattern: "POST /bring/{id}/columns", Who: web.Contributor, Handler: p.mapColumns},
		{Pattern: "POST /bring/{id}/go", Who: web.Contributor, Handler: p.run},
		{Pattern: "POST /bring/{id}/discard", Who: web.Contributor, Handler: p.discard},
		{Pattern: "GET /bring/{id}/report.csv", Who: web.Contributor, Handler: p.report},
		{Pattern: "GET /bring/{id}/undo", Who: web.Contributor, Handler: p.undoShow},
		{Pattern: "POST /bring/{id}/undo", Who: web.Contributor, Handler: p.undo},
		{Pattern: "POST /bring/{id}/redo", Who: web.Contributor, Handler: p.redo},
	}
}

func importURL(i intake.ImportID) string { return "/bring/" + string(i) }

// beginPage is the page at /bring.
type beginPage struct {
	ui.Chrome
	Schools []ui.Option // in whose name the reader may bring something in; one: not asked
	School  id.SchoolID
	Kinds   []kindView
	Pasted  string // links typed or pasted
	Wrong   map[string]string
	Earlier []earlierView
}

type kindView struct{ Name, Hint string }

// earlierView is an import of before.
type earlierView struct{ URL, Name, Line string }

// begin handles GET /bring.
func (p *pages) begin(w http.ResponseWriter, r *web.Request) error {
	return p.showBegin(w, r, http.StatusOK, "", nil)
}

func (p *pages) showBegin(w http.ResponseWriter, r *web.Request, status int, pasted string, wrong fault.Fields) error {
	c := r.Chrome(r.P.T("base.nav.bring"), ui.Bring)
	page := beginPage{Chrome: c, Pasted: pasted, Wrong: map[string]string{}}
	for field, message := range wrong {
		page.Wrong[field] = c.T(message.Key, message.Args...)
	}
	for _, k := range source.Kinds {
		page.Kinds = append(page.Kinds, kindView{c.T(k.Label()), c.T(k.Hint())})
	}
	all, err := p.People.Schools(r.Context(), r.Actor.District)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(s people.School) bool { return s.Closed })
	schools := actor.Sharing(r.Actor, all, func(s people.School) id.SchoolID { return s.ID })
	for i, s := range schools {
		page.Schools = append(page.Schools, ui.Option{Value: string(s.ID), Label: s.Name, Chosen: i == 0})
	}
	if len(schools) > 0 {
		page.School = schools[0].ID
	}
	list, err := p.Intake.Imports(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	for _, i := range list {
		page.Earlier = append(page.Earlier, earlierView{importURL(i.ID), i.Source, c.T("bring.earlier."+string(i.State), i.Counts.Imported, c.Date(i.CreatedAt.In(c.Zone)))})
	}
	return web.Render(w, r, status, showBegin(page))
}

// bring handles POST /bring. The school comes before the file in the form, so that the file can be read as it arrives.
func (p *pages) bring(w http.ResponseWriter, r *web.Request) error {
	in := intake.BringInput{}
	pasted := ""
	var made intake.Import
	err := r.EachPart(func(part web.Part) error {
		if part.Name == "file" && part.Filename != "" && made.ID == "" {
			in.Name, in.From = part.Filename, part.Reader
			var err error
			made, err = p.Intake.Bring(r.Context(), r.Actor, in)
			return err
		}
		text, err := part.Text()
		if err != nil {
			return err
		}
		switch part.Name {
		case "school":
			in.School = id.SchoolID(text)
		case "pasted":
			pasted = text
		}
		return nil
	})
	if err == nil && made.ID == "" {
		made, err = p.bringPasted(r, in, pasted)
	}
	if wrong, ok := fault.AsFields(err); ok {
		return p.showBegin(w, r, http.StatusUnprocessableEntity, pasted, wrong)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, importURL(made.ID), "")
}

func (p *pages) bringPasted(r *web.Request, in intake.BringInput, pasted string) (intake.Import, error) {
	if pasted == "" {
		return intake.Import{}, fault.Fields{"file": fault.Say("bring.wrong.nothing")}
	}
	in.Name, in.Kind, in.From = r.P.T("bring.pasted.name"), source.Links, strings.NewReader(pasted)
	return p.Intake.Bring(r.Context(), r.Actor, in)
}

// show handles GET /bring/{id}: the preview, the progress or the report, as far as the import has come.
func (p *pages) show(w http.ResponseWriter, r *web.Request) error {
	i, err := p.Intake.Import(r.Context(), r.Actor, intake.ImportID(r.PathValue("id")))
	if err != nil {
		return err
	}
	c := r.Chrome(r.P.T("bring.title", i.Source), ui.Bring)
	if i.State != intake.Preview {
		return p.showResult(w, r, c, i)
	}
	chosen := chosenRows(r)
	looked, err := p.Intake.Look(r.Context(), r.Actor, i.ID, chosen.window())
	if last := chosen.last(looked.Counts); err == nil && chosen.Page > last {
		chosen.Page = last
		looked, err = p.Intake.Look(r.Context(), r.Actor, i.ID, chosen.window())
	}
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, showPreview(previewOf(c, looked, chosen)))
}

// mapColumns handles POST /bring/{id}/columns.
func (p *pages) mapColumns(w http.ResponseWriter, r *web.Request) error {
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	what := intake.ImportID(r.PathValue("id"))
	tables, err := p.Intake.Tables(r.Context(), r.Actor, what)
	if err != nil {
		return err
	}
	chosen := map[string]columns.Mapping{}
	for t, table := range tables {
		chosen[table.Name] = columns.Mapping{}
		for n, column := range table.Columns {
			if f := columns.Field(in.Text(columnField(t, n))); f.Known() {
				chosen[table.Name][column.Name] = f
			}
		}
	}
	if err := p.Intake.Map(r.Context(), r.Actor, what, chosen); err != nil {
		return err
	}
	return web.SeeOther(w, r, importURL(what), "bring.flash.mapped")
}

func columnField(table, column int) string {
	return "c" + strconv.Itoa(table) + "-" + strconv.Itoa(column)
}

// run handles POST /bring/{id}/go.
func (p *pages) run(w http.ResponseWriter, r *web.Request) error {
	what := intake.ImportID(r.PathValue("id"))
	if err := p.Intake.Go(r.Context(), r.Actor, what); err != nil {
		return err
	}
	return web.SeeOther(w, r, importURL(what), "")
}

// discard handles POST /bring/{id}/discard.
func (p *pages) discard(w http.ResponseWriter, r *web.Request) error {
	if err := p.Intake.Discard(r.Context(), r.Actor, intake.ImportID(r.PathValue("id"))); err != nil {
		return err
	}
	return web.SeeOther(w, r, "/bring", "bring.flash.discarded")
}

// report handles GET /bring/{id}/report.csv.
func (p *pages) report(w http.ResponseWriter, r *web.Request) error {
	i, err := p.Intake.Import(r.Context(), r.Actor, intake.ImportID(r.PathValue("id")))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="report.csv"`)
	out := csv.NewWriter(w)
	err = out.Write([]string{r.P.T("bring.report.place"), r.P.T("bring.report.outcome"), r.P.T("bring.report.title"), r.P.T("bring.report.why")})
	for after := 0; err == nil; {
		var rows []intake.Row
		if rows, err = p.Intake.Rows(r.Context(), r.Actor, i.ID, after, 1000); err != nil || len(rows) == 0 {
			break
		}
		for _, row := range rows {
			err = errors.Join(err, out.Write([]string{r.P.T(row.Place.Key, row.Place.Args...), r.P.T("bring.outcome." + string(row.Outcome)), delimited.Harmless(row.Title), delimited.Harmless(say(r, row.Message))}))
			after = row.Number
		}
	}
	out.Flush()
	return errors.Join(err, out.Error())
}

func say(r *web.Request, m fault.Message) string {
	if m.Key == "" {
		return ""
	}
	return r.P.T(m.Key, m.Args...)
}

// undoPage is the page at /bring/{id}/undo.
type undoPage struct {
	ui.Chrome
	Name   string
	Back   string
	Action string
	Count  int // that would be taken out in any case
	Worked []ui.Option
}

// undoShow handles GET /bring/{id}/undo.
func (p *pages) undoShow(w http.ResponseWriter, r *web.Request) error {
	i, err := p.Intake.Import(r.Context(), r.Actor, intake.ImportID(r.PathValue("id")))
	if err != nil {
		return err
	}
	worked, err := p.Intake.Worked(r.Context(), r.Actor, i.ID)
	if err != nil {
		return err
	}
	c := r.Chrome(r.P.T("bring.undo.title"), ui.Bring)
	page := undoPage{Chrome: c, Name: i.Source, Back: importURL(i.ID), Action: importURL(i.ID) + "/undo", Count: i.Counts.Imported - len(worked)}
	for _, k := range worked {
		page.Worked = append(page.Worked, ui.Option{Value: string(k.Resource), Label: k.Title})
	}
	return web.Render(w, r, http.StatusOK, showUndo(page))
}

// undo handles POST /bring/{id}/undo.
func (p *pages) undo(w http.ResponseWriter, r *web.Request) error {
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	var also []catalog.ResourceID
	for _, resource := range in.All("also") {
		also = append(also, catalog.ResourceID(resource))
	}
	what := intake.ImportID(r.PathValue("id"))
	if err := p.Intake.Undo(r.Context(), r.Actor, what, also); err != nil {
		return err
	}
	return web.SeeOther(w, r, importURL(what), "")
}

// redo handles POST /bring/{id}/redo.
func (p *pages) redo(w http.ResponseWriter, r *web.Request) error {
	what := intake.ImportID(r.PathValue("id"))
	if err := p.Intake.Redo(r.Context(), r.Actor, what); err != nil {
		return err
	}
	return web.SeeOther(w, r, importURL(what), "")
}
