package intake

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
	"github.com/commonshelf/commonshelf/internal/jobs"
)

const (
	batchRows = 50                    // in one transaction at the most
	batchTime = 20 * time.Millisecond // of one transaction, so that whoever saves meanwhile need not wait
	sliceTime = 2 * time.Minute       // of one run of the job
	takeOver  = 15 * time.Minute      // after which a job goes on with what a command left
)

// isOfFile says whether a fault is about a file or picture that is stored only when the row is created.
func isOfFile(field string) bool {
	return strings.HasPrefix(field, "blocks.") && (strings.HasSuffix(field, ".file") || strings.HasSuffix(field, ".alt"))
}

// work is the job: a slice of the import, from where the last one stopped.
func (s *Service) work(ctx context.Context, job running) error {
	system := actor.Actor{District: job.District, System: true}
	i, err := find(ctx, s.db, system, job.Import)
	if fault.IsNotFound(err) {
		return jobs.Permanent(err)
	}
	if err != nil || i.State != Running {
		return err
	}
	by, err := s.People.Actor(ctx, i.District, i.Person)
	if err != nil {
		return err
	}
	finished, err := s.slice(ctx, by, i, s.clock.Now().Add(sliceTime), nil)
	if err != nil {
		return err
	}
	if !finished {
		return jobs.Again()
	}
	return nil
}

// Progress hears how many rows are done.
type Progress func(done int)

// slice goes on with an import until it is done or the time is over.
func (s *Service) slice(ctx context.Context, by actor.Actor, i Import, until time.Time, tell Progress) (finished bool, err error) {
	set, err := s.setting(ctx, by, i)
	if err != nil {
		return false, err
	}
	r, done, err := s.open(ctx, i)
	if _, refused := fault.AsFields(err); refused {
		return true, s.db.Do(ctx, func(tx *db.DB) error { return s.move(ctx, tx, i, Broken) })
	}
	if err != nil {
		return false, err
	}
	defer done()
	tidings := s.follow(ctx)
	finished, i, err = s.rows(ctx, set, i, r, until, func(i Import, made []catalog.ResourceID) {
		tidings.tell(made)
		if tell != nil {
			tell(i.Position)
		}
	})
	tidings.wait() // what is said to be done is found by search
	var broken unreadable
	switch {
	case errors.As(err, &broken):
		return true, errors.Join(err, s.db.Do(ctx, func(tx *db.DB) error { return s.move(ctx, tx, i, Broken) }))
	case err != nil || !finished:
		return false, err
	}
	return true, s.finish(ctx, by, i)
}

// unreadable says that the file itself can no longer be read.
type unreadable struct{ error }

// rows goes through the rows that are left, in batches.
func (s *Service) rows(ctx context.Context, set setting, i Import, r *source.Reader, until time.Time, tell func(Import, []catalog.ResourceID)) (bool, Import, error) {
	at, start := 0, i.Position
	var batch []source.Row
	for row, err := range r.Rows() {
		if err != nil {
			return false, i, unreadable{err}
		}
		if at++; at <= start {
			continue
		}
		if batch = append(batch, row); len(batch) < batchRows {
			continue
		}
		if i, err = s.batches(ctx, set, i, batch, tell); err != nil {
			return false, i, err
		}
		batch = batch[:0]
		if s.clock.Now().After(until) {
			return false, i, nil
		}
	}
	i, err := s.batches(ctx, set, i, batch, tell)
	return true, i, err
}

// tidings tells those who follow the catalog what was created, while the next rows are being written.
type tidings struct {
	made chan []catalog.ResourceID
	done chan struct{}
}

func (s *Service) follow(ctx context.Context) tidings {
	t := tidings{make(chan []catalog.ResourceID, 4), make(chan struct{})}
	go func() {
		defer close(t.done)
		for made := range t.made {
			s.Catalog.Changed(ctx, made...)
		}
	}()
	return t
}

func (t tidings) tell(made []catalog.ResourceID) { t.made <- made }

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

