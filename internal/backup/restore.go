package backup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/jobs"
)

// ErrNotEmpty says that restoring would overwrite something.
var ErrNotEmpty = errors.New("there is something in this database already; restore into an empty data folder or an empty database")

// Restore puts a backup into empty stores, whichever database is below. It migrates the database and, in its own copy, an
// older backup. Everything is verified before anything is written, and the rows are written last and all at once: when it
// fails, it can be tried again.
//
// It returns ErrNotEmpty, ErrNoArchive, ErrSpoiled, or db.ErrNewer for a backup of a newer program.
func (s Stores) Restore(ctx context.Context, path string, progress Progress) (_ Head, err error) {
	defer fault.Wrap(&err, "restore %s", path)
	progress = orSilent(progress)
	a, err := OpenArchive(path)
	if err != nil {
		return Head{}, err
	}
	defer a.Close()
	if err := s.prepare(ctx, a.Head); err != nil {
		return Head{}, err
	}
	if err := a.Verify(ctx, s.Scratch, progress); err != nil {
		return Head{}, err
	}
	waiting, err := a.jobs()
	if err != nil {
		return Head{}, err
	}
	err = a.withDatabase(ctx, s.Scratch, func(saved *db.DB) error {
		if err := saved.Migrate(ctx); err != nil {
			return fmt.Errorf("%w: %w", ErrSpoiled, err)
		}
		if err := s.shaped(ctx, saved); err != nil {
			return err
		}
		if err := s.restoreFiles(ctx, a, progress); err != nil {
			return err
		}
		return s.restoreRows(ctx, saved, waiting, progress)
	})
	return a.Head, err
}

// shaped compares the tables of a backup with those that this program makes.
func (s Stores) shaped(ctx context.Context, saved *db.DB) error {
	dir, remove, err := s.scratchFolder()
	if err != nil {
		return err
	}
	defer remove()
	model, err := db.Open(ctx, db.Options{Path: filepath.Join(dir, databaseName)})
	if err != nil {
		return err
	}
	defer model.Close()
	if err := model.Migrate(ctx); err != nil {
		return err
	}
	wrong, err := saved.Misshapen(ctx, model)
	return errors.Join(err, spoiledBy(wrong))
}

// prepare makes the tables, and makes sure that nobody's work is there.
func (s Stores) prepare(ctx context.Context, head Head) error {
	current, newest, err := s.DB.Schema(ctx)
	if err != nil {
		return err
	}
	if head.Schema > newest {
		return fmt.Errorf("%w (the backup is at step %d, this program knows %d)", db.ErrNewer, head.Schema, newest)
	}
	if current > 0 && current < newest {
		return ErrNotEmpty // an older program has used it
	}
	if err := s.DB.Migrate(ctx); err != nil {
		return err
	}
	if n, err := db.One(ctx, s.DB, db.Value[int], `SELECT count(*) FROM district`); err != nil || n > 0 {
		return errors.Join(err, ErrNotEmpty)
	}
	return jobs.Migrate(ctx, s.DB)
}

// empty takes away what a program that merely started may have written, and fails where more is written.
func empty(ctx context.Context, tx, described *db.DB) error {
	for _, table := range leftOut {
		if _, err := tx.Exec(ctx, `DELETE FROM `+table); err != nil {
			return err
		}
	}
	filled, err := tx.Filled(ctx, described)
	if err == nil && len(filled) > 0 {
		err = fmt.Errorf("%w (rows in %s)", ErrNotEmpty, strings.Join(filled, ", "))
	}
	return err
}

func (s Stores) restoreRows(ctx context.Context, saved *db.DB, waiting []jobs.Waiting, progress Progress) error {
	return saved.Snapshot(ctx, func(snapshot *db.DB) error {
		return s.DB.Do(ctx, func(tx *db.DB) error {
			if err := empty(ctx, tx, snapshot); err != nil {
				return err
			}
			rows := int64(0)
			err := db.Copy(ctx, snapshot, tx, leftOut, func(_ string, n int) {
				rows += int64(n)
				progress("rows", rows, 0)
			})
			if err != nil {
				return err
			}
			return jobs.Pause(ctx, tx, waiting)
		})
	})
}

func (s Stores) restoreFiles(ctx context.Context, a *Archive, progress Progress) error {
	list := a.files()
	for i, n := range list {
		progress("files", int64(i), int64(len(list)))
		r, err := a.open(filesFolder + n.String())
		if err != nil {
			return err
		}
		if err := errors.Join(s.Files.CopyIn(ctx, n.District, n.Hash, r), r.Close()); err != nil {
			return err
		}
	}
	progress("files", int64(len(list)), int64(len(list)))
	return nil
}

func (a *Archive) jobs() ([]jobs.Waiting, error) {
	r, err := a.open(jobsName)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var out []jobs.Waiting
	for lines := json.NewDecoder(r); ; {
		var j storedJob
		if err := lines.Decode(&j); errors.Is(err, io.EOF) {
			return out, nil
		} else if err != nil {
			return nil, fmt.Errorf("%w: %s: %w", ErrSpoiled, jobsName, err)
		}
		out = append(out, jobs.Waiting{Name: j.Kind, Args: j.Args, Queue: j.Queue, MaxAttempts: j.MaxAttempts, At: j.At})
	}
}
