package people

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// List is what is pasted in lines.
type List string

// The lists that are pasted.
const (
	ListOfSchools List = "schools"
	ListOfPeople  List = "people"
)

// act is what whoever reads or drops the rest of a list must be allowed: to add to it.
func (l List) act() act {
	if l == ListOfSchools {
		return addSchools
	}
	return addPeople
}

// Rest is what of a pasted list could not be taken.
type Rest struct {
	Text  string      // the lines as pasted; empty: all could be
	Wrong []WrongLine // those with which something is amiss by what they say themselves
}

// Rest gives the lines of a pasted list that could not be taken when it was pasted last.
func (s *Service) Rest(ctx context.Context, by actor.Actor, list List) (_ Rest, err error) {
	defer fault.Wrap(&err, "rest of the %s", list)
	if err := permitted(by, list.act(), ""); err != nil {
		return Rest{}, err
	}
	out := Rest{}
	out.Text, err = db.One(ctx, s.db, db.Value[string], `SELECT text FROM pasted_rest WHERE district = $1 AND list = $2`, by.District, list)
	if errors.Is(err, sql.ErrNoRows) {
		return Rest{}, nil
	}
	if err != nil {
		return Rest{}, err
	}
	if list == ListOfSchools {
		_, out.Wrong = readSchools(out.Text)
		return out, nil
	}
	there, err := openSchools(ctx, s.db, by.District)
	_, out.Wrong = readRoster(out.Text, there)
	return out, err
}

// DropRest gives up the lines of a pasted list that could not be taken.
func (s *Service) DropRest(ctx context.Context, by actor.Actor, list List) (err error) {
	defer fault.Wrap(&err, "drop the rest of the %s", list)
	if err := permitted(by, list.act(), ""); err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.DB) error { return keepRest(ctx, tx, by.District, list, nil) })
}

// keepRest keeps the lines that could not be taken in the place of those of the time before.
func keepRest(ctx context.Context, tx *db.DB, district id.DistrictID, list List, wrong []WrongLine) error {
	if len(wrong) == 0 {
		_, err := tx.Exec(ctx, `DELETE FROM pasted_rest WHERE district = $1 AND list = $2`, district, list)
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO pasted_rest (district, list, text) VALUES ($1, $2, $3)
		ON CONFLICT (district, list) DO UPDATE SET text = excluded.text`, district, list, TextOf(wrong))
	return err
}

// TextOf puts lines that could not be taken together again, as pasted.
func TextOf(wrong []WrongLine) string {
	texts := make([]string, len(wrong))
	for i, w := range wrong {
		texts[i] = w.Text
	}
	return strings.Join(texts, "\n")
}
