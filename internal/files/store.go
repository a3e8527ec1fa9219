package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"
	_ "gocloud.dev/blob/s3blob" // s3:// locations
	"gocloud.dev/gcerrors"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Store holds the files of all districts of an installation.
type Store struct {
	bucket   *blob.Bucket
	folder   string        // where the objects lie; empty in S3
	incoming string        // a folder on this machine where uploads wait for their name
	screen   Screen        // nil: everything may be kept
	pictures chan struct{} // holds one token while a picture is unpacked: each needs up to 400 MB
}

// Screen looks at a file before anything of it is kept. It returns fault.Fields for Field when the file may not be.
type Screen func(mediaType string, r io.ReaderAt, size int64) error

// ScreenBy makes Put ask first whether a file may be kept. It is for the beginning, before files come.
func (s *Store) ScreenBy(screen Screen) { s.screen = screen }

// Info is what the store says of a file without reading it.
type Info struct {
	Hash     Hash
	Size     int64 // bytes
	Modified time.Time
}

// Open opens the store at location: a folder, made when missing, or s3://bucket?region=...&endpoint=...&prefix=...
// with the credentials of the environment. A bucket that cannot be reached is an error.
func Open(ctx context.Context, location string) (*Store, error) {
	s := &Store{pictures: make(chan struct{}, 1)}
	var err error
	scheme, _, isURL := strings.Cut(location, "://")
	switch {
	case isURL && scheme == "s3":
		s.incoming = os.TempDir()
		s.bucket, err = blob.OpenBucket(ctx, location)
	case isURL:
		return nil, fmt.Errorf("files in %s:// are not supported: name a folder or s3://bucket", scheme)
	default:
		s.folder = location
		s.incoming = filepath.Join(location, incomingFolder)
		s.bucket, err = openFolder(location, s.incoming)
	}
	if err != nil {
		return nil, fmt.Errorf("open files: %w", err)
	}
	if ok, err := s.bucket.IsAccessible(ctx); err != nil || !ok {
		return nil, errors.Join(fmt.Errorf("the place for files cannot be reached"), err, s.bucket.Close())
	}
	return s, nil
}

// Uploads wait in a folder beside the districts, under names that are no ids.
const (
	incomingFolder = "incoming"
	incomingPrefix = "commonshelf-"
)

func openFolder(folder, incoming string) (*blob.Bucket, error) {
	const private = 0o700
	if err := os.MkdirAll(incoming, private); err != nil {
		return nil, err
	}
	return fileblob.OpenBucket(folder, &fileblob.Options{
		DirFileMode: private,
		NoTempDir:   true, // the same disk, so that the last rename cannot fail
		Metadata:    fileblob.MetadataDontWrite,
	})
}

// Close gives back what Open took.
func (s *Store) Close() error { return s.bucket.Close() }

// Get opens a file for reading. It returns fault.NotFound if the district has no such file.
func (s *Store) Get(ctx context.Context, district id.DistrictID, hash Hash) (io.ReadSeekCloser, Info, error) {
	if !id.Valid(district) || !hash.Valid() {
		return nil, Info{}, fault.NotFound{What: "file"}
	}
	return s.open(ctx, key(district, hash), hash)
}

func (s *Store) open(ctx context.Context, key string, hash Hash) (io.ReadSeekCloser, Info, error) {
	r, err := s.bucket.NewReader(ctx, key, nil)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil, Info{}, fault.NotFound{What: "file"}
	}
	if err != nil {
		return nil, Info{}, fmt.Errorf("open file %s: %w", key, err)
	}
	return r, Info{Hash: hash, Size: r.Size(), Modified: r.ModTime()}, nil
}

// Delete removes a file. Removing what is not there is no error.
func (s *Store) Delete(ctx context.Context, district id.DistrictID, hash Hash) error {
	if !id.Valid(district) || !hash.Valid() {
		return nil
	}
	for _, k := range []string{key(district, hash), smallKey(district, hash)} {
		if err := s.bucket.Delete(ctx, k); err != nil && gcerrors.Code(err) != gcerrors.NotFound {
			return fmt.Errorf("delete file %s: %w", k, err)
		}
	}
	return nil
}

// write stores an object whole or not at all. In a folder it is on the disk, not only in memory, when write returns.
//
// What is there already is written again: that renews its age, so that a collection running beside spares it, and
// heals it if it was damaged.
func (s *Store) write(ctx context.Context, key, mediaType string, r io.Reader) (err error) {
	defer fault.Wrap(&err, "write file %s", key)
	ctx, abandon := context.WithCancel(ctx)
	defer abandon()
	var file *os.File
	w, err := s.bucket.NewWriter(ctx, key, &blob.WriterOptions{
		ContentType: mediaType,
		BeforeWrite: func(as func(any) bool) error {
			if s.folder != "" {
				as(&file)
			}
			return nil
		},
	})
	if err != nil {
		return err
	}
	_, err = io.Copy(w, r)
	if err == nil && file != nil {
		err = file.Sync()
	}
	if err != nil {
		abandon()
		return errors.Join(err, ignoreCanceled(w.Close()))
	}
	if err := w.Close(); err != nil {
		return err
	}
	return s.syncFolderOf(key)
}

func ignoreCanceled(err error) error {
	if errors.Is(err, context.Canceled) || gcerrors.Code(err) == gcerrors.Canceled {
		return nil
	}
	return err
}

// syncFolderOf makes the name of an object survive a power cut, as its content does.
func (s *Store) syncFolderOf(key string) error {
	if s.folder == "" {
		return nil
	}
	district, _, _ := strings.Cut(key, "/")
	return errors.Join(syncFolder(filepath.Join(s.folder, district)), syncFolder(s.folder))
}

func syncFolder(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
