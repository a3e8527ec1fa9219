package people

import (
	"context"
	"slices"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Belongings says what belongs to a school, so that it cannot be removed; nothing when nothing does. The domains that own such things
// register one each.
type Belongings func(ctx context.Context, tx *db.DB, district id.DistrictID, school id.SchoolID) ([]fault.Message, error)

// OnRemoveSchool registers what else may belong to a school. It is called while the program is put together.
func (s *Service) OnRemoveSchool(b Belongings) { s.belongings = append(s.belongings, b) }

// Held is who works at a school and what belongs to it.
type Held struct {
	People []Person
	Things []fault.Message
}

// Nothing says whether nobody and nothing belongs to the school.
func (h Held) Nothing() bool { return len(h.People) == 0 && len(h.Things) == 0 }

// HeldBy says what keeps a school from being removed or closed. Only a coordinator may ask.
func (s *Service) HeldBy(ctx context.Context, by actor.Actor, school id.SchoolID) (_ Held, err error) {
	defer fault.Wrap(&err, "what school %s holds", school)
	if err := permitted(by, endSchool, ""); err != nil {
		return Held{}, err
	}
	var out Held
	err = s.db.Snapshot(ctx, func(tx *db.DB) error {
		if _, err := schoolOf(ctx, tx, by.District, school); err != nil {
			return err
		}
		out, err = s.heldBy(ctx, tx, by.District, school)
		return err
	})
	return out, err
}

func (s *Service) heldBy(ctx context.Context, tx *db.DB, district id.DistrictID, school id.SchoolID) (Held, error) {
	list, err := everyone(ctx, tx, district)
	if err != nil {
		return Held{}, err
	}
	out := Held{People: slices.DeleteFunc(list, func(p Person) bool { return !p.at(school) })}
	for _, belongings := range s.belongings {
		things, err := belongings(ctx, tx, district, school)
		if err != nil {
			return Held{}, err
		}
		out.Things = append(out.Things, things...)
	}
	return out, nil
}

// RemoveSchool takes a school that was entered by mistake off every list. ReturnSchool is the way back. It is fault.Conflict while
// somebody or something belongs to it: HeldBy says who and what.
func (s *Service) RemoveSchool(ctx context.Context, by actor.Actor, school id.SchoolID) (School, error) {
	return s.endSchool(ctx, by, school, SchoolRemoved, func(tx *db.DB) error {
		held, err := s.heldBy(ctx, tx, by.District, school)
		if err != nil {
			return err
		}
		if !held.Nothing() {
			return fault.Conflict{Reason: fault.Say("people.school.held")}
		}
		_, err = tx.Exec(ctx, `UPDATE school SET removed_at = $3, name_key = $4 WHERE district = $1 AND id = $2`,
			by.District, school, clock.Micros(s.clock.Now()), "removed "+string(school)) // its name is free for another
		return err
	})
}

// CloseSchool notes that nobody works at a school any more: it stays with what it shared, and nothing more is shared in its name.
// OpenSchool is the way back. It is fault.Conflict while somebody works there.
func (s *Service) CloseSchool(ctx context.Context, by actor.Actor, school id.SchoolID) (School, error) {
	return s.endSchool(ctx, by, school, SchoolClosed, func(tx *db.DB) error {
		held, err := s.heldBy(ctx, tx, by.District, school)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(held.People, func(p Person) bool { return p.State != Left }) {
			return fault.Conflict{Reason: fault.Say("people.school.staffed")}
		}
		_, err = tx.Exec(ctx, `UPDATE school SET closed_at = $3 WHERE district = $1 AND id = $2`, by.District, school, clock.Micros(s.clock.Now()))
		return err
	})
}

// OpenSchool takes back that a school is closed.
func (s *Service) OpenSchool(ctx context.Context, by actor.Actor, school id.SchoolID) (School, error) {
	return s.endSchool(ctx, by, school, SchoolOpened, func(tx *db.DB) error {
		_, err := tx.Exec(ctx, `UPDATE school SET closed_at = NULL WHERE district = $1 AND id = $2`, by.District, school)
		return err
	})
}

// endSchool does something to a school that is there and writes it down.
func (s *Service) endSchool(ctx context.Context, by actor.Actor, school id.SchoolID, verb activity.Verb, do func(tx *db.DB) error) (_ School, err error) {
	defer fault.Wrap(&err, "%s %s", verb, school)
	if err := permitted(by, endSchool, ""); err != nil {
		return School{}, err
	}
	return db.Tx(ctx, s.db, func(tx *db.DB) (School, error) {
		found, err := schoolOf(ctx, tx, by.District, school)
		if err != nil {
			return found, err
		}
		if verb == SchoolClosed && found.Closed || verb == SchoolOpened && !found.Closed {
			return found, nil
		}
		if err := do(tx); err != nil {
			return found, err
		}
		return found, s.logSchool(ctx, tx, by, verb, school)
	})
}

// ReturnSchool puts a school that was removed back as it was. It is fault.NotFound for one that was not, and fault.Conflict when
// another has its name by now.
func (s *Service) ReturnSchool(ctx context.Context, by actor.Actor, school id.SchoolID) (_ School, err error) {
	defer fault.Wrap(&err, "return school %s", school)
	if err := permitted(by, endSchool, ""); err != nil {
		return School{}, err
	}
	return db.Tx(ctx, s.db, func(tx *db.DB) (School, error) {
		list, err := db.All(ctx, tx, scanSchool, `SELECT `+schoolColumns+` FROM school WHERE district = $1 AND id = $2 AND removed_at IS NOT NULL`, by.District, school)
		if err != nil {
			return School{}, err
		}
		if len(list) == 0 {
			return School{}, fault.NotFound{What: "school"}
		}
		found := list[0]
		others, err := db.One(ctx, tx, db.Value[int], `SELECT count(*) FROM school WHERE district = $1 AND name_key = $2`, by.District, fold.Key(found.Name))
		if err != nil {
			return found, err
		}
		if others > 0 {
			return found, fault.Conflict{Reason: fault.Say("people.school.name_taken", found.Name)}
		}
		if _, err := tx.Exec(ctx, `UPDATE school SET removed_at = NULL, name_key = $3 WHERE district = $1 AND id = $2`, by.District, school, fold.Key(found.Name)); err != nil {
			return found, err
		}
		return found, s.logSchool(ctx, tx, by, SchoolReturned, school)
	})
}

func (s *Service) logSchool(ctx context.Context, tx *db.DB, by actor.Actor, verb activity.Verb, school id.SchoolID) error {
	return activity.Write(ctx, tx, activity.Activity{District: by.District, School: school, Person: by.Person, Verb: verb,
		ObjectKind: "school", Object: string(school), At: s.clock.Now()})
}
