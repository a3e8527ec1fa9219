// Package exchangeweb is the pages of exchanges, the answer that an invitation leads to, and the calendar.
package exchangeweb

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/digest"
	"github.com/commonshelf/commonshelf/internal/exchange"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/letterbox"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// Options are what the pages are made of.
type Options struct {
	Exchanges *exchange.Service
	People    *people.Service
	Catalog   *catalog.Service
	Letters   *letterbox.Service
	Words     *lang.Catalog
}

type pages struct{ Options }

// Routes lists the routes of exchanges.
func Routes(o Options) []web.Route {
	p := &pages{o}
	return []web.Route{
		{Pattern: "GET /exchanges", Who: web.Contributor, Handler: p.list},
		{Pattern: "POST /exchanges", Who: web.Contributor, Handler: p.invite},
		{Pattern: "GET /exchanges/new", Who: web.Contributor, Handler: p.begin},
		{Pattern: "GET /exchanges/{id}", Who: web.Contributor, Handler: p.show},
		{Pattern: "POST /exchanges/{id}/answer", Who: web.Contributor, Handler: p.answer},
		{Pattern: "POST /exchanges/{id}/hand-on", Who: web.Contributor, Handler: p.handOn},
		{Pattern: "POST /exchanges/{id}/off", Who: web.Contributor, Handler: p.off},
		{Pattern: "POST /exchanges/{id}/on", Who: web.Contributor, Handler: p.on},
		{Pattern: "POST /exchanges/{id}/summary", Who: web.Contributor, Handler: p.sumUp},
		{Pattern: "POST /exchanges/{id}/notes", Who: web.Contributor, Handler: p.addNote},
		{Pattern: "POST /exchanges/{id}/notes/{note}/remove", Who: web.Contributor, Handler: p.removeNote},
		{Pattern: "POST /exchanges/{id}/notes/{note}/back", Who: web.Contributor, Handler: p.putNoteBack},
		{Pattern: "GET /letters/{token}/exchange", Who: web.Open, Handler: p.byLetter},
		{Pattern: "POST /letters/{token}/exchange", Who: web.Open, Handler: p.answerByLetter},
		{Pattern: "GET /calendar/{token}/exchanges.ics", Who: web.Machine, Handler: p.calendar},
	}
}

// listPage is the page at /exchanges.
type listPage struct {
	ui.Chrome
	Coming, Past []exchange.Exchange
}

// list handles GET /exchanges.
func (p *pages) list(w http.ResponseWriter, r *web.Request) error {
	page := listPage{}
	var err error
	if page.Coming, page.Past, err = p.Exchanges.List(r.Context(), r.Actor); err != nil {
		return err
	}
	page.Chrome = r.Chrome(r.P.T("exchange.title"), ui.Meet)
	return web.Render(w, r, http.StatusOK, showList(page))
}

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

// topic is a text that may be long, cut after a word to what a topic holds.
func topic(text string) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) <= exchange.LongestTopic {
		return string(runes)
	}
	cut := string(runes[:exchange.LongestTopic-1])
	if at := strings.LastIndexByte(cut, ' '); at > len(cut)/2 {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, " ,;:.-") + "…"
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

// exchangePage is the page at /exchanges/{id}, and the one that an invitation leads to.
type exchangePage struct {
	ui.Chrome
	exchange.Exchange
	At      string // where its forms post to
	About   string // title of the resource it is about; empty: of none, or of one the reader may not see
	By      string // "This is about the email to ..."; empty: signed in
	Said    exchange.Says
	Notes   []exchange.Note
	Note    string // typed
	Typed   string // of a summary
	Errors  fault.Fields
	MayHost bool // hand on, call off
}

// times are when it is, or both while that is open.
func (e exchangePage) times() []time.Time {
	if e.Sure() {
		return []time.Time{e.Exchange.At()}
	}
	return []time.Time{e.First, e.Second}
}

// stamp is a time as it is stamped on the page.
func (e exchangePage) stamp(at time.Time) ui.StampView {
	at = at.In(e.Zone)
	return ui.StampView{Above: e.Weekday(at.Weekday()), Date: e.DayOfMonth(at), Below: e.Clock(at), At: at.Format(time.RFC3339)}
}

func (e exchangePage) over() bool { return e.Over(e.Now) }

// answers are what one may say.
func (e exchangePage) answers() []ui.Option {
	out := []ui.Option{{Value: string(exchange.ToFirst), Label: e.T("exchange.yes", exchange.Moment(e.Printer, e.First, e.Zone))}}
	if !e.Second.IsZero() {
		out = append(out, ui.Option{Value: string(exchange.ToSecond), Label: e.T("exchange.yes", exchange.Moment(e.Printer, e.Second, e.Zone))})
	}
	out = append(out, ui.Option{Value: string(exchange.No), Label: e.T("exchange.no")})
	for i := range out {
		out[i].Chosen = out[i].Value == string(e.Said)
	}
	return out
}

