package index

import "math/bits"

// deadSet says which documents of a segment no longer count. It is never changed once readers may see it: with gives a
// changed copy that shares what stayed the same.
type deadSet struct {
	chunks []*deadChunk // nil where all live
	count  int
}

// deadChunk is 4,096 documents, by bit.
type deadChunk [64]uint64

const chunkBits = 12

func (d *deadSet) has(doc uint32) bool {
	if d == nil {
		return false
	}
	chunk := d.chunks[doc>>chunkBits]
	return chunk != nil && chunk[doc>>6&63]&(1<<(doc&63)) != 0
}

// word gives 64 documents of the set, by bit.
func (d *deadSet) word(w int) uint64 {
	if d == nil || d.chunks[w>>(chunkBits-6)] == nil {
		return 0
	}
	return d.chunks[w>>(chunkBits-6)][w&63]
}

// with is the set and one more document, in a segment of so many documents.
func (d *deadSet) with(doc, documents uint32) *deadSet {
	if d.has(doc) {
		return d
	}
	next := &deadSet{chunks: make([]*deadChunk, (documents>>chunkBits)+1), count: 1}
	var chunk deadChunk
	if d != nil {
		copy(next.chunks, d.chunks)
		next.count += d.count
		if old := d.chunks[doc>>chunkBits]; old != nil {
			chunk = *old
		}
	}
	chunk[doc>>6&63] |= 1 << (doc & 63)
	next.chunks[doc>>chunkBits] = &chunk
	return next
}

func (d *deadSet) len() int {
	if d == nil {
		return 0
	}
	return d.count
}

// eachSince calls visit with every document that is dead now and was not then.
func (d *deadSet) eachSince(then *deadSet, visit func(doc uint32)) {
	if d == nil {
		return
	}
	for i, chunk := range d.chunks {
		var old *deadChunk
		if then != nil {
			old = then.chunks[i]
		}
		if chunk == old {
			continue
		}
		for w, word := range chunk {
			if old != nil {
				word &^= old[w]
			}
			for ; word != 0; word &= word - 1 {
				visit(uint32(i)<<chunkBits | uint32(w)<<6 | uint32(bits.TrailingZeros64(word)))
			}
		}
	}
}
