package exchangeweb

import (
	"net/http"
	"strings"
	"time"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/exchange"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// newPage is the form at /exchanges/new.
type newPage struct {
	ui.Chrome
	Form    exchange.Input
	Schools []people.School // that may be invited
	Errors  fault.Fields
}

func (n newPage) schools() []ui.Option {
	out := []ui.Option{{Value: "", Label: n.T("exchange.all"), Chosen: n.Form.School == ""}}
	for _, s := range n.Schools {
		out = append(out, ui.Option{Value: string(s.ID), Label: s.Short, Chosen: n.Form.School == s.ID})
	}
	return out
}

// begin handles GET /exchanges/new: everything is filled in that can be, so that two more taps send it.
func (p *pages) begin(w http.ResponseWriter, r *web.Request) error {
	ask := r.Query()
	form := exchange.Input{Topic: topic(ask.Text("topic")), Resource: catalog.ResourceID(ask.Text("resource")), Held: ask.Has("held")}
	if form.Resource != "" {
		shown, err := p.Catalog.Show(r.Context(), r.Actor, form.Resource)
		if err != nil {
			return err
		}
		form.Topic = topic(shown.Document.About.Title)
	}
	const usualHour = "15:30"
	if form.Held {
		form.Day, form.Hour = r.Now().Format(time.DateOnly), ""
	} else {
		first := schoolDay(r.Now().AddDate(0, 0, 6))
		form.Day, form.Hour = first.Format(time.DateOnly), usualHour
		form.SecondDay, form.SecondHour = schoolDay(first.AddDate(0, 0, 1)).Format(time.DateOnly), usualHour
		form.Place = r.P.T("exchange.usual_place", r.Session.SchoolName)
		if r.Session.SchoolName == "" {
			form.Place = ""
		}
	}
	return p.form(w, r, newPage{Form: form})
}

// topic is a text that may be long as a topic, in one line.
func topic(text string) string {
	return ui.Shorten(strings.Join(strings.Fields(text), " "), exchange.LongestTopic)
}

// schoolDay is the day, or the Monday after it where it is a weekend.
func schoolDay(day time.Time) time.Time {
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.AddDate(0, 0, 1)
	}
	return day
}

func (p *pages) form(w http.ResponseWriter, r *web.Request, page newPage) error {
	all, err := p.People.Schools(r.Context(), r.Actor.District)
	if err != nil {
		return err
	}
	for _, s := range all {
		if !s.Closed {
			page.Schools = append(page.Schools, s)
		}
	}
	title := "exchange.new"
	if page.Form.Held {
		title = "exchange.record"
	}
	page.Chrome = r.Chrome(r.P.T(title), ui.Meet)
	status := http.StatusOK
	if len(page.Errors) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return web.Render(w, r, status, showNew(page))
}

// invite handles POST /exchanges.
func (p *pages) invite(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm()
	if err != nil {
		return err
	}
	in := exchange.Input{Topic: f.Text("topic"), Resource: catalog.ResourceID(f.Text("resource")), School: id.SchoolID(f.Text("school")), Day: f.Text("day"), Hour: f.Text("hour"),
		SecondDay: f.Text("second-day"), SecondHour: f.Text("second-hour"), Place: f.Text("place"), Held: f.Has("held"), Summary: f.Long("summary")}
	e, err := p.Exchanges.Invite(r.Context(), r.Actor, in)
	if wrong, ok := fault.AsFields(err); ok {
		return p.form(w, r, newPage{Form: in, Errors: wrong})
	}
	if err != nil {
		return err
	}
	at := exchange.Path(e.ID)
	if in.Held {
		return web.SeeOtherUndo(w, r, at, at+"/off", "exchange.recorded")
	}
	return web.SeeOtherUndo(w, r, at, at+"/off", "exchange.invited")
}
