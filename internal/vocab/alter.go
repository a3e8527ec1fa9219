package vocab

import (
	"context"
	"strings"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
)

// Rename gives a topic other labels and more names. It is still found by those it had; its code stays.
func (s *Service) Rename(ctx context.Context, by actor.Actor, in NewTerm) (_ Change, err error) {
	defer fault.Wrap(&err, "rename topic %s", in.ID)
	if err := permitted(by, steer); err != nil {
		return Change{}, err
	}
	if err := in.check(); err != nil {
		return Change{}, err
	}
	in = in.labeled()
	return db.Tx(ctx, s.db, func(tx *db.DB) (Change, error) {
		c := Change{Term: in.ID, What: Renamed, At: s.clock.Now()}
		if c.Said, err = label(ctx, tx, by, in.ID); err != nil {
			return c, err
		}
		return s.alter(ctx, tx, by, c, func([]state) error {
			if _, err := tx.Exec(ctx, `UPDATE term SET label_en = $3, label_es = $4 WHERE district = $1 AND id = $2`,
				by.District, in.ID, strings.TrimSpace(in.English), strings.TrimSpace(in.Spanish)); err != nil {
				return err
			}
			return putNames(ctx, tx, by, in)
		})
	})
}

// Unname takes a name away from a topic; a label it is not.
func (s *Service) Unname(ctx context.Context, by actor.Actor, term TermID, name string) (_ Change, err error) {
	defer fault.Wrap(&err, "take a name from topic %s", term)
	if err := permitted(by, steer); err != nil {
		return Change{}, err
	}
	return db.Tx(ctx, s.db, func(tx *db.DB) (Change, error) {
		c := Change{Term: term, What: Unnamed, Said: strings.TrimSpace(name), At: s.clock.Now()}
		if _, err := label(ctx, tx, by, term); err != nil {
			return c, err
		}
		return s.alter(ctx, tx, by, c, func(before []state) error {
			if key := fold.Key(name); key == fold.Key(before[0].English) || key == fold.Key(before[0].Spanish) {
				return fault.Conflict{Reason: fault.Say("vocab.conflict.label")}
			}
			gone, err := tx.Exec(ctx, `DELETE FROM term_name WHERE district = $1 AND name_key = $2 AND term = $3`, by.District, fold.Key(name), term)
			if err == nil && gone == 0 {
				return fault.NotFound{What: "name"}
			}
			return err
		})
	})
}

// Merge makes a topic part of another: what is filed under it counts as filed under that one, which is found by the names of both.
func (s *Service) Merge(ctx context.Context, by actor.Actor, term, into TermID) (_ Change, err error) {
	defer fault.Wrap(&err, "merge topic %s into %s", term, into)
	if err := permitted(by, steer); err != nil {
		return Change{}, err
	}
	if into == "" || into == term {
		return Change{}, fault.Fields{"into": fault.Say("vocab.wrong.into")}
	}
	return db.Tx(ctx, s.db, func(tx *db.DB) (Change, error) {
		c := Change{Term: term, What: Merged, Other: into, At: s.clock.Now()}
		if c.Said, err = label(ctx, tx, by, term); err != nil {
			return c, err
		}
		return s.alter(ctx, tx, by, c, func(before []state) error {
			if err := used(before[1:], "into"); err != nil {
				return err
			}
			for _, n := range before[0].Names {
				if _, err := tx.Exec(ctx, `INSERT INTO term_name (district, name_key, name, language, term) VALUES ($1, $2, $3, $4, $5)
					ON CONFLICT (district, name_key, term) DO NOTHING`, by.District, n.Key, n.Text, n.Language, into); err != nil {
					return err
				}
			}
			if _, err := tx.Exec(ctx, `DELETE FROM term_name WHERE district = $1 AND term = $2`, by.District, term); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `UPDATE term SET state = 'merged', merged_into = $3 WHERE district = $1 AND id = $2`, by.District, term, into)
			return err
		})
	})
}

// label is what a topic in use is called; fault.NotFound for one that is not in use.
func label(ctx context.Context, tx *db.DB, by actor.Actor, term TermID) (string, error) {
	list, err := states(ctx, tx, by.District, term)
	if err != nil {
		return "", err
	}
	if list[0].State != "used" {
		return "", fault.NotFound{What: "topic"}
	}
	return list[0].English, nil
}
