package index

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"runtime"
	"slices"
	"sync"
)

// Stored is a written index that was opened: its keeper may decide by what was noted whether it is worth reading.
type Stored struct {
	About []byte // what the keeper noted

	from   io.ReaderAt
	frames []storedFrame // those after what was noted
}

// storedFrame is where the content of a frame stands.
type storedFrame struct {
	kind       frameKind
	at, length int64
}

// OpenStored finds the parts of a file of so many bytes. It fails with ErrForeign or ErrDamaged when the file is of no use.
func OpenStored(r io.ReaderAt, size int64) (*Stored, error) {
	head := make([]byte, markSize)
	if err := readAt(r, head, 0); err != nil {
		return nil, err
	}
	if !bytes.Equal(head, fileHead()) {
		return nil, ErrForeign
	}
	s := &Stored{from: r}
	for at := int64(markSize); at < size; {
		var head [frameHeadSize]byte
		if at+frameHeadSize+checksumSize > size {
			return nil, ErrDamaged
		}
		if err := readAt(r, head[:], at); err != nil {
			return nil, err
		}
		length := binary.NativeEndian.Uint64(head[4:])
		if length > uint64(size-at-frameHeadSize-checksumSize) {
			return nil, ErrDamaged
		}
		s.frames = append(s.frames, storedFrame{frameKind(binary.NativeEndian.Uint32(head[:])), at + frameHeadSize, int64(length)})
		at += frameHeadSize + int64(length) + checksumSize
	}
	if !s.wellOrdered() {
		return nil, ErrDamaged
	}
	var reading []byte
	if err := s.read(s.frames[0], func(v visitor) {
		v.slice(of(&reading))
		v.slice(of(&s.About))
	}); err != nil {
		return nil, err
	}
	if !bytes.Equal(reading, readingDigest()) {
		return nil, ErrForeign
	}
	s.frames = s.frames[1:]
	return s, nil
}

// wellOrdered says whether the frames are those of a whole file.
func (s *Stored) wellOrdered() bool {
	n := len(s.frames)
	return n >= 4 && s.frames[0].kind == aboutFrame && s.frames[1].kind == namesFrame && s.frames[n-2].kind == removedFrame &&
		s.frames[n-1].kind == endFrame && !slices.ContainsFunc(s.frames[2:n-2], func(f storedFrame) bool { return f.kind != segmentFrame })
}

// Index reads the index. It fails with ErrForeign when it was not made with these facets, and with ErrDamaged when a byte is
// not as it was written.
func (s *Stored) Index(facets ...string) (*Index, error) {
	ix := New(facets...)
	if err := s.readNames(ix.names); err != nil {
		return nil, err
	}
	parts := s.frames[1 : len(s.frames)-2]
	views := make([]view, len(parts))
	faults := make([]error, len(parts))
	running := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wait sync.WaitGroup
	for i, part := range parts {
		running <- struct{}{}
		wait.Go(func() {
			views[i], faults[i] = s.readSegment(part, ix)
			<-running
		})
	}
	wait.Wait()
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	if err := s.readRemovals(ix); err != nil {
		return nil, err
	}
	if err := s.read(s.frames[len(s.frames)-1], func(visitor) {}); err != nil {
		return nil, err
	}
	ix.mu.Lock()
	defer ix.mu.Unlock()
	ix.publish(views)
	return ix, nil
}

func (s *Stored) readNames(into *names) error {
	var n storedNames
	if err := s.read(s.frames[0], n.visit); err != nil {
		return err
	}
	if !n.facets.wellFormed() || !n.values.wellFormed() || !n.places.wellFormed() || n.values.len() != len(n.valueFacet) ||
		n.places.len() != len(n.placeKind) || len(n.audiences)%4 != 0 {
		return ErrDamaged
	}
	if n.facets.len() != len(into.facets) {
		return ErrForeign
	}
	for i, facet := range into.facets {
		if n.facets.at(uint32(i)) != facet {
			return ErrForeign
		}
	}
	for i, facet := range n.valueFacet {
		if int(facet) >= len(into.facets) && facet != traitFacet || into.values.number(facetValue{facet, n.values.at(uint32(i))}) != uint32(i) {
			return ErrDamaged
		}
	}
	for i, kind := range n.placeKind {
		if into.places.number(place{kind, n.places.at(uint32(i))}) != uint32(i) {
			return ErrDamaged
		}
	}
	for i := range len(n.audiences) / 4 {
		a := n.audiences[4*i:]
		if a[0] > uint32(SeenByAnyone) || into.audiences.number(audience{Visibility(a[0]), a[1], a[2], a[3]}) != uint32(i) {
			return ErrDamaged
		}
	}
	return nil
}

