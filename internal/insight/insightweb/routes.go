// Package insightweb is the sheet for the principal, and the lists behind its numbers.
package insightweb

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/insight"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// Options are what the pages are made of.
type Options struct {
	Insight *insight.Service
	Topics  *vocab.Service
}

type pages struct{ Options }

// Routes lists the routes.
func Routes(o Options) []web.Route {
	p := &pages{o}
	return []web.Route{
		{Pattern: "GET /schools/{id}/sheet", Who: web.Contributor, Handler: p.sheet},
		{Pattern: "GET /schools/{id}/uses", Who: web.Contributor, Handler: p.uses},
	}
}

// ForThePrincipal leads from a school's page to its sheet, for those who may make it.
func ForThePrincipal() web.Panel {
	return func(r *web.Request, c ui.Chrome, about string) (templ.Component, error) {
		if !r.Actor.SignedIn() || !r.Actor.MayContributeAt(id.SchoolID(about)) {
			return nil, nil
		}
		return leadToSheet(c, sheetURL(id.SchoolID(about))), nil
	}
}

func sheetURL(school id.SchoolID) string { return "/schools/" + string(school) + "/sheet" }

// sheetPage is the page at /schools/{id}/sheet.
type sheetPage struct {
	ui.Chrome
	insight.Sheet
	SchoolID id.SchoolID
	Figures  []ui.Figure
	Skills   []skill
	More     int // units that are not named, so that the sheet is one page
	Errors   fault.Fields
}

// skill is a topic of what was used.
type skill struct{ Text, URL string }

// few is the number under which names are said and nothing is counted.
const few = 5

// read makes the sheet that the address asks for. The second result says what is wrong with the days asked for.
func (p *pages) read(r *web.Request) (insight.Sheet, fault.Fields, error) {
	q := r.Query()
	span := insight.SchoolTerm(clock.DayOf(r.Now(), r.Zone()))
	var wrong fault.Fields
	for field, day := range map[string]*clock.Day{"from": &span.From, "to": &span.To} {
		if !q.Has(field) {
			continue
		}
		asked, err := clock.ParseDay(q.Text(field))
		if err != nil || asked == "" {
			wrong.Add(field, "sheet.wrong.day")
			continue
		}
		*day = asked
	}
	found, err := p.Insight.Sheet(r.Context(), r.Actor, id.SchoolID(r.PathValue("id")), span, r.Zone())
	if order, ok := fault.AsFields(err); ok {
		return found, order, nil
	}
	return found, wrong, err
}

// sheet handles GET /schools/{id}/sheet.
func (p *pages) sheet(w http.ResponseWriter, r *web.Request) error {
	found, wrong, err := p.read(r)
	if err != nil {
		return err
	}
	page := sheetPage{Chrome: r.Chrome(r.P.T("sheet.title", found.School.Name), ui.People), Sheet: found, SchoolID: found.School.ID, Errors: wrong}
	page.More = max(0, len(found.Units)-mostUnits)
	terms, err := p.Topics.Terms(r.Context(), r.Actor.District)
	if err != nil {
		return err
	}
	for _, code := range terms.Resolve(found.Skills) {
		if t, ok := terms.Get(vocab.TermID(code)); ok && len(page.Skills) < mostSkills {
			page.Skills = append(page.Skills, skill{t.Label(r.P.Locale), page.usesURL("topic", code)})
		}
	}
	page.Figures = page.figures()
	status := http.StatusOK
	if len(wrong) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return web.Render(w, r, status, showSheet(page))
}

// What a sheet names at most: it is one page.
const (
	mostUnits    = 8
	mostSkills   = 12
	longestTitle = 100 // characters
	longestQuote = 300
)

// named are the units whose names stand on the sheet.
func (p sheetPage) named() []catalog.Card { return p.Units[:len(p.Units)-p.More] }

