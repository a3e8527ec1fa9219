package question

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// AnswerID names an answer.
type AnswerID string

// Given is what an answer says: at least one of the three.
type Given struct {
	Words    string
	URL      string
	Resource catalog.ResourceID // something on the shelf
}

// Answer is what a colleague answered.
type Answer struct {
	Given
	ID         AnswerID
	Card       *catalog.Card // of the resource; nil: none, or the reader may not see it
	Person     id.PersonID
	PersonName string
	School     id.SchoolID
	SchoolName string // short
	Helped     bool   // as whoever asked said
	At         time.Time
	MayRetract bool // whoever reads
}

const answerColumns = `a.id, a.person, p.name, coalesce(a.school, ''), coalesce(s.short_name, ''), a.words, a.url, coalesce(a.resource, ''), a.helped, a.at`

const answerFrom = ` FROM answer a
	JOIN person p ON p.district = a.district AND p.id = a.person
	LEFT JOIN school s ON s.district = a.district AND s.id = a.school `

func scanAnswer(row db.Row) (Answer, error) {
	var a Answer
	var at int64
	err := row.Scan(&a.ID, &a.Person, &a.PersonName, &a.School, &a.SchoolName, &a.Words, &a.URL, &a.Resource, &a.Helped, &at)
	a.At = clock.FromMicros(at)
	return a, err
}

// Answers lists what was answered to a question, in order.
func (s *Service) Answers(ctx context.Context, by actor.Actor, question QuestionID) (_ []Answer, err error) {
	defer fault.Wrap(&err, "answers to %s", question)
	if _, err := find(ctx, s.DB, by, question, read); err != nil {
		return nil, err
	}
	list, err := answers(ctx, s.DB, by, question)
	if err != nil {
		return nil, err
	}
	return list, s.addCards(ctx, by, list)
}

func answers(ctx context.Context, d *db.DB, by actor.Actor, question QuestionID) ([]Answer, error) {
	list, err := db.All(ctx, d, scanAnswer, `SELECT `+answerColumns+answerFrom+`WHERE a.district = $1 AND a.question = $2 AND a.removed_at IS NULL ORDER BY a.at, a.id`,
		by.District, question)
	for i, a := range list {
		list[i].MayRetract = permitted(by, retract, a.Person) == nil
	}
	return list, err
}

func (s *Service) addCards(ctx context.Context, by actor.Actor, list []Answer) error {
	var ids []catalog.ResourceID
	for _, a := range list {
		if a.Resource != "" {
			ids = append(ids, a.Resource)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	cards, err := s.Catalog.Cards(ctx, by, ids)
	for i, a := range list {
		for j := range cards {
			if cards[j].ID == a.Resource {
				list[i].Card = &cards[j]
			}
		}
	}
	return err
}

const (
	maxAnswer   = 1200 // characters
	maxURL      = 2000
	mostAnswers = 100 // to one question
)

// check says what cannot be answered.
func (g *Given) check() error {
	g.Words, g.URL = strings.TrimSpace(g.Words), strings.TrimSpace(g.URL)
	var wrong fault.Fields
	if g.Words == "" && g.URL == "" && g.Resource == "" {
		wrong.Add("words", "question.wrong.answer")
	}
	if utf8.RuneCountInString(g.Words) > maxAnswer {
		wrong.Add("words", "question.wrong.words_long", maxAnswer)
	}
	if g.URL != "" {
		if u, err := url.Parse(g.URL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || len(g.URL) > maxURL {
			wrong.Add("url", "question.wrong.url")
		}
	}
	return wrong.Err()
}

// Answer answers a question that is open.
//
// It returns fault.Fields for what cannot be, fault.NotFound for something on the shelf that the actor may not see, or that is another
// district's, and fault.Conflict for a question that is closed.
func (s *Service) Answer(ctx context.Context, by actor.Actor, question QuestionID, in Given) (_ AnswerID, err error) {
	defer fault.Wrap(&err, "answer %s", question)
	if err := permitted(by, answer, ""); err != nil {
		return "", err
	}
	if err := in.check(); err != nil {
		return "", err
	}
	if in.Resource != "" {
		cards, err := s.Catalog.Cards(ctx, by, []catalog.ResourceID{in.Resource})
		if err != nil {
			return "", err
		}
		if len(cards) == 0 || cards[0].District != by.District {
			return "", fault.NotFound{What: catalog.ObjectKind}
		}
	}
	made := id.New[AnswerID](s.IDs)
	return made, s.DB.Do(ctx, func(tx *db.DB) error {
		q, err := find(ctx, tx, by, question, answer)
		if err != nil {
			return err
		}
		if q.State != Open {
			return fault.Conflict{Reason: fault.Say("question.conflict.state")}
		}
		if q.Answers >= mostAnswers {
			return fault.Conflict{Reason: fault.Say("question.conflict.answers", mostAnswers)}
		}
		now := s.Clock.Now()
		_, err = tx.Exec(ctx, `INSERT INTO answer (id, district, question, person, school, words, url, resource, helped, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, FALSE, $9)`,
			made, by.District, question, by.Person, orNull(firstSchool(by)), in.Words, in.URL, orNull(in.Resource), clock.Micros(now))
		if err != nil {
			return err
		}
		if err := s.tellAsker(ctx, tx, by, q, made); err != nil {
			return err
		}
		return log(ctx, tx, by, Answered, question, now)
	})
}

// Retract takes an answer away; back lets it stand again, which whoever took it away and a coordinator may. Done twice it is done
// once. What is in a tip already stays there.
func (s *Service) Retract(ctx context.Context, by actor.Actor, question QuestionID, given AnswerID, back bool) (err error) {
	defer fault.Wrap(&err, "retract %s", given)
	return s.DB.Do(ctx, func(tx *db.DB) error {
		if _, err := find(ctx, tx, by, question, read); err != nil {
			return err
		}
		type standing struct {
			person, remover id.PersonID
			gone            bool
		}
		at, err := db.One(ctx, tx, func(row db.Row) (at standing, err error) { return at, row.Scan(&at.person, &at.remover, &at.gone) },
			`SELECT person, coalesce(removed_by, person), removed_at IS NOT NULL FROM answer WHERE district = $1 AND question = $2 AND id = $3`, by.District, question, given)
		if errors.Is(err, sql.ErrNoRows) {
			return fault.NotFound{What: "answer"}
		}
		if err != nil {
			return err
		}
		if err := permitted(by, retract, at.person); err != nil {
			return err
		}
		if at.gone != back {
			return nil
		}
		if back && !mayReturn(by, at.remover) {
			return fault.Denied{Reason: fault.Say("question.denied.back")}
		}
		now, verb, removed, remover := s.Clock.Now(), AnswerTaken, any(nil), any(nil)
		if back {
			verb = Answered
		} else {
			removed, remover = clock.Micros(now), orNull(by.Person)
		}
		if _, err := tx.Exec(ctx, `UPDATE answer SET removed_at = $3, removed_by = $4 WHERE district = $1 AND id = $2`, by.District, given, removed, remover); err != nil {
			return err
		}
		return log(ctx, tx, by, verb, question, now)
	})
}