// ready is a row with everything that must happen outside a transaction done.
type ready struct {
	row      source.Row
	share    catalog.ShareInput
	prepared catalog.Prepared
	wrong    fault.Message // why it cannot be created
}

// batches creates rows, in as many transactions as their time asks for.
func (s *Service) batches(ctx context.Context, set setting, i Import, rows []source.Row, tell func(Import, []catalog.ResourceID)) (Import, error) {
	list := make([]ready, len(rows))
	for n, row := range rows {
		list[n] = ready{row: row}
		if row.State == source.Ready {
			list[n].share = set.share(row.Item)
			if err := s.prepare(ctx, set.by, &list[n]); err != nil {
				return i, err
			}
		}
	}
	for len(list) > 0 {
		after, made, err := s.batch(ctx, set, i, list)
		if err != nil {
			return i, err
		}
		list = list[after.Position-i.Position:]
		i = after
		tell(i, made)
	}
	return i, nil
}

// prepare stores what comes with a row and decides whether it can be shared.
func (s *Service) prepare(ctx context.Context, by actor.Actor, r *ready) error {
	if err := s.storeFiles(ctx, by, r); err != nil || r.wrong.Key != "" {
		return err
	}
	var err error
	r.prepared, err = s.Catalog.Prepare(by, r.share)
	var failed bool
	if r.wrong, failed = explain(err); failed {
		return nil
	}
	return err
}

// storeFiles stores what comes with a row.
func (s *Service) storeFiles(ctx context.Context, by actor.Actor, r *ready) error {
	for _, a := range r.row.Item.Files {
		if r.wrong.Key != "" {
			return nil
		}
		if err := s.storeFile(ctx, by, r, a); err != nil {
			return fmt.Errorf("attachment %s: %w", a.Name, err)
		}
	}
	return nil
}

func (s *Service) storeFile(ctx context.Context, by actor.Actor, r *ready, a source.Attachment) error {
	from, err := a.Open()
	if err != nil {
		return err
	}
	f, err := s.Files.Put(ctx, by.District, from, 0)
	if closed := from.Close(); closed != nil && err == nil {
		err = closed
	}
	if wrong, ok := fault.AsFields(err); ok {
		r.wrong = wrong["file"]
		return nil
	}
	if err != nil {
		return err
	}
	attach(r.share.Document, a.Block, block.File{Hash: string(f.Hash), MediaType: f.MediaType, Size: f.Size, Width: f.Width, Height: f.Height})
	if picture, ok := r.share.Document.Blocks[a.Block].Body.(block.File); ok && picture.IsImage() && picture.Alt == "" {
		picture.Alt = a.Name // better than nothing; the page shows what waits to be described
		r.share.Document.Blocks[a.Block].Body = picture
	}
	return s.Catalog.NoteFile(ctx, by, catalog.FileRow{Hash: string(f.Hash), MediaType: f.MediaType, Size: f.Size, Width: f.Width, Height: f.Height})
}

// batch creates as many rows as one transaction has time for, each in a savepoint.
func (s *Service) batch(ctx context.Context, set setting, i Import, list []ready) (Import, []catalog.ResourceID, error) {
	var after Import
	made, err := db.Tx(ctx, s.db, func(tx *db.DB) ([]catalog.ResourceID, error) {
		after = i
		began := time.Now() // how long the transaction has been holding others up, not what time it is
		rows := make([]source.Row, len(list))
		for n, r := range list {
			rows[n] = r.row
		}
		known, err := s.known(ctx, tx, i, rows)
		if err != nil {
			return nil, err
		}
		var made []catalog.ResourceID
		for _, r := range list {
			result, err := s.create(ctx, tx, set, r, known)
			if err != nil {
				return nil, err
			}
			after.Position++
			after.Counts.add(result.Outcome)
			if result.Outcome == RowImported {
				made = append(made, result.Resource)
			}
			if err := insertRow(ctx, tx, after, result); err != nil {
				return nil, err
			}
			if time.Since(began) > batchTime {
				break
			}
		}
		moved, err := tx.Exec(ctx, `UPDATE import SET position = $3, imported = $4, skipped = $5, failed = $6
			WHERE district = $1 AND id = $2 AND state = 'running' AND position = $7`,
			i.District, i.ID, after.Position, after.Counts.Imported, after.Counts.Skipped, after.Counts.Failed, i.Position)
		if err == nil && moved == 0 {
			err = errors.New("another node goes on with this import")
		}
		return made, err
	})
	return after, made, err
}

