package questionweb

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/question"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// questionPage is the page at /questions/{id}.
type questionPage struct {
	ui.Chrome
	question.Question
	At      string
	Line    string // who asks and when
	Answers []answerView
	TipURL  string // what it became; empty: nothing
	MayEnd  bool   // alter, withdraw
	Find    string // looked for on the shelf
	Found   []foundView
	Nothing bool // was found
	NoWords bool // one wanted to look and wrote nothing to look for
	Given   question.Given
	Writes  bool    // the reader may go and write something new as the answer
	Asked   askPage // the words of the question, to be altered
	Close   question.CloseInput
	Schools []School // among which the tip's is chosen
	Errors  fault.Fields
	Form    string // which form is wrong: "answer", "alter", "close"
	Under   []templ.Component
}

type answerView struct {
	ID     string
	Who    string
	Words  string
	URL    string
	Title  string // of something on the shelf
	Shelf  string // its address
	Gone   bool   // it was on the shelf, and the reader sees it no more
	Alone  bool   // it is on the shelf, and a tip cannot name it: not all colleagues see it
	Helped bool
	Chosen bool   // ticked among what helped
	Remove string // address to POST to; empty: not the reader's
}

// foundView is something on the shelf that may be the answer.
type foundView struct{ ID, Title, Lang, Line, Why string }

// show handles GET /questions/{id}; ?shelf= looks on the shelf for an answer.
func (p *pages) show(w http.ResponseWriter, r *web.Request) error {
	return p.page(w, r, questionPage{Find: r.Query().Text("shelf")})
}

// page shows a question around what is typed.
func (p *pages) page(w http.ResponseWriter, r *web.Request, page questionPage) error {
	q, err := p.Question.Find(r.Context(), r.Actor, question.QuestionID(r.PathValue("id")))
	if err != nil {
		return err
	}
	given, err := p.Question.Answers(r.Context(), r.Actor, q.ID)
	if err != nil {
		return err
	}
	c := r.Chrome(q.Words, ui.Asks)
	page.Chrome, page.Question, page.At = c, q, at(q.ID)
	page.Line = c.T("question.asked_on", question.Who(c.Printer, q.PersonName, q.SchoolName), c.Date(q.AskedAt.In(c.Zone)))
	page.Writes = p.Begin != nil
	page.MayEnd = q.Mine || r.Actor.Coordinator
	if page.Form != "alter" {
		page.Asked = askPage{Words: q.Words, NeedBy: string(q.NeedBy)}
	}
	if page.Form != "close" {
		page.Close.Title = ui.Shorten(titleOf(c.Printer, q.Words), catalog.MaxTitle)
	}
	if q.Tip != "" {
		page.TipURL = q.Tip.Path(q.Words)
	}
	for _, a := range given {
		page.Answers = append(page.Answers, page.view(a))
	}
	if page.Schools, err = p.sharing(r, page); err != nil {
		return err
	}
	if page.Under, err = web.Fill(r, c, q.Words, p.Under); err != nil {
		return err
	}
	if err := p.look(r.Context(), r.Actor, &page); err != nil {
		return err
	}
	return web.Render(w, r, page.status(), showQuestion(page))
}

