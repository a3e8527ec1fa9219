package backup

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/jobs"
)

// What stands where in an archive.
const (
	databaseName = "commonshelf.db"
	jobsName     = "jobs.jsonl"
	filesFolder  = "files/"
	manifestName = "manifest-sha256.txt" // of everything but itself and the head
	headName     = "backup.json"         // last: an archive without it was cut short
)

const (
	format        = "commonshelf-backup"
	formatVersion = 1
)

// Head is what an archive says of itself.
type Head struct {
	Format        string    `json:"format"`
	FormatVersion int       `json:"formatVersion"`
	Program       string    `json:"program"`
	Schema        int64     `json:"schema"` // number of the last migration
	MadeAt        time.Time `json:"madeAt"`
	Districts     []string  `json:"districts"` // names
	Resources     int       `json:"resources"`
	Files         int       `json:"files"`
	Jobs          int       `json:"jobs"`
	Missing       []string  `json:"missing,omitempty"` // files that the database names and the store has not: district/hash
	Damaged       []string  `json:"damaged,omitempty"` // files whose bytes are not those that were stored
	Manifest      string    `json:"manifest"`          // SHA-256 of the manifest
}

// leftOut are the tables whose rows no backup holds.
var leftOut = []string{"session", "sign_in_link", "rate_limit", "parked_form", "passkey_request"}

// Write writes an archive to w while others go on working.
func (s Stores) Write(ctx context.Context, w io.Writer, progress Progress) (_ Head, err error) {
	defer fault.Wrap(&err, "backup")
	progress = orSilent(progress)
	dir, remove, err := s.scratchFolder()
	if err != nil {
		return Head{}, err
	}
	defer remove()
	head := Head{Format: format, FormatVersion: formatVersion, Program: s.Program, MadeAt: s.Clock.Now()}
	a, err := newArchive(w, filepath.Join(dir, manifestName))
	if err != nil {
		return Head{}, err
	}
	defer a.manifest.Close()

	progress("database", 0, 0)
	if err := s.snapshot(ctx, dir, &head); err != nil {
		return Head{}, err
	}
	for _, name := range []string{databaseName, jobsName} {
		if err := a.addFile(name, filepath.Join(dir, name)); err != nil {
			return Head{}, err
		}
	}
	if err := s.addNamed(ctx, a, filepath.Join(dir, databaseName), &head, progress); err != nil {
		return Head{}, err
	}
	return head, a.finish(head)
}

// snapshot makes the SQLite file and the list of jobs in dir.
func (s Stores) snapshot(ctx context.Context, dir string, head *Head) (err error) {
	path := filepath.Join(dir, databaseName)
	waiting, err := os.Create(filepath.Join(dir, jobsName))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, waiting.Close()) }()
	lines := json.NewEncoder(waiting)
	keep := func(w jobs.Waiting) error {
		head.Jobs++
		return lines.Encode(storedJob{Kind: w.Name, Args: w.Args, Queue: w.Queue, MaxAttempts: w.MaxAttempts, At: w.At})
	}
	if !s.DB.Postgres() {
		if err := s.DB.SaveAs(ctx, path); err != nil {
			return err
		}
	}
	saved, err := db.Open(ctx, db.Options{Path: path})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, saved.Close()) }()
	if s.DB.Postgres() {
		err = s.copyOut(ctx, saved, keep)
	} else {
		err = errors.Join(jobs.EachWaiting(ctx, saved, keep), clean(ctx, saved))
	}
	if err != nil {
		return err
	}
	return describe(ctx, saved, head)
}

// storedJob is a line of the list of jobs.
type storedJob struct {
	Kind        string          `json:"kind"`
	Args        json.RawMessage `json:"args"`
	Queue       jobs.Queue      `json:"queue"`
	MaxAttempts int             `json:"maxAttempts"`
	At          time.Time       `json:"at"`
}

// copyOut copies PostgreSQL, as it is at one moment, into a new SQLite file.
func (s Stores) copyOut(ctx context.Context, saved *db.DB, keep func(jobs.Waiting) error) error {
	if err := saved.Migrate(ctx); err != nil {
		return err
	}
	err := s.DB.Snapshot(ctx, func(snapshot *db.DB) error {
		if err := jobs.EachWaiting(ctx, snapshot, keep); err != nil {
			return err
		}
		return db.Copy(ctx, snapshot, saved, leftOut, func(string, int) {})
	})
	if err != nil {
		return err
	}
	return settleLog(ctx, saved)
}

// settleLog gives the log the order it has in a database where one writes at a time: transaction ids of one server mean nothing in
// another.
func settleLog(ctx context.Context, saved *db.DB) error {
	return saved.Do(ctx, func(tx *db.DB) error {
		_, err := tx.Exec(ctx, `UPDATE activity SET xid = 0 WHERE xid <> 0`)
		return err
	})
}

