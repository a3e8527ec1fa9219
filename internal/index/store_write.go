package index

import (
	"bufio"
	"encoding/binary"
	"hash/crc32"
	"io"
	"maps"
	"slices"
)

// Capture is an index at one moment, to be written while the index goes on.
type Capture struct {
	names   *names
	snap    *snapshot
	removed map[string]int64
}

// Capture takes hold of what the index is now.
func (ix *Index) Capture() Capture {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	return Capture{ix.names, ix.current.Load(), maps.Clone(ix.removed)}
}

// Write writes the index as it was when captured, and before it what the keeper notes about it.
func (c Capture) Write(w io.Writer, about []byte) error {
	out := &encoder{to: bufio.NewWriterSize(w, 1<<20)}
	out.raw(fileHead())
	reading := readingDigest()
	out.frame(aboutFrame, func(v visitor) {
		v.slice(of(&reading))
		v.slice(of(&about))
	})
	// The names are read after the snapshot: they hold all that its segments speak of.
	out.frame(namesFrame, c.names.stored().visit)
	for _, part := range c.snap.views {
		dead := part.dead.list()
		out.frame(segmentFrame, func(v visitor) {
			part.segment.visit(v)
			v.slice(of(&dead))
		})
	}
	var gone storedRemovals
	for _, id := range slices.Sorted(maps.Keys(c.removed)) {
		gone.ids.add(id)
		gone.versions = append(gone.versions, c.removed[id])
	}
	out.frame(removedFrame, gone.visit)
	out.frame(endFrame, func(visitor) {})
	if out.err != nil {
		return out.err
	}
	return out.to.Flush()
}

func fileHead() []byte {
	return binary.NativeEndian.AppendUint32(binary.NativeEndian.AppendUint32([]byte(fileMark), byteOrder), fileLayout)
}

func (n *names) stored() *storedNames {
	var out storedNames
	for _, facet := range n.facets {
		out.facets.add(facet)
	}
	for _, v := range n.values.all() {
		out.valueFacet = append(out.valueFacet, v.facet)
		out.values.add(v.text)
	}
	for _, p := range n.places.all() {
		out.placeKind = append(out.placeKind, p.kind)
		out.places.add(p.name)
	}
	for _, a := range n.audiences.all() {
		out.audiences = append(out.audiences, uint32(a.visibility), a.district, a.consortium, a.school)
	}
	return &out
}

// list gives the documents of the set in order.
func (d *deadSet) list() []uint32 {
	out := make([]uint32, 0, d.len())
	d.eachSince(nil, func(doc uint32) { out = append(out, doc) })
	return out
}

// encoder writes frames. It goes through a content twice: to learn its length, and to write it.
type encoder struct {
	to  *bufio.Writer
	sum uint32
	err error
}

func (e *encoder) frame(kind frameKind, visit func(visitor)) {
	var length measurer
	visit(&length)
	e.sum = 0
	e.raw(binary.NativeEndian.AppendUint64(binary.NativeEndian.AppendUint32(nil, uint32(kind)), uint64(length)))
	visit(e)
	e.raw(binary.NativeEndian.AppendUint32(nil, e.sum))
}

func (e *encoder) raw(b []byte) {
	for len(b) > 0 && e.err == nil {
		n := min(len(b), copyStep)
		e.sum = crc32.Update(e.sum, castagnoli, b[:n])
		_, e.err = e.to.Write(b[:n])
		b = b[n:]
	}
}

func (e *encoder) number(n *uint64) { e.raw(binary.NativeEndian.AppendUint64(nil, *n)) }

func (e *encoder) slice(m memory) {
	b := m.raw()
	n := uint64(len(b) / m.element())
	e.number(&n)
	e.raw(b)
}

// measurer adds up how long a content is.
type measurer uint64

func (m *measurer) number(*uint64) { *m += 8 }

func (m *measurer) slice(s memory) { *m += 8 + measurer(len(s.raw())) }
