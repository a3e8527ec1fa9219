package question

import (
	"context"
	"fmt"
	"html"
	"strings"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/jobs"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/mail"
	"github.com/commonshelf/commonshelf/internal/people"
)

// writing is the job that writes one letter: of a question to somebody who wants to hear of it at once, or of an answer to whoever
// asked.
type writing struct {
	District id.DistrictID `json:"district"`
	Person   id.PersonID   `json:"person"` // to whom
	Question QuestionID    `json:"question"`
	Answer   AnswerID      `json:"answer,omitempty"` // empty: of the question itself
}

// Kind implements jobs.Args.
func (writing) Kind() string { return "question.letter" }

// settling is how long a question and an answer may be taken back before a letter tells of them.
const settling = 5 * time.Minute

// tell has everybody who chose to hear at once be told of a question.
func (s *Service) tell(ctx context.Context, tx *db.DB, by actor.Actor, question QuestionID) error {
	if s.Jobs == nil {
		return nil
	}
	whom, err := db.All(ctx, tx, db.Value[id.PersonID], `SELECT c.person FROM ask_choice c JOIN person p ON p.district = c.district AND p.id = c.person
		WHERE c.district = $1 AND c.person <> $2 AND p.state = 'active' ORDER BY c.person`, by.District, by.Person)
	if err != nil {
		return err
	}
	for _, person := range whom {
		if err := s.later(ctx, tx, writing{District: by.District, Person: person, Question: question}); err != nil {
			return err
		}
	}
	return nil
}

// tellAsker has whoever asked be told of an answer that is not their own.
func (s *Service) tellAsker(ctx context.Context, tx *db.DB, by actor.Actor, q Question, given AnswerID) error {
	if s.Jobs == nil || q.Person == by.Person {
		return nil
	}
	return s.later(ctx, tx, writing{District: by.District, Person: q.Person, Question: q.ID, Answer: given})
}

func (s *Service) later(ctx context.Context, tx *db.DB, w writing) error {
	return s.Jobs.EnqueueAt(ctx, tx, w, s.Clock.Now().Add(settling))
}

// write writes a letter and sends it, unless what it tells of was taken back or its reader has left. Run again it is the same letter.
func (s *Service) write(ctx context.Context, w writing) (err error) {
	defer fault.Wrap(&err, "letter of question %s", w.Question)
	letter, err := s.letter(ctx, w)
	if fault.IsNotFound(err) || fault.IsDenied(err) {
		return nil
	}
	if err != nil {
		return err
	}
	err = s.Mail.Send(ctx, letter)
	if mail.Permanent(err) {
		return jobs.Permanent(err)
	}
	return err
}

// letter makes it; fault.NotFound where there is nothing to tell.
func (s *Service) letter(ctx context.Context, w writing) (mail.Letter, error) {
	if silent, err := s.Silent(ctx, w.District, w.Person); err != nil || silent {
		return mail.Letter{}, orGone(err)
	}
	reader, err := s.People.Actor(ctx, w.District, w.Person)
	if err != nil {
		return mail.Letter{}, err
	}
	me, err := s.People.Me(ctx, reader)
	if err != nil {
		return mail.Letter{}, err
	}
	d, err := s.People.District(ctx, w.District)
	if err != nil {
		return mail.Letter{}, err
	}
	q, err := find(ctx, s.DB, reader, w.Question, read)
	if err == nil && (q.State != Open || me.Mail == "") {
		err = fault.NotFound{What: ObjectKind}
	}
	if err != nil {
		return mail.Letter{}, err
	}
	locale := d.Locale
	if lang.Known(me.Locale) {
		locale = me.Locale
	}
	say := speaker{s.Words.Printer(locale, d.Calling), s.BaseURL}
	if w.Answer == "" {
		return say.ofQuestion(me, q), nil
	}
	given, err := s.Answers(ctx, reader, w.Question)
	for _, a := range given {
		if a.ID == w.Answer {
			return say.ofAnswer(me, q, a), nil
		}
	}
	return mail.Letter{}, orGone(err)
}

func orGone(err error) error {
	if err == nil {
		return fault.NotFound{What: "letter"}
	}
	return err
}

// speaker writes letters in one language.
type speaker struct {
	lang.Printer
	baseURL string
}

func (say speaker) ofQuestion(to people.Person, q Question) mail.Letter {
	lines := []string{say.T("question.letter.hello", to.Given()), say.T("question.letter.asks", Who(say.Printer, q.PersonName, q.SchoolName)), q.Words}
	if q.NeedBy != "" {
		lines = append(lines, say.T("question.letter.by", say.Day(q.NeedBy)))
	}
	return say.letter(to, "question."+string(q.ID), say.T("question.letter.subject", q.Words), lines, say.T("question.letter.answer"), q, say.T("question.letter.why", say.baseURL+"/me"))
}

func (say speaker) ofAnswer(to people.Person, q Question, a Answer) mail.Letter {
	lines := []string{say.T("question.letter.hello", to.Given()), say.T("question.letter.answered", Who(say.Printer, a.PersonName, a.SchoolName)), q.Words}
	for _, part := range []string{a.Words, a.URL} {
		if part != "" {
			lines = append(lines, part)
		}
	}
	if a.Card != nil {
		lines = append(lines, a.Card.About.Title)
	}
	return say.letter(to, "answer."+string(a.ID), say.T("question.letter.answer_subject", q.Words), lines, say.T("question.letter.see"), q, say.T("question.letter.yours"))
}

// Who is a person of a school, or one of none.
func Who(p lang.Printer, person, school string) string {
	if school == "" {
		return person
	}
	return p.T("question.who", person, school)
}

func (say speaker) letter(to people.Person, key, subject string, lines []string, act string, q Question, foot string) mail.Letter {
	at := say.baseURL + "/questions/" + string(q.ID)
	var page strings.Builder
	fmt.Fprintf(&page, `<!doctype html><html lang="%s"><head><meta charset="utf-8"><title>%s</title></head><body>`, say.Locale, html.EscapeString(subject))
	for _, line := range lines {
		fmt.Fprintf(&page, "<p>%s</p>", html.EscapeString(line))
	}
	fmt.Fprintf(&page, `<p><a href="%s">%s</a></p><p>%s</p></body></html>`, html.EscapeString(at), html.EscapeString(act), html.EscapeString(foot))
	return mail.Letter{Key: key + "." + string(to.ID), To: to.Mail, ToName: to.Name, Language: string(say.Locale), Subject: subject,
		Text: strings.Join(append(lines, act+":\n"+at, foot), "\n\n") + "\n", HTML: page.String()}
}
