package index

import (
	"encoding/binary"
	"hash/maphash"
	"unsafe"
)

// segment is an immutable part of the index: some documents, the words in them, and what is known of each document.
// Which of its documents still count is said by the view that holds it. Documents are numbered from 0.
type segment struct {
	// The dictionary: stems of each analyser in order.
	stems     texts
	forms     texts // encoded by encodeForms; empty for a stem whose one form is itself
	firstTerm [analysers + 1]uint32
	marks     []uint64 // how each markEvery-th stem begins
	met       wordsMet
	lists     postingLists // by term

	// The documents.
	rows     []row
	columns  []column
	loose    looseValues
	orders   texts // of the words, as appendCodes writes them
	ids      texts
	versions []int64
	shared   []int64
	prints   []Print
	tongues  []byte   // how each document's words were read
	byID     []uint32 // open addressing: document + 1
	tally    tally
	values   []uint32     // facet values that occur, in order
	holders  postingLists // by position among them: the documents that have the value

	highestBoost float32
	answers      answers
	hits         answers // where hits alone are asked for
	kin          families
}

// forgetDocuments leaves nothing but the dictionary and its lists.
func (s *segment) forgetDocuments() {
	s.rows, s.columns, s.loose, s.orders, s.ids = nil, nil, looseValues{}, texts{}, texts{}
	s.versions, s.shared, s.prints, s.tongues, s.byID = nil, nil, nil, nil, nil
	s.values, s.holders = nil, postingLists{}
}

// row is what a search reads of every document it finds.
type row struct {
	audience uint32
	day      uint16
	standing uint16              // boost and half-life, as standingOf writes them
	combos   [mostColumns]uint16 // by column
}

// texts is many strings in one.
type texts struct {
	bytes []byte
	ends  []uint32
}

func (t *texts) add(text string) {
	t.bytes = append(roomFor(t.bytes, len(text)), text...)
	t.ends = append(roomFor(t.ends, 1), uint32(len(t.bytes)))
}

// at gives a string that lives as long as anybody holds it.
func (t *texts) at(i uint32) string {
	length := t.length(i)
	if length == 0 {
		return ""
	}
	return unsafe.String(&t.bytes[int(t.ends[i])-length], length) // bytes are never written again
}

func (t *texts) length(i uint32) int {
	if i == 0 {
		return int(t.ends[0])
	}
	return int(t.ends[i] - t.ends[i-1])
}

func (t *texts) len() int { return len(t.ends) }

func (t *texts) size() int { return cap(t.bytes) + 4*cap(t.ends) }

func (s *segment) documents() uint32 { return uint32(len(s.rows)) }

// size is the memory it takes, in bytes.
func (s *segment) size() int {
	size := int(unsafe.Sizeof(*s)) + s.stems.size() + s.forms.size() + 8*(cap(s.marks)+cap(s.met)) + s.orders.size() + s.ids.size() + s.lists.size() + s.holders.size() + 4*cap(s.values) +
		cap(s.rows)*int(unsafe.Sizeof(row{})) + 8*cap(s.versions) + 8*cap(s.shared) + cap(s.prints)*int(unsafe.Sizeof(Print{})) + cap(s.tongues) + s.kin.size() + 4*cap(s.byID) + s.loose.size() + s.tally.size()
	for i := range s.columns {
		size += s.columns[i].size()
	}
	return size
}

// term finds a stem of an analyser.
func (s *segment) term(a analyser, stem string) (uint32, bool) {
	i := s.termFrom(a, stem)
	return i, i < s.firstTerm[a+1] && s.stems.at(i) == stem
}

// termOf finds the stem of a query's word.
func (s *segment) termOf(a analyser, word *readings) (uint32, bool) {
	if s.firstTerm[a] == s.firstTerm[a+1] || !s.met.has(word.hash(a)) {
		return 0, false
	}
	return s.term(a, word.stem(a))
}

// markEvery is how many stems of a dictionary stand between two marks.
const markEvery = 16

// beginning is the first eight bytes of a stem as a number: stems that begin differently are ordered as these are.
func beginning(stem string) uint64 {
	var b [8]byte
	copy(b[:], stem)
	return binary.BigEndian.Uint64(b[:])
}

// markStems notes how stems begin: most of a search in the dictionary then compares numbers that lie side by side.
func (s *segment) markStems() {
	s.marks = make([]uint64, (s.stems.len()+markEvery-1)/markEvery)
	for i := range s.marks {
		s.marks[i] = beginning(s.stems.at(uint32(i * markEvery)))
	}
}

