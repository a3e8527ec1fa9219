package intake

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/jobs"
)

// back is the job that undoes an import, or the undoing.
type back struct {
	District id.DistrictID        `json:"district"`
	Import   ImportID             `json:"import"`
	Person   id.PersonID          `json:"person"` // in whose name
	Also     []catalog.ResourceID `json:"also,omitempty"`
	Redo     bool                 `json:"redo,omitempty"`
}

// Kind implements jobs.Args.
func (back) Kind() string { return "intake.back" }

const (
	turnedAtOnce = 200 // resources read by one statement
	atOnce       = 16  // operations under way
)

// states are those of the import while the job works, when it is done, and when it cannot be.
func (j back) states(i Import) (during, after, otherwise State) {
	if j.Redo {
		return Redoing, i.settled(), Taken
	}
	return Undoing, Taken, i.settled()
}

// workBack is the job: a slice of what is left to turn.
func (s *Service) workBack(ctx context.Context, job back) error {
	system := actor.Actor{District: job.District, System: true}
	i, err := find(ctx, s.db, system, job.Import, see)
	if fault.IsNotFound(err) {
		return jobs.Permanent(err)
	}
	during, _, _ := job.states(i)
	if err != nil || i.State != during {
		return err
	}
	by, err := s.actor(ctx, job.District, job.Person)
	if fault.IsNotFound(err) {
		err = jobs.Permanent(err)
	}
	finished := false
	if err == nil {
		finished, err = s.turnSlice(ctx, by, i, job)
	}
	switch {
	case errors.Is(err, errTaken):
		return jobs.Later(holdTime)
	case jobs.GivenUp(ctx, err):
		return errors.Join(err, s.leave(context.WithoutCancel(ctx), i, job))
	case err == nil && !finished:
		return jobs.Again()
	}
	return err
}

// turnSlice turns what is left until there is nothing more or the time is over. Whatever was turned or left is not found again.
func (s *Service) turnSlice(ctx context.Context, by actor.Actor, i Import, job back) (finished bool, err error) {
	if i, err = s.hold(ctx, i); err != nil {
		return false, err
	}
	defer func() {
		if !finished {
			err = errors.Join(err, s.release(ctx, i))
		}
	}()
	until := s.clock.Now().Add(sliceTime)
	for after := 0; ; {
		list, err := s.toTurn(ctx, i, job, after)
		if err != nil {
			return false, err
		}
		if len(list) == 0 {
			return true, s.turned(ctx, by, i, job)
		}
		var group errgroup.Group // together they share commits
		group.SetLimit(atOnce)
		for _, row := range list {
			group.Go(func() error { return s.turnOne(ctx, by, i, job, row) })
		}
		if err := group.Wait(); err != nil {
			return false, err
		}
		after = list[len(list)-1].Number
		if s.clock.Now().After(until) {
			return false, nil
		}
		if i, err = s.holdOn(ctx, i); err != nil {
			return false, err
		}
	}
}

// holdOn renews the hold of whoever works at an import.
func (s *Service) holdOn(ctx context.Context, i Import) (Import, error) {
	before := i.Until
	i.Until = s.clock.Now().Add(holdTime)
	renewed, err := s.db.Exec(ctx, `UPDATE import SET until = $4 WHERE district = $1 AND id = $2 AND until = $3`, i.District, i.ID, clock.Micros(before), clock.Micros(i.Until))
	if err == nil && renewed == 0 {
		err = errTaken
	}
	return i, err
}

