// Package questionweb is the pages of Ask colleagues: asking, answering, and saying what helped.
package questionweb

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/letterbox"
	"github.com/commonshelf/commonshelf/internal/question"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// School is a school as the form of closing names it.
type School struct {
	ID   id.SchoolID
	Name string // short
}

// Options are what the pages are made of.
type Options struct {
	Question *question.Service
	Search   *search.Service
	Letters  *letterbox.Service
	Words    *lang.Catalog
	BaseURL  string // address people type, without a slash at the end
	// InLetter says whether a letter holds a question for its reader to answer, or a resource to read.
	InLetter func(ctx context.Context, held letterbox.Held, item string) (bool, error)
	// Under are panels of other domains under a question, by its words.
	Under []web.Panel
	// Begin makes a draft of what is to answer a question, which it is told by its address, of texts that were typed and for the grades that
	// were asked for, and gives its address; nil: nobody writes anything new here.
	Begin func(r *web.Request, question, what string, grades grade.Set) (string, error)
	// Schools lists the schools of a district in whose name something may be shared.
	Schools func(ctx context.Context, district id.DistrictID) ([]School, error)
}

type pages struct{ Options }

// Routes lists the routes of questions.
func Routes(o Options) []web.Route {
	p := &pages{o}
	return []web.Route{
		{Pattern: "GET /ask", Who: web.Contributor, Handler: p.begin},
		{Pattern: "GET /questions", Who: web.Contributor, Handler: p.list},
		{Pattern: "POST /questions", Who: web.Contributor, Handler: p.ask},
		{Pattern: "GET /questions/{id}", Who: web.Contributor, Handler: p.show},
		{Pattern: "POST /questions/{id}", Who: web.Contributor, Handler: p.alter},
		{Pattern: "POST /questions/{id}/withdraw", Who: web.Contributor, Handler: p.withdraw},
		{Pattern: "POST /questions/{id}/again", Who: web.Contributor, Handler: p.again},
		{Pattern: "POST /questions/{id}/answers", Who: web.Contributor, Handler: p.answer},
		{Pattern: "POST /questions/{id}/answers/{answer}/remove", Who: web.Contributor, Handler: p.retract},
		{Pattern: "POST /questions/{id}/answers/{answer}/back", Who: web.Contributor, Handler: p.bringBack},
		{Pattern: "POST /questions/{id}/close", Who: web.Contributor, Handler: p.close},
		{Pattern: "POST /questions/{id}/reopen", Who: web.Contributor, Handler: p.reopen},
		{Pattern: "POST /me/questions", Who: web.Contributor, Handler: p.choose},

		{Pattern: "GET /letters/{token}/questions/{id}", Who: web.Open, Handler: p.byLetter},
		{Pattern: "POST /letters/{token}/questions/{id}", Who: web.Open, Handler: p.answerByLetter},
		{Pattern: "POST /letters/{token}/questions/{id}/answers/{answer}/remove", Who: web.Open, Handler: p.retractByLetter},
		{Pattern: "POST /letters/{token}/questions/{id}/answers/{answer}/back", Who: web.Open, Handler: p.bringBackByLetter},
	}
}

// rowView is one question in a list.
type rowView struct {
	Words string
	URL   string
	Line  string // who asks, by when, and how many answered
}

func row(c ui.Chrome, q question.Question) rowView {
	parts := []string{question.Who(c.Printer, q.PersonName, q.SchoolName)}
	unanswered := q.State == question.Open && q.Answers == 0
	if q.NeedBy != "" && q.State == question.Open {
		parts = append(parts, c.T("question.by", c.Day(q.NeedBy)))
	}
	if q.Answers > 0 {
		parts = append(parts, c.T("question.answers", q.Answers))
	}
	if unanswered {
		parts = append(parts, c.T("question.no_answer_yet"))
	}
	return rowView{Words: q.Words, URL: at(q.ID), Line: strings.Join(parts, " · ")}
}

func at(q question.QuestionID) string { return "/questions/" + string(q) }

// Named is the question of an address.
func Named(address string) question.QuestionID {
	return question.QuestionID(strings.TrimPrefix(address, "/questions/"))
}

// listPage is the page at /questions.
type listPage struct {
	ui.Chrome
	Open   []rowView
	Closed []rowView
}

// list handles GET /questions.
func (p *pages) list(w http.ResponseWriter, r *web.Request) error {
	page := listPage{Chrome: r.Chrome(r.P.T("question.title"), ui.Asks)}
	for _, part := range []struct {
		read func() ([]question.Question, error)
		to   *[]rowView
	}{
		{func() ([]question.Question, error) { return p.Question.Open(r.Context(), r.Actor) }, &page.Open},
		{func() ([]question.Question, error) { return p.Question.Closed(r.Context(), r.Actor) }, &page.Closed},
	} {
		list, err := part.read()
		if err != nil {
			return err
		}
		for _, q := range list {
			*part.to = append(*part.to, row(page.Chrome, q))
		}
	}
	return web.Render(w, r, http.StatusOK, showList(page))
}

