// Package intakeweb is the pages on which people bring in what they have: choose a file, see what would come of it, watch
// it come, and undo it.
package intakeweb

import (
	"encoding/csv"
	"errors"
	"net/http"
	"net/url"
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
	"github.com/commonshelf/commonshelf/internal/proto/linklist"
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
		{Pattern: "POST /bring/{id}/rows", Who: web.Contributor, Handler: p.chooseRows},
		{Pattern: "POST /bring/{id}/school", Who: web.Contributor, Handler: p.chooseSchool},
		{Pattern: "POST /bring/{id}/go", Who: web.Contributor, Handler: p.run},
		{Pattern: "POST /bring/{id}/discard", Who: web.Contributor, Handler: p.discard},
		{Pattern: "GET /bring/{id}/report.csv", Who: web.Contributor, Handler: p.report},
		{Pattern: "POST /bring/{id}/topics", Who: web.Contributor, Handler: p.suggestTopics},
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
	Single  bool          // what was chosen is one thing to share and no list
	Waiting []earlierView // what the reader has looked at and not brought in
	Earlier []earlierView
}

type kindView struct{ Name, Hint string }

// earlierView is an import of before.
type earlierView struct{ URL, Name, Line string }

// begin handles GET /bring.
func (p *pages) begin(w http.ResponseWriter, r *web.Request) error {
	return p.showBegin(w, r, http.StatusOK, intake.BringInput{}, "", nil)
}

func (p *pages) showBegin(w http.ResponseWriter, r *web.Request, status int, in intake.BringInput, pasted string, wrong fault.Fields) error {
	c := r.Chrome(r.P.T("base.nav.bring"), ui.Bring)
	page := beginPage{Chrome: c, Pasted: pasted, Wrong: map[string]string{}}
	for field, message := range wrong {
		page.Wrong[field] = c.T(message.Key, message.Args...)
		page.Single = slices.Contains(single, message.Key)
	}
	for _, k := range source.Kinds {
		page.Kinds = append(page.Kinds, kindView{c.T(k.Label()), c.T(k.Hint())})
	}
	list, err := p.Intake.Imports(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	page.School = in.School
	for _, i := range list {
		if page.School == "" && i.Person == r.Actor.Person {
			page.School = i.School
		}
		switch view := earlierOf(c, i); {
		case i.State != intake.Preview:
			page.Earlier = append(page.Earlier, view)
		case i.Person == r.Actor.Person:
			page.Waiting = append(page.Waiting, view)
		}
	}
	if page.Schools, page.School, err = p.schools(r, page.School); err != nil {
		return err
	}
	return web.Render(w, r, status, showBegin(page))
}

// single lists what is said of files that are one thing to share.
var single = []string{"intake.refused.is.pdf", "intake.refused.is.picture", "intake.refused.is.document", "intake.refused.is.slides", "intake.refused.is.book"}

// schools are those in whose name the reader may bring something in, and the one that is chosen: the one asked for, if it is
// among them, else the first.
func (p *pages) schools(r *web.Request, asked id.SchoolID) ([]ui.Option, id.SchoolID, error) {
	all, err := p.People.Schools(r.Context(), r.Actor.District)
	if err != nil {
		return nil, "", err
	}
	mine := actor.Sharing(r.Actor, all, func(s people.School) id.SchoolID { return s.ID })
	if !slices.ContainsFunc(mine, func(s people.School) bool { return s.ID == asked }) {
		asked = ""
	}
	var out []ui.Option
	for _, s := range mine {
		if asked == "" {
			asked = s.ID
		}
		out = append(out, ui.Option{Value: string(s.ID), Label: s.Name, Chosen: s.ID == asked})
	}
	return out, asked, nil
}

// earlierOf says how far an import has come. Nothing is counted where there is nothing.
func earlierOf(c ui.Chrome, i intake.Import) earlierView {
	key := "bring.earlier." + string(i.State)
	when := i.CreatedAt.In(c.Zone)
	at := c.Date(when) + ", " + c.Clock(when)
	if none := map[intake.State]string{intake.Done: "bring.earlier.nothing", intake.Running: "bring.earlier.begins", intake.Broken: "bring.earlier.stopped"}[i.State]; none != "" && i.Counts.Imported == 0 {
		key = none
		return earlierView{importURL(i.ID), i.Source, c.T(key, at)}
	}
	if i.State == intake.Preview && i.Seen > 0 {
		return earlierView{importURL(i.ID), i.Source, c.T("bring.waiting.rows", i.Seen, at)}
	}
	if i.State == intake.Preview {
		return earlierView{importURL(i.ID), i.Source, c.T("bring.waiting.at", at)}
	}
	return earlierView{importURL(i.ID), i.Source, c.T(key, i.Counts.Imported, at)}
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
		return p.showBegin(w, r, http.StatusUnprocessableEntity, in, pasted, wrong)
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
	switch links := linklist.Read(pasted); {
	case len(links) > 0:
		in.Name = r.P.T("bring.pasted.name_of", firstName(links))
	case source.Pasted(pasted) == source.CSV:
		in.Kind, in.Name = source.CSV, r.P.T("bring.pasted.table")
	default:
		return intake.Import{}, fault.Fields{"pasted": fault.Say("bring.wrong.no_links")}
	}
	return p.Intake.Bring(r.Context(), r.Actor, in)
}

// nameLength is how much of the first link of a pasted list is in the list's name.
const nameLength = 40

// firstName tells a pasted list from others: by the first link in it.
func firstName(links []linklist.Link) string {
	name := links[0].Title
	if at, err := url.Parse(links[0].URL); name == "" && err == nil {
		name = strings.TrimPrefix(at.Host, "www.") + strings.TrimSuffix(at.Path, "/")
	}
	if runes := []rune(name); len(runes) > nameLength {
		return string(runes[:nameLength]) + "…"
	}
	return name
}

// LiveTopic is under which a page hears how an import comes along.
func LiveTopic(what intake.ImportID) string { return intake.ObjectKind + "/" + string(what) }

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
	page := previewOf(c, looked, chosen)
	if page.Schools, _, err = p.schools(r, i.School); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, showPreview(page))
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

// run handles POST /bring/{id}/go. The ticks of the page come with it.
func (p *pages) run(w http.ResponseWriter, r *web.Request) error {
	what := intake.ImportID(r.PathValue("id"))
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	if ticks := ticksOf(in); len(ticks) > 0 {
		if _, err := p.Intake.Choose(r.Context(), r.Actor, what, ticks); err != nil {
			return p.begun(w, r, what, err)
		}
	}
	return p.begun(w, r, what, p.Intake.Go(r.Context(), r.Actor, what))
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
			err = errors.Join(err, out.Write([]string{delimited.Harmless(r.P.T(row.Place.Key, row.Place.Args...)), r.P.T("bring.outcome." + fate(row)), delimited.Harmless(row.Title), delimited.Harmless(say(r, row.Message))}))
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
	return p.begun(w, r, what, p.Intake.Undo(r.Context(), r.Actor, what, also))
}

// redo handles POST /bring/{id}/redo.
func (p *pages) redo(w http.ResponseWriter, r *web.Request) error {
	what := intake.ImportID(r.PathValue("id"))
	return p.begun(w, r, what, p.Intake.Redo(r.Context(), r.Actor, what))
}

// begun leads to an import that was set going. So it does for a form that was sent twice: the import has gone on, and its page says how
// far it is.
func (p *pages) begun(w http.ResponseWriter, r *web.Request, what intake.ImportID, err error) error {
	if err != nil && !fault.IsConflict(err) {
		return err
	}
	return web.SeeOther(w, r, importURL(what), "")
}
