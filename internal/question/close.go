package question

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/credit"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
)

// CloseInput is what helped.
type CloseInput struct {
	Helped   []AnswerID
	Words    string      // what helped, in a sentence: why a colleague would want the tip
	Title    string      // of the tip; empty: the words of the question
	School   id.SchoolID // in whose name the tip is shared; empty: the asker's first
	Language string      // of the tip, BCP 47; empty: not said
	Grades   grade.Set   // of the tip; none: those of what helped, else the school's
}

// Close ends a question of the actor's own. What helped becomes a tip of their school: the question, what they say of it, and every answer
// that helped as a version of whoever gave it, so that the credit is theirs. Where nothing helped there is no tip.
//
// It returns the tip, empty for none; fault.Fields for what cannot be, and fault.Conflict for a question that is not open.
func (s *Service) Close(ctx context.Context, by actor.Actor, question QuestionID, in CloseInput) (tip catalog.ResourceID, err error) {
	defer fault.Wrap(&err, "close question %s", question)
	in.Words, in.Title = strings.TrimSpace(in.Words), strings.Join(strings.Fields(in.Title), " ")
	if in.School == "" {
		in.School = firstSchool(by)
	}
	own, err := s.gradesOf(ctx, by, in.School)
	if err != nil {
		return "", err
	}
	tip, err = db.Tx(ctx, s.DB, func(tx *db.DB) (catalog.ResourceID, error) {
		q, err := find(ctx, tx, by, question, conclude)
		if err != nil {
			return "", err
		}
		if q.State != Open {
			return "", fault.Conflict{Reason: fault.Say("question.conflict.state")}
		}
		given, err := answers(ctx, tx, by, question)
		if err != nil {
			return "", err
		}
		helped := slices.DeleteFunc(given, func(a Answer) bool { return !slices.Contains(in.Helped, a.ID) })
		tip, err := s.makeTip(ctx, tx, by, q, in, helped, own)
		if err != nil {
			return "", err
		}
		for _, a := range helped {
			if _, err := tx.Exec(ctx, `UPDATE answer SET helped = TRUE WHERE district = $1 AND id = $2`, by.District, a.ID); err != nil {
				return "", err
			}
		}
		if tip != "" {
			for _, a := range helped {
				if err := s.Credit.Tell(ctx, tx, by, tip, a.Person, credit.Answer); err != nil {
					return "", err
				}
			}
		}
		return tip, move(ctx, tx, by, q, Closed, Concluded, s.Clock.Now(), tip)
	})
	if err == nil && tip != "" {
		s.Catalog.Changed(ctx, catalog.Change{ID: tip})
	}
	return tip, err
}

// gradesOf are the grades of a school; all where it has none.
func (s *Service) gradesOf(ctx context.Context, by actor.Actor, school id.SchoolID) (grade.Set, error) {
	found, err := s.People.School(ctx, by.District, school)
	if fault.IsNotFound(err) || err == nil && found.Grades.Empty() {
		return grade.All, nil
	}
	return found.Grades, err
}

// gradesFor are the grades of a tip: those that are said, else those of what helped, else the school's own.
func gradesFor(said grade.Set, helped []Answer, own grade.Set) grade.Set {
	if !said.Empty() {
		return said
	}
	var of grade.Set
	for _, a := range helped {
		if a.Card != nil {
			of |= a.Card.About.Grades
		}
	}
	if of.Empty() {
		return own
	}
	return of
}

// tipSeen is who may see a tip.
const tipSeen = catalog.SeenByDistrict

// Unnamed says whether an answer gives something on the shelf that a tip must not name, since not everybody who may see the tip may see it,
// whatever the asker sees herself.
func (a Answer) Unnamed() bool {
	return a.Resource != "" && (a.Card == nil || a.Card.Visibility.Within(tipSeen))
}

// makeTip shares what helped; nothing where nothing did and nothing is said.
func (s *Service) makeTip(ctx context.Context, tx *db.DB, by actor.Actor, q Question, in CloseInput, helped []Answer, own grade.Set) (catalog.ResourceID, error) {
	if len(helped) == 0 && in.Words == "" {
		return "", nil
	}
	if in.Title == "" {
		in.Title = shortened(q.Words)
	}
	if err := checkTip(by, in); err != nil {
		return "", err
	}
	if err := s.addCards(ctx, by, helped); err != nil {
		return "", err
	}
	for i := range helped {
		if helped[i].Unnamed() {
			helped[i].Card = nil
		}
	}
	first, err := s.Catalog.Prepare(by, catalog.ShareInput{School: in.School, Visibility: tipSeen, Document: block.Document{About: block.About{
		Title: in.Title, Why: in.Words, Type: block.QuickTip, Grades: gradesFor(in.Grades, helped, own), Language: in.Language, Rights: "colleagues"}}})
	if err != nil {
		return "", err
	}
	var hands []catalog.Hand
	for _, a := range helped {
		hands = append(hands, catalog.Hand{Person: a.Person, School: a.School, Blocks: s.blocks(a)})
	}
	made, err := s.Catalog.ShareTogetherIn(ctx, tx, by, first, hands)
	return made.ID, err
}

