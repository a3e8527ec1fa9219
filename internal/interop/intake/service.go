package intake

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/interop/intake/columns"
	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
	"github.com/commonshelf/commonshelf/internal/jobs"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// Options are what the service stands on.
type Options struct {
	DB      *db.DB
	Clock   clock.Clock
	IDs     id.Source
	Catalog *catalog.Service
	Topics  *vocab.Service
	People  *people.Service
	Files   *files.Store
	Jobs    *jobs.Jobs
	Words   *lang.Catalog
	Scratch string // a folder for files while they are read; what is put there goes away again
	Log     *slog.Logger
}

// Service brings files in.
type Service struct {
	Options
	db    *db.DB
	clock clock.Clock
	lists lists
}

// New returns the service and tells the queue how imports are done.
func New(o Options) *Service {
	s := &Service{Options: o, db: o.DB, clock: o.Clock, lists: newLists(o.Words)}
	jobs.Register(o.Jobs, s.work, jobs.Options{Queue: jobs.Heavy, Timeout: sliceTime + time.Minute})
	jobs.Register(o.Jobs, s.workBack, jobs.Options{Queue: jobs.Heavy, Timeout: sliceTime + time.Minute})
	jobs.Register(o.Jobs, func(ctx context.Context, _ sweeping) error { return s.Sweep(ctx) }, jobs.Options{Unique: true})
	o.Jobs.Every(24*time.Hour, sweeping{})
	return s
}

// MaxUpload is the size of a file to bring in, in bytes.
const MaxUpload = files.MaxSize

// BringInput is a file to bring in.
type BringInput struct {
	School id.SchoolID
	Name   string      // the file's own
	Kind   source.Kind // empty: to be guessed
	From   io.Reader
}

// Bring reads a file and keeps it for a preview. Nothing is created yet.
//
// It returns fault.Fields for "file" when the file is refused whole, and then nothing of it is kept, or when too many wait already;
// fault.Denied when the actor does not share for the school.
func (s *Service) Bring(ctx context.Context, by actor.Actor, in BringInput) (_ Import, err error) {
	defer fault.Wrap(&err, "bring a file to %s", in.School)
	i, r, done, err := s.take(ctx, by, in)
	if err != nil {
		return Import{}, err
	}
	defer done()
	put, err := s.putAs(i.Kind, r.copy)
	if err != nil {
		return Import{}, err
	}
	stored, err := put(ctx, by.District, io.NewSectionReader(r.copy, 0, r.copy.size), MaxUpload)
	if err != nil {
		return Import{}, err
	}
	i.File = string(stored.Hash)
	return s.insert(ctx, i)
}

// Try is Bring and Look without keeping anything.
func (s *Service) Try(ctx context.Context, by actor.Actor, in BringInput, w Window) (_ Looked, err error) {
	defer fault.Wrap(&err, "try a file for %s", in.School)
	i, r, done, err := s.take(ctx, by, in)
	if err != nil {
		return Looked{}, err
	}
	defer done()
	return s.look(ctx, by, i, r.Reader, w)
}

// reading is a file while it is read.
type reading struct {
	*source.Reader
	copy copied
}

// take reads a file and refuses what must not be kept. What is remembered of its list is minded.
func (s *Service) take(ctx context.Context, by actor.Actor, in BringInput) (Import, reading, func(), error) {
	if err := s.mayBring(ctx, by, in.School); err != nil {
		return Import{}, reading{}, nil, err
	}
	var err error
	i := Import{ID: id.New[ImportID](s.IDs), District: by.District, School: in.School, Person: by.Person, Kind: in.Kind, Source: source.Clean(in.Name),
		State: Preview, CreatedAt: s.clock.Now(), Until: s.clock.Now()}
	if i.Mappings, err = s.remembered(ctx, i); err != nil {
		return Import{}, reading{}, nil, err
	}
	c, err := s.scratch(in.From)
	if err != nil {
		return Import{}, reading{}, nil, err
	}
	r, done, err := s.read(&i, c)
	if err != nil {
		c.discard()
	}
	return i, reading{r, c}, done, err
}

// mayBring decides whether an actor may bring something in for a school.
func (s *Service) mayBring(ctx context.Context, by actor.Actor, school id.SchoolID) error {
	schools, err := s.People.Schools(ctx, by.District)
	if err != nil {
		return err
	}
	district := id.DistrictID("")
	if slices.ContainsFunc(schools, func(s people.School) bool { return s.ID == school }) {
		district = by.District
	}
	return permitBring(by, district, school)
}

