package question

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/credit"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/letterbox"
	"github.com/commonshelf/commonshelf/internal/people"
)

// Options are what the service stands on.
type Options struct {
	DB      *db.DB
	Clock   clock.Clock
	IDs     id.Source
	People  *people.Service
	Catalog *catalog.Service
	Credit  *credit.Service
	Letters *letterbox.Service // nil: nobody is written to
	BaseURL string             // address people type, without a slash at the end
}

// Service keeps the questions.
type Service struct{ Options }

// New returns the service and tells who writes its letters.
func New(o Options) *Service {
	s := &Service{o}
	if o.Letters != nil {
		o.Letters.Register(Asking, s.writeQuestion, letterbox.Rules{})
		o.Letters.Register(Answering, s.writeAnswer, letterbox.Rules{Asked: true})
	}
	return s
}

// QuestionID names a question.
type QuestionID string

// State is where a question stands.
type State string

// The states and the moves between them.
const (
	Open      State = "open"
	Closed    State = "closed"
	Withdrawn State = "withdrawn"
)

var moves = map[State][]State{Open: {Closed, Withdrawn}, Closed: {Open}, Withdrawn: {Open}}

func (s State) may(to State) bool {
	for _, m := range moves[s] {
		if m == to {
			return true
		}
	}
	return false
}

// ObjectKind is what the log calls a question.
const ObjectKind = "question"

// Verbs of the log.
const (
	Asked       activity.Verb = "question.asked" // or asked again
	Altered     activity.Verb = "question.altered"
	Taken       activity.Verb = "question.withdrawn"
	Answered    activity.Verb = "answer.given" // or stands again
	AnswerTaken activity.Verb = "answer.removed"
	Concluded   activity.Verb = "question.closed"
	Reopened    activity.Verb = "question.reopened"
)

// Question is something that somebody asks her colleagues.
type Question struct {
	ID         QuestionID
	Person     id.PersonID
	PersonName string
	School     id.SchoolID // empty: for none in particular
	SchoolName string      // short
	Words      string
	NeedBy     clock.Day // empty: whenever
	State      State
	AskedAt    time.Time
	EndedAt    time.Time          // zero: open
	Tip        catalog.ResourceID // what it became; empty: nothing
	Answers    int
	Mine       bool // the reader asked it
	Answered   bool // the reader answered it
	MayAgain   bool // it was taken back, and the reader may ask it again

	withdrawnBy id.PersonID
}

// again is after how long without an answer a question is shown again.
const again = 7 * 24 * time.Hour

// Again says whether it stands a week without an answer.
func (q Question) Again(now time.Time) bool {
	return q.State == Open && q.Answers == 0 && !now.Before(q.AskedAt.Add(again))
}

const questionColumns = `q.id, q.person, p.name, coalesce(q.school, ''), coalesce(s.short_name, ''), q.words, coalesce(q.need_by, ''), q.state, q.asked_at,
	coalesce(q.ended_at, 0), coalesce(q.tip, ''),
	(SELECT count(*) FROM answer a WHERE a.district = q.district AND a.question = q.id AND a.removed_at IS NULL),
	EXISTS (SELECT 1 FROM answer a WHERE a.district = q.district AND a.question = q.id AND a.removed_at IS NULL AND a.person = $2),
	coalesce(q.withdrawn_by, q.person)`

const questionFrom = ` FROM question q
	JOIN person p ON p.district = q.district AND p.id = q.person
	LEFT JOIN school s ON s.district = q.district AND s.id = q.school
	WHERE q.district = $1 `

func scanQuestion(row db.Row) (Question, error) {
	var q Question
	var asked, ended int64
	err := row.Scan(&q.ID, &q.Person, &q.PersonName, &q.School, &q.SchoolName, &q.Words, &q.NeedBy, &q.State, &asked, &ended, &q.Tip, &q.Answers, &q.Answered, &q.withdrawnBy)
	if q.AskedAt = clock.FromMicros(asked); ended > 0 {
		q.EndedAt = clock.FromMicros(ended)
	}
	return q, err
}