func checkTip(by actor.Actor, in CloseInput) error {
	var wrong fault.Fields
	if in.Words == "" {
		wrong.Add("words", "question.wrong.helped")
	}
	if bare(in.Title) {
		wrong.Add("title", "question.wrong.title", in.Title)
	}
	if utf8.RuneCountInString(in.Title) > catalog.MaxTitle {
		wrong.Add("title", "question.wrong.words_long", catalog.MaxTitle)
	}
	if utf8.RuneCountInString(in.Words) > maxAnswer-200 {
		wrong.Add("words", "question.wrong.words_long", maxAnswer-200)
	}
	if !by.MayContributeAt(in.School) || in.School == "" {
		wrong.Add("school", "question.wrong.school")
	}
	return wrong.Err()
}

// shortened is a question as a title.
func shortened(words string) string {
	if utf8.RuneCountInString(words) <= catalog.MaxTitle {
		return words
	}
	return string([]rune(words)[:catalog.MaxTitle-1]) + "…"
}

// blocks are the parts that an answer becomes.
func (s *Service) blocks(a Answer) []block.Block {
	var out []block.Block
	add := func(body block.Body) { out = append(out, block.Block{Key: block.NewKey(s.IDs), Body: body}) }
	if a.Words != "" {
		add(block.Text{Markdown: a.Words})
	}
	if a.URL != "" {
		add(block.Link{URL: a.URL})
	}
	if a.Card != nil {
		add(block.Link{URL: s.BaseURL + a.Card.ID.Path(a.Card.About.Title), Title: a.Card.SchoolName + ": " + a.Card.About.Title})
	}
	return out
}

// Reopen is the way back from Close: the question is open again, and the tip is out of the catalog, unless a colleague has changed it
// since.
func (s *Service) Reopen(ctx context.Context, by actor.Actor, question QuestionID, reason string) (err error) {
	defer fault.Wrap(&err, "reopen question %s", question)
	var gone catalog.ResourceID
	err = s.DB.Do(ctx, func(tx *db.DB) error {
		gone = ""
		q, err := find(ctx, tx, by, question, conclude)
		if err != nil || q.State == Open {
			return err
		}
		if q.State != Closed {
			return fault.Conflict{Reason: fault.Say("question.conflict.state")}
		}
		if q.Tip != "" {
			untouched, err := db.One(ctx, tx, db.Value[bool], `SELECT state = 'published' AND NOT EXISTS (SELECT 1 FROM version v
					WHERE v.district = r.district AND v.resource = r.id AND v.at > $3) FROM resource r WHERE r.district = $1 AND r.id = $2`,
				by.District, q.Tip, clock.Micros(q.EndedAt))
			if err != nil {
				return err
			}
			if untouched {
				if err := s.Catalog.RetireIn(ctx, tx, by, q.Tip, reason); err != nil {
					return err
				}
				gone = q.Tip
			}
		}
		if _, err := tx.Exec(ctx, `UPDATE answer SET helped = FALSE WHERE district = $1 AND question = $2`, by.District, question); err != nil {
			return err
		}
		return move(ctx, tx, by, q, Open, Reopened, s.Clock.Now(), "")
	})
	if err == nil && gone != "" {
		s.Catalog.Changed(ctx, catalog.Change{ID: gone})
	}
	return err
}

// Helped lists the questions, closed since a moment, that an answer of the actor's helped with, the last first: what they are thanked for.
func (s *Service) Helped(ctx context.Context, by actor.Actor, since time.Time) (_ []Question, err error) {
	defer fault.Wrap(&err, "helped by %s", by.Person)
	if err := permitted(by, read, ""); err != nil {
		return nil, err
	}
	list, err := questions(ctx, s.DB, by, `AND q.state = 'closed' AND q.ended_at > $3 AND q.person <> $2 AND EXISTS (SELECT 1 FROM answer a
		WHERE a.district = q.district AND a.question = q.id AND a.person = $2 AND a.helped AND a.removed_at IS NULL)
		ORDER BY q.ended_at DESC, q.id LIMIT $4`, clock.Micros(since), listed)
	return s.withTips(ctx, by, list, err)
}
