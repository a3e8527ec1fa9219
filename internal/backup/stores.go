package backup

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/files"
)

// Stores are what is backed up and what is restored into.
type Stores struct {
	DB      *db.DB
	Files   *files.Store
	Scratch string // a folder on this machine with room for a copy of the database; made when missing
	Program string // version of this program, as archives and bags say who made them
	Clock   clock.Clock
}

// Progress is told what is being done and how far it has come; a total of 0 is not known yet.
type Progress func(step string, done, total int64)

// silent is for those who do not want to know.
func silent(string, int64, int64) {}

func orSilent(p Progress) Progress {
	if p == nil {
		return silent
	}
	return p
}

// scratchFolder makes a folder that is removed by the function given back.
func (s Stores) scratchFolder() (string, func(), error) {
	if err := os.MkdirAll(s.Scratch, 0o700); err != nil {
		return "", nil, err
	}
	dir, err := os.MkdirTemp(s.Scratch, "backup-")
	return dir, func() { _ = os.RemoveAll(dir) }, err
}

// Save writes a file whole or not at all: under the name PATH.part until verify has read it back, then under its own. It
// refuses a path that exists.
func Save(path string, write func(f *os.File) error, verify func(path string) error) error {
	if _, err := os.Lstat(path); err == nil {
		return errors.New(path + " is there already; name a new file")
	}
	part := path + ".part"
	f, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(part))
	}
	if err := verify(part); err != nil {
		return errors.Join(err, os.Remove(part))
	}
	if err := os.Rename(part, path); err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