// questions reads questions of the actor's district, as the rest of the query says; its first two gaps are taken.
func questions(ctx context.Context, d *db.DB, by actor.Actor, rest string, args ...any) ([]Question, error) {
	list, err := db.All(ctx, d, scanQuestion, `SELECT `+questionColumns+questionFrom+rest, append([]any{by.District, by.Person}, args...)...)
	for i := range list {
		list[i].Mine = by.SignedIn() && list[i].Person == by.Person
		list[i].MayAgain = list[i].State == Withdrawn && mayReturn(by, list[i].withdrawnBy)
	}
	return list, err
}

// find reads one question and decides whether the actor may do something with it.
func find(ctx context.Context, d *db.DB, by actor.Actor, question QuestionID, do act) (Question, error) {
	list, err := questions(ctx, d, by, `AND q.id = $3`, question)
	if err == nil && len(list) == 0 {
		err = fault.NotFound{What: ObjectKind}
	}
	if err != nil {
		return Question{}, err
	}
	if list[0].State == Withdrawn && permitted(by, alter, list[0].Person) != nil {
		return Question{}, fault.NotFound{What: ObjectKind}
	}
	return list[0], permitted(by, do, list[0].Person)
}

// listed is how many questions a page lists.
const listed = 100

// Open lists what is asked in the actor's district and not closed, the newest first.
func (s *Service) Open(ctx context.Context, by actor.Actor) (_ []Question, err error) {
	defer fault.Wrap(&err, "open questions")
	if err := permitted(by, read, ""); err != nil {
		return nil, err
	}
	return questions(ctx, s.DB, by, `AND q.state = 'open' ORDER BY q.asked_at DESC, q.id LIMIT $3`, listed)
}

// Closed lists what was asked and is closed, the last first.
func (s *Service) Closed(ctx context.Context, by actor.Actor) (_ []Question, err error) {
	defer fault.Wrap(&err, "closed questions")
	if err := permitted(by, read, ""); err != nil {
		return nil, err
	}
	list, err := questions(ctx, s.DB, by, `AND q.state = 'closed' ORDER BY q.ended_at DESC, q.id LIMIT $3`, listed)
	return s.withTips(ctx, by, list, err)
}

// Lately lists what to show to a colleague who did not ask for it: what others asked in the last seven days, and after seven days what
// nobody has answered, those needed soonest first. What they answered is left out.
func (s *Service) Lately(ctx context.Context, by actor.Actor) (_ []Question, err error) {
	defer fault.Wrap(&err, "questions lately")
	if err := permitted(by, read, ""); err != nil {
		return nil, err
	}
	list, err := questions(ctx, s.DB, by, `AND q.state = 'open' AND q.person <> $2 AND (q.asked_at > $3 OR NOT EXISTS (
			SELECT 1 FROM answer a WHERE a.district = q.district AND a.question = q.id AND a.removed_at IS NULL))
		ORDER BY q.need_by IS NULL, q.need_by, q.asked_at DESC, q.id LIMIT $4`, clock.Micros(s.Clock.Now().Add(-again)), listed)
	out := list[:0]
	for _, q := range list {
		if !q.Answered {
			out = append(out, q)
		}
	}
	return out, err
}

// Find is one question.
func (s *Service) Find(ctx context.Context, by actor.Actor, question QuestionID) (_ Question, err error) {
	defer fault.Wrap(&err, "find question %s", question)
	q, err := find(ctx, s.DB, by, question, read)
	list, err := s.withTips(ctx, by, []Question{q}, err)
	if err != nil {
		return Question{}, err
	}
	return list[0], nil
}

const (
	maxWords  = 400 // characters
	mostAsked = 30  // in a day, by one person
)