// clean takes out of the copy of a SQLite file what no backup holds, so that it cannot be read from the file either.
func clean(ctx context.Context, saved *db.DB) error {
	return saved.Do(ctx, func(tx *db.DB) error {
		if _, err := db.One(ctx, tx, db.Value[int], `PRAGMA secure_delete = ON`); err != nil {
			return err
		}
		for _, table := range leftOut {
			if _, err := tx.Exec(ctx, `DELETE FROM `+table); err != nil {
				return err
			}
		}
		queue, err := db.All(ctx, tx, db.Value[string], `SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 6) = 'river_'`)
		if err != nil {
			return err
		}
		for _, table := range queue {
			if _, err := tx.Exec(ctx, `DROP TABLE `+table); err != nil {
				return err
			}
		}
		return nil
	})
}

func describe(ctx context.Context, saved *db.DB, head *Head) (err error) {
	if head.Schema, _, err = saved.Schema(ctx); err != nil {
		return err
	}
	if head.Resources, err = db.One(ctx, saved, db.Value[int], `SELECT count(*) FROM resource`); err != nil {
		return err
	}
	head.Districts, err = db.All(ctx, saved, db.Value[string], `SELECT name FROM district ORDER BY id`)
	return err
}

// addNamed adds the files that the saved database names.
func (s Stores) addNamed(ctx context.Context, a *archiveWriter, path string, head *Head, progress Progress) error {
	saved, err := db.Open(ctx, db.Options{Path: path})
	if err != nil {
		return err
	}
	list, err := named(ctx, saved)
	if err := errors.Join(err, saved.Close()); err != nil {
		return err
	}
	for i, n := range list {
		progress("files", int64(i), int64(len(list)))
		err := a.add(filesFolder+n.String(), zip.Store, func(w io.Writer) error { return s.Files.CopyOut(ctx, n.District, n.Hash, w) })
		switch {
		case fault.IsNotFound(err):
			head.Missing = append(head.Missing, n.String())
			continue
		case errors.Is(err, files.ErrDamaged):
			head.Damaged = append(head.Damaged, n.String())
		case err != nil:
			return err
		}
		head.Files++
	}
	progress("files", int64(len(list)), int64(len(list)))
	return nil
}

// archiveWriter writes entries and notes their checksums.
type archiveWriter struct {
	zip      *zip.Writer
	manifest *os.File
}

func newArchive(w io.Writer, manifest string) (*archiveWriter, error) {
	f, err := os.Create(manifest)
	return &archiveWriter{zip: zip.NewWriter(w), manifest: f}, err
}

// add adds what write writes. An entry begins with its first byte: when write fails before, there is none.
func (a *archiveWriter) add(name string, method uint16, write func(w io.Writer) error) error {
	e := &entry{archive: a, header: &zip.FileHeader{Name: name, Method: method}}
	sum := sha256.New()
	err := write(io.MultiWriter(e, sum))
	if e.body == nil {
		if err != nil {
			return err
		}
		if _, err := e.Write(nil); err != nil {
			return err
		}
	}
	_, noteErr := fmt.Fprintf(a.manifest, "%s  %s\n", hex.EncodeToString(sum.Sum(nil)), name)
	return errors.Join(err, noteErr)
}

type entry struct {
	archive *archiveWriter
	header  *zip.FileHeader
	body    io.Writer
}

func (e *entry) Write(p []byte) (int, error) {
	if e.body == nil {
		body, err := e.archive.zip.CreateHeader(e.header)
		if err != nil {
			return 0, err
		}
		e.body = body
	}
	return e.body.Write(p)
}

func (a *archiveWriter) addFile(name, path string) error {
	return a.add(name, zip.Deflate, copyFrom(path))
}

func copyFrom(path string) func(w io.Writer) error {
	return func(w io.Writer) error {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		_, err = io.Copy(w, f)
		return errors.Join(err, f.Close())
	}
}

// finish adds the manifest and the head.
func (a *archiveWriter) finish(head Head) error {
	body, err := a.zip.CreateHeader(&zip.FileHeader{Name: manifestName, Method: zip.Deflate})
	if err != nil {
		return err
	}
	sum := sha256.New()
	if err := copyFrom(a.manifest.Name())(io.MultiWriter(body, sum)); err != nil {
		return err
	}
	head.Manifest = hex.EncodeToString(sum.Sum(nil))
	if body, err = a.zip.CreateHeader(&zip.FileHeader{Name: headName, Method: zip.Deflate}); err != nil {
		return err
	}
	out := json.NewEncoder(body)
	out.SetIndent("", "  ")
	return errors.Join(out.Encode(head), a.zip.Close())
}
