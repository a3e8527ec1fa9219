package index

import (
	"errors"
	"hash/crc32"
	"unsafe"
)

// How an index is kept on a disk, so that a start need not read and analyse every document again.
//
// A file is a mark, then frames: what the keeper noted about it, the names that segments share, each segment with its dead
// documents, what was removed, an end. A frame is its kind, the length of its content, the content, and a checksum of all
// three; a content is numbers and slices, each slice its length and its elements as they stand in memory. Whoever reads
// believes nothing that the checksum or the shape contradicts.

// ErrDamaged says that a file is not as it was written.
var ErrDamaged = errors.New("the stored index is damaged")

// ErrForeign says that a file was written by a program that lays an index out, or reads words, in another way.
var ErrForeign = errors.New("the stored index is of another version")

const (
	fileMark   = "shelfidx"
	fileLayout = 5          // counts the ways in which files were laid out; raise it with every change of what follows
	byteOrder  = 0x01020304 // reads otherwise on a machine that orders bytes otherwise
	markSize   = len(fileMark) + 8
)

// frameKind says what a frame holds.
type frameKind uint32

const (
	aboutFrame frameKind = iota + 1
	namesFrame
	segmentFrame
	removedFrame
	endFrame
)

const (
	frameHeadSize = 12 // kind and length
	checksumSize  = 4
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// stored are the types of which slices are written as they stand in memory: none holds a pointer.
type stored interface {
	byte | uint32 | int64 | row | Print | listHead | jump | counted | audienceTally
}

// memory is a slice as bytes.
type memory interface {
	raw() []byte
	element() int // bytes of one
	room(n int)   // makes it n elements long
}

type memoryOf[T stored] struct{ slice *[]T }

func of[T stored](s *[]T) memory { return memoryOf[T]{s} }

func (m memoryOf[T]) element() int {
	var t T
	return int(unsafe.Sizeof(t))
}

func (m memoryOf[T]) raw() []byte { return raw(*m.slice) }

// raw is the memory of a slice.
func raw[T stored](s []T) []byte {
	if len(s) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), len(s)*int(unsafe.Sizeof(s[0])))
}

func (m memoryOf[T]) room(n int) { *m.slice = make([]T, n) }

// visitor is told every part of a content in order, and measures, writes or reads it: what is written and what is read
// cannot differ.
type visitor interface {
	number(n *uint64)
	slice(m memory)
}

func (t *texts) visit(v visitor) {
	v.slice(of(&t.bytes))
	v.slice(of(&t.ends))
}

func (l *postingLists) visit(v visitor) {
	v.slice(of(&l.heads))
	v.slice(of(&l.jumps))
	v.slice(of(&l.bytes))
}

func (c *column) visit(v visitor) {
	v.slice(of(&c.facets))
	v.slice(of(&c.ends))
	v.slice(of(&c.values))
}

// visit goes through all of a segment but the table by id, whose hashes are those of one process, and what follows from
// the rest.
func (s *segment) visit(v visitor) {
	s.stems.visit(v)
	s.forms.visit(v)
	first := s.firstTerm[:]
	v.slice(of(&first))
	copy(s.firstTerm[:], first)
	s.lists.visit(v)
	v.slice(of(&s.rows))
	columns := uint64(len(s.columns))
	v.number(&columns)
	for i := range min(columns, mostColumns) {
		if int(i) == len(s.columns) {
			s.columns = append(s.columns, column{})
		}
		s.columns[i].visit(v)
	}
	loose := uint64(s.loose.set)
	v.number(&loose)
	s.loose.set = facetSet(loose)
	v.slice(of(&s.loose.ends))
	v.slice(of(&s.loose.values))
	s.orders.visit(v)
	s.ids.visit(v)
	v.slice(of(&s.versions))
	v.slice(of(&s.shared))
	v.slice(of(&s.prints))
	v.slice(of(&s.tongues))
	v.slice(of(&s.tally.audiences))
	v.slice(of(&s.tally.counts))
	v.slice(of(&s.tally.newest))
	v.slice(of(&s.values))
	s.holders.visit(v)
}

// storedNames are names by number, and beside each text what it names.
type storedNames struct {
	facets     texts
	valueFacet []byte
	values     texts
	placeKind  []byte
	places     texts
	audiences  []uint32 // four numbers each
}

func (n *storedNames) visit(v visitor) {
	n.facets.visit(v)
	v.slice(of(&n.valueFacet))
	n.values.visit(v)
	v.slice(of(&n.placeKind))
	n.places.visit(v)
	v.slice(of(&n.audiences))
}

// storedRemovals are ids that went, and at which version.
type storedRemovals struct {
	ids      texts
	versions []int64
}

func (r *storedRemovals) visit(v visitor) {
	r.ids.visit(v)
	v.slice(of(&r.versions))
}