// checkWords says what cannot be asked.
func checkWords(words *string, needBy, today clock.Day) fault.Fields {
	*words = strings.Join(strings.Fields(*words), " ")
	var wrong fault.Fields
	if *words == "" {
		wrong.Add("words", "question.wrong.words")
	}
	if bare(*words) {
		wrong.Add("words", "question.wrong.bare", *words)
	}
	if utf8.RuneCountInString(*words) > maxWords {
		wrong.Add("words", "question.wrong.words_long", maxWords)
	}
	if _, err := clock.ParseDay(string(needBy)); err != nil {
		wrong.Add("need_by", "question.wrong.day")
	} else if needBy != "" && needBy < today {
		wrong.Add("need_by", "question.wrong.past")
	}
	return wrong
}

// bare says whether a text is one word of a script that parts words by spaces: it says what, and not what for.
func bare(text string) bool {
	if text == "" || strings.ContainsAny(text, " ?？؟") {
		return false
	}
	return !strings.ContainsFunc(text, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
	})
}

// openSame lists what is asked in some words already, whatever their case and accents.
func openSame(ctx context.Context, d *db.DB, by actor.Actor, rest, words string) ([]Question, error) {
	return questions(ctx, d, by, `AND q.words_key = $3 AND q.state = 'open' `+rest, fold.Key(words))
}

// Same is what the actor, or else a colleague, asks in the same words already; false where nobody does.
func (s *Service) Same(ctx context.Context, by actor.Actor, words string) (_ Question, there bool, err error) {
	defer fault.Wrap(&err, "the same question")
	if err := permitted(by, ask, ""); err != nil {
		return Question{}, false, err
	}
	list, err := openSame(ctx, s.DB, by, `ORDER BY CASE WHEN q.person = $2 THEN 0 ELSE 1 END, q.asked_at, q.id LIMIT 1`, words)
	if err != nil || len(list) == 0 {
		return Question{}, false, err
	}
	return list[0], true, nil
}

// Ask asks the colleagues. What the actor asks already, in the same words, is not asked a second time.
func (s *Service) Ask(ctx context.Context, by actor.Actor, words string, needBy clock.Day) (_ Question, err error) {
	defer fault.Wrap(&err, "ask")
	if err := permitted(by, ask, ""); err != nil {
		return Question{}, err
	}
	today, err := s.today(ctx, by)
	if err != nil {
		return Question{}, err
	}
	if err := checkWords(&words, needBy, today).Err(); err != nil {
		return Question{}, err
	}
	return db.Tx(ctx, s.DB, func(tx *db.DB) (Question, error) {
		now := s.Clock.Now()
		same, err := openSame(ctx, tx, by, `AND q.person = $2`, words)
		if err != nil {
			return Question{}, err
		}
		if len(same) > 0 {
			return same[0], nil
		}
		asked, err := db.One(ctx, tx, db.Value[int], `SELECT count(*) FROM question WHERE district = $1 AND person = $2 AND asked_at > $3`,
			by.District, by.Person, clock.Micros(now.Add(-24*time.Hour)))
		if err != nil {
			return Question{}, err
		}
		if asked >= mostAsked {
			return Question{}, fault.Conflict{Reason: fault.Say("question.conflict.many", mostAsked)}
		}
		q := Question{ID: id.New[QuestionID](s.IDs)}
		_, err = tx.Exec(ctx, `INSERT INTO question (id, district, person, school, words, words_key, need_by, state, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8)`,
			q.ID, by.District, by.Person, orNull(firstSchool(by)), words, fold.Key(words), orNull(needBy), clock.Micros(now))
		if err != nil {
			return Question{}, err
		}
		if err := s.tell(ctx, tx, by, q.ID); err != nil {
			return Question{}, err
		}
		if err := log(ctx, tx, by, Asked, q.ID, now); err != nil {
			return Question{}, err
		}
		return find(ctx, tx, by, q.ID, read)
	})
}

