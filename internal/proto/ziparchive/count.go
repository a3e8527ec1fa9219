package ziparchive

import (
	"archive/zip"
	"errors"
	"io"
	"sync"
)

// count is what has come out of an archive and the archives inside it. Each file counts once, with the most that any
// reading of it gave, so that an archive may be checked first and read later.
type count struct {
	limits  Limits
	packed  int64 // bytes of the outermost archive
	entries int

	mu       sync.Mutex
	unpacked int64
	reached  map[*zip.File]int64
}

// reach notes that the first bytes of a file came out, and says whether the limits still hold.
func (c *count) reach(entry *zip.File, bytes int64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if fresh := bytes - c.reached[entry]; fresh > 0 {
		c.unpacked += fresh
		c.reached[entry] = bytes
	}
	if c.unpacked > c.limits.Bytes {
		return false
	}
	return c.unpacked <= c.limits.Free || c.unpacked/c.limits.Ratio <= c.packed
}

// Open unpacks a file from its beginning. Reading fails with a Refusal when the limits of the archive are passed, when the
// bytes are damaged, or when more come out than the header claimed.
func (f File) Open() (io.ReadCloser, error) {
	r, err := f.entry.Open()
	if err != nil {
		return nil, Refusal{Reason: Broken, Name: f.Name}
	}
	return &counted{file: f, from: r}, nil
}

// counted reads one file under its archive's limits.
type counted struct {
	file File
	from io.ReadCloser
	read int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.read += int64(n)
	if c.read > c.file.Size || !c.file.from.count.reach(c.file.entry, c.read) {
		return 0, Refusal{Reason: TooLarge, Name: c.file.Name}
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return n, Refusal{Reason: Broken, Name: c.file.Name}
	}
	return n, err
}

func (c *counted) Close() error { return c.from.Close() }