// read opens a copy as what the import is; where nobody has said that, it is guessed.
func (s *Service) read(i *Import, c copied) (*source.Reader, func(), error) {
	if i.Kind == "" {
		head := make([]byte, min(c.size, source.HeadSize))
		if _, err := c.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
			return nil, nil, err
		}
		if i.Kind = source.Guess(i.Source, head); i.Kind == "" {
			return nil, nil, fault.Fields{"file": fault.Say(source.Refusal(i.Source, head))}
		}
	}
	r, err := source.Open(i.Kind, i.Source, c, c.size, source.Options{Mappings: i.Mappings, Scratch: s.Scratch})
	if err != nil {
		return nil, nil, err
	}
	return r, func() {
		if err := r.Close(); err != nil {
			s.Log.Warn("import: scratch copy not removed", "error", err)
		}
		c.discard()
	}, nil
}

// putAs is how a file of a kind is stored: one that was just read for all that the store's screen looks for is not looked at
// twice.
func (s *Service) putAs(kind source.Kind, c copied) (func(context.Context, id.DistrictID, io.Reader, int64) (files.File, error), error) {
	head := make([]byte, min(c.size, source.HeadSize))
	if _, err := c.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if kind.Screens(head) {
		return s.Files.PutScreened, nil
	}
	return s.Files.Put, nil
}

// How many files may wait to be looked at and brought in: of one person, and of those that came to a district lately. Each is kept whole
// meanwhile. What waits longer is somebody's who has forgotten it, and keeps nobody else from bringing anything.
const (
	mostWaiting           = 20
	mostWaitingInDistrict = 500
	lately                = 7 * 24 * time.Hour
)

// roomFor refuses one more file where too many wait already.
func (s *Service) roomFor(ctx context.Context, tx *db.DB, i Import) error {
	type waiting struct{ mine, all int }
	n, err := db.One(ctx, tx, func(row db.Row) (w waiting, err error) {
		return w, row.Scan(&w.mine, &w.all)
	}, `SELECT COALESCE(sum(CASE WHEN person = $2 THEN 1 ELSE 0 END), 0), COALESCE(sum(CASE WHEN created_at > $3 THEN 1 ELSE 0 END), 0)
		FROM import WHERE district = $1 AND state = 'preview'`, i.District, i.Person, clock.Micros(s.clock.Now().Add(-lately)))
	switch {
	case err != nil:
		return err
	case n.mine >= mostWaiting && i.Person != "":
		return fault.Fields{"file": fault.Say("bring.wrong.waiting", mostWaiting)}
	case n.all >= mostWaitingInDistrict:
		return fault.Fields{"file": fault.Say("bring.wrong.waiting_district", mostWaitingInDistrict)}
	}
	return nil
}

