package question

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/letterbox"
)

// The kinds of letter: a question to who wants to hear of it at once, and an answer to whoever asked.
const (
	Asking    letterbox.Kind = "question"
	Answering letterbox.Kind = "answer"
)

// settling is how long a question and an answer may be taken back before a letter tells of them.
const settling = 5 * time.Minute

// tell has everybody who chose to hear at once be told of a question.
func (s *Service) tell(ctx context.Context, tx *db.DB, by actor.Actor, question QuestionID) error {
	whom, err := db.All(ctx, tx, db.Value[id.PersonID], `SELECT c.person FROM ask_choice c JOIN person p ON p.district = c.district AND p.id = c.person
		WHERE c.district = $1 AND c.person <> $2 AND p.state = 'active' ORDER BY c.person`, by.District, by.Person)
	if err != nil {
		return err
	}
	for _, person := range whom {
		if err := s.later(ctx, tx, Asking, by.District, person, string(question)); err != nil {
			return err
		}
	}
	return nil
}

// tellAsker has whoever asked be told of an answer that is not their own.
func (s *Service) tellAsker(ctx context.Context, tx *db.DB, by actor.Actor, q Question, given AnswerID) error {
	if q.Person == by.Person {
		return nil
	}
	return s.later(ctx, tx, Answering, by.District, q.Person, string(given))
}

func (s *Service) later(ctx context.Context, tx *db.DB, k letterbox.Kind, district id.DistrictID, to id.PersonID, about string) error {
	if s.Letters == nil {
		return nil
	}
	return s.Letters.PostAt(ctx, tx, k, district, to, about, s.Clock.Now().Add(settling))
}

// AnswerPath is the local address at which the reader of a letter answers, without signing in.
func AnswerPath(page string, question QuestionID) string {
	return page + "/questions/" + string(question)
}

// writeQuestion tells of a question that is still open.
func (s *Service) writeQuestion(ctx context.Context, to letterbox.Reader, about string) (letterbox.Letter, error) {
	q, err := s.told(ctx, to, QuestionID(about))
	if err == nil && q.State != Open {
		err = fault.NotFound{What: ObjectKind}
	}
	if err != nil {
		return letterbox.Letter{}, err
	}
	by := ""
	if q.NeedBy != "" {
		by = to.T("question.letter.by", to.Day(q.NeedBy))
	}
	return to.Write(to.T("question.letter.subject", q.Words), letterbox.Part{Head: to.T("question.letter.asks", Who(to.Printer, q.PersonName, q.SchoolName)), Title: q.Words, Line: by,
		Action: to.T("question.letter.answer"), Path: AnswerPath(to.Page, q.ID)}, letterbox.Part{Line: to.T("question.letter.why"), Action: to.T("question.letter.otherwise"), Path: letterbox.Inside(to.Page, "/me")})
}

// writeAnswer tells whoever asked of an answer that stands, while the question is open.
func (s *Service) writeAnswer(ctx context.Context, to letterbox.Reader, about string) (letterbox.Letter, error) {
	question, err := db.One(ctx, s.DB, db.Value[QuestionID], `SELECT question FROM answer WHERE district = $1 AND id = $2`, to.District.ID, about)
	if errors.Is(err, sql.ErrNoRows) {
		err = fault.NotFound{What: "answer"}
	}
	if err != nil {
		return letterbox.Letter{}, err
	}
	q, err := s.told(ctx, to, question)
	if err != nil {
		return letterbox.Letter{}, err
	}
	given, err := s.Answers(ctx, to.Actor, question)
	if err != nil {
		return letterbox.Letter{}, err
	}
	for _, a := range given {
		if string(a.ID) == about && q.State == Open && q.Mine {
			return to.Write(to.T("question.letter.answer_subject", q.Words), ofAnswer(to, q, a)...)
		}
	}
	return letterbox.Letter{}, fault.NotFound{What: "answer"}
}

func ofAnswer(to letterbox.Reader, q Question, a Answer) []letterbox.Part {
	out := []letterbox.Part{{Head: to.T("question.letter.answered", Who(to.Printer, a.PersonName, a.SchoolName)), Title: q.Words, Text: a.Words}}
	if a.URL != "" {
		out = append(out, letterbox.Part{Text: a.URL})
	}
	if a.Card != nil {
		out = append(out, letterbox.Part{Title: a.Card.About.Title, Lang: a.Card.About.Language, Path: letterbox.Inside(to.Page, a.Card.ID.Path(""))})
	}
	return append(out, letterbox.Part{Action: to.T("question.letter.see"), Path: letterbox.Inside(to.Page, "/questions/"+string(q.ID))})
}

// told is a question as the reader of a letter finds it; what they may not read is not told of.
func (s *Service) told(ctx context.Context, to letterbox.Reader, question QuestionID) (Question, error) {
	q, err := find(ctx, s.DB, to.Actor, question, read)
	if fault.IsDenied(err) {
		err = fault.NotFound{What: ObjectKind}
	}
	return q, err
}

// Who is a person of a school, or one of none.
func Who(p lang.Printer, person, school string) string {
	if school == "" {
		return person
	}
	return p.T("question.who", person, school)
}
