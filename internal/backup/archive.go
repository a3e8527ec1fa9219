package backup

import (
	"archive/zip"
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Archive is a backup being read.
type Archive struct {
	Head    Head
	zip     *zip.ReadCloser
	entries map[string]*zip.File
}

// ErrNoArchive says that a file is no backup, or was cut short.
var ErrNoArchive = errors.New("this is not a Commonshelf backup, or it was cut short")

// ErrSpoiled says that a backup does not hold what was written.
var ErrSpoiled = errors.New("this backup is damaged")

// OpenArchive opens a backup and reads its head. It verifies nothing more.
func OpenArchive(path string) (*Archive, error) {
	z, err := zip.OpenReader(path)
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, os.ErrPermission) {
		return nil, err
	}
	if err != nil {
		return nil, fmt.Errorf("%w (%w)", ErrNoArchive, err)
	}
	a := &Archive{zip: z, entries: map[string]*zip.File{}}
	err = a.list()
	if err == nil {
		err = a.readHead()
	}
	if err != nil {
		return nil, errors.Join(err, z.Close())
	}
	return a, nil
}

// Close closes the file.
func (a *Archive) Close() error { return a.zip.Close() }

// An archive may unpack to this many times its own size, and to this many bytes besides: text and tables shrink, but not without end.
const (
	mostUnpacked  = 200
	spareUnpacked = 64 << 20
)

// list looks at the names and sizes of the entries.
func (a *Archive) list() error {
	var packed, unpacked uint64
	for _, f := range a.zip.File {
		if a.entries[f.Name] != nil || !isEntry(f.Name) {
			return fmt.Errorf("%w: no backup holds such an entry, or one twice: %q", ErrSpoiled, f.Name)
		}
		a.entries[f.Name] = f
		packed += f.CompressedSize64
		if unpacked += f.UncompressedSize64; unpacked < f.UncompressedSize64 || unpacked > mostUnpacked*packed+spareUnpacked {
			return fmt.Errorf("%w: it would unpack to far more than it can hold", ErrSpoiled)
		}
	}
	return nil
}

// isEntry says whether an archive holds entries of that name.
func isEntry(name string) bool {
	switch name {
	case databaseName, jobsName, manifestName, headName:
		return true
	}
	_, ok := storedFile(name)
	return ok
}

// storedFile is the file that an entry holds.
func storedFile(name string) (fileName, bool) {
	path, ok := strings.CutPrefix(name, filesFolder)
	district, hash, _ := strings.Cut(path, "/")
	n := fileName{id.DistrictID(district), files.Hash(hash)}
	return n, ok && id.Valid(n.District) && n.Hash.Valid()
}

func (a *Archive) readHead() error {
	r, err := a.open(headName)
	if err != nil {
		return ErrNoArchive
	}
	defer r.Close()
	const enough = 64 << 20 // every missing file is named
	if err := json.NewDecoder(io.LimitReader(r, enough)).Decode(&a.Head); err != nil || a.Head.Format != format {
		return ErrNoArchive
	}
	if a.Head.FormatVersion > formatVersion {
		return fmt.Errorf("this backup was made by a newer Commonshelf (%s): restore it with that version", a.Head.Program)
	}
	return nil
}

func (a *Archive) open(name string) (io.ReadCloser, error) {
	f, ok := a.entries[name]
	if !ok {
		return nil, fmt.Errorf("%w: %s is missing", ErrSpoiled, name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrSpoiled, name, err)
	}
	return r, nil
}

// Verify reads everything and compares it with the checksums, and the database with itself. It needs room for the
// database in scratch.
func (a *Archive) Verify(ctx context.Context, scratch string, progress Progress) (err error) {
	defer fault.Wrap(&err, "verify backup")
	progress = orSilent(progress)
	lines, err := a.manifest()
	if err != nil {
		return err
	}
	if len(a.zip.File) != len(lines)+2 { // the manifest and the head are not in it
		return fmt.Errorf("%w: it holds %d entries, the manifest names %d", ErrSpoiled, len(a.zip.File), len(lines)+2)
	}
	for i, line := range lines {
		progress("verify", int64(i), int64(len(lines)))
		if err := ctx.Err(); err != nil {
			return err
		}
		sum := sha256.New()
		if err := a.copy(line.name, sum); err != nil {
			return err
		}
		if hex.EncodeToString(sum.Sum(nil)) != line.sum {
			return fmt.Errorf("%w: %s has another checksum", ErrSpoiled, line.name)
		}
	}
	progress("verify", int64(len(lines)), int64(len(lines)))
	return a.withDatabase(ctx, scratch, func(saved *db.DB) error {
		wrong, err := saved.Integrity(ctx)
		return errors.Join(err, spoiledBy(wrong))
	})
}

// spoiledBy is ErrSpoiled with what is wrong; nil when nothing is.
func spoiledBy(wrong []string) error {
	if len(wrong) == 0 {
		return nil
	}
	return fmt.Errorf("%w: %s", ErrSpoiled, strings.Join(wrong, "; "))
}

type manifestLine struct{ sum, name string }

func (a *Archive) manifest() ([]manifestLine, error) {
	r, err := a.open(manifestName)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	sum := sha256.New()
	var lines []manifestLine
	scan := bufio.NewScanner(io.TeeReader(r, sum))
	for scan.Scan() {
		digest, name, ok := strings.Cut(scan.Text(), "  ")
		if !ok {
			return nil, fmt.Errorf("%w: manifest line %q", ErrSpoiled, scan.Text())
		}
		lines = append(lines, manifestLine{digest, name})
	}
	if err := scan.Err(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSpoiled, err)
	}
	if hex.EncodeToString(sum.Sum(nil)) != a.Head.Manifest {
		return nil, fmt.Errorf("%w: the manifest has another checksum", ErrSpoiled)
	}
	return lines, nil
}

func (a *Archive) copy(name string, w io.Writer) error {
	r, err := a.open(name)
	if err != nil {
		return err
	}
	if _, err := io.Copy(w, r); err != nil {
		return errors.Join(fmt.Errorf("%w: %s: %w", ErrSpoiled, name, err), r.Close())
	}
	return r.Close()
}

// files lists the stored files of the archive that are as they should be.
func (a *Archive) files() []fileName {
	var out []fileName
	for _, f := range a.zip.File {
		if n, ok := storedFile(f.Name); ok && !slices.Contains(a.Head.Damaged, n.String()) {
			out = append(out, n)
		}
	}
	return out
}

// withDatabase lends the database of the archive, in a copy that may be changed.
func (a *Archive) withDatabase(ctx context.Context, scratch string, fn func(saved *db.DB) error) error {
	dir, remove, err := Stores{Scratch: scratch}.scratchFolder()
	if err != nil {
		return err
	}
	defer remove()
	path := filepath.Join(dir, databaseName)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(a.copy(databaseName, f), f.Close()); err != nil {
		return err
	}
	saved, err := db.Open(ctx, db.Options{Path: path})
	if err != nil {
		return fmt.Errorf("%w: %w", ErrSpoiled, err)
	}
	return errors.Join(fn(saved), saved.Close())
}
