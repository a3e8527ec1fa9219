package intake

import (
	"context"
	"errors"
	"time"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/jobs"
)

const (
	sliceTime = 2 * time.Minute // of one run of the job

	// holdTime is how long whoever works at an import holds it after each batch. After that it is taken for dead.
	holdTime = 3 * time.Minute
	// stallTime is for how long nobody need hold an import before people are offered to set it going again.
	stallTime = 15 * time.Minute
)

// running is the job of an import.
type running struct {
	District id.DistrictID `json:"district"`
	Import   ImportID      `json:"import"`
	Person   id.PersonID   `json:"person"` // in whose name
}

// Kind implements jobs.Args.
func (running) Kind() string { return "intake.import" }

// work is the job: a slice of the import, from where the last one stopped. Nobody waits for ever for one that cannot go on.
func (s *Service) work(ctx context.Context, job running) error {
	system := actor.Actor{District: job.District, System: true}
	i, err := find(ctx, s.db, system, job.Import, see)
	if fault.IsNotFound(err) {
		return jobs.Permanent(err)
	}
	if err != nil || i.State != Running {
		return err
	}
	trouble := fault.Say("bring.broken.gave_up")
	finished := false
	by, err := s.actor(ctx, job.District, job.Person)
	if fault.IsNotFound(err) {
		trouble, err = fault.Say("bring.broken.left"), jobs.Permanent(err)
	}
	if err == nil {
		finished, err = s.slice(ctx, by, i, s.clock.Now().Add(sliceTime), nil)
	}
	switch {
	case errors.Is(err, errTaken):
		return jobs.Later(holdTime)
	case jobs.GivenUp(ctx, err):
		return errors.Join(err, s.breakOff(ctx, i.District, i.ID, trouble))
	case err == nil && !finished:
		return jobs.Again()
	}
	return err
}

// actor is in whose name a job acts. It is fault.NotFound for somebody who has left.
func (s *Service) actor(ctx context.Context, district id.DistrictID, person id.PersonID) (actor.Actor, error) {
	if person == "" { // a command acted
		return actor.Actor{District: district, System: true}, nil
	}
	return s.People.Actor(ctx, district, person)
}

// breakOff leaves a running import where it is, with the reason; somebody may go on with it. It is for those whose own time
// may be over.
func (s *Service) breakOff(ctx context.Context, district id.DistrictID, what ImportID, trouble fault.Message) error {
	ctx = context.WithoutCancel(ctx)
	return s.db.Do(ctx, func(tx *db.DB) error {
		i, err := find(ctx, tx, actor.Actor{District: district, System: true}, what, see)
		if err != nil || i.State != Running {
			return err
		}
		return s.moveFor(ctx, tx, i, Broken, trouble)
	})
}

// Progress hears how many rows are done.
type Progress func(done int)

// slice goes on with an import until it is done or the time is over. It is jobs.Later while somebody else holds it.
func (s *Service) slice(ctx context.Context, by actor.Actor, i Import, until time.Time, tell Progress) (finished bool, err error) {
	if i, err = s.hold(ctx, i); err != nil {
		return false, err
	}
	defer func() {
		if !finished {
			err = errors.Join(err, s.release(ctx, i))
		}
	}()
	set, err := s.setting(ctx, by, i)
	if err != nil {
		return false, err
	}
	r, done, err := s.open(ctx, i)
	if _, refused := fault.AsFields(err); refused {
		return true, s.breakOff(ctx, i.District, i.ID, fault.Say("bring.broken.file"))
	}
	if err != nil {
		return false, err
	}
	defer done()
	tidings := s.follow(ctx)
	var whole bool
	whole, i, err = s.rows(ctx, set, i, r, until, func(i Import, made []catalog.Change) {
		tidings.tell(made)
		if tell != nil {
			tell(i.Position)
		}
	})
	tidings.wait() // what is said to be done is found by search
	var broken unreadable
	switch {
	case errors.As(err, &broken):
		s.Log.Warn("import: the file cannot be read to its end", "import", i.ID, "error", err)
		return true, s.breakOff(ctx, i.District, i.ID, fault.Say("bring.broken.file"))
	case err != nil || !whole:
		return false, err
	}
	return true, s.finish(ctx, by, i)
}

