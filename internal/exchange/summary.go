package exchange

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// SumUp says in at most three lines what came of an exchange; empty takes them back. began is what stood there when the actor began
// to write: fault.Fields says so where it is something else now, and nothing is replaced.
//
// It is fault.Conflict for an exchange that is still to come.
func (s *Service) SumUp(ctx context.Context, by actor.Actor, which ExchangeID, text, began string) (err error) {
	defer fault.Wrap(&err, "sum up exchange %s", which)
	text = lines(text)
	var f fault.Fields
	checkSummary(&f, text)
	if err := f.Err(); err != nil {
		return err
	}
	return s.summarize(ctx, by, which, func(e Exchange) (written, error) {
		if e.Summary != lines(began) && e.Summary != text {
			return written{}, fault.Fields{"summary": fault.Say("exchange.summary.meanwhile")}
		}
		return written{text, by.Person}, nil
	})
}

// UndoSummary has what stood before the last change of the summary stand again.
func (s *Service) UndoSummary(ctx context.Context, by actor.Actor, which ExchangeID) (err error) {
	defer fault.Wrap(&err, "undo the summary of exchange %s", which)
	return s.summarize(ctx, by, which, func(e Exchange) (written, error) { return e.before, nil })
}

// written is a summary and who wrote it.
type written struct {
	text string
	by   id.PersonID
}

func (s *Service) summarize(ctx context.Context, by actor.Actor, which ExchangeID, next func(e Exchange) (written, error)) error {
	return s.change(ctx, by, which, note, func(tx *db.DB, e Exchange) (activity.Verb, error) {
		if !e.Over(s.Clock.Now()) || e.State == Off {
			return "", fault.Conflict{Reason: fault.Say("exchange.not_yet")}
		}
		now, err := next(e)
		if err != nil || now.text == e.Summary {
			return "", err
		}
		verb := Summed
		if now.text == "" {
			verb, now.by = SummedAnew, ""
		}
		_, err = tx.Exec(ctx, `UPDATE exchange SET summary_before = summary, summary_before_by = summary_by, summary = $3, summary_by = $4 WHERE district = $1 AND id = $2`,
			by.District, which, now.text, orNull(string(now.by)))
		return verb, err
	})
}
