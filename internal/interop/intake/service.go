package intake

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
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
	return s
}

// running is the job of an import.
type running struct {
	District id.DistrictID `json:"district"`
	Import   ImportID      `json:"import"`
}

// Kind implements jobs.Args.
func (running) Kind() string { return "intake.import" }

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
// It returns fault.Fields for "file" when the file is refused whole, and then nothing of it is kept; fault.Denied when
// the actor does not share for the school.
func (s *Service) Bring(ctx context.Context, by actor.Actor, in BringInput) (_ Import, err error) {
	defer fault.Wrap(&err, "bring %s", in.Name)
	if !by.MayContributeAt(in.School) {
		return Import{}, fault.Denied{Reason: fault.Say("catalog.denied.not_your_school")}
	}
	copied, err := s.scratch(in.From)
	if err != nil {
		return Import{}, err
	}
	defer copied.discard()
	if in.Kind == "" {
		head := make([]byte, min(copied.size, source.HeadSize))
		if _, err := copied.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
			return Import{}, err
		}
		if in.Kind = source.Guess(in.Name, head); in.Kind == "" {
			return Import{}, fault.Fields{"file": fault.Say("bring.wrong.unknown")}
		}
	}
	r, err := source.Open(in.Kind, in.Name, copied, copied.size, source.Options{Scratch: s.Scratch})
	if err != nil {
		return Import{}, err
	}
	remembered, err := s.remembered(ctx, by, in.School, r.Tables())
	if err := errors.Join(err, r.Close()); err != nil {
		return Import{}, err
	}
	stored, err := s.Files.Put(ctx, by.District, io.NewSectionReader(copied, 0, copied.size), MaxUpload)
	if err != nil {
		return Import{}, err
	}
	i := Import{ID: id.New[ImportID](s.IDs), District: by.District, School: in.School, Person: by.Person, Kind: in.Kind, Source: in.Name,
		File: string(stored.Hash), Mappings: remembered, State: Preview, CreatedAt: s.clock.Now()}
	return i, s.insert(ctx, by, i, stored)
}

func (s *Service) insert(ctx context.Context, by actor.Actor, i Import, f files.File) error {
	mapping, err := json.Marshal(i.Mappings)
	if err != nil {
		return err
	}
	if err := s.Catalog.NoteFile(ctx, by, catalog.FileRow{Hash: i.File, MediaType: f.MediaType, Size: f.Size}); err != nil {
		return err
	}
	_, err = s.db.Exec(ctx, `INSERT INTO import (`+importColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, 0, 0, 0, $10, NULL)`,
		i.ID, i.District, i.School, i.Person, i.Kind, i.Source, i.File, string(mapping), i.State, clock.Micros(i.CreatedAt))
	return err
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
	go func() { into.CloseWithError(s.Files.CopyOut(ctx, i.District, files.Hash(i.File), into)) }()
	c, err := s.scratch(pipe)
	if err != nil {
		return nil, nil, err
	}
	r, err := source.Open(i.Kind, i.Source, c, c.size, source.Options{Mappings: i.Mappings, Scratch: s.Scratch})
	if err != nil {
		c.discard()
		return nil, nil, err
	}
	return r, func() {
		if err := r.Close(); err != nil {
			s.Log.Warn("import: scratch copy not removed", "error", err)
		}
		c.discard()
	}, nil
}

// headings names a table by its columns, so that the same sheet of next week is known again.
func headings(t source.Table) string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	data, err := json.Marshal(names)
	if err != nil {
		return ""
	}
	return digest(string(data))
}

// remembered are the mappings chosen for the same columns before.
func (s *Service) remembered(ctx context.Context, by actor.Actor, school id.SchoolID, tables []source.Table) (map[string]columns.Mapping, error) {
	out := map[string]columns.Mapping{}
	for _, t := range tables {
		list, err := db.All(ctx, s.db, db.Value[string], `SELECT mapping FROM import_mapping WHERE district = $1 AND school = $2 AND headings = $3`,
			by.District, school, headings(t))
		if err != nil {
			return nil, err
		}
		if len(list) == 0 {
			continue
		}
		var m columns.Mapping
		if err := json.Unmarshal([]byte(list[0]), &m); err != nil {
			return nil, fmt.Errorf("remembered mapping: %w", err)
		}
		out[t.Name] = m
	}
	return out, nil
}

// Map changes what the columns mean, and remembers it for the next file with the same columns.
func (s *Service) Map(ctx context.Context, by actor.Actor, what ImportID, chosen map[string]columns.Mapping) (err error) {
	defer fault.Wrap(&err, "map %s", what)
	i, err := find(ctx, s.db, by, what)
	if err != nil {
		return err
	}
	if i.State != Preview {
		return fault.Conflict{Reason: fault.Say("bring.conflict.state")}
	}
	r, done, err := s.open(ctx, i)
	if err != nil {
		return err
	}
	tables := r.Tables()
	done()
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
			if _, err := tx.Exec(ctx, `INSERT INTO import_mapping (district, school, headings, mapping) VALUES ($1, $2, $3, $4)
				ON CONFLICT (district, school, headings) DO UPDATE SET mapping = excluded.mapping`, i.District, i.School, headings(t), string(one)); err != nil {
				return err
			}
		}
		return nil
	})
}

// Go begins to create what the preview showed. The work goes on in a job.
func (s *Service) Go(ctx context.Context, by actor.Actor, what ImportID) (err error) {
	defer fault.Wrap(&err, "begin %s", what)
	return s.db.Do(ctx, func(tx *db.DB) error {
		i, err := find(ctx, tx, by, what)
		if err != nil {
			return err
		}
		if err := s.move(ctx, tx, i, Running); err != nil {
			return err
		}
		return s.Jobs.Enqueue(ctx, tx, running{i.District, i.ID})
	})
}

// Discard forgets an import of which nothing was created.
func (s *Service) Discard(ctx context.Context, by actor.Actor, what ImportID) (err error) {
	defer fault.Wrap(&err, "discard %s", what)
	return s.db.Do(ctx, func(tx *db.DB) error {
		i, err := find(ctx, tx, by, what)
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