func (s *Stored) readSegment(part storedFrame, ix *Index) (view, error) {
	v, dead := view{segment: &segment{}}, []uint32(nil)
	if err := s.read(part, func(in visitor) {
		v.segment.visit(in)
		in.slice(of(&dead))
	}); err != nil {
		return view{}, err
	}
	if !v.segment.complete(ix.names) {
		return view{}, ErrDamaged
	}
	documents := v.segment.documents()
	for i, doc := range dead {
		if doc >= documents || i > 0 && dead[i-1] >= doc {
			return view{}, ErrDamaged
		}
	}
	v.dead = deadOf(dead, documents)
	v.segment.indexIDs(ix.hash, nil)
	v.segment.markStems()
	v.segment.meetWords(nil)
	return v, nil
}

// deadOf is the set of documents given, of so many.
func deadOf(dead []uint32, documents uint32) *deadSet {
	if len(dead) == 0 {
		return nil
	}
	set := &deadSet{chunks: make([]*deadChunk, (documents>>chunkBits)+1), count: len(dead)}
	for _, doc := range dead {
		chunk := &set.chunks[doc>>chunkBits]
		if *chunk == nil {
			*chunk = new(deadChunk)
		}
		(*chunk)[doc>>6&63] |= 1 << (doc & 63)
	}
	return set
}

func (s *Stored) readRemovals(ix *Index) error {
	var gone storedRemovals
	if err := s.read(s.frames[len(s.frames)-2], gone.visit); err != nil {
		return err
	}
	if !gone.ids.wellFormed() || gone.ids.len() != len(gone.versions) {
		return ErrDamaged
	}
	for i, version := range gone.versions {
		ix.removed[gone.ids.at(uint32(i))] = version
	}
	return nil
}

// read reads the content of a frame and compares its checksum. Before it returns without an error nothing of what visit
// was given is to be believed.
func (s *Stored) read(f storedFrame, visit func(visitor)) error {
	in := &decoder{from: s.from, at: f.at - frameHeadSize, end: f.at + f.length}
	var head [frameHeadSize]byte
	in.fill(head[:])
	visit(in)
	if in.err == nil && in.at != in.end {
		in.err = ErrDamaged
	}
	sum := in.sum
	in.end += checksumSize
	var written [checksumSize]byte
	in.fill(written[:])
	if in.err == nil && binary.NativeEndian.Uint32(written[:]) != sum {
		in.err = ErrDamaged
	}
	return in.err
}

// decoder reads a content into place. It never makes room for more than the frame can hold.
type decoder struct {
	from    io.ReaderAt
	at, end int64
	sum     uint32
	err     error
}

// stride is how many bytes are read at once: they are still near when their checksum is taken.
const stride = 256 << 10

func (d *decoder) fill(b []byte) {
	if d.err == nil && int64(len(b)) > d.end-d.at {
		d.err = ErrDamaged
	}
	for len(b) > 0 && d.err == nil {
		n := min(len(b), stride)
		d.err = readAt(d.from, b[:n], d.at)
		d.sum = crc32.Update(d.sum, castagnoli, b[:n])
		d.at += int64(n)
		b = b[n:]
	}
}

func (d *decoder) number(n *uint64) {
	var b [8]byte
	d.fill(b[:])
	*n = binary.NativeEndian.Uint64(b[:])
}

func (d *decoder) slice(m memory) {
	var n uint64
	d.number(&n)
	if d.err != nil {
		return
	}
	if n > uint64(d.end-d.at)/uint64(m.element()) {
		d.err = ErrDamaged
		return
	}
	m.room(int(n))
	d.fill(m.raw())
}

// readAt fills b. A file that ends before is damaged.
func readAt(r io.ReaderAt, b []byte, at int64) error {
	n, err := r.ReadAt(b, at)
	if n == len(b) {
		return nil
	}
	if errors.Is(err, io.EOF) {
		return ErrDamaged
	}
	return fmt.Errorf("read the stored index: %w", err)
}
