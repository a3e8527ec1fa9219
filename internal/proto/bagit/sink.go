package bagit

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"time"
)

// Folder is a new or empty folder as a sink.
type Folder struct{ root *os.Root }

// NewFolder makes the folder when it is missing and refuses one that holds something.
func NewFolder(name string) (*Folder, error) {
	if err := os.MkdirAll(name, 0o700); err != nil {
		return nil, err
	}
	there, err := os.ReadDir(name)
	if err != nil {
		return nil, err
	}
	if len(there) > 0 {
		return nil, fmt.Errorf("%s is not empty; name a new folder", name)
	}
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	return &Folder{root}, nil
}

// Close lets go of the folder.
func (f *Folder) Close() error { return f.root.Close() }

// Put implements Sink. A name that leads out of the folder is refused.
func (f *Folder) Put(name string, size int64, r io.Reader) error {
	if err := f.root.MkdirAll(path.Dir(name), 0o700); err != nil {
		return err
	}
	file, err := f.root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	n, err := io.Copy(file, r)
	if err == nil && n != size {
		err = fmt.Errorf("%s: %d bytes of %d", name, n, size)
	}
	return errors.Join(err, file.Close())
}

// Stream is a bag on its way to another process, as tar.
type Stream struct {
	tar *tar.Writer
	at  time.Time
}

// NewStream begins a stream. The time is that of every file.
func NewStream(w io.Writer, at time.Time) *Stream { return &Stream{tar.NewWriter(w), at} }

// Put implements Sink.
func (s *Stream) Put(name string, size int64, r io.Reader) error {
	if err := s.tar.WriteHeader(&tar.Header{Name: name, Size: size, Mode: 0o600, ModTime: s.at, Format: tar.FormatPAX}); err != nil {
		return err
	}
	_, err := io.Copy(s.tar, r)
	return err
}

// Close ends the stream.
func (s *Stream) Close() error { return s.tar.Close() }

// ErrCutShort says that a stream ended before its bag was complete.
var ErrCutShort = errors.New("the bag was cut short")

// Receive puts a bag that came as a stream into a sink, and makes sure that it is complete.
func Receive(r io.Reader, sink Sink) error {
	complete := false
	for in := tar.NewReader(r); ; {
		header, err := in.Next()
		if errors.Is(err, io.EOF) && complete {
			return nil
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return ErrCutShort
		}
		if err != nil {
			return err
		}
		if header.Typeflag != tar.TypeReg {
			return fmt.Errorf("%s is no file", header.Name)
		}
		if err := sink.Put(header.Name, header.Size, in); err != nil {
			return err
		}
		complete = header.Name == tagManifestName
	}
}