// status is what the page answers with: what is wrong is said beside its field.
func (p questionPage) status() int {
	if len(p.Errors) > 0 || p.NoWords {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// foundShown is how many things on the shelf are offered as an answer.
const foundShown = 6

// look finds on the shelf, for somebody who answers, what the page looks for.
func (p *pages) look(ctx context.Context, by actor.Actor, page *questionPage) error {
	if page.Find == "" || page.State != question.Open {
		return nil
	}
	found, err := p.Search.Search(ctx, by, search.Query{Words: page.Find, Page: 1}.Bounded())
	if err != nil {
		return err
	}
	for _, card := range found.Cards[:min(foundShown, len(found.Cards))] {
		if card.District == by.District {
			a := card.About
			line := []string{page.T("vocab.kind." + string(a.Type)), card.SchoolName}
			if !a.Grades.Empty() {
				line = append(line, page.T("catalog.for_grades", a.Grades.Len(), a.Grades.String()))
			}
			page.Found = append(page.Found, foundView{string(card.ID), a.Title, a.Language, strings.Join(line, " · "), a.Why})
		}
	}
	page.Nothing = len(page.Found) == 0
	return nil
}

// reply is what the form of an answer holds.
type reply struct {
	Given question.Given
	Find  string // looked for on the shelf
	Looks bool   // one looks first, and answers later: also by Enter in the box of what to look for, and though the box is empty
	New   bool   // one goes and writes something new, which will be the answer
}

func readReply(r *web.Request) (reply, error) {
	in, err := r.ReadForm()
	if err != nil {
		return reply{}, err
	}
	out := reply{Find: in.Text("shelf"), Given: question.Given{Words: in.Long("answer-words"), URL: in.Text("answer-url"), Resource: catalog.ResourceID(in.Text("resource"))}}
	out.New = in.Text("do") == "new"
	out.Looks = out.Given.Resource == "" && (in.Text("do") == "look" || out.Find != "" && out.Find != in.Text("looked"))
	return out, nil
}

// looking is the page for who looks on the shelf first: what was typed as the answer stays.
func (r reply) looking() questionPage {
	return questionPage{Find: r.Find, Given: r.Given, NoWords: r.Find == ""}
}

// viewOf is an answer as anybody reads it.
func viewOf(c ui.Chrome, a question.Answer) answerView {
	v := answerView{ID: string(a.ID), Who: c.T("question.answered_on", question.Who(c.Printer, a.PersonName, a.SchoolName), c.Date(a.At.In(c.Zone))),
		Words: a.Words, URL: a.URL, Helped: a.Helped}
	if a.Card != nil {
		v.Title, v.Shelf = a.Card.SchoolName+": "+a.Card.About.Title, a.Card.ID.Path(a.Card.About.Title)
	}
	v.Gone = a.Resource != "" && a.Card == nil
	v.Alone = a.Card != nil && a.Unnamed()
	return v
}

func (p questionPage) view(a question.Answer) answerView {
	v := viewOf(p.Chrome, a)
	if a.MayRetract && p.State == question.Open {
		v.Remove = p.At + "/answers/" + v.ID + "/remove"
	}
	for _, helped := range p.Close.Helped {
		v.Chosen = v.Chosen || helped == a.ID
	}
	return v
}

// sharing are the schools in whose name whoever asked may share the tip, where there is something to choose.
func (p *pages) sharing(r *web.Request, page questionPage) ([]School, error) {
	if !page.Mine || page.State != question.Open {
		return nil, nil
	}
	all, err := p.Schools(r.Context(), r.Actor.District)
	return actor.Sharing(r.Actor, all, func(s School) id.SchoolID { return s.ID }), err
}

func (p questionPage) schoolOptions() []ui.Option {
	var out []ui.Option
	for i, s := range p.Schools {
		out = append(out, ui.Option{Value: string(s.ID), Label: s.Name, Chosen: s.ID == p.Close.School || p.Close.School == "" && i == 0})
	}
	return out
}

// shelfLabel names the box of what to look for.
func (p questionPage) shelfLabel() ui.Label {
	l := ui.Label{Name: "shelf", Text: p.T("question.find")}
	if p.NoWords {
		l.Wrong, l.Focus = p.T("question.wrong.find"), true
	}
	return l
}

func (p questionPage) label(form, name, text, hint string) ui.Label {
	l := ui.Label{Name: form + "-" + name, Text: p.T(text), Hint: hint}
	if p.Form == form {
		l.Wrong = p.Wrong(p.Errors, name)
		l.Focus = l.Wrong != ""
	}
	return l
}

// alter handles POST /questions/{id}.
func (p *pages) alter(w http.ResponseWriter, r *web.Request) error {
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	q := question.QuestionID(r.PathValue("id"))
	err = p.Question.Alter(r.Context(), r.Actor, q, in.Text("alter-words"), clock.Day(in.Text("alter-need_by")))
	if wrong, ok := fault.AsFields(err); ok {
		return p.page(w, r, questionPage{Form: "alter", Errors: wrong, Asked: askPage{Words: in.Text("alter-words"), NeedBy: in.Text("alter-need_by")}})
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, at(q), "question.flash.altered")
}

// withdraw handles POST /questions/{id}/withdraw.
func (p *pages) withdraw(w http.ResponseWriter, r *web.Request) error {
	q := question.QuestionID(r.PathValue("id"))
	if err := p.Question.Withdraw(r.Context(), r.Actor, q, false); err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, "/questions", at(q)+"/again", "question.flash.withdrawn")
}

// again handles POST /questions/{id}/again.
func (p *pages) again(w http.ResponseWriter, r *web.Request) error {
	q := question.QuestionID(r.PathValue("id"))
	if err := p.Question.Withdraw(r.Context(), r.Actor, q, true); err != nil {
		return err
	}
	return web.SeeOther(w, r, at(q), "question.flash.again")
}

// answer handles POST /questions/{id}/answers.
func (p *pages) answer(w http.ResponseWriter, r *web.Request) error {
	in, err := readReply(r)
	if err != nil {
		return err
	}
	q := question.QuestionID(r.PathValue("id"))
	if in.New && p.Begin != nil {
		return p.write(w, r, q, in.Given)
	}
	if in.Looks {
		return p.page(w, r, in.looking())
	}
	made, err := p.give(r.Context(), r.Actor, q, in.Given)
	if wrong, ok := fault.AsFields(err); ok {
		return p.page(w, r, questionPage{Form: "answer", Errors: wrong, Given: in.Given})
	}
	if err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, at(q), at(q)+"/answers/"+string(made)+"/remove", "question.flash.answered")
}

