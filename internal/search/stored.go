package search

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/index"
)

// The index is stored in the folder of what can be made again, so that a start reads a file and the log since, and not every
// resource. It is stored in the background and when the program stops. Whatever speaks against the file (a damaged byte,
// another program, another database, a log that went another way) has the index built from the database instead.

// storedName is the file's name.
const storedName = "index"

// errOfNoUse says why a stored index is not taken, beside what package index finds wrong.
var errOfNoUse = errors.New("the stored index does not fit")

// storedNote is what stands beside a stored index.
type storedNote struct {
	Made     string            // by what program and schema
	Position activity.Position // all of the log up to here is in the index
	Seen     activity.Position // nothing is in the index that the log, up to here, does not tell of
	Last     string            // what the log says there: another database says something else
	Around   int64
}

// KeepIn has the index stored in a folder. Without it, it is built at every start.
func (s *Service) KeepIn(folder string) { s.folder = folder }

func (s *Service) storedPath() string { return filepath.Join(s.folder, storedName) }

// partPath is where the file is written.
func (s *Service) partPath() string { return s.storedPath() + ".part" }

// Store writes the index to the disk as it is now, in the place of the one before. The file is whole, whenever the program or
// the machine stops.
func (s *Service) Store(ctx context.Context) error { return s.store(ctx, 0) }

// store writes at most so many bytes at once before it rests; 0: without rest.
func (s *Service) store(ctx context.Context, stride int) error {
	s.storing.Lock()
	defer s.storing.Unlock()
	if s.folder == "" || !s.Ready() {
		return nil
	}
	epoch := s.purges.Load()
	// In this order: the index has all up to the position, the number of changes around and the end of the log hold all
	// that is in the index.
	note := storedNote{Position: s.position()}
	captured := s.index.Load().Capture()
	note.Around = s.around.Load()
	if err := s.sign(ctx, &note); err != nil || note.Last == "" {
		return err
	}
	about, err := json.Marshal(note)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(s.folder, 0o700); err != nil {
		return err
	}
	part := s.partPath()
	if err := write(part, func(f *os.File) error { return captured.Write(&steady{ctx: ctx, file: f, stride: stride}, about) }); err != nil {
		return errors.Join(err, remove(part))
	}
	return s.replaceStored(part, epoch)
}

// replaceStored gives the file its name, unless something was purged since it was begun.
func (s *Service) replaceStored(part string, epoch int64) error {
	s.naming.Lock()
	defer s.naming.Unlock()
	if s.purges.Load() != epoch {
		return remove(part)
	}
	if err := os.Rename(part, s.storedPath()); err != nil {
		return err
	}
	s.stored.Store(true)
	return syncFolder(s.folder)
}

// sign notes what tells whether the index fits a program and a database. Of an empty log nothing is noted.
func (s *Service) sign(ctx context.Context, n *storedNote) error {
	var err error
	if n.Made, err = made(); err != nil {
		return err
	}
	last, there, err := activity.Newest(ctx, s.db)
	if there {
		n.Seen, n.Last = last.Position, wordOf(last)
	}
	return err
}

// wordOf tells an activity from any other that could stand in its place.
func wordOf(a activity.Activity) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %q %q %q %q %q %q %q", a.At.UnixMicro(), a.District, a.School, a.Person, a.Verb, a.ObjectKind, a.Object, a.Data))
	return hex.EncodeToString(sum[:])
}

// write writes a new file and brings it to the disk.
func write(path string, content func(*os.File) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	err = content(f)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// steady writes to a file no faster than the disk takes it, and leaves half of the disk's time to others: whoever saves
// waits for the same disk.
type steady struct {
	ctx     context.Context
	file    *os.File
	stride  int // bytes between rests; 0: none
	written int // since the last rest
}

// Write implements io.Writer.
func (w *steady) Write(b []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := w.file.Write(b)
	if w.written += n; err != nil || w.stride == 0 || w.written < w.stride {
		return n, err
	}
	w.written = 0
	began := time.Now()
	if err := w.file.Sync(); err != nil {
		return n, err
	}
	select {
	case <-time.After(time.Since(began)):
	case <-w.ctx.Done():
	}
	return n, nil
}

// openStored fills the index from the file and gives the place in the log up to which it is good.
func (s *Service) openStored(ctx context.Context) (position activity.Position, err error) {
	if s.folder == "" {
		return position, fs.ErrNotExist
	}
	if err := remove(s.partPath()); err != nil { // of a program that was killed
		return position, err
	}
	f, err := os.Open(s.storedPath())
	if err != nil {
		return position, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return position, err
	}
	stored, err := index.OpenStored(f, info.Size())
	if err != nil {
		return position, err
	}
	var note storedNote
	if err := json.Unmarshal(stored.About, &note); err != nil {
		return position, err
	}
	if err := s.fits(ctx, note); err != nil {
		return position, err
	}
	read, err := stored.Index(Facets...)
	if err != nil {
		return position, err
	}
	s.around.Store(note.Around)
	s.index.Store(read)
	s.stored.Store(true)
	return note.Position, nil
}

func (s *Service) fits(ctx context.Context, note storedNote) error {
	here, err := made()
	if err != nil {
		return err
	}
	if note.Made != here {
		return fmt.Errorf("%w: another program made it", errOfNoUse)
	}
	last, there, err := activity.At(ctx, s.db, note.Seen)
	if err != nil {
		return err
	}
	if !there || wordOf(last) != note.Last || note.Position.After(note.Seen) {
		return fmt.Errorf("%w: it is of another database, or this one was set back", errOfNoUse)
	}
	return nil
}

// dropStored removes the file, and has one under way not take its place.
func (s *Service) dropStored() error {
	s.purges.Add(1)
	if s.folder == "" {
		return nil
	}
	s.naming.Lock()
	defer s.naming.Unlock()
	s.stored.Store(false)
	return remove(s.storedPath())
}

// remove removes a file if it is there.
func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
