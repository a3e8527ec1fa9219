package intake

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
)

// Choice is which rows of a preview a person wants. Without any, all come in but for those that stand twice in the file.
type Choice struct {
	None   bool  `json:"none,omitempty"`   // nothing comes in
	Except []int `json:"except,omitempty"` // but for these rows, of which it is the other way round; in order
}

// Takes says whether a row is wanted. Twin is said of one that stands in the file before.
func (c Choice) Takes(row int, twin bool) bool {
	_, except := slices.BinarySearch(c.Except, row)
	return (!c.None && !twin) != except
}

// with is the choice after a row was ticked or unticked.
func (c Choice) with(t Tick) Choice {
	if c.Takes(t.Row, t.Twin) == t.Ticked {
		return c
	}
	at, except := slices.BinarySearch(c.Except, t.Row)
	if except {
		c.Except = slices.Delete(slices.Clone(c.Except), at, at+1)
	} else {
		c.Except = slices.Insert(slices.Clone(c.Except), at, t.Row)
	}
	return c
}

// Tick is a row of a preview as it was ticked, or not.
type Tick struct {
	Row    int
	Twin   bool
	Ticked bool
}

// Choose notes which rows shown by a preview are wanted, and gives how many more are than before.
func (s *Service) Choose(ctx context.Context, by actor.Actor, what ImportID, ticks []Tick) (more int, err error) {
	defer fault.Wrap(&err, "choose rows of %s", what)
	return more, s.choose(ctx, by, what, func(c Choice) Choice {
		more = 0
		for _, t := range ticks {
			switch was := c.Takes(t.Row, t.Twin); {
			case t.Ticked && !was:
				more++
			case !t.Ticked && was:
				more--
			}
			c = c.with(t)
		}
		return c
	})
}

// ChooseAll ticks every row that does not stand in the file before, or none.
func (s *Service) ChooseAll(ctx context.Context, by actor.Actor, what ImportID, none bool) (err error) {
	defer fault.Wrap(&err, "choose all rows of %s", what)
	return s.choose(ctx, by, what, func(Choice) Choice { return Choice{None: none} })
}

func (s *Service) choose(ctx context.Context, by actor.Actor, what ImportID, to func(Choice) Choice) error {
	return s.db.Do(ctx, func(tx *db.DB) error {
		i, err := find(ctx, tx, by, what, change)
		if err != nil {
			return err
		}
		chosen, err := json.Marshal(to(i.Chosen))
		if err != nil {
			return err
		}
		return onlyInPreview(tx.Exec(ctx, `UPDATE import SET chosen = $3 WHERE district = $1 AND id = $2 AND state = 'preview'`, i.District, i.ID, string(chosen)))
	})
}

// MoveTo lets another school share what a preview shows.
func (s *Service) MoveTo(ctx context.Context, by actor.Actor, what ImportID, school id.SchoolID) (err error) {
	defer fault.Wrap(&err, "let %s share %s", school, what)
	i, err := find(ctx, s.db, by, what, change) // first, so that a stranger learns nothing of it by naming a school
	if err != nil {
		return err
	}
	if err := s.mayBring(ctx, by, school); err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.DB) error {
		return onlyInPreview(tx.Exec(ctx, `UPDATE import SET school = $3 WHERE district = $1 AND id = $2 AND state = 'preview' AND school = $4`,
			i.District, i.ID, school, i.School))
	})
}

func onlyInPreview(changed int64, err error) error {
	if err == nil && changed == 0 {
		return fault.Conflict{Reason: fault.Say("bring.conflict.state")}
	}
	return err
}

// wants says whether a row is to be created as far as the person and the file go.
func (s setting) wants(row source.Row) bool {
	return (row.State == source.Ready || row.Twin) && s.Chosen.Takes(row.Number, row.Twin)
}