// between narrows a range of terms of one analyser to those among which a stem must be.
func (s *segment) between(low, high uint32, stem string) (uint32, uint32) {
	first, end := (low+markEvery-1)/markEvery, (high+markEvery-1)/markEvery // marks within the range
	sought, at, to := beginning(stem), first, end
	for at < to {
		if middle := (at + to) / 2; s.marks[middle] < sought {
			at = middle + 1
		} else {
			to = middle
		}
	}
	if at > first {
		low = (at-1)*markEvery + 1
	}
	for at < end && s.marks[at] == sought {
		at++
	}
	if at < end {
		high = at * markEvery
	}
	return low, high
}

// termFrom is the first term of the analyser at or after the stem.
func (s *segment) termFrom(a analyser, stem string) uint32 {
	low, high := s.between(s.firstTerm[a], s.firstTerm[a+1], stem)
	for low < high {
		middle := (low + high) / 2
		if s.stems.at(middle) < stem {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

// analyserOf is how a term was read.
func (s *segment) analyserOf(term uint32) analyser {
	a := plain
	for term >= s.firstTerm[a+1] {
		a++
	}
	return a
}

// formReader reads the forms of a term in the order of their bits, and allocates nothing.
type formReader struct {
	stem, encoded string
	alone         bool // the stem is the only form, and was not read yet
	bit           int  // of the form read last; -1 before
	length        int
	buffer        [2 * longestWord]byte
}

func (s *segment) formsOf(term uint32) formReader {
	encoded := s.forms.at(term)
	return formReader{stem: s.stems.at(term), encoded: encoded, alone: encoded == "", bit: -1}
}

// next reads the following form and says whether there was one.
func (f *formReader) next() bool {
	if f.alone {
		f.alone, f.bit = false, 0
		f.length = copy(f.buffer[:], f.stem)
		return true
	}
	if f.encoded == "" {
		return false
	}
	shared, rest := int(f.encoded[0]), int(f.encoded[1])
	f.length = copy(f.buffer[:], f.stem[:shared])
	f.length += copy(f.buffer[f.length:], f.encoded[2:2+rest])
	f.encoded = f.encoded[2+rest:]
	f.bit = min(f.bit+1, mostForms-1)
	return true
}

// text is the form read last. It holds until the next is read.
func (f *formReader) text() string { return unsafe.String(&f.buffer[0], f.length) }

// formsIn is how many forms were encoded.
func formsIn(encoded string) (n int) {
	for n = 0; encoded != ""; n++ {
		encoded = encoded[2+int(encoded[1]):]
	}
	return max(n, 1)
}

// encodeForms appends the forms of a stem, each as what it shares with it and what differs.
func encodeForms(out []byte, stem string, forms []string) []byte {
	if len(forms) == 1 && forms[0] == stem {
		return out
	}
	for _, form := range forms {
		shared := 0
		for shared < min(len(stem), len(form)) && stem[shared] == form[shared] {
			shared++
		}
		out = append(out, byte(shared), byte(len(form)-shared))
		out = append(out, form[shared:]...)
	}
	return out
}

// formBit is the set holding the form, if the term has it.
func (s *segment) formBit(term uint32, form string) uint64 {
	for f := s.formsOf(term); f.next(); {
		if f.text() == form {
			return 1 << f.bit
		}
	}
	return 0
}

// idSeed is shared by all segments of a process; a table by id is never written to disk.
type idHash struct{ seed maphash.Seed }

// indexIDs makes the table by id.
func (s *segment) indexIDs(h idHash, p *pace) {
	slots := 4
	for slots < 2*len(s.rows) {
		slots *= 2
	}
	s.byID = make([]uint32, slots)
	for doc := range s.documents() {
		slot := maphash.String(h.seed, s.ids.at(doc)) & uint64(slots-1)
		for s.byID[slot] != 0 {
			slot = (slot + 1) & uint64(slots-1)
		}
		s.byID[slot] = doc + 1
		p.did(1)
	}
}

// find gives the document with the id.
func (s *segment) find(id string, hash uint64) (uint32, bool) {
	mask := uint64(len(s.byID) - 1)
	for slot := hash & mask; s.byID[slot] != 0; slot = (slot + 1) & mask {
		if doc := s.byID[slot] - 1; s.ids.at(doc) == id {
			return doc, true
		}
	}
	return 0, false
}