// insert begins an import. A file that its bringer has brought already and only looked at so far is the same import.
func (s *Service) insert(ctx context.Context, i Import) (Import, error) {
	mapping, err := json.Marshal(i.Mappings)
	if err != nil {
		return Import{}, err
	}
	return db.Tx(ctx, s.db, func(tx *db.DB) (Import, error) {
		before, err := db.One(ctx, tx, scanImport, `SELECT `+importColumns+` FROM import WHERE district = $1 AND school = $2 AND person = $3 AND person <> ''
			AND kind = $4 AND source = $5 AND file = $6 AND state = 'preview' ORDER BY created_at DESC, id LIMIT 1`, i.District, i.School, i.Person, i.Kind, i.Source, i.File)
		if err == nil {
			before.CreatedAt = i.CreatedAt
			_, err = tx.Exec(ctx, `UPDATE import SET created_at = $3 WHERE district = $1 AND id = $2`, before.District, before.ID, clock.Micros(before.CreatedAt))
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return before, err
		}
		if err := s.roomFor(ctx, tx, i); err != nil {
			return Import{}, err
		}
		_, err = tx.Exec(ctx, `INSERT INTO import (`+importColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, 0, 0, 0, $10, NULL, '', $10, '{}', '[]', 0)`,
			i.ID, i.District, i.School, i.Person, i.Kind, i.Source, i.File, string(mapping), i.State, clock.Micros(i.CreatedAt))
		return i, err
	})
}

// copied is a file on this machine while it is read. It has no name, so that it goes with the process at the latest.
type copied struct {
	*os.File
	size int64
}

func (s *Service) scratch(from io.Reader) (copied, error) {
	if err := os.MkdirAll(s.Scratch, 0o700); err != nil {
		return copied{}, err
	}
	f, err := os.CreateTemp(s.Scratch, "intake-*")
	if err != nil {
		return copied{}, err
	}
	err = os.Remove(f.Name())
	var size int64
	if err == nil {
		size, err = io.Copy(f, io.LimitReader(from, MaxUpload+1))
	}
	if err == nil && size > MaxUpload {
		err = fault.Fields{"file": fault.Say("intake.refused.too_large", int(MaxUpload>>20))}
	}
	if err != nil {
		return copied{}, errors.Join(err, f.Close())
	}
	return copied{f, size}, nil
}

// discard lets go of the copy. Closing what was only read loses nothing.
func (c copied) discard() { _ = c.Close() }

// open reads the upload of an import again.
func (s *Service) open(ctx context.Context, i Import) (*source.Reader, func(), error) {
	pipe, into := io.Pipe()
	copied := make(chan struct{})
	go func() {
		defer close(copied)
		into.CloseWithError(s.Files.CopyOut(ctx, i.District, files.Hash(i.File), into))
	}()
	c, err := s.scratch(pipe)
	closed := pipe.Close() // whoever still writes need not wait for a reader
	<-copied
	if err := errors.Join(err, closed); err != nil {
		return nil, nil, err
	}
	r, done, err := s.read(&i, c)
	if err != nil {
		c.discard()
	}
	return r, done, err
}

// remembered are the mappings chosen for the tables of the same list before, by their names.
func (s *Service) remembered(ctx context.Context, i Import) (map[string]columns.Mapping, error) {
	type chosen struct{ sheet, mapping string }
	list, err := db.All(ctx, s.db, func(row db.Row) (chosen, error) {
		var c chosen
		err := row.Scan(&c.sheet, &c.mapping)
		return c, err
	}, `SELECT sheet, mapping FROM import_mapping WHERE district = $1 AND school = $2 AND source = $3`, i.District, i.School, i.list())
	out := map[string]columns.Mapping{}
	for _, c := range list {
		var m columns.Mapping
		if err := json.Unmarshal([]byte(c.mapping), &m); err != nil {
			return nil, fmt.Errorf("remembered mapping: %w", err)
		}
		out[c.sheet] = m
	}
	return out, err
}

// Tables describes the columns of an import's file.
func (s *Service) Tables(ctx context.Context, by actor.Actor, what ImportID) (_ []source.Table, err error) {
	defer fault.Wrap(&err, "tables of %s", what)
	i, err := find(ctx, s.db, by, what, see)
	if err != nil {
		return nil, err
	}
	return s.tables(ctx, i)
}

func (s *Service) tables(ctx context.Context, i Import) ([]source.Table, error) {
	r, done, err := s.open(ctx, i)
	if err != nil {
		return nil, err
	}
	defer done()
	return r.Tables(), nil
}

// Map changes what the columns mean, and remembers it for the next time that the same list is brought in.
func (s *Service) Map(ctx context.Context, by actor.Actor, what ImportID, chosen map[string]columns.Mapping) (err error) {
	defer fault.Wrap(&err, "map %s", what)
	i, err := find(ctx, s.db, by, what, change)
	if err != nil {
		return err
	}
	if i.State != Preview {
		return fault.Conflict{Reason: fault.Say("bring.conflict.state")}
	}
	tables, err := s.tables(ctx, i)
	if err != nil {
		return err
	}
	all, err := json.Marshal(chosen)
	if err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.DB) error {
		if _, err := tx.Exec(ctx, `UPDATE import SET mapping = $3 WHERE district = $1 AND id = $2 AND state = 'preview'`, i.District, i.ID, string(all)); err != nil {
			return err
		}
		for _, t := range tables {
			one, err := json.Marshal(chosen[t.Name])
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `INSERT INTO import_mapping (district, school, source, sheet, mapping) VALUES ($1, $2, $3, $4, $5)
				ON CONFLICT (district, school, source, sheet) DO UPDATE SET mapping = excluded.mapping`, i.District, i.School, i.list(), source.Clean(t.Name), string(one)); err != nil {
				return err
			}
		}
		return nil
	})
}

// Go begins to create what the preview showed, or goes on with an import that stopped. The work goes on in a job, in the
// name of the actor.
func (s *Service) Go(ctx context.Context, by actor.Actor, what ImportID) (err error) {
	defer fault.Wrap(&err, "begin %s", what)
	return s.db.Do(ctx, func(tx *db.DB) error {
		i, err := find(ctx, tx, by, what, change)
		if err != nil {
			return err
		}
		if s.Stalled(i) && i.State == Running {
			_, err = tx.Exec(ctx, `UPDATE import SET until = $3 WHERE district = $1 AND id = $2`, i.District, i.ID, clock.Micros(s.clock.Now()))
		} else {
			err = s.move(ctx, tx, i, Running)
		}
		if err != nil {
			return err
		}
		return s.Jobs.Enqueue(ctx, tx, running{i.District, i.ID, by.Person})
	})
}

// Discard forgets an import of which nothing was created.
func (s *Service) Discard(ctx context.Context, by actor.Actor, what ImportID) (err error) {
	defer fault.Wrap(&err, "discard %s", what)
	return s.db.Do(ctx, func(tx *db.DB) error {
		i, err := find(ctx, tx, by, what, change)
		if err != nil {
			return err
		}
		gone, err := tx.Exec(ctx, `DELETE FROM import WHERE district = $1 AND id = $2 AND state = 'preview'`, i.District, i.ID)
		if err == nil && gone == 0 {
			return fault.Conflict{Reason: fault.Say("bring.conflict.state")}
		}
		return err
	})
}