// comes says who can come to a time: names while they are few.
func (e exchangePage) comes(says exchange.Says) string {
	names := e.Who(says)
	if len(names) < 5 {
		return e.List(names)
	}
	return e.T("exchange.count", len(names))
}

// show handles GET /exchanges/{id}.
func (p *pages) show(w http.ResponseWriter, r *web.Request) error {
	return p.page(w, r, exchangePage{})
}

func (p *pages) page(w http.ResponseWriter, r *web.Request, page exchangePage) error {
	e, err := p.Exchanges.Find(r.Context(), r.Actor, of(r))
	if err != nil {
		return err
	}
	if page.Notes, err = p.Exchanges.Notes(r.Context(), r.Actor, e.ID); err != nil {
		return err
	}
	if page.Typed == "" {
		page.Typed = e.Summary
	}
	if e.Resource != "" {
		shown, err := p.Catalog.Show(r.Context(), r.Actor, e.Resource)
		if err != nil && !fault.IsNotFound(err) {
			return err
		}
		page.About = shown.Document.About.Title
	}
	page.Exchange, page.At, page.Said = e, exchange.Path(e.ID), e.Said(r.Actor.Person)
	page.MayHost = r.Actor.Coordinator || r.Actor.Person == e.Host || r.Actor.Person == e.Maker
	page.Chrome = r.Chrome(e.Topic, ui.Meet)
	status := http.StatusOK
	if len(page.Errors) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return web.Render(w, r, status, showExchange(page))
}

func of(r *web.Request) exchange.ExchangeID { return exchange.ExchangeID(r.PathValue("id")) }

// answer handles POST /exchanges/{id}/answer.
func (p *pages) answer(w http.ResponseWriter, r *web.Request) error {
	says, err := said(r)
	if err != nil {
		return err
	}
	before, err := p.Exchanges.Answer(r.Context(), r.Actor, of(r), says)
	if wrong, ok := fault.AsFields(err); ok {
		return p.page(w, r, exchangePage{Errors: wrong})
	}
	if err != nil {
		return err
	}
	at := exchange.Path(of(r))
	return web.SeeOtherUndo(w, r, at, at+"/answer?says="+orNone(before), "exchange.answered")
}

const none = "none" // takes an answer back

func orNone(s exchange.Says) string {
	if s == "" {
		return none
	}
	return string(s)
}

// said is what a form answers, or the way back from one.
func said(r *web.Request) (exchange.Says, error) {
	f, err := r.ReadForm()
	if err != nil {
		return "", err
	}
	text := f.Text("says")
	if text == "" {
		text = r.Query().Text("says")
	}
	switch text {
	case none:
		return "", nil
	case "":
		return "?", nil // nothing was chosen
	}
	return exchange.Says(text), nil
}

// handOn handles POST /exchanges/{id}/hand-on: to is who hosts, which Undo says; else whoever's turn it is.
func (p *pages) handOn(w http.ResponseWriter, r *web.Request) error {
	e, err := p.Exchanges.Find(r.Context(), r.Actor, of(r))
	if err != nil {
		return err
	}
	to := id.PersonID(r.Query().Text("to"))
	name, err := p.Exchanges.HandOn(r.Context(), r.Actor, e.ID, to)
	if err != nil {
		return err
	}
	at, undo := exchange.Path(e.ID), ""
	if to == "" {
		undo = at + "/hand-on?to=" + url.QueryEscape(string(e.Host))
	}
	return web.SeeOtherUndo(w, r, at, undo, "exchange.handed", name)
}

// off handles POST /exchanges/{id}/off.
func (p *pages) off(w http.ResponseWriter, r *web.Request) error {
	return p.callOff(w, r, false)
}

// on handles POST /exchanges/{id}/on.
func (p *pages) on(w http.ResponseWriter, r *web.Request) error {
	return p.callOff(w, r, true)
}

// callOff calls an exchange off, or takes away what was written down of one; on is the way back.
func (p *pages) callOff(w http.ResponseWriter, r *web.Request, on bool) error {
	e, err := p.Exchanges.Find(r.Context(), r.Actor, of(r))
	if err != nil {
		return err
	}
	if err := p.Exchanges.CallOff(r.Context(), r.Actor, e.ID, on); err != nil {
		return err
	}
	at := exchange.Path(e.ID)
	switch {
	case on && e.Recorded:
		return web.SeeOther(w, r, at, "exchange.back")
	case on:
		return web.SeeOther(w, r, at, "exchange.on_again")
	case e.Recorded:
		return web.SeeOtherUndo(w, r, at, at+"/on", "exchange.taken")
	}
	return web.SeeOtherUndo(w, r, at, at+"/on", "exchange.called_off")
}