// Alter asks in other words, or by another day.
func (s *Service) Alter(ctx context.Context, by actor.Actor, question QuestionID, words string, needBy clock.Day) (err error) {
	defer fault.Wrap(&err, "alter question %s", question)
	today, err := s.today(ctx, by)
	if err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.DB) error {
		q, err := find(ctx, tx, by, question, alter)
		if err != nil {
			return err
		}
		if needBy == q.NeedBy {
			today = "" // a day that has passed since may stay
		}
		if err := checkWords(&words, needBy, today).Err(); err != nil {
			return err
		}
		if q.State != Open {
			return fault.Conflict{Reason: fault.Say("question.conflict.state")}
		}
		if _, err := tx.Exec(ctx, `UPDATE question SET words = $3, words_key = $4, need_by = $5 WHERE district = $1 AND id = $2`, by.District, question, words, fold.Key(words), orNull(needBy)); err != nil {
			return err
		}
		return log(ctx, tx, by, Altered, question, s.Clock.Now())
	})
}

// Withdraw takes a question back; again asks it again, with the answers that it had, which whoever took it back and a coordinator
// may. Done twice it is done once.
func (s *Service) Withdraw(ctx context.Context, by actor.Actor, question QuestionID, again bool) (err error) {
	defer fault.Wrap(&err, "withdraw question %s", question)
	to, verb := Withdrawn, Taken
	if again {
		to, verb = Open, Asked
	}
	return s.DB.Do(ctx, func(tx *db.DB) error {
		q, err := find(ctx, tx, by, question, alter)
		if err != nil || q.State == to {
			return err
		}
		if q.State == Closed {
			return fault.Conflict{Reason: fault.Say("question.conflict.state")}
		}
		if again && !q.MayAgain {
			return fault.Denied{Reason: fault.Say("question.denied.again")}
		}
		return move(ctx, tx, by, q, to, verb, s.Clock.Now(), "")
	})
}

// move takes a question from one state to another.
func move(ctx context.Context, tx *db.DB, by actor.Actor, q Question, to State, verb activity.Verb, now time.Time, tip catalog.ResourceID) error {
	if !q.State.may(to) {
		return fault.Conflict{Reason: fault.Say("question.conflict.state")}
	}
	ended, withdrawnBy := any(nil), any(nil)
	if to != Open {
		ended = clock.Micros(now)
	}
	if to == Withdrawn {
		withdrawnBy = orNull(by.Person)
	}
	if _, err := tx.Exec(ctx, `UPDATE question SET state = $3, ended_at = $4, tip = $5, withdrawn_by = $6 WHERE district = $1 AND id = $2`, by.District, q.ID, to, ended, orNull(tip), withdrawnBy); err != nil {
		return err
	}
	return log(ctx, tx, by, verb, q.ID, now)
}

func log(ctx context.Context, tx *db.DB, by actor.Actor, verb activity.Verb, q QuestionID, at time.Time) error {
	return activity.Write(ctx, tx, activity.Activity{District: by.District, School: firstSchool(by), Person: by.Person, Verb: verb, ObjectKind: ObjectKind, Object: string(q), At: at})
}

// firstSchool is the school for which somebody asks and answers; empty for a coordinator without one.
func firstSchool(by actor.Actor) id.SchoolID {
	if len(by.Schools) == 0 {
		return ""
	}
	return by.Schools[0].School
}

func (s *Service) today(ctx context.Context, by actor.Actor) (clock.Day, error) {
	d, err := s.People.District(ctx, by.District)
	if errors.Is(err, sql.ErrNoRows) {
		return "", fault.NotFound{What: "district"}
	}
	if err != nil {
		return "", fmt.Errorf("today: %w", err)
	}
	return s.People.DayOf(d.Zone, s.Clock.Now()), nil
}

// orNull stores empty text as no value.
func orNull[T ~string](s T) any {
	if s == "" {
		return nil
	}
	return string(s)
}
