package index

import (
	"encoding/binary"
	"unsafe"
)

// A posting list says which documents have a stem, how much it weighs in each, and in which of its forms it stands there.
//
// It is cut into blocks of 128 documents. A block is the impacts, one byte each; the sets of forms, none for a stem
// with one form and else 1, 2, 4 or 8 bytes each; and the documents, each as its distance from the one before in a varint.
// The impact and the forms of one document are thus found without reading those of others. Lists of more than one block
// have, for every block, the last document and the place of the next: a list is entered anywhere by binary search.

const blockSize = 128

// mostForms is the number of forms told apart; further forms of a stem count as its last one.
const mostForms = 64

// listHead is the entry of a posting list in its segment.
type listHead struct {
	documents uint32 // how many it names
	at        uint32 // where its first block begins
	jumps     uint32 // where its jumps begin, if it has more than one block
	forms     uint8  // bytes a set of forms takes
}

// jump leads past one block.
type jump struct {
	last uint32 // document of the block
	next uint32 // where the following block begins
}

func formBytes(forms int) uint8 {
	switch {
	case forms <= 1:
		return 0
	case forms <= 8:
		return 1
	case forms <= 16:
		return 2
	case forms <= 32:
		return 4
	}
	return 8
}

// posting is one document of a list.
type posting struct {
	doc    uint32
	impact uint8
	forms  uint64 // set of forms, by their position among those of the stem
}

// postingLists are many posting lists, by number.
type postingLists struct {
	heads []listHead
	jumps []jump
	bytes []byte
}

func (l *postingLists) size() int {
	return cap(l.heads)*int(unsafe.Sizeof(listHead{})) + cap(l.jumps)*int(unsafe.Sizeof(jump{})) + cap(l.bytes)
}

func (l *postingLists) clip() {
	l.heads, l.jumps, l.bytes = clip(l.heads), clip(l.jumps), clip(l.bytes)
}

// listWriter appends posting lists.
type listWriter struct {
	postingLists

	block    [blockSize]posting
	waiting  int
	previous uint32 // last document of the block before
	blocks   int
	head     listHead
}

func (w *listWriter) begin(forms int) {
	w.head = listHead{at: uint32(len(w.bytes)), jumps: uint32(len(w.jumps)), forms: formBytes(forms)}
	w.waiting, w.previous, w.blocks = 0, 0, 0
}

// add appends a document, which must come after those before.
func (w *listWriter) add(p posting) {
	if w.waiting == blockSize {
		w.flush()
	}
	w.block[w.waiting] = p
	w.waiting++
	w.head.documents++
}

// end closes the list and reports whether it names a document; an empty list leaves no trace.
func (w *listWriter) end() bool {
	if w.head.documents == 0 {
		return false
	}
	w.flush()
	if w.blocks == 1 {
		w.jumps = w.jumps[:w.head.jumps]
	}
	w.heads = append(roomFor(w.heads, 1), w.head)
	return true
}

func (w *listWriter) flush() {
	block := w.block[:w.waiting]
	w.bytes = roomFor(w.bytes, w.waiting*(1+int(w.head.forms)+binary.MaxVarintLen32))
	for i := range block {
		w.bytes = append(w.bytes, block[i].impact)
	}
	for i := range block {
		for b := range w.head.forms {
			w.bytes = append(w.bytes, byte(block[i].forms>>(8*b)))
		}
	}
	previous := w.previous
	for i := range block {
		distance := block[i].doc - previous
		for distance >= 0x80 {
			w.bytes = append(w.bytes, byte(distance)|0x80)
			distance >>= 7
		}
		w.bytes = append(w.bytes, byte(distance))
		previous = block[i].doc
	}
	w.previous, w.waiting = previous, 0
	w.blocks++
	w.jumps = append(roomFor(w.jumps, 1), jump{last: previous, next: uint32(len(w.bytes))})
}

// cursor reads a posting list block by block.
type cursor struct {
	bytes []byte // of the segment
	jumps []jump // of the list; none if it has one block
	head  listHead

	index   int // of the block read
	count   int // documents in the block read; 0 past the end
	pos     int // within the block, for seek
	impacts []byte
	forms   []byte
	docs    [blockSize]uint32
}

func (c *cursor) open(l *postingLists, number uint32) {
	c.head = l.heads[number]
	c.bytes, c.jumps = l.bytes, nil
	if c.head.documents > blockSize {
		blocks := (c.head.documents + blockSize - 1) / blockSize
		c.jumps = l.jumps[c.head.jumps : c.head.jumps+blocks]
	}
	c.index, c.count, c.pos = -1, 0, 0
}

// next reads the following block and says whether there was one.
func (c *cursor) next() bool {
	c.index++
	left := int(c.head.documents) - c.index*blockSize
	if left <= 0 {
		c.count = 0
		return false
	}
	c.read(min(left, blockSize))
	return true
}

func (c *cursor) read(count int) {
	at, doc := c.head.at, uint32(0)
	if c.index > 0 {
		before := c.jumps[c.index-1]
		at, doc = before.next, before.last
	}
	c.count, c.pos = count, 0
	b := c.bytes[at:]
	c.impacts = b[:count]
	b = b[count:]
	c.forms = b[:count*int(c.head.forms)]
	b = b[len(c.forms):]
	k := 0
	for i := range c.docs[:count] {
		distance := uint32(b[k])
		k++
		if distance >= 0x80 {
			distance &= 0x7f
			for shift := 7; ; shift += 7 {
				next := b[k]
				k++
				distance |= uint32(next&0x7f) << shift
				if next < 0x80 {
					break
				}
			}
		}
		doc += distance
		c.docs[i] = doc
	}
}

// seek moves to the first document at or after doc, which may not lie before the one sought last, and says whether doc
// itself is in the list. Then pos is its position in the block.
func (c *cursor) seek(doc uint32) bool {
	if c.count == 0 || c.docs[c.count-1] < doc {
		if !c.enter(doc) {
			return false
		}
	}
	docs := c.docs[:c.count]
	pos := c.pos
	for docs[pos] < doc {
		pos++
	}
	c.pos = pos
	return docs[pos] == doc
}

// enter reads the first block after the present one whose last document is at or after doc.
func (c *cursor) enter(doc uint32) bool {
	blocks := max(len(c.jumps), 1)
	if c.index >= blocks {
		return false
	}
	low, high := c.index+1, blocks
	if len(c.jumps) > 0 {
		// The block sought is most often near: widen the step until it is passed, then halve.
		for step := 1; low+step < high; step *= 2 {
			if c.jumps[low+step].last >= doc {
				high = low + step + 1
				break
			}
		}
		for low < high {
			middle := int(uint(low+high) / 2)
			if c.jumps[middle].last < doc {
				low = middle + 1
			} else {
				high = middle
			}
		}
	}
	c.index = low - 1
	if !c.next() {
		c.index = blocks
		return false
	}
	return c.docs[c.count-1] >= doc
}

// formsAt is the set of forms of the document at a position of the block.
func (c *cursor) formsAt(i int) uint64 {
	switch c.head.forms {
	case 0:
		return 1
	case 1:
		return uint64(c.forms[i])
	}
	width := int(c.head.forms)
	set := uint64(0)
	for b := range width {
		set |= uint64(c.forms[i*width+b]) << (8 * b)
	}
	return set
}