// create makes one row's resource, or says why not.
func (s *Service) create(ctx context.Context, tx *db.DB, set setting, r ready, known map[string]catalog.ResourceID) (Row, error) {
	result := set.begin(r.row, known).Row
	if r.wrong.Key != "" && result.Outcome == RowImported {
		result.Outcome, result.Message = RowFailed, r.wrong
	}
	if result.Outcome != RowImported {
		return result, nil
	}
	err := tx.Try(ctx, func(tx *db.DB) error {
		resource, err := s.Catalog.ShareIn(ctx, tx, set.by, r.prepared)
		if err != nil {
			return err
		}
		result.Resource = resource.ID
		_, err = tx.Exec(ctx, `INSERT INTO import_identity (district, school, source, external, resource) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (district, school, source, external) DO UPDATE SET resource = excluded.resource`,
			set.District, set.School, set.Kind, r.row.Item.ExternalID, resource.ID)
		return err
	})
	message, failed := explain(err)
	if err != nil && !failed {
		return result, err
	}
	if failed {
		result.Outcome, result.Resource, result.Message = RowFailed, "", message
	}
	if result.Outcome == RowImported && len(r.row.Warnings) > 0 {
		result.Message = r.row.Warnings[0]
	}
	return result, nil
}

// explain says why a row failed when that is the row's fault.
func explain(err error) (fault.Message, bool) {
	if wrong, ok := fault.AsFields(err); ok {
		if message, named := firstFault(wrong); named {
			return message, true
		}
		for _, message := range wrong {
			return message, true
		}
	}
	var denied fault.Denied
	if errors.As(err, &denied) {
		return denied.Reason, true
	}
	return fault.Message{}, false
}

func insertRow(ctx context.Context, tx *db.DB, i Import, r Row) error {
	_, err := tx.Exec(ctx, `INSERT INTO import_row (district, import, row_number, place, outcome, title, resource, message)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, i.District, i.ID, i.Position, store(r.Place), r.Outcome, r.Title, r.Resource, store(r.Message))
	return err
}

// RunInput is a file to bring in at once, from the command line.
type RunInput struct {
	BringInput
	DryRun bool
	Tell   Progress
}

// Run brings a file in and waits until it is done. With DryRun nothing is created or kept.
func (s *Service) Run(ctx context.Context, by actor.Actor, in RunInput) (_ Import, err error) {
	i, err := s.Bring(ctx, by, in.BringInput)
	if err != nil {
		return Import{}, err
	}
	if in.DryRun {
		looked, err := s.Look(ctx, by, i.ID)
		if err != nil {
			return Import{}, err
		}
		i.Counts, i.Total = looked.Counts, looked.Total
		return i, s.Discard(ctx, by, i.ID)
	}
	err = s.db.Do(ctx, func(tx *db.DB) error {
		if err := s.move(ctx, tx, i, Running); err != nil {
			return err
		}
		// Should this process be killed, a job goes on with what is left; it finds nothing to do otherwise.
		return s.Jobs.EnqueueAt(ctx, tx, running{i.District, i.ID}, s.clock.Now().Add(takeOver))
	})
	if err != nil {
		return Import{}, err
	}
	i.State = Running
	if _, err := s.slice(ctx, by, i, clock.FromMicros(1<<62), in.Tell); err != nil {
		return Import{}, err
	}
	return find(ctx, s.db, by, i.ID)
}
