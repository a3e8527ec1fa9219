package ziparchive

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Limits bounds what an archive may unpack to. A zero field takes its value from Defaults.
type Limits struct {
	Bytes   int64 // unpacked, with the archives inside
	Entries int   // of one archive, and of all inside it together
	Ratio   int64 // unpacked bytes for each packed byte, asked once Free bytes are out
	Free    int64 // bytes that may unpack at any ratio: small files of one letter are no attack
	Depth   int   // 1 is an archive without archives inside
}

// Defaults are the limits of a zero Limits.
var Defaults = Limits{Bytes: 2 << 30, Entries: 50_000, Ratio: 200, Free: 64 << 20, Depth: 2}

func (l Limits) withDefaults() Limits {
	if l.Bytes == 0 {
		l.Bytes = Defaults.Bytes
	}
	if l.Entries == 0 {
		l.Entries = Defaults.Entries
	}
	if l.Ratio == 0 {
		l.Ratio = Defaults.Ratio
	}
	if l.Free == 0 {
		l.Free = Defaults.Free
	}
	if l.Depth == 0 {
		l.Depth = Defaults.Depth
	}
	return l
}

// Reason is why an archive is refused.
type Reason string

// The reasons.
const (
	Broken    Reason = "broken"    // no zip archive, cut short, or a checksum is wrong
	Climbs    Reason = "climbs"    // a name leads out of the folder
	Link      Reason = "link"      // an entry is a link or a device
	Twice     Reason = "twice"     // a name comes twice
	Encrypted Reason = "encrypted" // an entry wants a password
	TooMany   Reason = "too-many"  // more entries than Limits.Entries
	TooLarge  Reason = "too-large" // more bytes than Limits.Bytes, or denser than Limits.Ratio
	TooDeep   Reason = "too-deep"  // archives inside archives beyond Limits.Depth
)

// Refusal is the error of an archive that is not read. Name is the entry at fault, if one is.
type Refusal struct {
	Reason Reason
	Name   string
}

func (r Refusal) Error() string { return fmt.Sprintf("zip archive refused: %s %q", r.Reason, r.Name) }

// Archive is an open archive, its names all checked.
type Archive struct {
	files  []File
	depth  int
	count  *count
	inside []io.Closer
}

// File is one file of an archive. Folders are not listed.
type File struct {
	Name  string // cleaned, with forward slashes, valid UTF-8
	Size  int64  // as the header claims
	entry *zip.File
	from  *Archive
	raw   io.ReaderAt
}

// Open checks the names of an archive; nothing is unpacked yet. Close it when its files are read.
func Open(r io.ReaderAt, size int64, limits Limits) (*Archive, error) {
	limits = limits.withDefaults()
	return open(r, size, 1, &count{limits: limits, packed: size, reached: map[*zip.File]int64{}})
}

func open(r io.ReaderAt, size int64, depth int, count *count) (*Archive, error) {
	many, err := tooMany(r, size, count.limits.Entries)
	if err != nil {
		return nil, err
	}
	if many {
		return nil, Refusal{Reason: TooMany}
	}
	listing, err := zip.NewReader(r, size)
	if err != nil {
		return nil, Refusal{Reason: Broken}
	}
	count.entries += len(listing.File)
	if count.entries > count.limits.Entries {
		return nil, Refusal{Reason: TooMany}
	}
	a := &Archive{depth: depth, count: count}
	seen := make(map[string]bool, len(listing.File))
	for _, entry := range listing.File {
		name, refusal := checkEntry(entry)
		switch {
		case refusal != "":
			return nil, Refusal{Reason: refusal, Name: name}
		case seen[name]:
			return nil, Refusal{Reason: Twice, Name: name}
		}
		seen[name] = true
		if !entry.Mode().IsDir() {
			a.files = append(a.files, File{Name: name, Size: int64(entry.UncompressedSize64), entry: entry, from: a, raw: r})
		}
	}
	return a, nil
}