// figures are the numbers worth printing: none that is nothing, and none of so few things that their names say more.
func (p sheetPage) figures() []ui.Figure {
	var out []ui.Figure
	add := func(n, least int, key, url string) {
		if n >= least {
			out = append(out, ui.Figure{Value: strconv.Itoa(n), Text: p.T(key, n), URL: url})
		}
	}
	add(len(p.Units), few, "sheet.units_count", p.usesURL("only", "units"))
	add(p.Classes, 1, "sheet.classes_count", p.usesURL("only", "classes"))
	add(len(p.Uses), 1, "sheet.uses_count", p.usesURL("", ""))
	return out
}

// usesURL is the list behind a number.
func (p sheetPage) usesURL(field, value string) string {
	q := url.Values{"from": {string(p.Span.From)}, "to": {string(p.Span.To)}}
	if field != "" {
		q.Set(field, value)
	}
	return "/schools/" + string(p.SchoolID) + "/uses?" + q.Encode()
}

// usesPage is the page at /schools/{id}/uses.
type usesPage struct {
	ui.Chrome
	insight.Sheet
	Back string
	Of   string // what the list is narrowed to, in words; empty: nothing
	Each []unit // the uses under the units they were of; empty: the list is not of units
}

// unit is a unit or lesson with its uses.
type unit struct {
	Card catalog.Card
	Uses []insight.Use
}

// units puts the uses under what they were of: as many as the sheet counts.
func (u usesPage) units() []unit {
	var out []unit
	for _, card := range u.Units {
		of := unit{Card: card}
		for _, use := range u.Uses {
			if use.Card != nil && use.Card.ID == card.ID {
				of.Uses = append(of.Uses, use)
			}
		}
		out = append(out, of)
	}
	return out
}

// uses handles GET /schools/{id}/uses.
func (p *pages) uses(w http.ResponseWriter, r *web.Request) error {
	found, wrong, err := p.read(r)
	if err != nil {
		return err
	}
	back := sheetURL(found.School.ID) + "?" + url.Values{"from": {string(found.Span.From)}, "to": {string(found.Span.To)}}.Encode()
	if len(wrong) > 0 {
		return web.SeeOther(w, r, sheetURL(found.School.ID), "sheet.wrong.day")
	}
	page := usesPage{Chrome: r.Chrome(r.P.T("sheet.uses_title", found.School.Name), ui.People), Sheet: found, Back: back}
	q := r.Query()
	keep := func(insight.Use) bool { return true }
	terms, err := p.Topics.Terms(r.Context(), r.Actor.District)
	if err != nil {
		return err
	}
	topic, known := terms.Get(vocab.TermID(q.Text("topic")))
	switch {
	case known:
		page.Of = topic.Label(r.P.Locale)
		keep = func(u insight.Use) bool {
			return u.Card != nil && slices.Contains(terms.Resolve(u.Card.About.Tags), string(topic.ID))
		}
	case q.Text("only") == "units":
		page.Of, page.Each = r.P.T("sheet.units"), page.units()
	case q.Text("only") == "classes":
		page.Of = r.P.T("sheet.classes")
		keep = func(u insight.Use) bool { return u.Classes > 0 }
	}
	page.Uses = slices.DeleteFunc(page.Uses, func(u insight.Use) bool { return !keep(u) })
	return web.Render(w, r, http.StatusOK, showUses(page))
}

// facts are what a use says of itself, without who says so.
func facts(c ui.Chrome, u insight.Use) []string {
	out := []string{c.Date(u.At.In(c.Zone))}
	if !u.Grades.Empty() {
		out = append(out, c.T("sheet.use.grades", u.Grades.Len(), u.Grades.Said()))
	}
	if u.Visits > 0 {
		out = append(out, c.T("sheet.use.visits", u.Visits))
	}
	if u.Classes > 0 {
		out = append(out, c.T("sheet.use.classes", u.Classes))
	}
	return out
}
