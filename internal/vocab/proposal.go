package vocab

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/lang"
)

// ProposalID names a proposal.
type ProposalID string

// Proposal is a word that somebody wants among the topics.
type Proposal struct {
	ID         ProposalID
	Name       string
	Person     id.PersonID
	PersonName string
	Locale     lang.Locale // in which they read and write here
	Resource   string      // id of the resource it came with; empty: none
	At         time.Time
}

// Propose asks the coordinator for a topic. A word that is a topic already, or waits already, is not asked for again.
func (s *Service) Propose(ctx context.Context, tx *db.DB, by actor.Actor, resource, word string) error {
	if err := permitted(by, propose); err != nil {
		return err
	}
	word = strings.Join(strings.Fields(word), " ")
	key := fold.Key(word)
	if key == "" || len(word) > longestTopic {
		return nil
	}
	known, err := db.One(ctx, tx, db.Value[int], `SELECT
		(SELECT count(*) FROM term_name WHERE district = $1 AND name_key = $2) +
		(SELECT count(*) FROM term_proposal WHERE district = $1 AND name_key = $2 AND state = 'waiting')`, by.District, key)
	if err != nil || known > 0 {
		return err
	}
	now := s.clock.Now()
	proposal := id.New[ProposalID](s.ids)
	if _, err := tx.Exec(ctx, `INSERT INTO term_proposal (id, district, name, name_key, person, resource, state, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7)`, proposal, by.District, word, key, by.Person, resource, clock.Micros(now)); err != nil {
		return err
	}
	return activity.Write(ctx, tx, activity.Activity{District: by.District, Person: by.Person, Verb: TermProposed,
		ObjectKind: "proposal", Object: string(proposal), At: now})
}

// Unasked keeps of words those that are no topic and that nobody has proposed yet, whatever became of it.
func (s *Service) Unasked(ctx context.Context, by actor.Actor, words []string) ([]string, error) {
	if err := permitted(by, propose); err != nil {
		return nil, err
	}
	if len(words) == 0 {
		return nil, nil
	}
	keys := make([]string, len(words))
	for i, word := range words {
		keys[i] = fold.Key(word)
	}
	in, args := db.In(2, keys)
	asked, err := db.All(ctx, s.db, db.Value[string], `SELECT name_key FROM term_name WHERE district = $1 AND name_key IN (`+in+`)
		UNION SELECT name_key FROM term_proposal WHERE district = $1 AND name_key IN (`+in+`)`, append([]any{by.District}, args...)...)
	var out []string
	for i, word := range words {
		if !slices.Contains(asked, keys[i]) && keys[i] != "" && len(word) <= longestTopic {
			out = append(out, word)
		}
	}
	return out, err
}

// longestTopic is how many bytes a proposed topic may have.
const longestTopic = 80

// Waiting lists the proposals that nobody has decided, oldest first. Only the coordinator sees them.
func (s *Service) Waiting(ctx context.Context, by actor.Actor) ([]Proposal, error) {
	if err := permitted(by, decide); err != nil {
		return nil, err
	}
	return db.All(ctx, s.db, func(row db.Row) (Proposal, error) {
		var p Proposal
		var at int64
		err := row.Scan(&p.ID, &p.Name, &p.Person, &p.PersonName, &p.Locale, &p.Resource, &at)
		p.At = clock.FromMicros(at)
		return p, err
	}, `SELECT q.id, q.name, q.person, p.name, CASE p.locale WHEN '' THEN d.locale ELSE p.locale END, q.resource, q.created_at
		FROM term_proposal q JOIN person p ON p.district = q.district AND p.id = q.person JOIN district d ON d.id = q.district
		WHERE q.district = $1 AND q.state = 'waiting' ORDER BY q.created_at, q.id`, by.District)
}

// Decision is what becomes of a proposal: another name of a topic that is there, a topic of its own, or nothing.
type Decision struct {
	Proposal ProposalID
	Decline  bool   // it becomes nothing, whatever else is said
	Into     TermID // another name of this topic; empty: a topic of its own
	English  string // label of the new topic
	Spanish  string
}

// Decide settles a proposal. Two coordinators deciding at once: the second is told. Reopen is the way back.
//
// It returns the topic that the proposed word now names; none when it was declined. A new topic without a label is fault.Fields.
func (s *Service) Decide(ctx context.Context, by actor.Actor, in Decision) (_ TermID, err error) {
	defer fault.Wrap(&err, "decide proposal %s", in.Proposal)
	if err := permitted(by, decide); err != nil {
		return "", err
	}
	if !in.Decline && in.Into == "" {
		if err := (NewTerm{English: in.English, Spanish: in.Spanish}).check(); err != nil {
			return "", err
		}
	}
	return db.Tx(ctx, s.db, func(tx *db.DB) (TermID, error) {
		word, err := db.One(ctx, tx, db.Value[string], `SELECT name FROM term_proposal WHERE district = $1 AND id = $2`, by.District, in.Proposal)
		if errors.Is(err, sql.ErrNoRows) {
			return "", fault.NotFound{What: "proposal"}
		}
		if err != nil {
			return "", err
		}
		term, verb, state, now := TermID(""), ProposalTaken, "taken", s.clock.Now()
		switch {
		case in.Decline:
			verb, state = ProposalLeft, "declined"
		case in.Into != "":
			term, err = s.nameAlso(ctx, tx, by, in.Into, word)
		default:
			var c Change
			c, err = s.add(ctx, tx, by, NewTerm{English: in.English, Spanish: in.Spanish, Synonyms: []Name{{Text: word}}}, now)
			term = c.Term
		}
		if err != nil {
			return "", err
		}
		changed, err := tx.Exec(ctx, `UPDATE term_proposal SET state = $3, term = $4, decided_at = $5, decided_by = $6
			WHERE district = $1 AND id = $2 AND state = 'waiting'`, by.District, in.Proposal, state, nullable(term), clock.Micros(now), by.Person)
		if err != nil {
			return "", err
		}
		if changed == 0 {
			return "", fault.Conflict{Reason: fault.Say("vocab.conflict.decided")}
		}
		tx.AfterCommit(func() { s.Forget(by.District) })
		return term, activity.Write(ctx, tx, activity.Activity{District: by.District, Person: by.Person, Verb: verb,
			ObjectKind: "proposal", Object: string(in.Proposal), At: now})
	})
}