// checkEntry gives the clean name of an entry, and the reason to refuse it if there is one.
func checkEntry(entry *zip.File) (string, Reason) {
	name := entry.Name
	if !utf8.ValidString(name) {
		// The format's own encoding of names, before UTF-8.
		if decoded, err := charmap.CodePage437.NewDecoder().String(name); err == nil {
			name = decoded
		}
	}
	name = strings.ReplaceAll(name, `\`, "/")
	clean := strings.TrimSuffix(name, "/")
	mode := entry.Mode()
	switch {
	case clean == "" || !fs.ValidPath(path.Clean(clean)) || hasDots(clean) || strings.ContainsRune(clean, 0) || hasDrive(clean):
		return name, Climbs
	case !mode.IsRegular() && !mode.IsDir():
		return name, Link
	case entry.Flags&1 != 0:
		return name, Encrypted
	}
	return path.Clean(clean), ""
}

func hasDots(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if part == ".." {
			return true
		}
	}
	return false
}

// hasDrive says whether a name begins like C: of Windows.
func hasDrive(name string) bool {
	return len(name) >= 2 && name[1] == ':' && (name[0]|0x20) >= 'a' && (name[0]|0x20) <= 'z'
}

// tooMany bounds the entries of an archive before its directory is read into memory: each has a header in the directory.
func tooMany(r io.ReaderAt, size int64, entries int) (bool, error) {
	header := []byte("PK\x01\x02")
	buffer := make([]byte, 256<<10)
	found := 0
	for at := int64(0); at < size; {
		n, err := r.ReadAt(buffer[:min(int64(len(buffer)), size-at)], at)
		found += bytes.Count(buffer[:n], header)
		if found > entries {
			return true, nil
		}
		if n < len(buffer) {
			if err != nil && !errors.Is(err, io.EOF) {
				return false, fmt.Errorf("read archive: %w", err)
			}
			return false, nil
		}
		at += int64(n - len(header) + 1) // a header may lie across two buffers
	}
	return false, nil
}

// Files lists the files in the archive's own order.
func (a *Archive) Files() []File { return a.files }

// Close lets go of what the archives inside needed. The reader given to Open stays open.
func (a *Archive) Close() error {
	var errs []error
	for _, c := range a.inside {
		errs = append(errs, c.Close())
	}
	a.inside = nil
	return errors.Join(errs...)
}

// Check unpacks every file once, to nowhere, so that an archive beyond its limits, or damaged, is refused before
// anything of it is used. Archives inside are counted as files; open them with Inside to have them checked too.
func (a *Archive) Check() error {
	for _, f := range a.files {
		r, err := f.Open()
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, r)
		if err := errors.Join(err, r.Close()); err != nil {
			return err
		}
	}
	return nil
}

// Inside opens an archive inside the archive; it is closed with the outer one. Scratch is a folder for the unpacked copy
// of a packed one, empty for the system's own.
func (f File) Inside(scratch string) (*Archive, error) {
	a := f.from
	if a.depth >= a.count.limits.Depth {
		return nil, Refusal{Reason: TooDeep, Name: f.Name}
	}
	r, size, closer, err := f.at(scratch)
	if err != nil {
		return nil, err
	}
	a.inside = append(a.inside, closer)
	inner, err := open(r, size, a.depth+1, a.count)
	if err != nil {
		return nil, err
	}
	a.inside = append(a.inside, inner)
	return inner, nil
}

// at gives random access to a file's bytes: in place when it is stored unpacked, else through a copy without a name.
func (f File) at(scratch string) (io.ReaderAt, int64, io.Closer, error) {
	if f.entry.Method == zip.Store {
		offset, err := f.entry.DataOffset()
		if err != nil {
			return nil, 0, nil, Refusal{Reason: Broken, Name: f.Name}
		}
		size := int64(f.entry.CompressedSize64)
		return io.NewSectionReader(f.raw, offset, max(size, 0)), max(size, 0), io.NopCloser(nil), nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, 0, nil, err
	}
	defer r.Close()
	file, err := os.CreateTemp(scratch, "inside-*.zip")
	if err != nil {
		return nil, 0, nil, fmt.Errorf("copy a file of the archive: %w", err)
	}
	copied := &scratchFile{file}
	size, err := io.Copy(file, r)
	if err != nil {
		return nil, 0, nil, errors.Join(err, copied.Close())
	}
	return file, size, copied, nil
}

// scratchFile is gone when it is closed.
type scratchFile struct{ *os.File }

func (s *scratchFile) Close() error { return errors.Join(s.File.Close(), os.Remove(s.Name())) }