// hold takes the import for whoever works at it now.
func (s *Service) hold(ctx context.Context, i Import) (Import, error) {
	now := s.clock.Now()
	until := now.Add(holdTime)
	taken, err := s.db.Exec(ctx, `UPDATE import SET until = $4 WHERE district = $1 AND id = $2 AND state = $3 AND until <= $5`,
		i.District, i.ID, i.State, clock.Micros(until), clock.Micros(now))
	if err != nil {
		return i, err
	}
	if taken == 0 {
		return i, jobs.Later(holdTime)
	}
	return find(ctx, s.db, actor.Actor{District: i.District, System: true}, i.ID, see)
}

// release lets go of an import that is not finished, so that the next slice need not wait. It is for those whose own time may
// be over.
func (s *Service) release(ctx context.Context, i Import) error {
	_, err := s.db.Exec(context.WithoutCancel(ctx), `UPDATE import SET until = $4 WHERE district = $1 AND id = $2 AND until = $3`,
		i.District, i.ID, clock.Micros(i.Until), clock.Micros(s.clock.Now()))
	return err
}

// Stalled says whether an import is said to be under way and nobody has worked at it for a while.
func (s *Service) Stalled(i Import) bool {
	return i.State.UnderWay() && s.clock.Now().Sub(i.Until) > stallTime
}

// unreadable says that the file itself can no longer be read.
type unreadable struct{ error }

// tidings tells those who follow the catalog what was created, while the next rows are being written.
type tidings struct {
	made chan []catalog.Change
	done chan struct{}
}

func (s *Service) follow(ctx context.Context) tidings {
	t := tidings{make(chan []catalog.Change, 4), make(chan struct{})}
	go func() {
		defer close(t.done)
		for made := range t.made {
			s.Catalog.Changed(ctx, made...)
		}
	}()
	return t
}

func (t tidings) tell(made []catalog.Change) { t.made <- made }

func (t tidings) wait() {
	close(t.made)
	<-t.done
}

func (s *Service) finish(ctx context.Context, by actor.Actor, i Import) error {
	return s.db.Do(ctx, func(tx *db.DB) error {
		if err := s.move(ctx, tx, i, Done); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE import SET total = position WHERE district = $1 AND id = $2`, i.District, i.ID); err != nil {
			return err
		}
		return activity.Write(ctx, tx, activity.Activity{District: i.District, School: i.School, Person: by.Person, Verb: Imported,
			ObjectKind: ObjectKind, Object: string(i.ID), At: s.clock.Now()})
	})
}

// RunInput is a file to bring in at once, from the command line.
type RunInput struct {
	BringInput
	Tell Progress
}

// Run brings a file in and waits until it is done. Broken off, it leaves an import that somebody may go on with.
func (s *Service) Run(ctx context.Context, by actor.Actor, in RunInput) (_ Import, err error) {
	i, err := s.Bring(ctx, by, in.BringInput)
	if err != nil {
		return Import{}, err
	}
	i, err = db.Tx(ctx, s.db, func(tx *db.DB) (Import, error) {
		if err := s.move(ctx, tx, i, Running); err != nil {
			return i, err
		}
		// Should this process be killed, a job goes on with what is left; it finds nothing to do otherwise.
		if err := s.Jobs.EnqueueAt(ctx, tx, running{i.District, i.ID, by.Person}, s.clock.Now().Add(holdTime)); err != nil {
			return i, err
		}
		return find(ctx, tx, by, i.ID, change)
	})
	if err != nil {
		return Import{}, err
	}
	if _, err := s.slice(ctx, by, i, clock.FromMicros(1<<62), in.Tell); err != nil {
		if !errors.Is(err, errTaken) {
			err = errors.Join(err, s.breakOff(ctx, i.District, i.ID, fault.Say("bring.broken.stopped")))
		}
		return Import{}, err
	}
	return find(ctx, s.db, by, i.ID, see)
}
