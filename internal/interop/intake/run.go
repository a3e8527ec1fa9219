package intake

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
	"github.com/commonshelf/commonshelf/internal/jobs"
)

const (
	batchRows = 50                    // in one transaction at the most
	batchTime = 20 * time.Millisecond // of one transaction, so that whoever saves meanwhile need not wait
	sliceTime = 2 * time.Minute       // of one run of the job

	// holdTime is how long whoever works at an import holds it after each batch. After that it is taken for dead.
	holdTime = 3 * time.Minute
	// stallTime is for how long nobody need hold an import before people are offered to set it going again.
	stallTime = 15 * time.Minute
)

// isOfFile says whether a fault is about a file or picture that is stored only when the row is created.
func isOfFile(field string) bool {
	return strings.HasPrefix(field, "blocks.") && (strings.HasSuffix(field, ".file") || strings.HasSuffix(field, ".alt"))
}

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
	whole, i, err = s.rows(ctx, set, i, r, until, func(i Import, made []catalog.ResourceID) {
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
		if set.wants(row) {
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
			return fmt.Errorf("attachment: %w", err)
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

// errTaken says that somebody else goes on with an import, because nobody had been heard of for too long.
var errTaken = errors.New("somebody else goes on with this import")

// batch creates as many rows as one transaction has time for.
func (s *Service) batch(ctx context.Context, set setting, i Import, list []ready) (Import, []catalog.ResourceID, error) {
	var after Import
	made, err := db.Tx(ctx, s.db, func(tx *db.DB) ([]catalog.ResourceID, error) {
		after = i
		after.Missing = slices.Clone(i.Missing) // the function may run twice
		after.Until = s.clock.Now().Add(holdTime)
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
		var ahead bool
		for n, r := range list {
			if n%chunk == 0 {
				ahead = s.shareAhead(ctx, tx, set, list[n:min(n+chunk, len(list))], known)
			}
			result, err := s.create(ctx, tx, set, r, known, ahead)
			if err != nil {
				return nil, err
			}
			after.Position++
			after.Counts.add(result.Outcome)
			if result.Outcome == RowImported {
				made = append(made, result.Resource)
				after.Missing = after.Missing.with(r.share.Document.About.Missing)
			}
			if err := insertRow(ctx, tx, after, result); err != nil {
				return nil, err
			}
			if (n+1)%chunk == 0 && time.Since(began) > batchTime {
				break
			}
		}
		missing, err := json.Marshal(after.Missing)
		if err != nil {
			return nil, err
		}
		moved, err := tx.Exec(ctx, `UPDATE import SET position = $3, imported = $4, skipped = $5, failed = $6, until = $7, missing = $10
			WHERE district = $1 AND id = $2 AND state = 'running' AND position = $8 AND until = $9`,
			i.District, i.ID, after.Position, after.Counts.Imported, after.Counts.Skipped, after.Counts.Failed, clock.Micros(after.Until), i.Position, clock.Micros(i.Until), string(missing))
		if err == nil && moved == 0 {
			err = errTaken
		}
		return made, err
	})
	return after, made, err
}

// chunk is how many rows are shared by the same statements.
const chunk = 10

// shareAhead shares the rows of a chunk that are to be created, all or none: many rows by few statements. When that fails they
// are shared one by one, so that the one at fault is found.
func (s *Service) shareAhead(ctx context.Context, tx *db.DB, set setting, rows []ready, known map[string]identity) bool {
	var list []catalog.Prepared
	var wanted []ready
	for _, r := range rows {
		if r.wrong.Key == "" && set.begin(r.row, known).Outcome == RowImported {
			list, wanted = append(list, r.prepared), append(wanted, r)
		}
	}
	if len(list) == 0 {
		return false
	}
	err := tx.Try(ctx, func(tx *db.DB) error {
		if err := s.Catalog.ShareAllIn(ctx, tx, set.by, list); err != nil {
			return err
		}
		for _, r := range wanted {
			row := set.begin(r.row, known).Row
			row.Resource = r.prepared.ID
			if err := s.remember(ctx, tx, set.Import, r.row.Item, row, identity{}); err != nil {
				return err
			}
		}
		return nil
	})
	return err == nil
}

// create makes one row's resource, or says why not. Ahead is said of one that was shared with others already.
func (s *Service) create(ctx context.Context, tx *db.DB, set setting, r ready, known map[string]identity, ahead bool) (Row, error) {
	result := set.begin(r.row, known).Row
	if r.wrong.Key != "" && result.Outcome == RowImported {
		result.Outcome, result.Message = RowFailed, r.wrong
	}
	if result.Outcome == RowSkipped && result.external != "" {
		return result, s.remember(ctx, tx, set.Import, r.row.Item, result, known[result.external])
	}
	if result.Outcome != RowImported {
		return result, nil
	}
	result.Resource = r.prepared.ID
	var err error
	if !ahead {
		err = tx.Try(ctx, func(tx *db.DB) error {
			if err := s.Catalog.ShareAllIn(ctx, tx, set.by, []catalog.Prepared{r.prepared}); err != nil {
				return err
			}
			return s.remember(ctx, tx, set.Import, r.row.Item, result, identity{})
		})
	}
	message, failed := explain(err)
	if err != nil && !failed {
		if db.IsTrouble(err) {
			return result, err
		}
		s.Log.Error("import: a row could not be stored", "import", set.ID, "row", r.row.Place, "error", err)
		message, failed = fault.Say("bring.failed.unexpected"), true
	}
	if failed {
		result.Outcome, result.Resource, result.Message = RowFailed, "", message
	}
	if result.Outcome == RowImported && result.Message.Key == "" && len(r.row.Warnings) > 0 {
		result.Message = r.row.Warnings[0]
	}
	if result.Outcome == RowImported && result.Message.Key == "" && catalog.WaitsForWhy(r.share.Document) {
		result.Message = fault.Say("bring.waits_why")
	}
	return result, nil
}

// remember notes what an item is called in its source, if it is not what was noted before.
func (s *Service) remember(ctx context.Context, tx *db.DB, i Import, item source.Item, row Row, was identity) error {
	title, link := item.Document.About.Title, item.Link()
	if was.resource == row.Resource && was.title == title && was.link == link {
		return nil
	}
	_, err := tx.Exec(ctx, `INSERT INTO import_identity (district, school, source, external, resource, title, link) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (district, school, source, external) DO UPDATE SET resource = excluded.resource, title = excluded.title, link = excluded.link`,
		i.District, i.School, row.source, row.external, row.Resource, title, link)
	return err
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
	_, err := tx.Exec(ctx, `INSERT INTO import_row (district, import, row_number, place, outcome, title, resource, message, source, external, kept)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '')`, i.District, i.ID, i.Position, store(r.Place), r.Outcome, r.Title, r.Resource, store(r.Message), r.source, r.external)
	return err
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