// sumUp handles POST /exchanges/{id}/summary. With take it takes the lines back.
func (p *pages) sumUp(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm()
	if err != nil {
		return err
	}
	text := f.Long("summary")
	if r.Query().Has("take") {
		text = ""
	}
	before, err := p.Exchanges.SumUp(r.Context(), r.Actor, of(r), text)
	if wrong, ok := fault.AsFields(err); ok {
		return p.page(w, r, exchangePage{Typed: text, Errors: wrong})
	}
	if err != nil {
		return err
	}
	at, undo := exchange.Path(of(r)), ""
	if before == "" && text != "" {
		undo = at + "/summary?take=1"
	}
	return web.SeeOtherUndo(w, r, at, undo, "exchange.saved")
}

// addNote handles POST /exchanges/{id}/notes.
func (p *pages) addNote(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm()
	if err != nil {
		return err
	}
	n, err := p.Exchanges.AddNote(r.Context(), r.Actor, of(r), f.Text("note"))
	if wrong, ok := fault.AsFields(err); ok {
		return p.page(w, r, exchangePage{Note: f.Text("note"), Errors: wrong})
	}
	if err != nil {
		return err
	}
	at := exchange.Path(of(r))
	return web.SeeOtherUndo(w, r, at, at+"/notes/"+string(n)+"/remove", "exchange.noted")
}

// removeNote handles POST /exchanges/{id}/notes/{note}/remove.
func (p *pages) removeNote(w http.ResponseWriter, r *web.Request) error {
	at, n := exchange.Path(of(r)), r.PathValue("note")
	if err := p.Exchanges.RemoveNote(r.Context(), r.Actor, of(r), exchange.NoteID(n), false); err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, at, at+"/notes/"+n+"/back", "exchange.note_removed")
}

// putNoteBack handles POST /exchanges/{id}/notes/{note}/back.
func (p *pages) putNoteBack(w http.ResponseWriter, r *web.Request) error {
	if err := p.Exchanges.RemoveNote(r.Context(), r.Actor, of(r), exchange.NoteID(r.PathValue("note")), true); err != nil {
		return err
	}
	return web.SeeOther(w, r, exchange.Path(of(r)), "exchange.noted")
}

// held is the invitation of the address and the exchange it invites to.
func (p *pages) held(r *web.Request) (letterbox.Held, exchange.Exchange, error) {
	h, err := p.Letters.Open(r.Context(), r.PathValue("token"))
	if err != nil {
		return h, exchange.Exchange{}, err
	}
	which := h.About(exchange.Invitation)
	if which == "" || h.Old {
		return h, exchange.Exchange{}, fault.NotFound{What: "invitation"}
	}
	if lang.Known(h.Person.Locale) {
		r.P = p.Words.Printer(h.Person.Locale, h.District.Calling)
	}
	e, err := p.Exchanges.Find(r.Context(), h.Actor, exchange.ExchangeID(which))
	return h, e, err
}

// byLetter handles GET /letters/{token}/exchange: it asks, and answers nothing.
func (p *pages) byLetter(w http.ResponseWriter, r *web.Request) error {
	return p.letterPage(w, r, nil)
}

func (p *pages) letterPage(w http.ResponseWriter, r *web.Request, wrong fault.Fields) error {
	h, e, err := p.held(r)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Robots-Tag", "noindex")
	c := r.Chrome(e.Topic, ui.Nowhere)
	c.Zone = h.District.Location()
	c.Now = c.Now.In(c.Zone)
	status := http.StatusOK
	if len(wrong) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return web.Render(w, r, status, showByLetter(exchangePage{Chrome: c, Exchange: e, At: "/letters/" + r.PathValue("token") + "/exchange",
		By: c.T("letter.whose", h.Person.Name, h.Person.Mail), Said: e.Said(h.Person.ID), Errors: wrong}))
}

// answerByLetter handles POST /letters/{token}/exchange.
func (p *pages) answerByLetter(w http.ResponseWriter, r *web.Request) error {
	h, e, err := p.held(r)
	if err != nil {
		return err
	}
	says, err := said(r)
	if err != nil {
		return err
	}
	before, err := p.Exchanges.Answer(r.Context(), h.Actor, e.ID, says)
	if wrong, ok := fault.AsFields(err); ok {
		return p.letterPage(w, r, wrong)
	}
	if err != nil {
		return err
	}
	at := "/letters/" + r.PathValue("token") + "/exchange"
	return web.SeeOtherUndo(w, r, at, at+"?says="+orNone(before), "exchange.answered")
}

