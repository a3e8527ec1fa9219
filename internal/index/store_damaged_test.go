package index

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"testing"
)

// A file whose checksums are right is believed no more than its shape: whatever it says of one segment that would lead a search
// outside of that, it is damaged.
func TestASegmentThatContradictsItselfIsDamaged(t *testing.T) {
	for name, damage := range map[string]func(s *segment){
		"stems that fall":               func(s *segment) { s.stems.ends[0], s.stems.ends[1] = s.stems.ends[1]+1, 0 },
		"stems longer than their bytes": func(s *segment) { s.stems.ends[len(s.stems.ends)-1]++ },
		"a form too few": func(s *segment) {
			s.forms.ends = s.forms.ends[:len(s.forms.ends)-1]
			s.forms.bytes = s.forms.bytes[:s.forms.ends[len(s.forms.ends)-1]]
		},
		"a form longer than its bytes":          func(s *segment) { s.forms.bytes[1] = 200 },
		"a form that shares more than there is": func(s *segment) { s.forms.bytes[0] = 200 },
		"ids longer than their bytes":           func(s *segment) { s.ids.ends[len(s.ids.ends)-1]++ },
		"orders longer than their bytes":        func(s *segment) { s.orders.ends[len(s.orders.ends)-1]++ },
		"a list too few":                        func(s *segment) { s.lists.heads = s.lists.heads[1:] },
		"a version too few":                     func(s *segment) { s.versions = s.versions[1:] },
		"a day too few":                         func(s *segment) { s.shared = s.shared[1:] },
		"a fingerprint too few":                 func(s *segment) { s.prints = s.prints[1:] },
		"a tongue too few":                      func(s *segment) { s.tongues = s.tongues[1:] },
		"terms that begin late":                 func(s *segment) { s.firstTerm[0] = 1 },
		"terms that fall":                       func(s *segment) { s.firstTerm[1] = s.firstTerm[analysers] + 1 },
		"terms that end outside":                func(s *segment) { s.firstTerm[analysers]++ },
		"a list of nobody":                      func(s *segment) { s.lists.heads[0].documents = 0 },
		"a list outside":                        func(s *segment) { s.lists.heads[0].at = uint32(len(s.lists.bytes)) },
		"a list longer than its bytes":          func(s *segment) { s.lists.heads[0].documents = uint32(len(s.lists.bytes)) + 1 },
		"a jump outside":                        func(s *segment) { s.lists.jumps[0].next = uint32(len(s.lists.bytes)) + 1 },
		"holders outside":                       func(s *segment) { s.holders.heads[0].at = uint32(len(s.holders.bytes)) },
		"a holder too few":                      func(s *segment) { s.holders.heads = s.holders.heads[1:] },
		"values that nobody knows":              func(s *segment) { s.values[len(s.values)-1] = 1 << 30 },
		"values that fall":                      func(s *segment) { slices.Reverse(s.values) },
		"an audience that nobody knows":         func(s *segment) { s.rows[0].audience = 1 << 30 },
		"a combination that nobody has":         func(s *segment) { s.rows[0].combos[0] = 1<<16 - 1 },
		"a column of a facet of none":           func(s *segment) { s.columns[0].facets[0] = 99 },
		"a column that leads outside":           func(s *segment) { s.columns[0].ends[len(s.columns[0].ends)-1]++ },
		"a column of a value of none":           func(s *segment) { s.columns[0].values[0] = 1 << 30 },
		"the newest outside":                    func(s *segment) { s.tally.newest[0] = uint32(len(s.rows)) },
		"one of the newest too few":             func(s *segment) { s.tally.newest = s.tally.newest[1:] },
		"a tally of an audience of none":        func(s *segment) { s.tally.audiences[0].audience = 1 << 30 },
		"a tally that ends outside":             func(s *segment) { s.tally.audiences[len(s.tally.audiences)-1].end++ },
		"a tally that falls":                    func(s *segment) { s.tally.audiences[0].end = s.tally.audiences[1].end + 1 },
		"a facet in two places":                 func(s *segment) { s.loose.set |= 1 << s.columns[0].facets[0] },
		"a facet of none":                       func(s *segment) { s.loose.set |= 1 << len(testFacets) },
		"a loose value of none": func(s *segment) {
			s.loose.ends = make([]uint32, len(s.rows))
			s.loose.ends[len(s.rows)-1] = 1
			s.loose.values = []uint32{1 << 30}
		},
		"a tally of a value of none": func(s *segment) { s.tally.counts[0].value = 1 << 30 },
	} {
		ix, err := Build(testFacets, docSeq(largeDocs(600)))
		if err != nil {
			t.Fatal(err)
		}
		damage(ix.current.Load().views[0].segment)
		if _, err := readBack(written(t, ix, ""), testFacets...); !errors.Is(err, ErrDamaged) {
			t.Errorf("with %s: %v", name, err)
		}
	}
}

