package questionweb

import (
	"net/http"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/letterbox"
	"github.com/commonshelf/commonshelf/internal/question"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// held is the letter of the address while its links act, and speaks its reader's language.
func (p *pages) held(w http.ResponseWriter, r *web.Request) (letterbox.Held, error) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Robots-Tag", "noindex")
	h, err := p.Letters.Open(r.Context(), r.PathValue("token"))
	if err != nil {
		return h, err
	}
	if lang.Known(h.Person.Locale) {
		r.P = p.Words.Printer(h.Person.Locale, h.District.Calling)
	}
	if h.Old {
		return h, fault.Conflict{Reason: fault.Say("letter.old")}
	}
	return h, nil
}

// asked is the letter of the address, which holds the question of the address for its reader to answer.
func (p *pages) asked(w http.ResponseWriter, r *web.Request) (letterbox.Held, question.QuestionID, error) {
	h, err := p.held(w, r)
	if err != nil {
		return h, "", err
	}
	q := question.QuestionID(r.PathValue("id"))
	if h.About(question.Asking) == string(q) {
		return h, q, nil
	}
	holds, err := p.InLetter(r.Context(), h, question.ObjectKind+"."+string(q))
	if err == nil && !holds {
		err = fault.NotFound{What: question.ObjectKind}
	}
	return h, q, err
}

// letterPage is the page at /letters/{token}/questions/{id}: one question, for one reader who need not sign in.
type letterPage struct {
	questionPage
	Whose string // "This is about the email to Rosa Delgado, ..."
}

// byLetter handles GET /letters/{token}/questions/{id}: it asks, and answers nothing. Whoever is signed in answers where they can do more.
func (p *pages) byLetter(w http.ResponseWriter, r *web.Request) error {
	h, q, err := p.asked(w, r)
	if err != nil {
		return err
	}
	if r.Actor.SignedIn() && r.Actor.Person == h.Person.ID {
		return web.SeeOther(w, r, at(q), "")
	}
	return p.letterPage(w, r, h, questionPage{})
}

func (p *pages) letterPage(w http.ResponseWriter, r *web.Request, h letterbox.Held, page questionPage) error {
	q, err := p.Question.Find(r.Context(), h.Actor, question.QuestionID(r.PathValue("id")))
	if err != nil {
		return err
	}
	given, err := p.Question.Answers(r.Context(), h.Actor, q.ID)
	if err != nil {
		return err
	}
	c := r.Chrome(q.Words, ui.Nowhere)
	c.Zone = h.District.Location()
	page.Chrome, page.Question, page.At = c, q, question.AnswerPath("/letters/"+r.PathValue("token"), q.ID)
	page.Line = c.T("question.asked_on", question.Who(c.Printer, q.PersonName, q.SchoolName), c.Date(q.AskedAt.In(c.Zone)))
	for _, a := range given {
		if a.Person == h.Person.ID {
			v := page.view(a)
			v.Shelf = "" // it opens for who is signed in
			page.Answers = append(page.Answers, v)
		}
	}
	if err := p.look(r.Context(), anyColleague(h.Actor), &page); err != nil {
		return err
	}
	return web.Render(w, r, page.status(), showByLetter(letterPage{page, c.T("letter.whose", h.Person.Name, h.Person.Mail)}))
}

// anyColleague looks on the shelf for the reader of a letter: a letter may be passed on, so it finds what the whole district sees and
// nothing that their school keeps to itself.
func anyColleague(by actor.Actor) actor.Actor {
	by.Schools, by.Coordinator = nil, false
	return by
}

// answerByLetter handles POST /letters/{token}/questions/{id}.
func (p *pages) answerByLetter(w http.ResponseWriter, r *web.Request) error {
	h, q, err := p.asked(w, r)
	if err != nil {
		return err
	}
	in, err := readReply(r)
	if err != nil {
		return err
	}
	if in.Looks {
		return p.letterPage(w, r, h, in.looking())
	}
	made, err := p.give(r.Context(), h.Actor, q, in.Given)
	if wrong, ok := fault.AsFields(err); ok {
		return p.letterPage(w, r, h, questionPage{Form: "answer", Errors: wrong, Given: in.Given})
	}
	if err != nil {
		return err
	}
	to := question.AnswerPath("/letters/"+r.PathValue("token"), q)
	return web.SeeOtherUndo(w, r, to, to+"/answers/"+string(made)+"/remove", "question.flash.answered")
}

// retractByLetter handles POST /letters/{token}/questions/{id}/answers/{answer}/remove.
func (p *pages) retractByLetter(w http.ResponseWriter, r *web.Request) error {
	h, q, err := p.asked(w, r)
	if err != nil {
		return err
	}
	a := r.PathValue("answer")
	if err := p.Question.Retract(r.Context(), h.Actor, q, question.AnswerID(a), false); err != nil {
		return err
	}
	to := question.AnswerPath("/letters/"+r.PathValue("token"), q)
	return web.SeeOtherUndo(w, r, to, to+"/answers/"+a+"/back", "question.flash.retracted")
}

// bringBackByLetter handles POST /letters/{token}/questions/{id}/answers/{answer}/back.
func (p *pages) bringBackByLetter(w http.ResponseWriter, r *web.Request) error {
	h, q, err := p.asked(w, r)
	if err != nil {
		return err
	}
	if err := p.Question.Retract(r.Context(), h.Actor, q, question.AnswerID(r.PathValue("answer")), true); err != nil {
		return err
	}
	return web.SeeOther(w, r, question.AnswerPath("/letters/"+r.PathValue("token"), q), "question.flash.brought_back")
}