// askPage is the form at /ask.
type askPage struct {
	ui.Chrome
	Words    string
	NeedBy   string
	Searched bool // the words are of a search
	Same     sameView
	Errors   fault.Fields
}

// sameView is what is asked in the same words already.
type sameView struct {
	Text   string // empty: nothing is
	URL    string
	Anyway bool // one may ask all the same: it is a colleague's
}

// sameAs leads to what is asked already.
func sameAs(c ui.Chrome, q question.Question) sameView {
	if q.Mine {
		return sameView{Text: c.T("question.same.yours"), URL: at(q.ID)}
	}
	return sameView{Text: c.T("question.same", question.Who(c.Printer, q.PersonName, q.SchoolName)), URL: at(q.ID), Anyway: true}
}

// secondPress is how long the same person's same question is one press of a button too many.
const secondPress = time.Minute

// leads says whether who asks is led to what is asked in the same words already.
func leads(same question.Question, now time.Time, anyway bool) bool {
	if same.Mine {
		return now.Sub(same.AskedAt) > secondPress
	}
	return !anyway
}

// hint says what the words may lack.
func (p askPage) hint() string {
	if p.Searched {
		return p.T("question.sentence_hint")
	}
	return p.T("question.leave_out")
}

// begin handles GET /ask, with the words of a search carried over.
func (p *pages) begin(w http.ResponseWriter, r *web.Request) error {
	return web.Render(w, r, http.StatusOK, showAsk(askPage{Chrome: r.Chrome(r.P.T("question.ask"), ui.Asks), Words: begun(r.P, r.Query().Text("q")),
		Searched: r.Query().Text("q") != ""}))
}

// ask handles POST /questions.
func (p *pages) ask(w http.ResponseWriter, r *web.Request) error {
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	page := askPage{Chrome: r.Chrome(r.P.T("question.ask"), ui.Asks), Words: in.Text("words"), NeedBy: in.Text("need_by")}
	same, there, err := p.Question.Same(r.Context(), r.Actor, page.Words)
	if err != nil {
		return err
	}
	if there && leads(same, page.Now, in.Has("anyway")) {
		page.Same = sameAs(page.Chrome, same)
		return web.Render(w, r, http.StatusConflict, showAsk(page))
	}
	q, err := p.Question.Ask(r.Context(), r.Actor, page.Words, clock.Day(page.NeedBy))
	if wrong, ok := fault.AsFields(err); ok {
		page.Errors = wrong
		return web.Render(w, r, http.StatusUnprocessableEntity, showAsk(page))
	}
	if err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, at(q.ID), at(q.ID)+"/withdraw", "question.flash.asked")
}

// What the start page shows.
const (
	shownLately = 3
	helpedLast  = 14 * 24 * time.Hour
)

// startView is what the start page tells of questions.
type startView struct {
	Asked  []rowView
	Mine   []rowView // questions of the reader's own that have answers
	Helped []rowView // that the reader helped with
}

// Start is what colleagues ask, what was answered to the reader, and whom the reader has helped.
func Start(service *question.Service) web.Panel {
	return func(r *web.Request, c ui.Chrome, _ string) (templ.Component, error) {
		if !r.Actor.Contributes() {
			return nil, nil
		}
		lately, err := service.Lately(r.Context(), r.Actor)
		if err != nil {
			return nil, err
		}
		open, err := service.Open(r.Context(), r.Actor)
		if err != nil {
			return nil, err
		}
		helped, err := service.Helped(r.Context(), r.Actor, c.Now.Add(-helpedLast))
		if err != nil {
			return nil, err
		}
		var v startView
		for _, q := range lately[:min(shownLately, len(lately))] {
			v.Asked = append(v.Asked, row(c, q))
		}
		for _, q := range open {
			if q.Mine && q.Answers > 0 {
				v.Mine = append(v.Mine, row(c, q))
			}
		}
		for _, q := range helped[:min(shownLately, len(helped))] {
			line := row(c, q)
			line.Line = c.T("question.helped", question.Who(c.Printer, q.PersonName, q.SchoolName))
			if q.Tip != "" {
				line.URL = catalog.ResourceID(q.Tip).Path("")
			}
			v.Helped = append(v.Helped, line)
		}
		if len(v.Asked)+len(v.Mine)+len(v.Helped) == 0 {
			return nil, nil
		}
		return start(c, v), nil
	}
}

// Choice is, among the preferences, whether one hears of questions at once.
func Choice(service *question.Service) web.Panel {
	return func(r *web.Request, c ui.Chrome, _ string) (templ.Component, error) {
		if !r.Actor.Contributes() {
			return nil, nil
		}
		atOnce, err := service.AtOnce(r.Context(), r.Actor)
		if err != nil {
			return nil, err
		}
		return choice(c, atOnce), nil
	}
}

// choose handles POST /me/questions.
func (p *pages) choose(w http.ResponseWriter, r *web.Request) error {
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	want := in.Has("at_once")
	if err := p.Question.ChooseAtOnce(r.Context(), r.Actor, want); err != nil {
		return err
	}
	if want {
		return web.SeeOther(w, r, "/me", "question.flash.at_once")
	}
	return web.SeeOther(w, r, "/me", "question.flash.weekly")
}