// frame is one frame of a file, its checksum right.
func frame(t *testing.T, kind frameKind, visit func(visitor)) []byte {
	t.Helper()
	var out bytes.Buffer
	e := &encoder{to: bufio.NewWriter(&out)}
	e.frame(kind, visit)
	if err := errors.Join(e.err, e.to.Flush()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// framed is an index as the frames of its file: what was noted, names, a segment with its dead documents, what was removed, an end.
func framed(t *testing.T, ix *Index, names *storedNames, dead []uint32, gone storedRemovals) [][]byte {
	t.Helper()
	reading, about := readingDigest(), []byte(nil)
	return [][]byte{
		frame(t, aboutFrame, func(v visitor) { v.slice(of(&reading)); v.slice(of(&about)) }),
		frame(t, namesFrame, names.visit),
		frame(t, segmentFrame, func(v visitor) { ix.current.Load().views[0].segment.visit(v); v.slice(of(&dead)) }),
		frame(t, removedFrame, gone.visit),
		frame(t, endFrame, func(visitor) {}),
	}
}

func fileOf(frames ...[]byte) []byte { return append(fileHead(), bytes.Join(frames, nil)...) }

func smallIndex(t *testing.T) *Index {
	t.Helper()
	ix, err := Build(testFacets, docSeq(largeDocs(60)))
	if err != nil {
		t.Fatal(err)
	}
	return ix
}

func TestWhatSurroundsSegmentsIsNotBelievedEither(t *testing.T) {
	ix := smallIndex(t)
	for name, c := range map[string]struct {
		names func(n *storedNames)
		dead  []uint32
		gone  storedRemovals
		want  error
	}{
		"nothing":                   {dead: []uint32{3, 59}},
		"a dead document outside":   {dead: []uint32{60}, want: ErrDamaged},
		"one that is dead twice":    {dead: []uint32{3, 3}, want: ErrDamaged},
		"dead documents that fall":  {dead: []uint32{4, 3}, want: ErrDamaged},
		"a removal without version": {gone: storedRemovals{ids: texts{[]byte("a"), []uint32{1}}}, want: ErrDamaged},
		"removals beyond the bytes": {gone: storedRemovals{ids: texts{[]byte("a"), []uint32{2}}, versions: []int64{1}}, want: ErrDamaged},
		"facets beyond the bytes":   {names: func(n *storedNames) { n.facets.ends[0] += 1 << 20 }, want: ErrDamaged},
		"values beyond the bytes":   {names: func(n *storedNames) { n.values.ends[0] += 1 << 20 }, want: ErrDamaged},
		"places beyond the bytes":   {names: func(n *storedNames) { n.places.ends[0] += 1 << 20 }, want: ErrDamaged},
		"a value of no facet":       {names: func(n *storedNames) { n.valueFacet[0] = traitFacet - 1 }, want: ErrDamaged},
		"a value without its facet": {names: func(n *storedNames) { n.valueFacet = n.valueFacet[1:] }, want: ErrDamaged},
		"a facet without its value": {names: func(n *storedNames) { n.valueFacet = append(n.valueFacet, 0) }, want: ErrDamaged},
		"a kind without its place":  {names: func(n *storedNames) { n.placeKind = append(n.placeKind, 1) }, want: ErrDamaged},
		"a value twice": {names: func(n *storedNames) {
			n.valueFacet = append(n.valueFacet, n.valueFacet[0])
			n.values.add(n.values.at(0))
		}, want: ErrDamaged},
		"a place without its kind":  {names: func(n *storedNames) { n.placeKind = n.placeKind[1:] }, want: ErrDamaged},
		"a place twice":             {names: func(n *storedNames) { n.placeKind = append(n.placeKind, n.placeKind[1]); n.places.add(n.places.at(1)) }, want: ErrDamaged},
		"half an audience":          {names: func(n *storedNames) { n.audiences = append(n.audiences, 1) }, want: ErrDamaged},
		"an audience twice":         {names: func(n *storedNames) { n.audiences = append(n.audiences, n.audiences[:4]...) }, want: ErrDamaged},
		"an audience beyond anyone": {names: func(n *storedNames) { n.audiences = append(n.audiences, uint32(SeenByAnyone)+1, 0, 0, 0) }, want: ErrDamaged},
	} {
		names := ix.names.stored()
		if c.names != nil {
			c.names(names)
		}
		if _, err := readBack(fileOf(framed(t, ix, names, c.dead, c.gone)...), testFacets...); !errors.Is(err, c.want) {
			t.Errorf("with %s: %v, want %v", name, err, c.want)
		}
	}
}

// A file has each of its frames, in their order.
func TestFramesInAnotherOrderAreDamage(t *testing.T) {
	ix := smallIndex(t)
	all := framed(t, ix, ix.names.stored(), nil, storedRemovals{})
	if _, err := readBack(fileOf(all...), testFacets...); err != nil {
		t.Fatal(err)
	}
	for i := range all {
		other := slices.Clone(all)
		other[i] = bytes.Clone(all[i])
		binary.NativeEndian.PutUint32(other[i], 99)
		for name, frames := range map[string][][]byte{
			"before all others": append([][]byte{all[i]}, slices.Delete(slices.Clone(all), i, i+1)...),
			"after all others":  append(slices.Delete(slices.Clone(all), i, i+1), all[i]),
			"of another kind":   other,
			"by itself":         all[i : i+1],
		} {
			if i == 0 && name == "before all others" || i == len(all)-1 && name == "after all others" { // as it was
				continue
			}
			if _, err := readBack(sealed(fileOf(frames...)), testFacets...); !errors.Is(err, ErrDamaged) {
				t.Errorf("frame %d %s: %v", i, name, err)
			}
		}
	}
}