// calendar handles GET /calendar/{token}/exchanges.ics, which calendar programs ask for again and again.
func (p *pages) calendar(w http.ResponseWriter, r *web.Request) error {
	data, err := p.Exchanges.Calendar(r.Context(), r.PathValue("token"))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", exchange.MediaType)
	w.Header().Set("Cache-Control", "private, no-cache")
	w.Header().Set("X-Robots-Tag", "noindex")
	_, _ = w.Write(data) // whoever went away needs no answer
	return nil
}

// Small is the small move of the start page: an exchange with a neighbour school.
func Small(r *web.Request, c ui.Chrome) ([]ui.Move, error) {
	if !r.Actor.Contributes() {
		return nil, nil
	}
	return []ui.Move{{Icon: "speech", Title: c.T("exchange.move"), Text: c.T("exchange.move_text"), Action: c.T("exchange.move_act"), URL: "/exchanges/new"}}, nil
}

// Waits are invitations that the reader has not answered, and exchanges of theirs that want three lines.
func Waits(s *exchange.Service) web.Todos {
	return func(r *web.Request, c ui.Chrome) ([]ui.Todo, error) {
		if !r.Actor.Contributes() {
			return nil, nil
		}
		coming, past, err := s.List(r.Context(), r.Actor)
		if err != nil {
			return nil, err
		}
		var out []ui.Todo
		for _, e := range coming {
			if e.Said(r.Actor.Person) == "" && e.Host != r.Actor.Person && (e.School == "" || r.Actor.At(e.School)) {
				out = append(out, ui.Todo{Icon: "calendar", Title: e.Topic, URL: exchange.Path(e.ID), Text: c.T("exchange.asks", e.HostName, exchange.When(c.Printer, e, c.Zone)),
					Action: c.T("exchange.letter.action"), To: exchange.Path(e.ID)})
			}
		}
		for _, e := range past {
			if e.Host == r.Actor.Person && e.Summary == "" && !e.NotesStand(c.Now) {
				out = append(out, ui.Todo{Icon: "calendar", Title: e.Topic, URL: exchange.Path(e.ID), Text: c.T("exchange.wants"), Action: c.T("exchange.sum_up"), To: exchange.Path(e.ID)})
			}
		}
		return out, nil
	}
}

// startShown is how many exchanges the start page names.
const startShown = 2

// Start names on the start page the exchanges that come next, or the last one.
func Start(s *exchange.Service) web.Panel {
	return func(r *web.Request, c ui.Chrome, _ string) (templ.Component, error) {
		if !r.Actor.Contributes() {
			return nil, nil
		}
		coming, past, err := s.List(r.Context(), r.Actor)
		if err != nil || len(coming)+len(past) == 0 {
			return nil, err
		}
		if len(coming) == 0 {
			return start(c, past[:1]), nil
		}
		return start(c, coming[:min(startShown, len(coming))]), nil
	}
}

// Weekly is the next exchange for the weekly email: one the reader is invited to or hosts.
func Weekly(s *exchange.Service) digest.Source {
	return func(ctx context.Context, to letterbox.Reader) ([]digest.Item, error) {
		if !to.Actor.Contributes() {
			return nil, nil
		}
		coming, _, err := s.List(ctx, to.Actor)
		if err != nil {
			return nil, err
		}
		var out []digest.Item
		for _, e := range coming {
			if e.Said(to.Person.ID) != exchange.No && (e.School == "" || to.Actor.At(e.School) || e.Host == to.Person.ID) {
				out = append(out, digest.Item{Slot: digest.Date, ID: "exchange." + string(e.ID), Title: e.Topic, Line: exchange.When(to.Printer, e, to.District.Location()), Path: exchange.Path(e.ID)})
			}
		}
		return out, nil
	}
}

// FromQuestion offers an exchange about the words of a question.
func FromQuestion(r *web.Request, c ui.Chrome, words string) (templ.Component, error) {
	if !r.Actor.Contributes() {
		return nil, nil
	}
	return fromQuestion(c, "/exchanges/new?topic="+url.QueryEscape(topic(words))), nil
}

// Act offers an exchange about a resource, by its id.
func Act(r *web.Request, c ui.Chrome, about string) (templ.Component, error) {
	if !r.Actor.Contributes() {
		return nil, nil
	}
	return act(c, catalog.ResourceID(about)), nil
}