// Reopen puts a proposal back among those that wait: one that was declined, one that became another name of a topic, which then
// loses that name, or one that became a topic of its own, which is then taken away.
//
// It returns fault.Conflict for one that waits already, and for a topic of its own that was changed since.
func (s *Service) Reopen(ctx context.Context, by actor.Actor, proposal ProposalID) (err error) {
	defer fault.Wrap(&err, "reopen proposal %s", proposal)
	if err := permitted(by, decide); err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.DB) error {
		q, err := db.One(ctx, tx, scanDecided, `SELECT q.name_key, q.state, COALESCE(q.term, ''), COALESCE(c.id, '')
			FROM term_proposal q LEFT JOIN term_change c ON c.district = q.district AND c.term = q.term AND c.at = q.decided_at AND c.what = 'added' AND c.undone_at IS NULL
			WHERE q.district = $1 AND q.id = $2`, by.District, proposal)
		if errors.Is(err, sql.ErrNoRows) {
			return fault.NotFound{What: "proposal"}
		}
		if err != nil {
			return err
		}
		if q.state == "waiting" {
			return fault.Conflict{Reason: fault.Say("vocab.conflict.reopen")}
		}
		if _, err := tx.Exec(ctx, `UPDATE term_proposal SET state = 'waiting', term = NULL, decided_at = NULL, decided_by = NULL
			WHERE district = $1 AND id = $2`, by.District, proposal); err != nil {
			return err
		}
		now := s.clock.Now()
		switch {
		case q.added != "":
			if err := s.undo(ctx, tx, by, Change{ID: q.added, Term: q.term}); err != nil {
				return err
			}
		case q.term != "":
			if err := s.unname(ctx, tx, by, q, now); err != nil {
				return err
			}
		}
		return activity.Write(ctx, tx, activity.Activity{District: by.District, Person: by.Person, Verb: ProposalReopened,
			ObjectKind: "proposal", Object: string(proposal), At: now})
	})
}

// decided is what became of a proposal.
type decided struct {
	key   string // the word, folded
	state string
	term  TermID
	added ChangeID // by which the topic came, if the decision made it
}

func scanDecided(row db.Row) (decided, error) {
	var q decided
	err := row.Scan(&q.key, &q.state, &q.term, &q.added)
	return q, err
}

// unname takes a name away from a topic, as nameAlso gave it: never one of its labels.
func (s *Service) unname(ctx context.Context, tx *db.DB, by actor.Actor, q decided, now time.Time) error {
	if _, err := tx.Exec(ctx, `DELETE FROM term_name WHERE district = $1 AND name_key = $2 AND term = $3 AND language = ''`, by.District, q.key, q.term); err != nil {
		return err
	}
	tx.AfterCommit(func() { s.Forget(by.District) })
	return activity.Write(ctx, tx, activity.Activity{District: by.District, Person: by.Person, Verb: TermUnnamed,
		ObjectKind: ObjectKind, Object: string(q.term), At: now})
}

// Became is the topic that a proposed word names since it was taken.
func (s *Service) Became(ctx context.Context, district id.DistrictID, proposal ProposalID) (TermID, error) {
	return db.One(ctx, s.db, db.Value[TermID], `SELECT COALESCE(term, '') FROM term_proposal WHERE district = $1 AND id = $2`, district, proposal)
}

func (s *Service) nameAlso(ctx context.Context, tx *db.DB, by actor.Actor, term TermID, word string) (TermID, error) {
	there, err := db.One(ctx, tx, db.Value[int], `SELECT count(*) FROM term WHERE district = $1 AND id = $2 AND state = 'used'`, by.District, term)
	if err != nil {
		return "", err
	}
	if there == 0 {
		return "", fault.Fields{"into": fault.Say("vocab.wrong.into")}
	}
	_, err = tx.Exec(ctx, `INSERT INTO term_name (district, name_key, name, language, term) VALUES ($1, $2, $3, '', $4)
		ON CONFLICT (district, name_key, term) DO NOTHING`, by.District, fold.Key(word), word, term)
	return term, err
}

func nullable(term TermID) any {
	if term == "" {
		return nil
	}
	return term
}