// toTurn lists the next rows whose resources are still to be turned.
func (s *Service) toTurn(ctx context.Context, i Import, job back, after int) ([]Row, error) {
	condition := `r.state = 'retired' AND r.retire_reason = $5`
	args := []any{i.District, i.ID, after, turnedAtOnce}
	if job.Redo {
		args = append(args, catalog.ImportUndone)
	} else {
		in, also := db.In(5, job.Also)
		condition = `r.state = 'published' AND (NOT ` + touched + ` OR r.id IN (` + in + `))`
		args = append(args, also...)
	}
	return db.All(ctx, s.db, func(row db.Row) (Row, error) {
		var r Row
		err := row.Scan(&r.Number, &r.Resource, &r.source, &r.external)
		return r, err
	}, `SELECT w.row_number, w.resource, w.source, w.external FROM import_row w JOIN resource r ON r.district = w.district AND r.id = w.resource
		WHERE w.district = $1 AND w.import = $2 AND w.row_number > $3 AND w.outcome = 'imported' AND w.kept = '' AND `+condition+`
		ORDER BY w.row_number LIMIT $4`, args...)
}

// turnOne turns one resource. What this actor may not turn, or what has changed meanwhile, stays and is noted.
func (s *Service) turnOne(ctx context.Context, by actor.Actor, i Import, job back, row Row) error {
	var err error
	if job.Redo {
		var mine bool
		if mine, err = s.claim(ctx, i, row); err == nil && !mine {
			return s.keep(ctx, i, row, fault.Say("bring.kept.again"))
		}
		if err == nil {
			_, err = s.Catalog.PutBack(ctx, by, row.Resource)
		}
	} else {
		_, err = s.Catalog.Retire(ctx, by, row.Resource, catalog.ImportUndone)
	}
	var denied fault.Denied
	var conflict fault.Conflict
	switch {
	case errors.As(err, &denied):
		return s.keep(ctx, i, row, denied.Reason)
	case errors.As(err, &conflict) && !db.IsTrouble(err):
		return s.keep(ctx, i, row, conflict.Reason)
	case fault.IsNotFound(err):
		return s.keep(ctx, i, row, fault.Say("catalog.denied.other_school"))
	}
	return err
}

// claim makes a resource that is to be put back the one that its identity names, unless that names another which is in the
// catalog: then it was brought in anew since.
func (s *Service) claim(ctx context.Context, i Import, row Row) (bool, error) {
	claimed, err := s.db.Exec(ctx, `UPDATE import_identity SET resource = $5 WHERE district = $1 AND school = $2 AND source = $3 AND external = $4
		AND (resource = $5 OR NOT EXISTS (SELECT 1 FROM resource o WHERE o.district = import_identity.district AND o.id = import_identity.resource AND o.state = 'published'))`,
		i.District, i.School, row.source, row.external, row.Resource)
	return claimed > 0, err
}

// keep notes why a resource stays as it was.
func (s *Service) keep(ctx context.Context, i Import, row Row, why fault.Message) error {
	_, err := s.db.Exec(ctx, `UPDATE import_row SET kept = $4 WHERE district = $1 AND import = $2 AND row_number = $3`, i.District, i.ID, row.Number, store(why))
	return err
}

// turned ends an undoing, or the way back.
func (s *Service) turned(ctx context.Context, by actor.Actor, i Import, job back) error {
	_, after, _ := job.states(i)
	verb := Undone
	if job.Redo {
		verb = Redone
	}
	return s.db.Do(ctx, func(tx *db.DB) error {
		if err := s.move(ctx, tx, i, after); err != nil {
			return err
		}
		return activity.Write(ctx, tx, activity.Activity{District: i.District, School: i.School, Person: by.Person, Verb: verb,
			ObjectKind: ObjectKind, Object: string(i.ID), At: s.clock.Now()})
	})
}

// leave gives up: what was not turned yet is noted, and the import is as if nobody had begun with the rest.
func (s *Service) leave(ctx context.Context, i Import, job back) error {
	for after := 0; ; {
		list, err := s.toTurn(ctx, i, job, after)
		if err != nil {
			return err
		}
		for _, row := range list {
			if err := s.keep(ctx, i, row, fault.Say("bring.kept.stopped")); err != nil {
				return err
			}
			after = row.Number
		}
		if len(list) == 0 {
			break
		}
	}
	_, _, otherwise := job.states(i)
	return s.db.Do(ctx, func(tx *db.DB) error { return s.move(ctx, tx, i, otherwise) })
}
