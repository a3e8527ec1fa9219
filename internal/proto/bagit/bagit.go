// Package bagit writes bags: folders whose every file has a checksum, as RFC 8493 (BagIt 1.0) describes, so that archives
// and libraries can keep them and anybody can check them with sha512sum -c.
package bagit

import (
	"bytes"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The files that make a folder a bag.
const (
	declarationName = "bagit.txt"
	infoName        = "bag-info.txt"
	manifestName    = "manifest-sha512.txt"
	tagManifestName = "tagmanifest-sha512.txt" // written last
	payload         = "data/"
)

// Sink takes the files of a bag, one after the other, in a folder or on their way to one.
type Sink interface {
	Put(name string, size int64, r io.Reader) error
}

// Field is a line of bag-info.txt.
type Field struct{ Label, Value string }

// Writer writes one bag. It holds no more in memory than a file's name.
type Writer struct {
	sink     Sink
	spool    *os.File // the file being written, until its size and checksum are known
	manifest *os.File
	tags     strings.Builder
	size     int64
	count    int64
}

// New begins a bag in the sink. It needs room in the folder scratch for the largest file; Close gives it back.
func New(sink Sink, scratch string) (*Writer, error) {
	spool, err1 := nameless(scratch)
	manifest, err2 := nameless(scratch)
	w := &Writer{sink: sink, spool: spool, manifest: manifest}
	if err := errors.Join(err1, err2); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

// nameless makes a file that the system removes with the process, however that ends.
func nameless(folder string) (*os.File, error) {
	f, err := os.CreateTemp(folder, "bag-*")
	if err != nil {
		return nil, err
	}
	return f, os.Remove(f.Name())
}

// Close gives back what New took. A bag that was not finished is no bag.
func (w *Writer) Close() error {
	var faults []error
	for _, f := range []*os.File{w.spool, w.manifest} {
		if f != nil {
			faults = append(faults, f.Close())
		}
	}
	return errors.Join(faults...)
}

// Add adds a file below data/. When write fails, nothing is added and the bag can go on.
func (w *Writer) Add(name string, write func(io.Writer) error) error {
	if !valid(name) {
		return fmt.Errorf("bag: %q is no name for a file", name)
	}
	sum, size, err := w.fill(write)
	if err != nil {
		return err
	}
	if err := w.sink.Put(payload+name, size, w.spool); err != nil {
		return err
	}
	w.size += size
	w.count++
	_, err = fmt.Fprintf(w.manifest, "%s  %s\n", hex.EncodeToString(sum.Sum(nil)), payload+name)
	return err
}

// valid names are those that mean the same on every system and in every manifest.
func valid(name string) bool {
	odd := func(r rune) bool { return unicode.IsControl(r) || r == '%' || r == '\\' || r == utf8.RuneError }
	return name != "" && path.Clean("/"+name) == "/"+name && !strings.ContainsFunc(name, odd)
}

// fill puts what write writes into the spool, ready to be read.
func (w *Writer) fill(write func(io.Writer) error) (hash.Hash, int64, error) {
	if err := restart(w.spool); err != nil {
		return nil, 0, err
	}
	sum := sha512.New()
	if err := write(io.MultiWriter(w.spool, sum)); err != nil {
		return nil, 0, err
	}
	size, err := w.spool.Seek(0, io.SeekCurrent)
	if err != nil {
		return nil, 0, err
	}
	_, err = w.spool.Seek(0, io.SeekStart)
	return sum, size, err
}

func restart(f *os.File) error {
	_, err := f.Seek(0, io.SeekStart)
	return errors.Join(err, f.Truncate(0))
}

// Finish makes the bag complete. Payload-Oxum is added to info.
func (w *Writer) Finish(info []Field) error {
	var lines strings.Builder
	for _, f := range append(info, Field{"Payload-Oxum", fmt.Sprintf("%d.%d", w.size, w.count)}) {
		fmt.Fprintf(&lines, "%s: %s\n", f.Label, strings.Join(strings.Fields(f.Value), " "))
	}
	if err := w.tag(declarationName, "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"); err != nil {
		return err
	}
	if err := w.tag(infoName, lines.String()); err != nil {
		return err
	}
	if err := w.putManifest(); err != nil {
		return err
	}
	tags := w.tags.String()
	return w.sink.Put(tagManifestName, int64(len(tags)), strings.NewReader(tags))
}

func (w *Writer) tag(name, text string) error {
	sum := sha512.Sum512([]byte(text))
	w.note(name, sum[:])
	return w.sink.Put(name, int64(len(text)), bytes.NewReader([]byte(text)))
}

func (w *Writer) note(name string, sum []byte) {
	fmt.Fprintf(&w.tags, "%s  %s\n", hex.EncodeToString(sum), name)
}

func (w *Writer) putManifest() error {
	size, err := w.manifest.Seek(0, io.SeekCurrent)
	if err != nil {
		return err
	}
	if _, err := w.manifest.Seek(0, io.SeekStart); err != nil {
		return err
	}
	sum := sha512.New()
	if err := w.sink.Put(manifestName, size, io.TeeReader(w.manifest, sum)); err != nil {
		return err
	}
	w.note(manifestName, sum.Sum(nil))
	return nil
}
