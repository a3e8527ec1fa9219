package vocab

import (
	"context"
	"fmt"
	"slices"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
)

// Begin gives a district the topics that it starts with, inside the transaction in which it is made or filled. Nothing of it stands
// among what coordinators did: they change each topic as any other.
func (s *Service) Begin(ctx context.Context, tx *db.DB, by actor.Actor, list []NewTerm) error {
	by.System = true
	now := s.clock.Now()
	for _, in := range list {
		if _, err := s.add(ctx, tx, by, in, now); err != nil {
			return fmt.Errorf("topic %s: %w", in.ID, err)
		}
	}
	return nil
}

// Start is Begin for a district that has no topics, by its coordinator. It returns fault.Conflict where there are some by now.
func (s *Service) Start(ctx context.Context, by actor.Actor, list []NewTerm) (err error) {
	defer fault.Wrap(&err, "start with topics")
	if err := permitted(by, steer); err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.DB) error {
		there, err := db.One(ctx, tx, db.Value[int], `SELECT count(*) FROM term WHERE district = $1 AND state = 'used'`, by.District)
		if err != nil {
			return err
		}
		if there > 0 {
			return fault.Conflict{Reason: fault.Say("vocab.conflict.begun")}
		}
		return s.Begin(ctx, tx, by, list)
	})
}

// TakeOut is the way back from Start: the topics go that stand as they were given. It says how many.
func (s *Service) TakeOut(ctx context.Context, by actor.Actor, list []NewTerm) (gone int, err error) {
	defer fault.Wrap(&err, "take topics out")
	if err := permitted(by, steer); err != nil {
		return 0, err
	}
	return db.Tx(ctx, s.db, func(tx *db.DB) (int, error) {
		gone, now := 0, s.clock.Now()
		for _, in := range list {
			is, err := states(ctx, tx, by.District, in.ID)
			if err != nil {
				return 0, err
			}
			if !in.stands(is[0]) {
				continue
			}
			if err := restore(ctx, tx, by.District, state{ID: in.ID}); err != nil {
				return 0, err
			}
			if err := s.logChange(ctx, tx, by, TermUndone, Change{Term: in.ID}, now); err != nil {
				return 0, err
			}
			gone++
		}
		tx.AfterCommit(func() { s.Forget(by.District) })
		return gone, nil
	})
}

// stands says whether a topic is just as it was given.
func (in NewTerm) stands(is state) bool {
	if is.State != "used" || is.English != in.English || is.Spanish != in.Spanish {
		return false
	}
	keys := map[string]bool{}
	for _, n := range in.names() {
		if key := fold.Key(n.Text); key != "" {
			keys[key] = true
		}
	}
	return len(keys) == len(is.Names) && !slices.ContainsFunc(is.Names, func(n stateName) bool { return !keys[n.Key] })
}