// write goes on to something new, with what was typed: shared, it is the answer.
func (p *pages) write(w http.ResponseWriter, r *web.Request, asked question.QuestionID, typed question.Given) error {
	q, err := p.Question.Find(r.Context(), r.Actor, asked)
	if err != nil {
		return err
	}
	if q.State != question.Open {
		return fault.Conflict{Reason: fault.Say("question.conflict.state")}
	}
	to, err := p.Begin(r, at(q.ID), strings.TrimSpace(typed.Words+"\n"+typed.URL), gradesNamed(q.Words))
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, to, "")
}

// gradesNamed are the grades that a question speaks of.
func gradesNamed(words string) grade.Set {
	return search.GradesOf(search.Understand(words, nil).Grades)
}

// give answers with what was typed. A link of this shelf that leads to nothing the actor can see is wrong where it was typed.
func (p *pages) give(ctx context.Context, by actor.Actor, q question.QuestionID, given question.Given) (question.AnswerID, error) {
	answer := p.lookedUp(given)
	made, err := p.Question.Answer(ctx, by, q, answer)
	if missing, ok := errors.AsType[fault.NotFound](err); !ok || missing.What != catalog.ObjectKind || answer.Resource == given.Resource {
		return made, err
	}
	var wrong fault.Fields
	if answer.URL == given.URL {
		wrong.Add("words", "question.wrong.shelf")
	} else {
		wrong.Add("url", "question.wrong.shelf")
	}
	return "", wrong
}

// lookedUp is what was given, with the resource in the place of a link that leads to one of this shelf.
func (p *pages) lookedUp(given question.Given) question.Given {
	if resource := p.onShelf(given.URL); resource != "" && given.Resource == "" {
		given.Resource, given.URL = resource, ""
	}
	if resource := p.onShelf(strings.TrimSpace(given.Words)); resource != "" && given.Resource == "" && !strings.ContainsAny(strings.TrimSpace(given.Words), " \n") {
		given.Resource, given.Words = resource, ""
	}
	return given
}

// onShelf is the resource that an address of this shelf leads to; empty for any other.
func (p *pages) onShelf(address string) catalog.ResourceID {
	rest, ours := strings.CutPrefix(address, p.BaseURL+"/resources/")
	if !ours {
		return ""
	}
	resource := rest
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		resource = rest[:end]
	}
	if resource, err := url.PathUnescape(resource); err == nil {
		return catalog.ResourceID(resource)
	}
	return ""
}

// retract handles POST /questions/{id}/answers/{answer}/remove.
func (p *pages) retract(w http.ResponseWriter, r *web.Request) error {
	q, a := question.QuestionID(r.PathValue("id")), question.AnswerID(r.PathValue("answer"))
	if err := p.Question.Retract(r.Context(), r.Actor, q, a, false); err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, at(q), at(q)+"/answers/"+string(a)+"/back", "question.flash.retracted")
}

// bringBack handles POST /questions/{id}/answers/{answer}/back.
func (p *pages) bringBack(w http.ResponseWriter, r *web.Request) error {
	q := question.QuestionID(r.PathValue("id"))
	if err := p.Question.Retract(r.Context(), r.Actor, q, question.AnswerID(r.PathValue("answer")), true); err != nil {
		return err
	}
	return web.SeeOther(w, r, at(q), "question.flash.brought_back")
}

// close handles POST /questions/{id}/close.
func (p *pages) close(w http.ResponseWriter, r *web.Request) error {
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	q := question.QuestionID(r.PathValue("id"))
	said := question.CloseInput{Words: in.Long("close-words"), Title: in.Text("close-title"), School: id.SchoolID(in.Text("close-school")), Language: string(r.P.Locale)}
	for _, a := range in.All("close-helped") {
		said.Helped = append(said.Helped, question.AnswerID(a))
	}
	asked, err := p.Question.Find(r.Context(), r.Actor, q)
	if err != nil {
		return err
	}
	said.Grades = gradesNamed(asked.Words)
	tip, err := p.Question.Close(r.Context(), r.Actor, q, said)
	if wrong, ok := fault.AsFields(err); ok {
		return p.page(w, r, questionPage{Form: "close", Errors: wrong, Close: said})
	}
	if err != nil {
		return err
	}
	if tip == "" {
		return web.SeeOtherUndo(w, r, at(q), at(q)+"/reopen", "question.flash.closed")
	}
	return web.SeeOtherUndo(w, r, tip.Path(""), at(q)+"/reopen", "question.flash.tip")
}

// reopen handles POST /questions/{id}/reopen.
func (p *pages) reopen(w http.ResponseWriter, r *web.Request) error {
	q := question.QuestionID(r.PathValue("id"))
	if err := p.Question.Reopen(r.Context(), r.Actor, q, r.P.T("question.tip_gone")); err != nil {
		return err
	}
	return web.SeeOther(w, r, at(q), "question.flash.reopened")
}

// short is what an answer says, in one line.
func (a answerView) short() string {
	for _, text := range []string{a.Words, a.Title, a.URL} {
		if runes := []rune(text); len(runes) > 120 {
			return string(runes[:119]) + "…"
		} else if text != "" {
			return text
		}
	}
	return ""
}
